"""What is trained a year against what is needed, as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor, log10

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Finding, Parts, Withheld
from benchmarking.dashboards.names import in_one_line
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.selectors.people_needed import why_not
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.training_supply import Pace, Years
from benchmarking.training.catalogue_words import level_name
from benchmarking.training.sector_findings import people_cells, people_column, source
from benchmarking.training.supply import LEVELS, GroupSupply, Trained, group_supplies, silent


def supply(release: SectorRelease, catalogue: Sequence[Entry]) -> Finding | None:
    """Group by group, the slowest first; None where the questionnaire does not ask how many people should move up."""
    publication, found = release.publication, group_supplies(release, catalogue)
    if not found:
        return None
    subtitle = _("People a year, by level, in the newest year each element states. %(source)s")
    head = Finding("supply", _("Training against need"), subtitle % {"source": in_one_line(source(release))})
    if publication.totals_from is None:
        why = _("These results were made before totals of people were.")
        return replace(head, withheld=Withheld(why, title=_("No totals")))
    why = why_not(publication.totals_from)
    levels = [level for level in LEVELS if any(level in each.by_level for each in found)]
    return replace(
        head,
        title=_title(found),
        words=_how_to_read(),
        columns=_columns(levels),
        rows=tuple(_cells(each, levels, why) for each in sorted(found, key=_slowest)),
        source=source(release),
        footnote=_footnote(found, len(silent(release, catalogue)), why),
    )


def _slowest(each: GroupSupply) -> float:
    """Nobody trained at all comes first, what cannot be told last."""
    if each.years is not None:
        return -each.years.least
    return -float("inf") if each.needed is not None else 1.0


def _title(found: Sequence[GroupSupply]) -> str:
    nobody = [each for each in found if each.needed is not None and each.years is None]
    if nobody:
        names = words.apart(words.mid_sentence(words.said(each.group.name)) for each in nobody[:3])
        return _("Nobody is known to be trained in: %(names)s") % {"names": names}
    timed = [(each.years, each) for each in found if each.years is not None]
    if not timed:
        return _("What is trained a year")
    years, slowest = max(timed, key=lambda pair: pair[0].least)
    name = words.mid_sentence(words.said(slowest.group.name))
    return _("The longest way is in %(name)s: %(years)s at today’s pace") % {"name": name, "years": in_words(years)}


def in_words(years: Years) -> str:
    """From 1.2 to 5 years; at least 1.2 years. Rounded outwards to two digits."""
    least = _digits(years.least, floor)
    if years.most is None:
        text = ngettext("at least %(years)s year", "at least %(years)s years", 1 if least == "1" else 2)
        return text % {"years": least}
    most = _digits(years.most, ceil)
    return _("%(least)s to %(most)s years") % {"least": least, "most": most}


def _digits(number: float, towards: object) -> str:
    step = 10.0 ** max(-1, floor(log10(number)) - 1)
    rounded = (floor if towards is floor else ceil)(round(number / step, 9)) * step
    return str(number_format(f"{rounded:.10g}", force_grouping=True))


def _columns(levels: Sequence[str]) -> tuple[Column, ...]:
    every = [Column(level_name(level), numeric=True) for level in levels]
    last = (Column(_("All levels"), numeric=True), Column(_("At today’s pace")))
    return (Column(_("Group of skills")), people_column(), Column("n", numeric=True), *every, *last)


def _cells(each: GroupSupply, levels: Sequence[str], why: str) -> tuple[str, ...]:
    trained = [_trained(each.by_level.get(level)) for level in levels]
    return (words.said(each.group.name), *people_cells(each.needed, why), *trained, _pace(each.every), _years(each))


def _trained(trained: Trained | None) -> str:
    if trained is None:
        return ""
    return _("not stated") if trained.n_silent == trained.n_elements else _pace(trained.pace)


def _pace(pace: Pace) -> str:
    """35, or 25–35 where the same people may have been counted twice."""
    least, most = (str(number_format(round(each), force_grouping=True)) for each in (pace.least, pace.most))
    return Parts(least if least == most else words.figures(f"{least}{words.DASH}{most}"), least, most)


def _years(each: GroupSupply) -> str:
    if each.needed is None:
        return ""
    return in_words(each.years) if each.years else _("Nobody is known to be trained in it")


def _how_to_read() -> str:
    return (
        _(
            "A range counts from the largest element alone to all of them together: whoever completes two may be one person."
        )
        + " "
        + _(
            "Places in degrees serve more than this sector, so the slow end of the years counts courses for people at work alone."
        )
    )


def _footnote(found: Sequence[GroupSupply], n_silent: int, why: str) -> str:
    said = [
        _("An empty cell: no element of that level raises a skill of the group."),
        _("People needed are added up over the companies that answered; nothing is added for others."),
        _("An element counts whatever the level it leads to, and nothing is taken off for people who leave."),
        _("Where completers are not stated, places stand for them."),
    ]
    if n_silent:
        told = ngettext(
            "%(n)s entry states no number and is left out.", "%(n)s entries state no number and are left out.", n_silent
        )
        said.append(told % {"n": n_silent})
    if any(each.needed is None for each in found):
        said.append(_("Where a total cannot be shown: %(why)s") % {"why": why})
    return " ".join(said)
