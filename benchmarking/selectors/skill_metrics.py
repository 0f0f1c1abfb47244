"""What is published about skills: groups that are short, skills that are short, levels of those who rated them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarking.selectors import rules
from benchmarking.selectors.scored import Measure, Sector
from benchmarking.stats.records import Metric, Missing
from benchmarking.stats.skills_gap import SkillGap, SkillGroup


def measures(sector: Sector) -> Iterator[Measure]:
    """Shares of everybody who was asked about the group; levels of those who rated, as a follow-up."""
    screens = rules.group_items(sector.instrument, "screen")
    for group in rules.skill_groups(sector.instrument):
        yield from _group(sector, group, screens[group.code])


def _group(sector: Sector, group: SkillGroup, screen: str) -> Iterator[Measure]:
    k = sector.k(screen)
    short = sector.values(screen, lambda value: float(value in ("partly", "hardly")))
    yield Measure(Metric(f"group_short:{group.code}", "share", short, k=k))
    asked = [o for o in sector.organisations if o.value(screen) != Missing.NOT_SHOWN]
    for skill in group.skills:
        yield from _skill(skill, {o.inputs.organisation: o.gaps[skill] for o in asked}, k)


def _skill(skill: str, gaps: Mapping[str, SkillGap], k: int) -> Iterator[Measure]:
    shares = {organisation: gap.prevalence for organisation, gap in gaps.items()}
    yield Measure(Metric(f"skill_short:{skill}", "share", shares, k=k))
    # One base for both levels, so that a gap can be taken; a level of 0-5 in points of 0-100.
    rated = {organisation: gap for organisation, gap in gaps.items() if gap.state == "rated"}
    current = {organisation: 20 * (gap.current or 0.0) for organisation, gap in rated.items()}
    needed = {organisation: 20 * (gap.needed or 0.0) for organisation, gap in rated.items()}
    yield Measure(Metric(f"skill:{skill}:current", "mean", current, k=k), asked=frozenset(gaps))
    yield Measure(Metric(f"skill:{skill}:needed", "mean", needed, k=k), asked=frozenset(gaps))
