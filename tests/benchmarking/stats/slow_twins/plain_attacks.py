"""The attacks over several releases as they are defined: a program for each attacker and rival, and no world used twice."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarking.stats import attack_over_time
from benchmarking.stats.attack_program import SAFE, narrowest_interval


def stand_together(shown):
    """Whether nobody is cornered, or known to have given no answer of a question: by one who knows who changed, and by two who
    take everybody for unchanged."""
    naming = attack_over_time._versions, attack_over_time._stayers
    ways = [(shown, naming[0], False), (shown, naming[1], True), (shown[::-1], naming[1], True)]
    return all(_nobody_is_found_out(attack_over_time._Together(its, names), assumed) for its, names, assumed in ways)


def _nobody_is_found_out(together, assumed):
    contributor = together._contributors()
    if together.shown[-1].attacked.metric.kind == "mean":
        sums = [
            row for i, s in enumerate(together.shown) for row in together._of_records(i, s.attacked.sums(s.figures))
        ]
        values = together._merged([s.attacked.stated for s in together.shown])
        found = narrowest_interval(sums, values, contributor, everybody=True, assumed=assumed)
        return found is None or found.width >= SAFE
    bands = [row for i, s in enumerate(together.shown) for row in together._of_records(i, s.attacked.bands(s.figures))]
    answers = together._merged([s.attacked.answers for s in together.shown])
    return not any(certainties(bands, answers, contributor, together.shown[-1].attacked.questions))


def certainties(published, answers, contributor, questions):
    """For each attacker, each rival and each question that the rival answered otherwise: whether a world without such an answer is all
    there is. Units that are in the same bands are counted together, and attackers and rivals who are alike are one."""
    standing = {u: tuple(i for i, p in enumerate(published) if u in p.units) for p in published for u in p.units}
    size = Counter(standing.values())
    possible = sorted({*answers.values()}.union(*questions, *(p.answers for p in published)))
    column = {pair: i for i, pair in enumerate((s, a) for s in size for a in possible)}
    rows = [([column[s, a] for a in possible], n, n) for s, n in size.items()]
    rows += [
        ([column[s, a] for s in size if i in s for a in p.answers], p.least, p.most) for i, p in enumerate(published)
    ]
    for known, others in _attackers(standing, answers, contributor):
        floor = np.zeros(len(column))
        for pair, n in known.items():
            floor[column[pair]] = n
        if _is_possible(rows, floor, [], 0):
            asked = {(s, q) for s, a in others for q in questions if a not in q}
            for s, question in sorted(asked, key=str):
                at = [column[s, a] for a in question]
                yield not _is_possible(rows, floor, at, floor[at].sum() + 1)


def _attackers(standing, answers, contributor):
    seen = set()
    for group in sorted({contributor[u] for u in standing}):
        known = Counter((standing[u], answers[u]) for u in standing if contributor[u] == group)
        if frozenset(known.items()) not in seen:
            seen.add(frozenset(known.items()))
            yield known, {(standing[u], answers[u]) for u in standing if contributor[u] != group}


def _is_possible(rows, floor, wanted, at_least):
    table = np.zeros((len(rows) + 1, len(floor)))
    for i, (at, _, _) in enumerate([*rows, (wanted, 0, 0)]):
        table[i, at] = 1
    limits = LinearConstraint(table, [*(r[1] for r in rows), at_least], [*(r[2] for r in rows), np.inf])
    return milp(
        np.zeros(len(floor)), integrality=np.ones(len(floor)), bounds=Bounds(floor, np.inf), constraints=limits
    ).success
