"""What courses that people took since they answered a survey leave to be trained."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from benchmarking.stats.skills_gap import GroupGap, PeopleRange, SkillGap
from benchmarking.stats.training_choice import Module, fit, people


def still_to_train(needed: PeopleRange | None, n_taken: int) -> PeopleRange | None:
    """The people who need a course less those who took it; None where nobody said how many, an open band stays open."""
    if needed is None:
        return None
    least, most = needed
    return max(0, least - n_taken), None if most is None else max(0, most - n_taken)


def is_finished(
    module: Module, gaps: Collection[SkillGap], groups: Collection[GroupGap], taken: Mapping[str, int]
) -> bool:
    """Whether as many took it as may need it at most. Never of an open band, or where nobody said how many."""
    n_taken = taken.get(module.code, 0)
    return bool(n_taken) and still_to_train(people(fit(module, list(gaps)), groups), n_taken) == (0, 0)


def lifted(gaps: Iterable[SkillGap], finished: Collection[Module]) -> tuple[SkillGap, ...]:
    """Gaps as they stand once what these courses raise is reached by all who took them; the next survey will measure it."""
    return tuple(_lifted(gap, finished) for gap in gaps)


def _lifted(gap: SkillGap, finished: Collection[Module]) -> SkillGap:
    if gap.current is None or not gap.gap:
        return gap
    levels = [each.raises.get(gap.skill, 0.0) for each in finished if each.audience == gap.audience]
    rest = max(0.0, gap.gap - max(0.0, max(levels, default=0.0) - gap.current))
    return replace(gap, current=gap.current + gap.gap - rest, gap=rest)
