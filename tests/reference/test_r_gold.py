from collections import Counter
from fnmatch import fnmatchcase

import pytest

from benchmarking.stats.weighting import rake
from tests.reference import r_gold


@pytest.fixture(scope="module")
def gold(reference_data):
    return r_gold.read(reference_data)


@pytest.fixture(scope="module")
def ours(gold):
    return r_gold.ours(gold)


def not_ours(path):
    """The patterns that a path falls under; "*" stands for one part of it, and a pattern for all below it."""
    parts = path.split("/")
    return [
        pattern
        for pattern in r_gold.NOT_OURS
        if len(wanted := pattern.split("/")) <= len(parts)
        and all(fnmatchcase(part, each) for part, each in zip(parts, wanted, strict=False))
    ]


def test_every_quantity_of_ours_is_that_of_r(gold, ours):
    far = {
        path: (number, gold.numbers[path])
        for path, number in ours.items()
        if number != pytest.approx(gold.numbers[path], rel=1e-9, abs=1e-6)
    }
    assert far == {}


def test_each_of_r_s_numbers_is_compared_or_has_a_reason_why_it_is_not(gold, ours):
    assert {path: not_ours(path) for path in gold.numbers if (path in ours) == bool(not_ours(path))} == {}
    assert [pattern for pattern in r_gold.NOT_OURS if not any(pattern in not_ours(p) for p in gold.numbers)] == []


def test_the_number_of_compared_quantities(gold, ours):
    assert Counter(path.split("/")[0] for path in ours) == {
        "design": 168,
        "weighting": 62,
        "population": 8,
        "quantile_hf": 88,
        "ttest_mean": 4,
        "alpha": 14,
    }
    assert (len(ours), len(gold.numbers)) == (344, 1024)


@pytest.mark.parametrize(
    ("column", "names"),
    [
        ("raked", ["stype", "sch.wide"]),
        ("cal_raking", ["stype", "sch.wide"]),
        ("poststrat", ["stype"]),
        ("cal_linear", ["stype"]),  # with one margin of categories the same as post-stratification
    ],
)
def test_calibrated_weights_are_those_of_r_for_each_of_183_schools(gold, column, names):
    sample, population = gold.tables["apiclus1"], gold.tables["apipop"]
    weights = rake(list(sample.pw), r_gold.margins(sample, population, names))
    assert weights == pytest.approx(list(gold.weights[column]), abs=1e-6)
    assert len(weights) == 183
