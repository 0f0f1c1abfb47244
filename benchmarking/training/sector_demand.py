"""What the whole sector lacks and no course raises: from published figures and the catalogue alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from statistics import fmean

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.stats.derived import SMALL
from benchmarking.stats.priorities import Interval, Quadrant, quadrant
from benchmarking.stats.records import Figure
from surveyapp.instruments.schema import Skill, SkillGroup

LEAST_SKILLS = 3  # of which a crosshair is made: with two, one always stands on either side of it
POINTS_OF_A_LEVEL = 20  # a level of 0-5 is published in points of 0-100


class Met(IntEnum):
    """How far the best course for the skill's audience leads, in the order in which it is to be read."""

    BY_NOTHING = 1
    BELOW = 2
    ABOUT = 3
    REACHED = 4
    UNKNOWN = 5


@dataclass(frozen=True)
class SkillDemand:
    """One skill of the sector: how many are short of it, which level is needed and is there today, and what the
    catalogue offers. `quadrant`: where it stands among the others, None where that is not clear."""

    code: str
    name: str
    group: str
    short: Figure | None
    tier: float | None
    needed: Figure | None
    course: Course | None
    met: Met
    current: Figure | None = None
    quadrant: Quadrant | None = None

    @property
    def raised_to(self) -> float:
        return self.course.module.raises.get(self.code, 0.0) if self.course else 0.0


def skill_demands(release: SectorRelease, courses: Sequence[Course]) -> list[SkillDemand]:
    """What no course raises first; then by tier; then as the questionnaire has them, which says nothing."""
    found = with_quadrants(
        [
            _demand(release, group, skill, courses)
            for group in release.publication.instrument.skill_groups
            for skill in group.skills
        ]
    )
    return sorted(found, key=lambda each: (each.met, each.tier or SMALL + 1))


def with_quadrants(found: Sequence[SkillDemand]) -> list[SkillDemand]:
    """Importance against performance: the level needed against today's, each beside its mean over the skills. The crosshair is made
    of the published means; a skill is placed only if both of its intervals lie clear of it."""
    known = [(each.needed.value, each.current.value) for each in found if each.needed and each.current]
    both = [(needed, current) for needed, current in known if needed is not None and current is not None]
    if len(both) < LEAST_SKILLS:
        return list(found)
    crosses = [fmean(pair[at] for pair in both) for at in (0, 1)]
    return [replace(each, quadrant=_quadrant(each, crosses[0], crosses[1])) for each in found]


def _quadrant(each: SkillDemand, needed: float, current: float) -> Quadrant | None:
    ends = [
        Interval(f.low, f.high) for f in (each.needed, each.current) if f and f.low is not None and f.high is not None
    ]
    return quadrant(ends[0], ends[1], needed, current) if len(ends) == 2 else None


def _demand(release: SectorRelease, group: SkillGroup, skill: Skill, courses: Sequence[Course]) -> SkillDemand:
    tier = release.sector.one(f"skill_tier:{skill.code}", "tier")
    needed = release.sector.one(f"skill:{skill.code}:needed", "mean")
    course = best_course(skill.code, group.audience, courses)
    raised = course.module.raises[skill.code] if course else None
    return SkillDemand(
        code=skill.code,
        name=words.said(skill.text),
        group=words.said(group.name),
        short=release.sector.one(f"skill_short:{skill.code}", "share"),
        tier=tier.value if tier else None,
        needed=needed,
        course=course,
        met=_met(raised, needed),
        current=release.sector.one(f"skill:{skill.code}:current", "mean"),
    )


def best_course(skill: str, audience: str, courses: Sequence[Course]) -> Course | None:
    """The one that raises it highest for these people; ties by code."""
    raising = [each for each in courses if each.module.audience == audience and each.module.raises.get(skill, 0) > 0]
    return min(raising, key=lambda each: (-each.module.raises[skill], each.module.code), default=None)


def _met(raised: float | None, needed: Figure | None) -> Met:
    """Clearly so only outside the interval of the level needed; within it, it is about that level."""
    if raised is None:
        return Met.BY_NOTHING
    if needed is None or needed.value is None:
        return Met.UNKNOWN
    low, high = needed.low, needed.high
    if low is None or high is None:
        low = high = needed.value
    points = POINTS_OF_A_LEVEL * raised
    if points >= high:
        return Met.REACHED
    return Met.ABOUT if points >= low else Met.BELOW
