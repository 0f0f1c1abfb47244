"""The finding that sets takers of a course beside those who waited for it, and what it says in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Finding, Reason, Withheld
from benchmarking.models.learners import RunResult
from benchmarking.stats.learners import LEAST_PEOPLE
from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.training import learners_words as said
from benchmarking.training.learners_steps import skill_names

Shown = Mapping[str, Any]
ID = "others"


def beside_others(result: RunResult) -> Finding | None:
    """None where nobody waited for the course."""
    others = result.document.get("others")
    if others is None:
        return None
    if not others["skills"]:
        why = _("People on the waiting list are shown from %(owners)s companies and %(people)s people on.")
        title = _("Beside those who waited for the course")
        return Finding(ID, title, withheld=Withheld(why % {"owners": LEAST_OWNERS, "people": LEAST_PEOPLE}))
    slopes = _slopes(others)
    names = skill_names(result.run)
    return Finding(
        ID,
        _title(others["overall"]["associations"]),
        _("Points of 100, with 95 %% intervals. Those who waited rated themselves at the same times.") % {},
        words=_words(others),
        columns=_columns(slopes),
        rows=tuple(
            _row(name, result.document["skills"].get(code), others["skills"].get(code), len(slopes))
            for code, name in names.items()
        ),
        source=(_("Delegates of this run, and its waiting list"), "", result.run.label, _built(result)),
        footnote=_footnote(others),
        is_open=True,
    )


def _built(result: RunResult) -> str:
    return words.date(result.built_at) if result.built_at else ""


def _slopes(others: Shown) -> list[float]:
    """Those the columns are of: the most that any skill has."""
    rows = [[each["slope"] for each in its["associations"]] for its in others["skills"].values()]
    is_estimated = any(each["is_estimated"] for its in others["skills"].values() for each in its["associations"])
    return [] if is_estimated else max(rows, key=len, default=[])


def _title(found: list[Shown]) -> str:
    """Clear only where it is so whatever slope is taken."""
    ways = {said.direction(each) for each in found}
    if not found:
        return _("Beside those who waited for the course, the difference can only be bounded")
    low, high = min(each["low"] for each in found), max(each["high"] for each in found)
    if ways == {"up"}:
        text = _("Takers ended %(low)s to %(high)s points higher than others who began alike")
        return text % {"low": words.points(low), "high": words.points(high)}
    if ways == {"down"}:
        text = _("Takers ended %(low)s to %(high)s points lower than others who began alike")
        return text % {"low": words.points(-high), "high": words.points(-low)}
    text = _("Whether takers ended higher than others who began alike is too close to call: %(low)s to %(high)s points")
    return text % {"low": words.signed(low), "high": words.signed(high)}


def _words(others: Shown) -> str:
    """What happened without the course, which holds chance and regression to the mean for those who began alike."""
    change = others["overall"]["change"]
    told = [_("%(completers)s of %(starters)s on the waiting list rated themselves both times.") % others["people"]]
    if change:
        between = said.between(change)
        text = _(
            "Without the course their ratings changed by %(between)s points: by chance, by regression to the mean, and by whatever else happened meanwhile."
        )
        told.append(text % {"between": between})
    return " ".join(told)


def _columns(slopes: list[float]) -> tuple[Column, ...]:
    heads = [_("Change of takers"), _("Waiting list, before"), _("Waiting list, change")]
    heads += [_("Takers higher by, at %(slope)s") % {"slope": _tenths(each)} for each in slopes] or [
        _("Takers higher by")
    ]
    numbers = [Column(head, numeric=True, parts=(head, *words.interval_parts(head))) for head in heads]
    return (Column(_("Skill")), Column(_("Companies waiting"), numeric=True), *numbers)


def _tenths(slope: float) -> str:
    return str(formats.number_format(f"{slope:.1f}"))


def _row(name: str, taken: Shown | None, its: Shown | None, n_slopes: int) -> tuple[str, ...]:
    width = max(1, n_slopes)
    if its is None:
        return (name, Reason(_("too few companies")), *[""] * (3 + width - 1))
    own = said.change(taken["change"]) if taken else Reason(_("too few companies"))
    found = [said.change(each) for each in its["associations"]]
    ends = found if len(found) == width else [Reason(_("only bounds are known")), *[""] * (width - 1)]
    return (name, str(its["change"]["n_owners"]), own, said.level(its["before"]), said.change(its["change"]), *ends)


def _footnote(others: Shown) -> str:
    """How it is computed, and that it is no proof."""
    found = [each for its in others["skills"].values() for each in its["associations"]]
    if any(each["is_estimated"] for each in found):
        how = _(
            "A difference before is taken to last as far as these people’s own ratings say (analysis of covariance, with errors that hold where spreads differ)."
        )
    else:
        how = _(
            "A difference before is taken to last by the part that stands above each column (analysis of covariance): 0.8 and 0.6 are assumed, as fewer than 20 companies a side would give their own away."
        )
    alone = _(
        "The numbers follow from those beside them. They are associated with the course and do not prove that it brought them about: who waits may differ from who goes first."
    )
    return f"{how} {alone}"
