"""How far the skills that work planned here needs are from those people have, in levels 0-5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, fsum, hypot
from typing import Literal

from benchmarking.stats.records import AnswerValue, Figure, Missing

HIGHEST_LEVEL = 5.0

# From one whole level on, a skill counts as short in the sector's prevalence (STATISTICS 4).
SHORT_FROM = 1.0

State = Literal["not_needed", "met", "rated", "unknown"]

# An open top: "more than 50" has no most.
PeopleRange = tuple[int, int | None]


@dataclass(frozen=True)
class SkillGroup:
    """Skills screened together; `audience` is who needs them: decision_maker or practitioner."""

    code: str
    audience: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class SkillAnswers:
    """One organisation's merged answers of the skills section; what is absent was not shown.

    `screens`: group → not_needed_here, yes, partly, hardly or dont_know. `current`, `needed`:
    skill → level 0-5. `people`: group → code of a headcount band.
    """

    screens: Mapping[str, AnswerValue]
    current: Mapping[str, AnswerValue] = field(default_factory=dict)
    needed: Mapping[str, AnswerValue] = field(default_factory=dict)
    people: Mapping[str, AnswerValue] = field(default_factory=dict)


@dataclass(frozen=True)
class SkillGap:
    """One skill of one organisation, levels 0-5; gap = max(0, needed - current), None if unknown.

    `surplus` = max(0, current - needed) is kept apart. Levels that were not shown stay None: a
    skill whose group was screened "yes" is met, but its levels are never imputed.
    """

    skill: str
    group: str
    audience: str
    state: State
    current: float | None = None
    needed: float | None = None
    gap: float | None = None
    surplus: float | None = None

    @property
    def prevalence(self) -> float | None:
        """1.0 from one whole level short, 0.0 below, None if unknown: the values of a share."""
        return None if self.gap is None else float(self.gap >= SHORT_FROM)


def own_gaps(groups: Sequence[SkillGroup], answers: SkillAnswers) -> tuple[SkillGap, ...]:
    """Every skill of every group, in the instrument's order.

    Screen not_needed_here: required 0, gap 0. yes: gap 0, levels None. partly, hardly: from the
    two ratings; a rating "does not apply" means not needed here, any other missing rating leaves
    the gap unknown. dont_know or no screen: unknown. Raises ValueError for an unknown screen code
    or a level outside 0-5. Source: STATISTICS 4; instrument review, skills.
    """
    return tuple(_skill_gap(group, skill, answers) for group in groups for skill in group.skills)


def _skill_gap(group: SkillGroup, skill: str, answers: SkillAnswers) -> SkillGap:
    screen = answers.screens.get(group.code, Missing.NOT_SHOWN)
    if screen in ("partly", "hardly"):
        return _rated(group, skill, answers)
    if screen in ("not_needed_here", Missing.DOES_NOT_APPLY):
        return SkillGap(skill, group.code, group.audience, "not_needed", needed=0.0, gap=0.0)
    if screen == "yes":
        return SkillGap(skill, group.code, group.audience, "met", gap=0.0)
    if screen == "dont_know" or isinstance(screen, Missing):
        return SkillGap(skill, group.code, group.audience, "unknown")
    raise ValueError(
        f"Skill group {group.code}: {screen!r} is no answer to its first question. "
        "Use not_needed_here, yes, partly, hardly or dont_know."
    )


def _rated(group: SkillGroup, skill: str, answers: SkillAnswers) -> SkillGap:
    ratings = (answers.current.get(skill), answers.needed.get(skill))
    if Missing.DOES_NOT_APPLY in ratings:
        return SkillGap(skill, group.code, group.audience, "not_needed", needed=0.0, gap=0.0)
    current, needed = (_level(skill, rating) for rating in ratings)
    if current is None or needed is None:
        return SkillGap(skill, group.code, group.audience, "unknown", current, needed)
    gap, surplus = max(0.0, needed - current), max(0.0, current - needed)
    return SkillGap(skill, group.code, group.audience, "rated", current, needed, gap, surplus)


def _level(skill: str, rating: AnswerValue | None) -> float | None:
    if rating is None or isinstance(rating, Missing):
        return None
    if isinstance(rating, int | float) and 0 <= rating <= HIGHEST_LEVEL:
        return float(rating)
    raise ValueError(f"Skill {skill}: {rating!r} is not a level from 0 to 5. Correct the rating.")


@dataclass(frozen=True)
class GroupGap:
    """One skill group of one organisation.

    `index` = 100 Σ gap / (5 · known skills), 0-100, None if no gap is known. `is_short`: screened
    partly or hardly, and the ratings do not show every skill met. `people`: least and most who
    should move up, None if not stated.
    """

    group: str
    audience: str
    index: float | None
    is_short: bool
    skills_short: tuple[str, ...]
    people: PeopleRange | None


def group_gaps(
    groups: Sequence[SkillGroup], answers: SkillAnswers, bands: Mapping[str, PeopleRange]
) -> tuple[GroupGap, ...]:
    """Every group, in the instrument's order; `bands` gives each headcount code its least and most.

    `skills_short` are those with a gap above 0, largest first, ties by code. Raises ValueError for
    a band that is not among `bands`. Source: instrument review, skills.
    """
    gaps = own_gaps(groups, answers)
    return tuple(
        _group_gap(group, [gap for gap in gaps if gap.group == group.code], answers, bands) for group in groups
    )


def _group_gap(
    group: SkillGroup,
    gaps: Sequence[SkillGap],
    answers: SkillAnswers,
    bands: Mapping[str, PeopleRange],
) -> GroupGap:
    short = sorted((-gap.gap, gap.skill) for gap in gaps if gap.gap)
    all_met = all(gap.gap == 0 for gap in gaps)
    return GroupGap(
        group=group.code,
        audience=group.audience,
        index=gap_index(gaps),
        is_short=answers.screens.get(group.code) in ("partly", "hardly") and not all_met,
        skills_short=tuple(skill for _, skill in short),
        people=_people(group, answers, bands),
    )


def _people(group: SkillGroup, answers: SkillAnswers, bands: Mapping[str, PeopleRange]) -> PeopleRange | None:
    code = answers.people.get(group.code, Missing.NOT_SHOWN)
    if isinstance(code, Missing):
        return None
    if isinstance(code, str) and code in bands:
        return bands[code]
    raise ValueError(f"Skill group {group.code}: {code!r} is no headcount band. Add it to the bands.")


def gap_index(gaps: Iterable[SkillGap]) -> float | None:
    """100 Σ gap / (5 n) over the n skills whose gap is known, 0-100; None if there is none."""
    known = [gap.gap for gap in gaps if gap.gap is not None]
    return 100 * fsum(known) / (HIGHEST_LEVEL * len(known)) if known else None


@dataclass(frozen=True)
class PublishedGap:
    """A group's needed minus current, 0-100 points (20 a level), negative for a surplus."""

    cohort: str
    n_owners: int
    gap: float
    half_width: float | None


def published_gap(needed: Figure, current: Figure) -> PublishedGap | None:
    """Published needed - published current, never estimated apart (STATISTICS 3, rule 7; I13).

    The half-width is √(h_needed² + h_current²) rounded up to a whole point: that of independent
    means, too wide rather than too narrow, as sites that have more also need more. None where
    either mean is not printed; half-width None where either interval is not. Raises ValueError for
    figures of different groups.
    """
    if (needed.cohort, needed.n_owners) != (current.cohort, current.n_owners):
        raise ValueError(
            f"Needed is of {needed.cohort} (n = {needed.n_owners}), current of {current.cohort} "
            f"(n = {current.n_owners}): a gap needs both from one group and base."
        )
    if needed.value is None or current.value is None:
        return None
    halves = [_half_width(figure) for figure in (needed, current)]
    widths = [half for half in halves if half is not None]
    half_width = float(ceil(hypot(*widths))) if len(widths) == len(halves) else None
    return PublishedGap(needed.cohort, needed.n_owners, needed.value - current.value, half_width)


def _half_width(figure: Figure) -> float | None:
    return None if figure.low is None or figure.high is None else (figure.high - figure.low) / 2
