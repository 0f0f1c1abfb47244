"""What a member who knows its own score can work out about a rival from published means (I6)."""

import numpy as np
import pytest
from scipy.optimize import linprog

from benchmarking.stats.published_counts import narrowed
from benchmarking.stats.rounding import round_total
from tests.benchmarking.stats.sectors import Sector, holders

SAFE = 30  # points a rival's interval must keep


def group(random, n, centre, spread):
    return [float(x) for x in np.clip(random.normal(centre, spread, n), 0, 100)]


def ordinary_sector(seed):
    """20 to 40 owners; one group is close to the bottom, one close to the top."""
    random = np.random.default_rng(seed)
    sizes = random.integers(6, 11, 4)
    centres = [(3, 2), (97, 2), (45, 18), (60, 18)]
    return Sector(
        {f"g{i}": group(random, n, *centre) for i, (n, centre) in enumerate(zip(sizes, centres, strict=True))}
    )


def nested_sector(seed):
    """Two groups of two; the smaller one is the residual and is split in its turn. Each half has one group at an end."""
    random = np.random.default_rng(seed)
    centres = {"a.x": (9, 3, 2), "a.y": (8, 60, 18), "b.x": (7, 97, 2), "b.y": (6, 45, 18)}
    return Sector({name: group(random, *shape) for name, shape in centres.items()})


# Six owners near the bottom, whom only the clamp protects: 635 in all is in the step of 610.
HELD_BY_THE_CLAMP = Sector({"a": [24.0, 1.0, 0.0, 0.0, 0.0, 0.0], "other": [44.0] * 9 + [42.8] * 5})


def as_published(sector):
    return {f.cohort: (f.least * f.n_units, f.most * f.n_units) for f in sector.figures()}


def exact_totals(sector):
    return {c.code: sum(sector.metric.values[m] for m in c.members) for c in sector.tree.cohorts}


def unrounded_means(sector):
    return {code: (total, total) for code, total in exact_totals(sector).items()}


def rounded_means(sector):
    n = {c.code: len(c.members) for c in sector.tree.cohorts}
    return {code: nearest(total / n[code], n[code]) for code, total in exact_totals(sector).items()}


def nearest(mean, n, step=5):
    middle = step * round(mean / step)
    return n * (middle - step / 2), n * (middle + step / 2)


def all_other_from_answers(sector):
    totals = exact_totals(sector)
    own = {c.code: round_total(totals[c.code], len(c.members)) for c in sector.tree.cohorts if c.is_residual}
    return as_published(sector) | {code: (total.least, total.most) for code, total in own.items()}


def without_the_clamp(sector):
    return {code: (50 * (total // 50), 50 * (total // 50) + 50) for code, total in exact_totals(sector).items()}


def narrowest_rival(sector, known):
    """Points between the least and the most that some member can work out for some rival.

    Members of a leaf whom the attacker does not know are alike to it: one of them stands for all.
    """
    values = sector.metric.values
    sums = linear_sums(sector, known)
    return min(
        width(sums, attacker, rival, values)
        for home in sector.tree.leaves()
        for attacker in extremes(home.members, values)
        for leaf in sector.tree.leaves()
        for rival in sorted(leaf.members - {attacker})[:1]
    )


def linear_sums(sector, known):
    cohorts = [c for c in sector.tree.cohorts if c.code in known]
    inside = np.array([[m in c.members for m in sector.metric.values] for c in cohorts], dtype=float)
    least, most = np.array([known[c.code] for c in cohorts]).T
    return np.vstack([inside, -inside]), np.concatenate([most, -least]) + 1e-6


def extremes(members, values):
    return min(members, key=values.__getitem__), max(members, key=values.__getitem__)


def width(sums, attacker, rival, values):
    box = [(values[m],) * 2 if m == attacker else (0, 100) for m in values]
    aim = np.array([m == rival for m in values], dtype=float)
    least, most = (linprog(sign * aim, A_ub=sums[0], b_ub=sums[1], bounds=box) for sign in (1, -1))
    assert least.success
    assert most.success
    return -most.fun - least.fun


@pytest.mark.parametrize("seed", range(5))
def test_rounded_sums_leave_every_rival_thirty_points(seed):
    sector = ordinary_sector(seed)
    assert narrowest_rival(sector, as_published(sector)) >= SAFE


@pytest.mark.parametrize("seed", range(5))
def test_the_same_attack_on_unrounded_means_pins_a_rival(seed):
    sector = ordinary_sector(seed)
    assert narrowest_rival(sector, unrounded_means(sector)) < SAFE


@pytest.mark.parametrize("seed", range(5))
def test_so_do_those_of_a_remainder_that_is_split_again(seed):
    sector = nested_sector(seed)
    split = [c.code for c in sector.tree.cohorts if c.is_residual]
    assert split == ["sector/b", "sector/a/y", "sector/b/y"]
    assert narrowest_rival(sector, as_published(sector)) >= SAFE
    assert narrowest_rival(sector, unrounded_means(sector)) < SAFE


def test_the_same_attack_on_rounded_means_pins_a_rival():
    assert narrowest_rival(HELD_BY_THE_CLAMP, rounded_means(HELD_BY_THE_CLAMP)) < SAFE


def test_the_clamp_protects_a_group_at_the_bottom():
    assert narrowest_rival(HELD_BY_THE_CLAMP, as_published(HELD_BY_THE_CLAMP)) >= SAFE
    assert narrowest_rival(HELD_BY_THE_CLAMP, without_the_clamp(HELD_BY_THE_CLAMP)) < SAFE


def test_all_other_from_answers_would_undo_the_clamp():
    assert narrowest_rival(HELD_BY_THE_CLAMP, all_other_from_answers(HELD_BY_THE_CLAMP)) < SAFE


def test_exact_counts_would_tell_a_member_what_the_others_said():
    sector = Sector({"a": holders(1, 12), "other": holders(3, 12)}, "share")
    n_units = {c.code: len(c.members) for c in sector.tree.cohorts}
    exact = {"sector": (4, 4), "sector/a": (1, 1)}
    published = {f.cohort: (int(f.least), int(f.most)) for f in sector.figures() if f.statistic == "share"}
    assert narrowed(sector.tree, exact, n_units)["sector/a"] == (1, 1)
    assert narrowed(sector.tree, published, n_units)["sector/a"] == (0, 2)
