from math import inf, sqrt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.ranks import Tiers, _seed, tiers

SHIFTS = st.lists(st.sampled_from([0.0, 0.0, 0.4, 1.5, 3.0]), min_size=1, max_size=3)


def t_of(differences, true):
    """How many standard errors the mean is off; nothing where it is not, without end where nothing varies."""
    n, centre = len(differences), sum(differences) / len(differences)
    error = sqrt(sum((d - centre) ** 2 for d in differences) / (n - 1) / n)
    if abs(centre - true) <= 1e-9:
        return 0.0
    return (centre - true) / error if error > 1e-9 else inf


def slow_critical(rows, pairs):
    """The 1900th of 1999: in each resample the pair of skills that is furthest off."""
    n, random = len(rows), np.random.default_rng(_seed(np.array(rows)))
    largest = []
    for counts in random.multinomial(n, [1 / n] * n, size=1999):
        drawn = [row for row, count in zip(rows, counts, strict=True) for _ in range(count)]
        off = [0.0]
        for a, b in pairs:
            true = sum(row[a] - row[b] for row in rows) / n
            off.append(abs(t_of([row[a] - row[b] for row in drawn], true)))
        largest.append(max(off))
    return sorted(largest)[1899]


def slow_tiers(values):
    """Of p skills the ones that are clearly larger than all but fewer than half, and the ones clearly smaller."""
    skills = sorted(values)
    rows = sorted(row for row in zip(*(values[s] for s in skills), strict=True) if None not in row)
    if len(rows) < 20:
        return None
    places = range(len(skills))
    critical = slow_critical(rows, [(a, b) for a in places for b in places if a < b])
    above = {a: [b for b in places if t_of([row[a] - row[b] for row in rows], 0.0) > critical] for a in places}
    half = len(skills) // 2
    named = [
        tuple(skills[a] for a in places if len(skills) - len(above[a]) <= half),
        tuple(skills[a] for a in places if sum(a in below for below in above.values()) >= len(skills) - half),
    ]
    rest = tuple(skill for skill in skills if skill not in named[0] + named[1])
    return Tiers(named[0], rest, named[1], len(rows))


@settings(max_examples=12)
@given(SHIFTS, st.sampled_from([19, 20, 21, 21, 22]), st.integers(0, 10**6), st.sets(st.integers(0, 18), max_size=1))
def test_tiers_are_those_of_the_slow_twin(shifts, n, seed, without):
    random = np.random.default_rng(seed)
    values = {f"s{i}": [float(v) for v in np.round(shift + random.normal(size=n), 3)] for i, shift in enumerate(shifts)}
    values["s0"] = [None if i in without else v for i, v in enumerate(values["s0"])]
    assert tiers(values) == slow_tiers(values)
