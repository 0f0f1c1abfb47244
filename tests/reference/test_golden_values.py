"""Values printed by R 4.1 (survey, base) and in Newcombe 1998, to the digits they were printed with."""

import pytest

from benchmarking.stats.intervals import wilson_interval
from benchmarking.stats.quantiles import harrell_davis, type_8_quantiles

SAMPLE = [12.0, 20.0, 25.0, 31.0, 44.0, 52.0, 58.0, 90.0]
QUARTILES = [0.25, 0.5, 0.75]


def test_harrell_davis_quartiles_are_those_of_r():
    assert harrell_davis(SAMPLE, QUARTILES) == pytest.approx([22.54682, 38.11133, 59.34563], abs=1e-5)


def test_type_8_quartiles_are_those_of_r():
    assert type_8_quantiles(SAMPLE, QUARTILES) == pytest.approx([22.0833, 37.5, 55.5], abs=1e-4)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)
