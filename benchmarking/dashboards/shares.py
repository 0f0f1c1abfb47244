"""Shares of a group with their intervals: digital twins, what is in use, what holds back, which skills are short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import charts, hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding, Key, Parts, ShareRow, Withheld, reasoned
from benchmarking.dashboards.names import source, source_line, survey_title
from benchmarking.selectors.rules import group_items
from benchmarking.stats.derived import possible_share
from benchmarking.stats.records import Figure
from benchmarking.stats.thresholds import STANDARD

TWINS, TECHNIQUES = "twins_", "in_use_"  # how a questionnaire's codes begin for shares that share a sentence


@dataclass(frozen=True)
class Share:
    """One published share, and whether it holds for you: in words, "" where it does not or is not known. `beside`: what
    was printed elsewhere about the same thing. `is_of_all`: the question was put to everybody. `metric`: its figures'."""

    code: str
    name: str
    figure: Figure | None
    you: str = ""
    beside: str = ""
    is_of_all: bool = True
    metric: str = ""

    @property
    def middle(self) -> float:
        """What rows are ordered by: from published numbers only."""
        if self.figure is None:
            return -1.0
        if self.figure.value is not None:
            return self.figure.value
        ends = (self.figure.least or 0.0) + (self.figure.most or 0.0)
        return 50 * ends / self.figure.n_units


@dataclass(frozen=True)
class Topic:
    """A finding made of shares: its address, its words, and the head of the column of names."""

    id: str
    subtitle: str
    head: str
    you: str


def shares_finding(
    comparison: Comparison, topic: Topic, found: Sequence[Share], title: str, said: str
) -> Finding | None:
    """None where the survey did not ask; withheld where the group is too small for shares."""
    if not found or comparison.group is None:
        return None
    known = [share for share in found if share.figure is not None]
    if not known:
        return Finding(
            id=topic.id, title=topic.head, subtitle=_sub(comparison, topic), withheld=_withheld(comparison, found)
        )
    rows = [_row(share) for share in known]
    is_beside = any(share.beside for share in found)
    possible = _possible(comparison, found)
    return Finding(
        id=topic.id,
        title=title,
        subtitle=_sub(comparison, topic),
        words=" ".join(filter(None, (said, _not_shown(comparison, found)))),
        columns=_columns(topic, is_beside, possible),
        rows=tuple(_cells(share, is_beside, possible) for share in found),
        source=source(comparison),
        figure=charts.shares(rows, [{"head": _("Share"), "weight": 650}, {"head": _("You"), "colour": "you"}]),
        key=_key(topic, known),
        footnote=" ".join(filter(None, (_footnote(known), _of_possible(comparison, possible)))),
    )


def _not_shown(comparison: Comparison, found: Sequence[Share]) -> str:
    return hidden.sentence(comparison, [(share.metric, share.name) for share in found if share.figure is None])


def _withheld(comparison: Comparison, found: Sequence[Share]) -> Withheld:
    """Why there is no share: what a group below ten owners says of itself; else what is true of every cause."""
    reason, title = hidden.why(comparison, [share.metric for share in found]), _("Not shown for this group")
    if comparison.group and comparison.group.n_owners < STANDARD.shares:
        reason, title = _("Shares open at ten companies, so that nobody's answer can be read from them."), ""
    sector = comparison.publication.groups[0] if comparison.publication and comparison.publication.groups else None
    if sector is None or comparison.group is None or comparison.group.code == sector.code:
        return Withheld(reason, hidden.who_may_join(comparison), title=title)
    url = f"?survey={comparison.survey.slug}&group={sector.code}#standing"
    return Withheld(reason, url=url, link=_("Look at all organisations in the sector instead"), title=title)


def _sub(comparison: Comparison, topic: Topic) -> str:
    return f"{topic.subtitle}. {source_line(comparison)}"


def _possible(comparison: Comparison, found: Sequence[Share]) -> dict[str, str]:
    """Share → where that of all registered can be; {} without a complete register, and below twenty."""
    population = comparison.group.population if comparison.group else None
    ranges = (
        (share.code, possible_share(share.figure, population)) for share in found if share.figure and share.is_of_all
    )
    outwards = ((code, floor(round(ends[0], 6)), ceil(round(ends[1], 6))) for code, ends in ranges if ends)
    return {code: Parts(words.per_cent(f"{a}{words.DASH}{z}"), str(a), str(z)) for code, a, z in outwards}


def _of_possible(comparison: Comparison, possible: Mapping[str, str]) -> str:
    if not possible or comparison.group is None:
        return ""
    return _(
        "Possible range: what the share of all %(population)s registered may be, whatever those that did not answer would "
        "have said."
    ) % {"population": comparison.group.population}


def _columns(topic: Topic, is_beside: bool, possible: Mapping[str, str]) -> tuple[Column, ...]:
    widest = [words.interval_column(_("Possible range"))] if possible else []
    numbers = (words.share_only_column(_("Share")), words.interval_column(), *widest, Column("n", numeric=True))
    note = [Column(_("Printed elsewhere"), is_note=True)] if is_beside else []
    return (Column(topic.head), *note, *numbers, Column(_("You")))


def _cells(share: Share, is_beside: bool, possible: Mapping[str, str]) -> tuple[str, ...]:
    figure, name = share.figure, (share.name, share.beside) if is_beside else (share.name,)
    if figure is None:
        empty = [""] * (4 if possible else 3)
        return (*name, *reasoned(empty, hidden.reason()), share.you)
    interval = reasoned([words.interval_of_share(figure)], _("none: a difference of two ranges"))
    return (*name, words.share_part(figure), *interval, *_widest(share, possible), str(figure.n_owners), share.you)


