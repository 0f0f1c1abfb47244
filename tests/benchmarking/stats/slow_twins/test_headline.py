from fractions import Fraction
from math import ceil, floor, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.derived import possible_share
from benchmarking.stats.headline import sector_headline, strata
from benchmarking.stats.peer_groups import build_tree, on_base
from benchmarking.stats.records import Figure
from tests.benchmarking.stats.slow_twins.drawn import sectors

NUMBERS = [(40.0, 35.0, 45.0, 38.0, 42.0), (80.0, 62.0, 98.0, 79.0, 81.0), (97.0, 90.0, 100.0, 96.0, 98.0)]


def slow_strata(tree, register):
    """From each leaf outwards to the first group of which no family around it is doubtful."""
    groups = {c.code: c for c in tree.cohorts}

    def is_counted(code):
        return register.get(code, 0) >= groups[code].n_owners

    def way_out(code):
        return [code, *way_out(groups[code].parent)] if groups[code].parent else [code]

    def stands(code):
        around = [each for each in way_out(code) if groups[each].parent]
        return all(is_counted(c.code) for each in around for c in tree.cohorts if c.parent == groups[each].parent)

    leaves = [c.code for c in tree.cohorts if not any(other.parent == c.code for other in tree.cohorts)]
    return {leaf: next(code for code in way_out(leaf) if stands(code)) for leaf in leaves}


@st.composite
def published(draw):
    """A tree of a metric with a mean of each group, and a register that lacks some groups, or has too few in them."""
    contributors, metric = draw(sectors(least=30, most=60))
    tree = on_base(build_tree(contributors, ["kind", "size"]), contributors, metric.values, 6)
    stated = {o for o, value in metric.values.items() if value is not None}
    tree = on_base(tree, contributors, stated, 6)
    numbers = st.sampled_from(NUMBERS)
    figures = [Figure(c.code, "M", "mean", c.n_owners, c.n_owners, *draw(numbers)) for c in tree.cohorts]
    times = st.sampled_from([0, 1, 1, 2, 3, 9])
    register = {c.code: n for c in tree.cohorts if (n := c.n_owners * draw(times))}
    return contributors, metric, tree, figures, register


@given(published())
def test_strata_are_those_of_the_slow_twin(drawn):
    _, _, tree, _, register = drawn
    assert strata(tree, register) == slow_strata(tree, register)


def slow_units(tree, contributors, metric):
    """(owner, leaf) of whoever stated something."""
    leaves = [c for c in tree.cohorts if not any(other.parent == c.code for other in tree.cohorts)]
    return {
        (c.owner, leaf.code)
        for leaf in leaves
        for c in contributors
        if c.organisation in leaf.members and metric.values.get(c.organisation) is not None
    }


def slow_worth(weights):
    return Fraction(sum(weights) ** 2, sum(w * w for w in weights))


def slow_headline(contributors, metric, tree, figures, register):
    """(value, half-width, n, reason): each unit weighs its stratum's register over its stratum's units."""
    units, of = slow_units(tree, contributors, metric), slow_strata(tree, register)
    if not register or len(of) == 1 or len(set(of.values())) == 1:
        return None, None, None, "no_register" if not register else "no_groups" if len(of) == 1 else "not_counted"
    inside = {stratum: [u for u in units if of[u[1]] == stratum] for stratum in of.values()}
    weight = {u: Fraction(register[of[u[1]]], len(inside[of[u[1]]])) for u in units}
    if slow_worth(weight.values()) < Fraction(len(units), 2):
        return None, None, None, "too_uneven"
    owners = {owner: sum(w for u, w in weight.items() if u[0] == owner) for owner, _ in units}
    worths = [floor(slow_worth(w.values())) for w in (weight, owners)]
    mean = {f.cohort: f for f in figures}
    part = {leaf: sum(w for u, w in weight.items() if u[1] == leaf) / sum(weight.values()) for leaf in of}
    value = sum(p * Fraction(mean[leaf].value) for leaf, p in part.items())
    halves = {leaf: max(mean[leaf].high - mean[leaf].value, mean[leaf].value - mean[leaf].low) for leaf in of}
    spread = sqrt(sum((p * Fraction(halves[leaf])) ** 2 for leaf, p in part.items()) * Fraction(*worths))
    return float(value), ceil(round(spread, 6)), worths[1], ""


@given(published())
def test_a_headline_of_a_metric_is_that_of_the_slow_twin(drawn):
    contributors, metric, tree, figures, register = drawn
    found = sector_headline(figures, tree, contributors, metric, register)
    if not tree.cohorts:
        assert found is None
        return
    value, half, n, reason = slow_headline(contributors, metric, tree, figures, register)
    assert (found.n_effective, found.reason) == (n, reason)
    assert (found.figure is None) == bool(reason)
    if found.figure:
        assert found.figure.value == pytest.approx(value)
        assert found.figure.low == pytest.approx(max(0, value - half))
        assert found.figure.high == pytest.approx(min(100, value + half))


@given(st.integers(20, 60), st.integers(0, 90), st.integers(0, 20), st.booleans())
def test_possible_shares_are_the_least_and_the_most_of_every_register_there_could_be(n, more, band, is_per_cent):
    least, most = 3 * band, min(n, 3 * band + 2)
    if least > n:
        return
    figure = Figure("sector", "M", "share", n, n, 50.0 if is_per_cent else None, None, None, least, most)
    found = possible_share(figure, n + more)
    if not is_per_cent:
        assert found is None
        return
    held = list(range(least, most + 1))
    everybody = [100 * (h + others) / (n + more) for h in held for others in range(more + 1)]
    assert found == pytest.approx((min(everybody), max(everybody)))


@pytest.mark.parametrize("population", [None, 0, 19])
def test_without_a_register_that_holds_all_who_answered_no_share_is_possible_or_impossible(population):
    figure = Figure("sector", "M", "share", 20, 20, 50.0, 30.0, 70.0, 9, 11)
    assert possible_share(figure, population) is None
