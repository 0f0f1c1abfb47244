from fractions import Fraction
from math import fsum, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.aggregate import merge_respondents
from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.exact_sums import add_up_exactly, adding, counts, exact_sums, halves
from benchmarking.stats.packed_answers import REASONS, STATED, table_sums
from benchmarking.stats.packed_estimates import counts_at_least, group_totals, units
from benchmarking.stats.packed_merge import NOBODY, by_priority, merge_means, merged_reasons, numbers_of, speakers
from benchmarking.stats.packed_records import merge_packed
from benchmarking.stats.packed_scores import dimension_scores, points, scores_of_raters
from benchmarking.stats.records import Cohort, Contributor, DimensionRule, Metric, Missing, PeerTree
from benchmarking.stats.score import dimension_score, item_points
from tests.benchmarking.stats.slow_twins.packed_crowds import (
    ITEMS,
    MEANS,
    ORGANISATIONS,
    ROLES,
    RULES,
    crowds,
    packed,
)

DIMENSIONS = [DimensionRule("A", ("L", "S", "Z"), 2), DimensionRule("B", ("S", "P"), 1), DimensionRule("C", ("L", "?"))]
ANY = st.floats(-1e300, 1e300) | st.floats(-100, 100) | st.sampled_from([0.1, 1e16, 1e-300, -1e16])


def bits(value):
    return repr(value) if isinstance(value, float) else value


@given(crowds())
def test_packed_answers_merge_to_the_bit_as_documents_do(crowd):
    slow, fast = merge_respondents(crowd, RULES), merge_packed(packed(crowd), ITEMS, ORGANISATIONS, ROLES)
    assert list(fast) == list(slow)
    for organisation, expected in slow.items():
        found = fast[organisation]
        assert (found.n_respondents, found.roles) == (expected.n_respondents, expected.roles)
        assert {code: bits(value) for code, value in found.values.items()} == {
            code: bits(value) for code, value in expected.values.items()
        }


@given(crowds())
def test_packed_means_and_reasons_are_those_of_the_slow_path(crowd):
    found = merge_means(packed(crowd), MEANS, len(ORGANISATIONS))
    slow = merge_respondents(crowd, RULES)
    for place, organisation in enumerate(ORGANISATIONS):
        for column, item in enumerate(MEANS):
            expected = slow[organisation].values[item.rule.code] if organisation in slow else Missing.NOT_SHOWN
            value, byte = found.values[place, column], found.reasons[place, column]
            assert (REASONS[byte] if isnan(value) else float(value)) == expected
            assert (byte == STATED) == (not isnan(value))


@given(crowds())
def test_the_response_that_speaks_is_that_of_the_slow_path(crowd):
    said, item = packed(crowd), next(item for item in ITEMS if item.rule.code == "M")
    slow = merge_respondents(crowd, RULES)
    for place, response in enumerate(speakers(said, by_priority(said), item, len(ORGANISATIONS))):
        merged = slow[ORGANISATIONS[place]].values["M"] if ORGANISATIONS[place] in slow else Missing.NOT_SHOWN
        assert merged == crowd[response].answers["M"] if response != NOBODY else isinstance(merged, Missing)


@given(crowds())
def test_numbers_of_persons_are_those_behind_their_answers(crowd):
    for item in MEANS:
        expected = [item.rule.number(record.answers[item.rule.code]) for record in crowd]
        assert [None if isnan(n) else n for n in numbers_of(packed(crowd), item)] == expected


