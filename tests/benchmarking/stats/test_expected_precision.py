from math import sqrt

import pytest
from scipy.stats import hypergeom, norm, t

from benchmarking.stats.expected_precision import mean_half_width, share_half_width, spread_behind


def test_a_mean_of_25_owners_of_an_unknown_number():
    # t(24) = 2.0639, 2.0639·15/5 = 6.1917; rounding 1.96·2/√12 = 1.1316; together 6.2942; whole points, as 125·.5 < 89.4.
    assert mean_half_width(25, 15) == 7.0


def test_a_mean_of_25_of_50_owners():
    # 6.1917·√.5 = 4.3782; with 1.1316 it is 4.5221; steps of 1 (125·.5/√.5 = 88.4 < 89.4).
    assert mean_half_width(25, 15, 50) == 5.0


def test_a_mean_of_everybody_has_the_rounding_alone():
    # 1.96·2/√12 = 1.1316, in steps of .1 at f = 1.
    assert mean_half_width(25, 15, 25) == 1.2


def test_a_mean_of_six_is_rounded_to_whole_points():
    # t(5) = 2.5706, ·15/√6 = 15.7415; rounding 1.96·8.3333/√12 = 4.7150; together 16.4325.
    assert mean_half_width(6, 15) == 17.0


@pytest.mark.parametrize("n", [6, 12, 20, 25, 60, 300])
@pytest.mark.parametrize("sampled", [0.0, 0.3, 1.0])
def test_a_mean_is_as_wide_as_its_slow_twin_says(n, sampled):
    population = round(n / sampled) if sampled else None
    left = 1 - n / population if population else 1
    exact = sqrt(t.ppf(0.975, n - 1) ** 2 * 17**2 * left / n + (1.96 * 50 / n) ** 2 / 12)
    fine = [d for d in (0.1, 0.2, 0.5) if n >= 20 and n**1.5 * d >= 20**1.5 * sqrt(left)]
    step = fine[0] if fine else 1.0
    found = mean_half_width(n, 17, population)
    assert found - step < exact <= found + 1e-9
    assert round(found / step, 6) == round(found / step)


def test_no_spread_is_taken_to_be_below_eight():
    assert mean_half_width(30, 3) == mean_half_width(30, 8)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_of_five_owners_no_mean_is_published(n):
    assert mean_half_width(n, 15) is None
    assert spread_behind(5, n) is None


def test_a_register_that_is_smaller_than_who_answered_is_not_known():
    assert mean_half_width(25, 15, 20) == mean_half_width(25, 15)
    assert share_half_width(25, 20) == share_half_width(25)


def test_a_half_of_20_owners():
    # 10 of 20 stands in 9-11; Wilson's ends of 9 and of 11 are .2582 and .7418: 25 to 75.
    assert share_half_width(20) == 25.0


def test_a_half_of_20_of_40_owners():
    # Of 40 holders M, 9 of 20 cannot be told from 13-24, 11 not from 16-27: 13/40 = .325 and 27/40 = .675, 32 to 68.
    possible = [m for m in range(9, 30) if not_too_rare(9, m) and not_too_rare(9, m, high=True)]
    others = [m for m in range(11, 32) if not_too_rare(11, m) and not_too_rare(11, m, high=True)]
    low, high = possible[0] / 40, others[-1] / 40
    assert share_half_width(20, 40) == (-(-100 * high // 1) - 100 * low // 1) / 2


def not_too_rare(count, holders, *, high=False):
    law = hypergeom(40, holders, 20)
    tail = law.cdf(count - 1) if high else law.sf(count)
    return tail + law.pmf(count) / 2 > 0.025


@pytest.mark.parametrize("n", [0, 6, 9])
def test_below_ten_owners_no_share_is_published(n):
    assert share_half_width(n, 40) is None


@pytest.mark.parametrize("population", [None, 30, 60, 400])
@pytest.mark.parametrize("n", [10, 11, 17, 25, 30])
def test_a_share_is_as_wide_as_its_slow_twin_says(n, population):
    band = 3 * (n // 2 // 3)
    ends = []
    for count, side in ((band, -1), (min(n, band + 2), 1)):
        if population is None:
            z, p = norm.ppf(0.975), count / n
            middle, half = (p + z * z / 2 / n), z * sqrt(p * (1 - p) / n + z * z / 4 / n / n)
            ends.append((middle + side * half) / (1 + z * z / n))
        else:
            fits = []
            for holders in range(count, population - n + count + 1):
                law = hypergeom(population, holders, n)
                half = law.pmf(count) / 2
                if min(1 - law.cdf(count) + half, law.cdf(count) - half) > 0.025:
                    fits.append(holders)
            ends.append((fits[0] if side < 0 else fits[-1]) / population)
    whole = -(-round(100 * ends[1], 6) // 1) - round(100 * ends[0], 6) // 1
    assert share_half_width(n, population) == whole / 2


@pytest.mark.parametrize("n", [20, 50, 200])
@pytest.mark.parametrize("sampled", [0.0, 0.4])
def test_a_spread_is_found_again_behind_its_half_width(n, sampled):
    half = mean_half_width(n, 17.0, round(n / sampled) if sampled else None)
    exact = sqrt((t.ppf(0.975, n - 1) * 17 * sqrt((1 - sampled) / n)) ** 2 + (1.96 * 50 / n / sqrt(12)) ** 2)
    assert spread_behind(exact, n, sampled) == pytest.approx(17)
    assert 17 <= spread_behind(half, n, sampled) < 21


def test_of_everybody_no_spread_is_found():
    assert spread_behind(2.0, 25, 1.0) is None
