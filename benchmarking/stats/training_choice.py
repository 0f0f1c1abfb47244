"""Which training module fits the skills that are short: exact scores, no optimiser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from benchmarking.stats.skills_gap import GroupGap, PeopleRange, SkillGap

# A catalogue's levels are judgements: a choice is called steady if it survives one level less.
ONE_LEVEL_LESS = 1.0


@dataclass(frozen=True)
class Module:
    """A course of the catalogue; `raises`: skill → level 0-5 a typical participant leaves with."""

    code: str
    audience: str
    raises: Mapping[str, float]


@dataclass(frozen=True)
class Fit:
    """What one module would close for one organisation.

    `closes`: weighted levels. `share`: of the whole weighted gap, 0-1. `skills`: those it moves,
    most weighted levels first, ties by code; `groups` theirs, in code order.
    """

    module: str
    closes: float
    share: float
    skills: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class TrainingChoice:
    """The module that closes most, the next best, and what no module of the catalogue moves.

    `best` is None where no module closes anything. `is_steady`: the best one, leaving people one
    level lower than the catalogue says, still closes at least what the runner-up does as stated.
    """

    best: Fit | None
    runner_up: Fit | None
    is_steady: bool
    uncovered: tuple[str, ...]


def choose(
    modules: Sequence[Module], gaps: Sequence[SkillGap], weights: Mapping[str, float] | None = None
) -> TrainingChoice:
    """Closes Σ_s w_s · max(0, min(needed_s, raises_s) - current_s) over the skills of its audience.

    `gaps`: an organisation's own gaps; only rated ones count, as unknown levels cannot be closed.
    `weights`: skill → weight ≥ 0, 1 where absent. Ties between modules break by code. Raises
    ValueError for a negative weight and a module given twice. Source: STATISTICS 4, training
    choice (one module, no budget).
    """
    _check(modules, weights or {})
    fits = sorted(
        (fit(module, gaps, weights) for module in modules),
        key=lambda found: (-found.closes, found.module),
    )
    useful = [found for found in fits if found.closes > 0]
    best, runner_up = (*useful[:2], None, None)[:2]
    by_code = {module.code: module for module in modules}
    return TrainingChoice(
        best=best,
        runner_up=runner_up,
        is_steady=best is not None and _is_steady(by_code[best.module], runner_up, gaps, weights),
        uncovered=uncovered(modules, gaps),
    )


def _check(modules: Sequence[Module], weights: Mapping[str, float]) -> None:
    if len({module.code for module in modules}) < len(modules):
        raise ValueError("A module is given twice: give every module a code of its own.")
    if negative := sorted(skill for skill, weight in weights.items() if weight < 0):
        raise ValueError(f"Weights below 0 for {', '.join(negative)}: use 0 or more.")


def fit(module: Module, gaps: Sequence[SkillGap], weights: Mapping[str, float] | None = None) -> Fit:
    """What one module closes; `choose` says how. A module raises a skill only for its audience."""
    weighted = weights or {}
    levels = {gap.skill: weighted.get(gap.skill, 1.0) * _closed(module, gap) for gap in gaps}
    total = fsum(weighted.get(gap.skill, 1.0) * gap.gap for gap in gaps if gap.gap)
    moved = sorted((-closed, skill) for skill, closed in levels.items() if closed > 0)
    closes = fsum(levels.values())
    return Fit(
        module=module.code,
        closes=closes,
        share=closes / total if total else 0.0,
        skills=tuple(skill for _, skill in moved),
        groups=tuple(sorted({gap.group for gap in gaps if levels[gap.skill] > 0})),
    )


def _closed(module: Module, gap: SkillGap) -> float:
    if gap.audience != module.audience or gap.current is None or gap.needed is None:
        return 0.0
    return max(0.0, min(gap.needed, module.raises.get(gap.skill, 0.0)) - gap.current)


def _is_steady(
    best: Module,
    runner_up: Fit | None,
    gaps: Sequence[SkillGap],
    weights: Mapping[str, float] | None,
) -> bool:
    lower = {skill: level - ONE_LEVEL_LESS for skill, level in best.raises.items()}
    closes = fit(Module(best.code, best.audience, lower), gaps, weights).closes
    return closes > 0 and (runner_up is None or closes >= runner_up.closes)


def uncovered(modules: Iterable[Module], gaps: Iterable[SkillGap]) -> tuple[str, ...]:
    """Skills that are short and that no module moves for their audience, in code order."""
    catalogue = tuple(modules)
    return tuple(
        sorted(gap.skill for gap in gaps if gap.gap and not any(_closed(module, gap) > 0 for module in catalogue))
    )


def people(found: Fit, groups: Iterable[GroupGap]) -> PeopleRange | None:
    """How many people the module is for: from the largest least to the sum of the mosts.

    The groups' people may be the same persons or all different ones, so this is a range; its top
    is None where a group has an open band. None where no group it moves states people.
    """
    ranges = [group.people for group in groups if group.group in found.groups and group.people]
    if not ranges:
        return None
    mosts = [most for _, most in ranges if most is not None]
    return max(least for least, _ in ranges), sum(mosts) if len(mosts) == len(ranges) else None