@given(crowds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit(crowd, random):
    said, places = packed(crowd), list(range(len(crowd)))
    random.shuffle(places)
    shuffled = merge_packed(said.only(np.array(places, np.intp)), ITEMS, ORGANISATIONS, ROLES)
    assert repr(shuffled) == repr(merge_packed(said, ITEMS, ORGANISATIONS, ROLES))


@given(crowds())
def test_reasons_are_counted_as_documents_are(crowd):
    said, nothing = packed(crowd), np.zeros((len(ORGANISATIONS), 1), bool)
    for item in ITEMS:
        reasons = merged_reasons(said, item.columns[:1], nothing)[:, 0]
        for place, organisation in enumerate(ORGANISATIONS):
            its = [r.answers[item.rule.code] for r in crowd if r.organisation == organisation]
            shown = {reason for reason in its if isinstance(reason, Missing)} - {Missing.NOT_SHOWN}
            if shown == {Missing.DOES_NOT_APPLY}:
                assert REASONS[reasons[place]] == Missing.DOES_NOT_APPLY
            elif shown:
                known = Missing.DONT_KNOW not in shown
                assert REASONS[reasons[place]] == (Missing.NOT_ANSWERED if known else Missing.DONT_KNOW)
            else:
                assert REASONS[reasons[place]] == Missing.NOT_SHOWN


@given(st.lists(st.tuples(st.integers(0, 3), ANY)), st.booleans())
def test_sums_by_group_are_exact_fractions_rounded_once(pairs, is_moderate):
    values = np.array([value % 100 if is_moderate else value for _, value in pairs], float)
    group = np.array([number for number, _ in pairs], np.intp)
    found = exact_sums(values, group, 4)
    for number in range(4):
        assert found[number] == float(sum((Fraction(value) for value in values[group == number]), Fraction()))
        assert found[number] == fsum(values[group == number])
    assert (exact_sums(values[:, None], group, 4)[:, 0] == found).all()
    assert adding(group, 4).toarray().tolist() == [(group == number).astype(float).tolist() for number in range(4)]
    assert counts(values > 0, group, 4).tolist() == [int((values[group == n] > 0).sum()) for n in range(4)]


@given(st.lists(st.floats(-100, 100)))
def test_halves_are_the_value(values):
    high, rest = halves(np.array(values))
    assert [Fraction(a) + Fraction(b) for a, b in zip(high, rest, strict=True)] == [Fraction(v) for v in values]
    if add_up_exactly(np.array(values), len(values)):
        assert float(sum(map(Fraction, values), Fraction())) == high.sum() + rest.sum()


@given(st.data())
def test_sums_of_a_table_are_those_of_a_loop(data):
    n, columns = data.draw(st.integers(0, 30)), data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    random = np.random.default_rng(data.draw(st.integers(0, 999)))
    vector, group = random.integers(0, 256, (n, 5), np.uint8), random.integers(0, 6, n)
    table = random.integers(-1000, 1000, (len(columns), 256))
    expected = np.zeros((6, len(columns)), int)
    for row, number in zip(vector, group, strict=True):
        for place, column in enumerate(columns):
            expected[number, place] += table[place, row[column]]
    assert table_sums(vector, columns, table, group, 6).tolist() == expected.tolist()


@given(crowds())
def test_scores_of_organisations_are_those_of_the_slow_path(crowd):
    merged = merge_means(packed(crowd), MEANS, len(ORGANISATIONS))
    rules = [item.rule for item in MEANS]
    its_points = points(merged.values, rules)
    found = dimension_scores(its_points, merged.reasons, [rule.code for rule in rules], DIMENSIONS)
    slow = merge_respondents(crowd, RULES)
    by_item = {rule.code: rule for rule in rules} | {"?": rules[0]}
    for place, organisation in enumerate(ORGANISATIONS):
        values = slow[organisation].values if organisation in slow else {}
        for column, rule in enumerate(rules):
            expected = item_points(values.get(rule.code, Missing.NOT_SHOWN), rule)
            found_points = its_points[place, column]
            assert found_points == expected or (isnan(found_points) and expected is None)
        for column, dimension in enumerate(DIMENSIONS):
            assert_scores(found, place, column, dimension_score(values, dimension, by_item))


def assert_scores(found, row, column, expected):
    for name in ("score", "low", "high"):
        value = getattr(found, name)[row, column]
        assert (None if isnan(value) else value) == getattr(expected, name)
    assert found.n_answered[row, column] == expected.n_answered
    assert found.n_dont_know[row, column] == expected.n_dont_know


@given(crowds())
def test_scores_of_raters_are_those_of_the_slow_path(crowd):
    is_rater, scores = scores_of_raters(packed(crowd), ITEMS, DIMENSIONS)
    raters = [record for record in crowd if not record.is_agreed]
    assert is_rater.tolist() == [not record.is_agreed for record in crowd]
    by_item = {rule.code: rule for rule in RULES} | {"?": RULES[0]}
    for row, record in enumerate(raters):
        expected = [dimension_score(record.answers, rule, by_item).score for rule in DIMENSIONS]
        assert [None if isnan(score) else score for score in scores[row]] == expected


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.floats(0, 100) | st.none()), min_size=1, max_size=25),
    st.lists(st.integers(0, 1), min_size=6, max_size=6),
)
def test_totals_of_groups_are_those_of_estimates(organisations, parents):
    """Six leaves in two groups, and the sector: n and totals to the bit, spread to rounding."""
    owner, leaf = (np.array([one[place] for one in organisations]) for place in (0, 1))
    values = np.array([[np.nan if one[2] is None else one[2]] for one in organisations])
    names = [f"o{number}" for number in range(len(organisations))]
    tree = tree_of(names, leaf, parents)
    contributors = [Contributor(name, f"w{its}", {}) for name, its in zip(names, owner, strict=True)]
    stated = {name: one[2] for name, one in zip(names, organisations, strict=True)}
    estimates = {e.cohort: e for e in estimate_metric(tree, contributors, Metric("m", "mean", stated))}
    of = units(values, owner, leaf)
    levels = [np.array(level) for level in ([0] * 6, parents, range(6))]
    for prefix, found in zip(("", "g", "l"), group_totals(of, levels), strict=True):
        for group in range(len(found.total)):
            expected = estimates[f"{prefix}{group}" if prefix else "sector"]
            assert (found.n_owners[group, 0], found.n_units[group, 0]) == (expected.n_owners, expected.n_units)
            assert found.total[group, 0] == expected.total
            sd = None if isnan(found.sd[group, 0]) else pytest.approx(found.sd[group, 0], abs=1e-5)
            assert expected.sd == sd


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(1, 5) | st.none()), min_size=1))
def test_counts_of_levels_are_those_of_estimates(organisations):
    owner, leaf = (np.array([one[place] for one in organisations]) for place in (0, 1))
    values = np.array([[np.nan if one[2] is None else one[2]] for one in organisations], float)
    names = [f"o{number}" for number in range(len(organisations))]
    contributors = [Contributor(name, f"w{its}", {}) for name, its in zip(names, owner, strict=True)]
    stated = {name: None if one[2] is None else float(one[2]) for name, one in zip(names, organisations, strict=True)}
    metric = Metric("m", "cuts", stated, cuts=(2, 3, 4, 5))
    estimates = estimate_metric(tree_of(names, leaf, [0] * 6), contributors, metric)
    expected = [e.total for e in estimates if e.cohort == "sector" and e.statistic.startswith("at_least")]
    of, levels = units(values, owner, leaf), [np.zeros(6, int), np.arange(6)]
    found = counts_at_least(of, (2, 3, 4, 5), levels)
    assert [int(of_sector[0, 0]) for of_sector, _ in found] == expected
    assert [int(of_leaves.sum()) for _, of_leaves in found] == expected


def tree_of(names, leaf, parents):
    def cohort(code, parent, chosen):
        return Cohort(
            code, (code,), parent, frozenset(n for n, its in zip(names, leaf, strict=True) if its in chosen), 0
        )

    groups = [cohort(f"g{g}", "sector", {i for i in range(6) if parents[i] == g}) for g in range(2)]
    leaves = [cohort(f"l{i}", f"g{parents[i]}", {i}) for i in range(6)]
    used = [group for group in groups if int(group.code[1:]) in parents]
    empty = [group for group in groups if group not in used]
    return PeerTree((cohort("sector", None, set(range(6))), *used, *empty, *leaves), ())
