"""Which skill to begin with: your gap weighted by how much is needed, beside two orders of the companies asked.

Of others only what follows from published figures: Borich's score from two published means, and the published share that
is short, which takes levels as an order alone. Where both put different skills first, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, reasoned
from benchmarking.dashboards.names import source, source_line
from benchmarking.dashboards.skills import Short, short_skills
from benchmarking.stats.priorities import published_borich
from benchmarking.stats.records import Figure


@dataclass(frozen=True)
class Priority:
    """A skill that is short here. `own`: levels short times the level needed. `borich`, -100 to 100, and `share`, the part
    short: of the companies asked, None where not published."""

    short: Short
    own: float
    borich: float | None
    share: Figure | None
    n: int | None

    @property
    def by_share(self) -> float | None:
        return self.share.value if self.share and not self.share.bound else None


def skill_priorities(comparison: Comparison) -> Finding | None:
    """Largest first of your own; None with fewer than two skills that are short, between which there is nothing to choose."""
    own = comparison.own
    if own is None or len(short := short_skills(own, comparison.instrument)) < 2:
        return None
    found = sorted((_priority(comparison, each) for each in short), key=lambda each: -each.own)
    has_others = any(each.borich is not None or each.share for each in found)
    return Finding(
        id="skill-priorities",
        title=_title(found),
        subtitle=_("Levels short times the level needed, of 25 at most. %(source)s")
        % {"source": source_line(comparison)},
        words=_words(found),
        columns=(*_columns(), *(_columns_of_others() if has_others else ())),
        rows=tuple(_cells(each, has_others=has_others) for each in found),
        source=source(comparison),
        is_open=True,
        footnote=_footnote() if has_others else "",
        left_out=_columns_of_others() if comparison.group and not has_others else (),
        why_left_out=hidden.reason(),
        plan_url=reverse("benchmarking:list-aims"),
    )


def _priority(comparison: Comparison, short: Short) -> Priority:
    needed, current = (comparison.figures.one(f"skill:{short.code}:{what}", "mean") for what in ("needed", "current"))
    is_comparable = needed and current and needed.n_owners == current.n_owners
    return Priority(
        short,
        short.gap * short.needed,
        published_borich(needed, current) if is_comparable and needed and current else None,
        comparison.figures.one(f"skill_short:{short.code}", "share"),
        needed.n_owners if needed else None,
    )


def _first(found: Sequence[Priority], values: Sequence[float | None]) -> list[str]:
    """The names of those with the largest value; [] where fewer than two have one."""
    known = [(each.short.name, round(value, 6)) for each, value in zip(found, values, strict=True) if value is not None]
    if len(known) < 2:
        return []
    most = max(value for _name, value in known)
    return [words.mid_sentence(name) for name, value in known if value == most]


def _title(found: Sequence[Priority]) -> str:
    first = _first(found, [each.own for each in found])
    if len(first) == len(found):
        return _("Gaps and needs alone put none of your skills first")
    return _("Gap and need together put first: %(names)s") % {"names": words.listing(first)}


def _words(found: Sequence[Priority]) -> str:
    """Whether the two orders of the companies asked agree with each other."""
    borich, share = _first(found, [e.borich for e in found]), _first(found, [e.by_share for e in found])
    names = {"borich": words.listing(borich), "share": words.listing(share)}
    if not borich or not share:
        return ""
    if set(borich) == set(share):
        return _("Among these skills both orders of the companies asked put first: %(borich)s.") % names
    text = _(
        "The two orders of the companies asked do not agree: by gap and need first comes %(borich)s, by how many are short "
        "%(share)s. Which is right hangs on how far apart levels are taken to be."
    )
    return text % names


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Skill")),
        Column(_("Group of skills"), is_note=True),
        Column(_("Your gap"), numeric=True),
        Column(_("Your priority"), numeric=True),
        Column(_("You chose it")),
    )


def _columns_of_others() -> tuple[Column, ...]:
    score = Column(_("Gap and need of the companies asked"), numeric=True)
    return (score, Column("n", numeric=True), words.share_column(_("Short of it"), with_n=True))


def _cells(each: Priority, *, has_others: bool) -> tuple[str, ...]:
    cells = (
        each.short.name,
        words.said(each.short.group.name),
        words.level(each.short.gap),
        words.level(each.own),
        _("first") if each.short.is_first else _("not among the first"),
    )
    if not has_others:
        return cells
    score = "" if each.borich is None else formats.number_format(round(each.borich, 1), 1).replace("-", words.MINUS)
    n = str(each.n) if score else ""
    return (
        *cells,
        *reasoned([score, n], hidden.reason()),
        *reasoned([words.share_cell(each.share, with_n=True)], hidden.reason()),
    )


def _footnote() -> str:
    return _(
        "Gap and need of others: difference of the printed means of needed and present levels, times the needed one, of 100 at "
        "most (Borich); it follows from printed means and has no interval of its own."
    )