def _widest(share: Share, possible: Mapping[str, str]) -> tuple[str, ...]:
    """The possible range, or that there is none: of a question that not everybody was asked, or with too few answers."""
    if not possible:
        return ()
    why = hidden.reason() if share.is_of_all else _("only some were asked")
    return reasoned([possible.get(share.code, "")], why)


def _row(share: Share) -> ShareRow:
    figure = share.figure
    text = words.share(figure)
    mark = "◆" if share.you else ""
    in_full = words.share_in_full(figure) if figure else ""
    said: dict[str, Any] = {"values": (text, mark), "values_narrow": f"{text} {mark}".strip(), "in_full": in_full}
    if figure is None or figure.value is None or figure.bound:
        return ShareRow(share.name, band=_band(figure), **said)
    return ShareRow(share.name, figure.value, figure.low, figure.high, **said)


def _band(figure: Figure | None) -> tuple[float, float] | None:
    if figure is None or figure.least is None or figure.most is None:
        return None
    return 100 * figure.least / figure.n_units, 100 * figure.most / figure.n_units


def _key(topic: Topic, known: Sequence[Share]) -> tuple[Key, ...]:
    dots = any(share.figure and share.figure.value is not None and not share.figure.bound for share in known)
    bands = any(share.figure and (share.figure.value is None or share.figure.bound) for share in known)
    marks = (
        (dots, Key("share", _("Share of the group, with 95 %% interval") % {})),
        (bands, Key("band", _("Between these two shares of the group"))),
        (any(share.you for share in known), Key("you", topic.you)),
    )
    return tuple(key for is_drawn, key in marks if is_drawn)


def _footnote(known: Sequence[Share]) -> str:
    order = _("Where intervals overlap, the order may be chance.")
    if any(share.figure and share.figure.value is None for share in known):
        return _("With so few organisations a share is shown as a range of counts, on purpose.") + " " + order
    return order if len(known) > 1 else ""


def twins(comparison: Comparison) -> Finding | None:
    """What the sector says of digital twins, first in one sentence with n, interval and survey."""
    found = [share for share in _statistics(comparison) if share.code.startswith(TWINS)]
    subtitle = _("Share of those who answered, “digital twin” in their own sense of the word")
    topic = Topic("twins", subtitle, _("Digital twins"), _("You too"))
    known = [words.share_in_full(share.figure, share.name) for share in found if share.figure]
    said_first = {"statement": known[0] if known else "", "survey": survey_title(comparison.survey)}
    title = _("%(statement)s, %(survey)s") % said_first if known else topic.head
    said = words.apart(known[1:])
    sentences = [f"{said}." if said else "", *(share.beside for share in found)]
    return shares_finding(comparison, topic, found, title, " ".join(each for each in sentences if each))


def practices(comparison: Comparison) -> Finding | None:
    """Every other share the survey publishes: what is in use."""
    found = [share for share in _statistics(comparison) if not share.code.startswith(TWINS)]
    found.sort(key=lambda share: -share.middle)
    techniques = any(share.code.startswith(TECHNIQUES) for share in found)
    subtitle = _("Share that uses it, in development or beyond") if techniques else _("Share of those who answered")
    topic = Topic("practices", subtitle, _("What is in use"), _("You too"))
    said = most(found, survey_title(comparison.survey), _("Most common: %(label)s, %(share)s, %(survey)s."))
    return shares_finding(comparison, topic, found, topic.head, said)


def _statistics(comparison: Comparison) -> list[Share]:
    """The shares that are named in the questionnaire, without those of barriers, which have a finding of their own."""
    instrument, own = comparison.instrument, comparison.own
    barriers = {
        code
        for section in instrument.sections
        if section.kind == "barriers"
        for page in section.pages
        for code in page.items
    }
    return [
        Share(
            each.code,
            words.said(each.text),
            comparison.figures.one(f"statistic:{each.code}", "share"),
            _("Yes") if own and own.statistics.get(each.code) else "",
            words.said(each.beside),
            instrument.items[each.base].visible_when is None,
            f"statistic:{each.code}",
        )
        for each in instrument.statistics
        if each.item not in barriers
    ]


def most(found: Sequence[Share], survey: str, text: str) -> str:
    """A sentence about the largest share; `found` is sorted."""
    largest = next((share for share in found if share.figure), None)
    if largest is None or largest.figure is None:
        return ""
    return text % {
        "label": largest.name,
        "name": words.mid_sentence(largest.name),
        "share": words.share_in_full(largest.figure),
        "survey": survey,
    }


def skill_groups(comparison: Comparison) -> Finding | None:
    """How many organisations are short of each group of skills."""
    own, instrument = comparison.own, comparison.instrument
    screens = group_items(instrument, "screen")
    found = [
        Share(
            group.code,
            words.said(group.name),
            comparison.figures.one(f"group_short:{group.code}", "share"),
            _("Yes") if own and group.code in own.groups and own.groups[group.code].short else "",
            is_of_all=instrument.items[screens[group.code]].visible_when is None,
            metric=f"group_short:{group.code}",
        )
        for group in instrument.skill_groups
    ]
    found.sort(key=lambda share: -share.middle)
    topic = Topic(
        "skill-groups",
        _("Share whose people have these skills only partly or hardly, by the first question about the group"),
        _("Skills that are short"),
        _("Short at your site too"),
    )
    title = most(found, survey_title(comparison.survey), _("Short most often: %(name)s, %(share)s, %(survey)s"))
    mine = [words.mid_sentence(share.name) for share in found if share.you]
    said = _("Short at your site: %(names)s.") % {"names": words.apart(mine)} + " " if mine else ""
    said += _(
        "The share looks at that question alone; your site does not count as short where your ratings meet every skill."
    )
    return shares_finding(comparison, topic, found, title or topic.head, said)
