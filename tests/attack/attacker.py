"""An attacker of its own making: one linear program a rival, over single owners, without atoms, bounds or short cuts.

It reads what is printed, knows who is in which group, and all that its own knowledge group answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.attack.release import Published, Release, Unit
from tests.attack.worlds import Answer, Row, Worlds

SAFE = 30.0
SLACK = 1e-6


def every_rival_keeps_thirty_points(release: Release) -> list[str]:
    """I6, means: the narrowest range that the likeliest attackers find for a rival in each leaf."""
    return [
        f"{published.metric.code}: {attacker} has {rival} within {width:.1f}"
        for published in release.metrics
        if published.metric.kind == "mean" and published.figures
        for attacker, rival, width in _ranges(published)
        if width < SAFE - SLACK
    ]


def every_answer_stays_possible(release: Release) -> list[str]:
    """I6, shares and cuts, in whole numbers: whoever attacks, every rival may have reached each threshold, or not."""
    return [
        f"{published.metric.code}: {min(own)} knows of {rival} that it did not say {question}"
        for published in release.metrics
        if published.metric.kind != "mean" and published.figures
        for own, rival, question in _certain(published)
    ]


def _certain(published: Published) -> Iterator[tuple[frozenset[Unit], Unit, list[int]]]:
    thresholds = published.metric.cuts or (0.5,)
    worlds = _counted(published, thresholds)
    reached = range(len(thresholds) + 1)
    questions = [its for i in reached[1:] for its in (list(reached[i:]), list(reached[:i]))]
    for own in worlds.attackers():
        for atom, rival in worlds.rivals(own):
            yield from ((own, rival, q) for q in questions if not worlds.allows(own, atom, q))


def _counted(published: Published, thresholds: Sequence[float]) -> Worlds:
    """Answers: how many thresholds are reached; None where nothing was stated."""
    root = published.tree.cohorts[0]
    gave = {
        unit: None if value is None else sum(round(value, 9) >= threshold for threshold in thresholds)
        for unit, value in published.units(root).items()
    }
    rows = [
        Row(frozenset(published.units(c)), counts(f.statistic, thresholds), f.least or 0, f.most or 0)
        for c in published.shown
        for f in published.figures
        if f.cohort == c.code
    ]
    return Worlds(rows, gave, [None, *range(len(thresholds) + 1)], published.known_by())


def counts(statistic: str, thresholds: Sequence[float]) -> Callable[[Answer], float]:
    """Which answers a printed count is of."""
    if statistic == "not_stated":
        return lambda answer: float(answer is None)
    level = 0.5 if statistic == "share" else float(statistic.rpartition("_")[2])
    return lambda answer: float(answer is not None and answer > list(thresholds).index(level))


def _ranges(published: Published) -> Iterator[tuple[str, Unit, float]]:
    root = published.tree.cohorts[0]
    values = {unit: value or 0.0 for unit, value in published.units(root).items()}
    order = sorted(values)
    rows, limits = _rows(published, order)
    for attacker, own in _attackers(published, values):
        box = [(values[unit],) * 2 if unit in own else (0.0, 100.0) for unit in order]
        for rival in _rivals(order, own):
            aim = np.array([unit == rival for unit in order], dtype=float)
            low, high = (linprog(sign * aim, A_ub=rows, b_ub=limits, bounds=box) for sign in (1, -1))
            assert low.success
            assert high.success
            yield attacker, rival, -high.fun - low.fun


def _rows(published: Published, order: list[Unit]) -> tuple[csr_array, np.ndarray]:
    place = {unit: i for i, unit in enumerate(order)}
    table, limits = [], []
    for cohort in published.shown:
        if figure := published.figure(cohort.code):
            row = np.zeros(len(order))
            row[[place[unit] for unit in published.units(cohort)]] = 1
            table += [row, -row]
            limits += [(figure.most or 0) * figure.n_units + SLACK, -(figure.least or 0) * figure.n_units + SLACK]
    return csr_array(np.array(table)), np.array(limits)


def _attackers(published: Published, values: dict[Unit, float]) -> Iterator[tuple[str, set[Unit]]]:
    """Everybody who knows several units, and of the others the lowest and the highest in each leaf."""
    known_by = published.known_by()
    of_group: dict[str, set[Unit]] = {}
    for unit in values:
        of_group.setdefault(known_by[unit[0]], set()).add(unit)
    ends = set()
    for leaf in {leaf for _, leaf in values}:
        alone = sorted(u for u in values if u[1] == leaf and len(of_group[known_by[u[0]]]) == 1)
        ends |= {known_by[pick(alone, key=values.__getitem__)[0]] for pick in (min, max) if alone}
    for group in sorted(of_group):
        if len(of_group[group]) > 1 or group in ends:
            yield group, of_group[group]


def _rivals(order: list[Unit], own: set[Unit]) -> list[Unit]:
    """One a leaf: the others of it are alike to an attacker who does not know them."""
    return list({unit[1]: unit for unit in order if unit not in own}.values())
