"""People the sector needs in a group of skills, against people trained in it a year: released figures, and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry, Supply
from benchmarking.selectors.people_needed import counted_groups, people_metric
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.records import Figure
from benchmarking.stats.training_supply import Pace, Years, pace, years_to_train
from benchmarking.stats.weighted_totals import TOTAL
from surveyapp.instruments.schema import SkillGroup

LEVELS = tuple(each.value for each in TrainingModule.Level)
FOR_WORK = (TrainingModule.Level.CPD.value, TrainingModule.Level.IN_HOUSE.value)


@dataclass(frozen=True)
class Trained:
    """The elements that raise a skill of a group at one level: `pace` people a year; `n_silent` of them state no number."""

    pace: Pace
    n_elements: int
    n_silent: int


@dataclass(frozen=True)
class GroupSupply:
    """One group of skills. `needed` is the released total, None where it may not be shown; `years` None where nothing can be said."""

    group: SkillGroup
    needed: Figure | None
    by_level: dict[str, Trained]
    every: Pace
    years: Years | None


def newest(entry: Entry) -> Supply | None:
    """What an element states of its newest year, None where it states nothing."""
    return max(entry.supply, key=lambda each: each.year, default=None)


def people_a_year(supply: Supply) -> int:
    """Completers; places where only they are stated, as nobody completes without one."""
    return supply.completers if supply.completers is not None else supply.places or 0


def group_supplies(release: SectorRelease, catalogue: Sequence[Entry]) -> list[GroupSupply]:
    """One for each group of which the questionnaire asks how many people should move up, in its order."""
    return [_supply(release, group, catalogue) for group in counted_groups(release.publication.instrument)]


def silent(release: SectorRelease, catalogue: Sequence[Entry]) -> list[Entry]:
    """Elements that raise a skill of these groups and state no number."""
    groups = counted_groups(release.publication.instrument)
    skills = {skill.code for group in groups for skill in group.skills}
    return [entry for entry in catalogue if skills & entry.raises.keys() and newest(entry) is None]


def _supply(release: SectorRelease, group: SkillGroup, catalogue: Sequence[Entry]) -> GroupSupply:
    skills = {skill.code for skill in group.skills}
    raising = [entry for entry in catalogue if skills & entry.raises.keys()]
    needed = release.sector.one(people_metric(group.code), TOTAL)
    every, for_work = _pace(raising), _pace([entry for entry in raising if entry.level in FOR_WORK])
    return GroupSupply(group, needed, _by_level(raising), every, _years(needed, every, for_work))


def _years(needed: Figure | None, every: Pace, for_work: Pace) -> Years | None:
    if needed is None or needed.least is None or needed.most is None:
        return None
    return years_to_train((needed.least, needed.most), every, for_work)


def _by_level(raising: Sequence[Entry]) -> dict[str, Trained]:
    found = {level: [entry for entry in raising if entry.level == level] for level in LEVELS}
    return {
        level: Trained(_pace(entries), len(entries), sum(newest(entry) is None for entry in entries))
        for level, entries in found.items()
        if entries
    }


def _pace(entries: Sequence[Entry]) -> Pace:
    return pace(people_a_year(stated) for entry in entries if (stated := newest(entry)))
