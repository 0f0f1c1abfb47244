"""The people of a run beside those who waited for it: each side passes rule 13 for itself, the comparison follows from both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from benchmarking.actions.own_run_results import counts
from benchmarking.selectors.run_inputs import RunInputs
from benchmarking.stats.course_levels import LevelFigure, level_figure, mean_change
from benchmarking.stats.learners import ChangeFigure, Delegate, change_figure
from benchmarking.stats.learners_beside_others import (
    Adjustment,
    PublishedAssociation,
    Side,
    mean_association,
    own_adjustment,
    published_association,
)
from benchmarking.stats.learning import Learner
from benchmarking.stats.published_means import Pooled

ASSUMED = (Adjustment(0.8), Adjustment(0.6))
"""Slopes where these people may not say theirs: what the reliability of a score would make them, as for chance alone."""

Document = dict[str, Any]


def beside_others(
    inputs: RunInputs, skills: Mapping[str, Document], spreads: tuple[Pooled, Pooled], k: int
) -> Document:
    """Per skill the others before and their change, and at each slope by how much takers end higher; over all skills the same.

    `skills`: what is published of the takers. Below k owners or ten people of others there are their counts alone.
    """
    found = {skill: its for skill in inputs.skills if (its := _skill(inputs, skill, skills.get(skill), spreads, k))}
    changes = [ChangeFigure(**its["change"]) for its in found.values()]
    overall = mean_change(changes)
    return {
        "people": counts(inputs.others),
        "skills": found,
        "overall": {"change": asdict(overall) if overall else None, "associations": _overall(found)},
    }


def _skill(
    inputs: RunInputs, skill: str, taken: Document | None, spreads: tuple[Pooled, Pooled], k: int
) -> Document | None:
    waiting = inputs.waiting(skill)
    change = change_figure(waiting, inputs.known_by, spreads[0], k)
    before = level_figure(waiting, inputs.known_by, spreads[1], k)
    if change is None or before is None:
        return None
    associations = _associations(inputs, skill, taken, Side(before, change), spreads[0]) if taken else []
    return {"before": asdict(before), "change": asdict(change), "associations": associations}


def _associations(inputs: RunInputs, skill: str, taken: Document, others: Side, spread: Pooled) -> list[Document]:
    takers = Side(LevelFigure(**taken["before"]), ChangeFigure(**taken["change"]))
    own = own_adjustment([*_learners(inputs.delegates(skill), True), *_learners(inputs.waiting(skill), False)])
    found = [published_association(takers, others, each, spread) for each in ((own,) if own else ASSUMED)]
    return [asdict(each) for each in found if each]


def _learners(delegates: list[Delegate], taken: bool) -> list[Learner]:
    return [Learner(each.owner, each.before, each.after, taken) for each in delegates]


def _overall(skills: Mapping[str, Document]) -> list[Document]:
    """One for each slope where every skill has one; none where they differ in kind."""
    columns = [its["associations"] for its in skills.values()]
    if not columns or len({len(each) for each in columns}) > 1:
        return []
    means = (mean_association([PublishedAssociation(**each) for each in row]) for row in zip(*columns, strict=True))
    return [asdict(each) for each in means if each]
