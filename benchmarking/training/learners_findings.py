"""The table of a run's result, and of what a coordinator sees of their own people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Finding, Reason, Source, Withheld
from benchmarking.dashboards.names import in_one_line
from benchmarking.models.learners import OwnRunResult, RunResult
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.learners import LEAST_PEOPLE
from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.stats.records import Figure
from benchmarking.training import learners_chart
from benchmarking.training import learners_words as said
from benchmarking.training.learners_steps import skill_names
from benchmarking.training.sector_findings import source as sector_source

LEAST_OF_OWN = 5
FOLLOW_UP, SECTOR = 6, 7  # columns


def of_everybody(result: RunResult, release: SectorRelease | None) -> Finding:
    """Each skill before, after, looking back and at the follow-up, beside the sector's published level."""
    skills, names = result.document["skills"], skill_names(result.run)
    head: dict[str, Any] = {"id": "run", "title": _("Skill by skill"), "subtitle": _subtitle(release)}
    if skills:
        head |= {"title": said.by_skill(skills, len(names)), "words": said.furthest(skills, names)}
    if not skills:
        why = _(
            "A run is shown from %(owners)s companies and %(people)s people on, so that nobody’s ratings can be told."
        )
        return Finding(**head, withheld=Withheld(why % {"owners": LEAST_OWNERS, "people": LEAST_PEOPLE}))
    rows = [_row(name, skills.get(code), release, code) for code, name in names.items()]
    # What no row can have has no column: the follow-up before it, the sector before anything is published of it.
    shown = [
        at for at in range(len(_columns())) if (at != FOLLOW_UP or result.number > 1) and (at != SECTOR or release)
    ]
    columns = tuple(column for at, column in enumerate(_columns()) if at in shown)
    cells = tuple(tuple(row[at] for at in shown) for row in rows)
    lines = [
        learners_chart.line(name, skills.get(code), _level_of_sector(release, code)) for code, name in names.items()
    ]
    return Finding(
        **head,
        columns=columns,
        rows=cells,
        source=_source(result),
        figure=learners_chart.figure(lines),
        key=learners_chart.keys(lines),
        is_open=True,
    )


def _level_of_sector(release: SectorRelease | None, code: str) -> Figure | None:
    return release.sector.one(f"skill:{code}:current", "mean") if release else None


def _subtitle(release: SectorRelease | None) -> str:
    scale = _("Points of 100: level 0 is 0, level 5 is 100. Means with their 95 %% interval.") % {}
    if release is None:
        return scale
    return scale + " " + _("The sector beside it: %(source)s") % {"source": in_one_line(sector_source(release))}


def _columns() -> tuple[Column, ...]:
    change = pgettext("a difference", "Change")
    numbers = (_("Before"), _("After"), change, _("Before, looking back"), _("Change at the follow-up"))
    found = [Column(head, numeric=True, parts=(head, *words.interval_parts(head))) for head in numbers]
    sector = _("The sector")
    return (
        Column(_("Skill")),
        Column(_("Companies"), numeric=True),
        *found,
        Column(sector, numeric=True, parts=(sector, *words.interval_parts(sector))),
    )


def _row(name: str, its: Mapping[str, Any] | None, release: SectorRelease | None, code: str) -> tuple[str, ...]:
    """Skill, n, before, after, change, looking back, follow-up, sector."""
    sector = _level_of_sector(release, code)
    beside = (
        said.level({"value": sector.value, "low": sector.low, "high": sector.high})
        if sector and sector.low is not None and sector.high is not None
        else Reason(_("not published"))
    )
    if its is None:
        return (name, Reason(_("too few companies")), "", "", "", "", "", beside)
    numbers = (said.level(its["before"]), said.level(its["after"]), said.change(its["change"]))
    back = said.level(its.get("looking_back")) or Reason(_("cannot be shown"))
    later = said.change(its.get("follow_up_change")) or Reason(_("cannot be shown"))
    return (name, str(its["change"]["n_owners"]), *numbers, back, later, beside)


def _source(result: RunResult) -> Source:
    change = result.document["overall"]["change"]
    n = words.n_equals(change["n_owners"]) if change else ""
    built = words.date(result.built_at) if result.built_at else ""
    return _("Delegates of this run"), n, result.run.label, built


def of_own_people(result: RunResult, own: OwnRunResult) -> Finding:
    """Plain means of those who rated a skill before and after, from five people on."""
    names, skills = skill_names(result.run), own.document["skills"]
    head: dict[str, Any] = {"id": "own", "title": _("Your own people")}
    if not skills:
        why = _("Means are shown from %(n)s of your people on who rated themselves before and after.") % {
            "n": LEAST_OF_OWN
        }
        return Finding(**head, withheld=Withheld(why))
    moments = [m for m in ("before", "after", "looking_back", "follow_up") if any(m in its for its in skills.values())]
    labels = {
        "before": _("Before"),
        "after": _("After"),
        "looking_back": _("Before, looking back"),
        "follow_up": _("At the follow-up"),
    }
    columns = (
        Column(_("Skill")),
        Column(_("People"), numeric=True),
        *(Column(labels[moment], numeric=True) for moment in moments),
    )
    rows = tuple(
        (names[code], str(its["n"]), *(said.own_mean(its.get(moment)) for moment in moments))
        if (its := skills.get(code))
        else (names[code], Reason(_("too few people")), *[""] * len(moments))
        for code in names
    )
    subtitle = _("Points of 100: level 0 is 0, level 5 is 100. Only coordinators of your organisation see these means.")
    return Finding(**head, subtitle=subtitle, columns=columns, rows=rows, source=_source(result))
