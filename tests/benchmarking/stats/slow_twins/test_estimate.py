from fractions import Fraction
from math import isnan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from benchmarking.stats.estimate import QUANTILES, estimate_metric, pooled_sd
from benchmarking.stats.peer_groups import build_tree, on_base, units
from tests.benchmarking.stats.slow_twins.drawn import sectors


def slow_units(tree, cohort, contributors, base):
    """Every pair of an owner and a smallest group inside the cohort, with the owner's organisations there."""
    found = []
    smallest = [c for c in tree.cohorts if not any(other.parent == c.code for other in tree.cohorts)]
    for owner in {c.owner for c in contributors}:
        for leaf in smallest:
            its = [c for c in contributors if c.owner == owner and c.organisation in leaf.members & set(base)]
            if leaf.members <= cohort.members and its:
                found.append((owner, leaf.code, its))
    return found


def slow_mean(numbers):
    return sum(map(Fraction, numbers)) / len(numbers)


def answers_of(its, metric):
    return [metric.values[c.organisation] for c in its if metric.values[c.organisation] is not None]


def slow_values(tree, cohort, contributors, metric):
    """(owner, leaf, value or None) of each unit."""
    return [
        (owner, leaf, slow_mean(answers_of(its, metric)) if answers_of(its, metric) else None)
        for owner, leaf, its in slow_units(tree, cohort, contributors, metric.values)
    ]


def slow_effective(owners):
    """Σw squared over Σw², w the units of each owner."""
    return Fraction(len(owners) ** 2, sum(owners.count(owner) ** 2 for owner in set(owners)))


def slow_variance_of_the_mean(stated):
    """G/(G - 1) times the sum over owners of (sum of what its units are off)², over units squared."""
    centre = slow_mean([value for _, _, value in stated])
    owners = {owner for owner, _, _ in stated}
    off = [sum(value - centre for its, _, value in stated if its == owner) for owner in owners]
    return Fraction(len(owners), len(owners) - 1) * sum(o * o for o in off) / len(stated) ** 2


def slow_harrell_davis(values, p, worth):
    """The i-th smallest of n weighs what the beta distribution holds between (i - 1)/n and i/n."""
    n, law = len(values), beta((worth + 1) * p, (worth + 1) * (1 - p))
    return sum((law.cdf((i + 1) / n) - law.cdf(i / n)) * float(x) for i, x in enumerate(sorted(values)))


def grown(contributors, metric):
    return on_base(build_tree(contributors, ["kind", "size"]), contributors, metric.values.keys(), 6)


@given(sectors())
def test_units_are_those_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    for cohort in tree.cohorts:
        slow = {
            (o, leaf): {c.organisation for c in its}
            for o, leaf, its in slow_units(tree, cohort, contributors, metric.values)
        }
        assert units(cohort, tree, contributors, metric.values.keys()) == slow


@given(sectors(), st.dictionaries(st.sampled_from(["sector", "sector/a", "sector/b"]), st.integers(5, 60)))
def test_means_are_those_of_the_slow_twin(drawn, register):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    known_by = {c.owner: c.known_by for c in contributors}
    for cohort, found in zip(
        tree.cohorts, estimate_metric(tree, contributors, metric, register, register), strict=True
    ):
        everybody = slow_values(tree, cohort, contributors, metric)
        stated = [unit for unit in everybody if unit[2] is not None]
        owners = [owner for owner, _, _ in stated]
        assert (found.statistic, found.n_units, found.n_owners) == ("mean", len(stated), len(set(owners)))
        assert found.n_knowledge_groups == len({known_by[owner] for owner in owners})
        assert found.population == register.get(cohort.code)
        several = len(set(owners)) < len(owners)
        assert found.n_effective == (pytest.approx(float(slow_effective(owners))) if several else None)
        assert found.site_rate == slow_site_rate(tree, cohort, contributors, metric, register)
        if cohort.is_residual:
            assert isnan(found.total)
            continue
        assert found.not_stated == len(everybody) - len(stated)
        assert found.total == pytest.approx(float(sum(value for _, _, value in stated)))
        if len(set(owners)) > 1:
            variance = slow_variance_of_the_mean(stated) * slow_effective(owners)
            assert found.sd == pytest.approx(sqrt(variance), abs=1e-6)


def slow_site_rate(tree, cohort, contributors, metric, register):
    """Organisations that stated a value, of those in the register; above smallest groups alone."""
    if not tree.children(cohort.code):
        return None
    n = sum(c.organisation in cohort.members and metric.values.get(c.organisation) is not None for c in contributors)
    in_register = register.get(cohort.code, 0)
    return n / in_register if in_register >= n > 0 else 0.0


@settings(max_examples=25)
@given(sectors(most=30))
def test_quantiles_are_those_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    for cohort, found in zip(tree.cohorts, estimate_metric(tree, contributors, metric), strict=True):
        stated = [unit for unit in slow_values(tree, cohort, contributors, metric) if unit[2] is not None]
        if not metric.quantiles or cohort.is_residual or not stated:
            assert found.quantiles == {}
            continue
        worth = float(slow_effective([owner for owner, _, _ in stated]))
        values = [value for _, _, value in stated]
        slow = {name: slow_harrell_davis(values, p, worth) for name, p in QUANTILES.items()}
        assert found.quantiles == pytest.approx(slow, abs=1e-6)


@given(sectors("share"))
def test_shares_are_those_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    found = {(e.cohort, e.statistic): e for e in estimate_metric(tree, contributors, metric)}
    for cohort in (c for c in tree.cohorts if not c.is_residual):
        everybody = [value for _, _, value in slow_values(tree, cohort, contributors, metric)]
        share, not_stated = found[cohort.code, "share"], found[cohort.code, "not_stated"]
        assert share.total == sum(value is not None and value >= Fraction(1, 2) for value in everybody)
        assert not_stated.total == sum(value is None for value in everybody)
        assert share.n_units == not_stated.n_units == len(everybody)


@given(sectors("cuts"))
def test_cuts_are_those_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    found = {(e.cohort, e.statistic): e.total for e in estimate_metric(tree, contributors, metric)}
    for cohort in (c for c in tree.cohorts if not c.is_residual):
        everybody = [value for _, _, value in slow_values(tree, cohort, contributors, metric)]
        for level in metric.cuts:
            count = sum(value is not None and value >= level for value in everybody)
            assert found[cohort.code, f"at_least_{level}"] == count


@given(sectors())
def test_the_pooled_spread_is_that_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = grown(contributors, metric)
    squares, df = Fraction(0), 0
    for leaf in tree.leaves():
        values = [value for _, _, value in slow_values(tree, leaf, contributors, metric) if value is not None]
        if values:
            squares += sum((value - slow_mean(values)) ** 2 for value in values)
            df += len(values) - 1
    sd, found_df = pooled_sd(tree, contributors, metric)
    assert found_df == df
    assert sd == pytest.approx(sqrt(squares / df) if df else 0, abs=1e-6)
