"""What a provider's modules are wanted for, what is trained, and what the last run changed: published figures and the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from benchmarking.models.learners import RunResult
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.selectors.people_needed import counted_groups, people_metric
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.derived import LARGEST, SMALL
from benchmarking.stats.records import Figure
from benchmarking.stats.weighted_totals import TOTAL
from benchmarking.training.supply import newest, people_a_year


@dataclass(frozen=True)
class Wanted:
    """Demand for one module. `groups`: the released totals of people in the groups of skills it raises, None for one that may not
    be shown; `largest`: skills it raises that are clearly among the most short; `short`: the released share of each skill."""

    groups: tuple[Figure | None, ...]
    largest: tuple[str, ...]
    short: Mapping[str, Figure]

    @property
    def people(self) -> tuple[float, float] | None:
        """From the largest group alone to all together, as one person may be in several; None where none may be shown."""
        known = [each.value for each in self.groups if each is not None and each.value is not None]
        return (max(known), sum(known)) if known else None


@dataclass(frozen=True)
class Standing:
    """One module of a provider. `trained`: people a year as stated, None where nothing is; `result` of its last run."""

    entry: Entry
    wanted: Wanted
    trained: int | None
    result: RunResult | None

    @property
    def change(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.result.document["overall"]["change"] if self.result else None
        return found


def providers(catalogue: Sequence[Entry]) -> list[str]:
    """Their names in order; "" last, for modules of which nobody said who gives them."""
    return sorted({each.provider for each in catalogue}, key=lambda name: (not name, name.casefold()))


def standings(
    release: SectorRelease | None, catalogue: Sequence[Entry], results: Mapping[str, RunResult], provider: str
) -> list[Standing]:
    """The provider's modules: those that raise a skill most short first, then by the people wanted beyond those trained."""
    its = [each for each in catalogue if each.provider == provider]
    return sorted((_standing(release, each, results) for each in its), key=_first)


def _first(each: Standing) -> tuple[bool, float, str]:
    people = each.wanted.people
    missing = people[0] - (each.trained or 0) if people else -inf
    return not each.wanted.largest, -missing, each.entry.code


def _standing(release: SectorRelease | None, entry: Entry, results: Mapping[str, RunResult]) -> Standing:
    stated = newest(entry)
    trained = people_a_year(stated) if stated else None
    return Standing(entry, _wanted(release, entry), trained, results.get(entry.code))


def _wanted(release: SectorRelease | None, entry: Entry) -> Wanted:
    """Groups of its audience alone; an element of a degree is for all. A course for others never closes their gap."""
    if release is None:
        return Wanted((), (), {})
    instrument = release.publication.instrument
    meant = [each for each in instrument.skill_groups if not entry.audience or each.audience == entry.audience]
    raised = [skill.code for group in meant for skill in group.skills if entry.raises.get(skill.code, 0) > 0]
    codes = {each.code for each in meant}
    counted = [
        group
        for group in counted_groups(instrument)
        if group.code in codes and any(skill.code in raised for skill in group.skills)
    ]
    shares = {code: release.sector.one(f"skill_short:{code}", "share") for code in raised}
    return Wanted(
        groups=tuple(release.sector.one(people_metric(group.code), TOTAL) for group in counted),
        largest=tuple(code for code in raised if _tier(release, code) == LARGEST),
        short={code: figure for code, figure in shares.items() if figure is not None},
    )


def _tier(release: SectorRelease, skill: str) -> float:
    figure = release.sector.one(f"skill_tier:{skill}", "tier")
    return figure.value if figure and figure.value is not None else SMALL + 1
