"""A small slice of `make coverage-study`, and the page it writes."""

import re

import numpy as np
import pytest

from tests.studies.coverage import false_flags, means, rankings, shares, staying_away
from tests.studies.coverage.__main__ import PAGE, SEED
from tests.studies.coverage.means import Cell
from tests.studies.coverage.populations import MEANS, SD, SHAPES, draw, factors, true_median
from tests.studies.coverage.tally import Limit, Tally

NOISE = 2 * 0.0345
"""Two standard errors of a coverage of 0.95 at 160 repetitions; the seeds are fixed, so nothing here is by chance."""


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text()


@pytest.mark.parametrize("shape", [*SHAPES, "apart"])
@pytest.mark.parametrize("spread", means.SPREADS)
def test_scores_of_a_study_have_the_mean_spread_and_median_it_says(shape, spread):
    chance = np.random.default_rng(1)
    factor, shift = factors(spread, (4000,), chance), chance.uniform(-4, 4, 4000)
    scores = draw(shape, factor, 50, chance, shift)
    assert 0 <= scores.min() <= scores.max() <= 100
    off = scores - MEANS[shape] - shift[:, None]
    assert off.mean() == pytest.approx(0, abs=0.2)
    assert np.sqrt((off**2).mean()) == pytest.approx(SD * np.sqrt((factor**2).mean()), rel=0.01)
    assert (scores < true_median(shape, factor, shift)[:, None]).mean() == pytest.approx(0.5, abs=0.005)
    assert factor.std() == pytest.approx(0.25 if spread == "varying" else 0, abs=0.01)


@pytest.mark.parametrize(
    "cell", [Cell(6, 0.4, "bell"), Cell(8, 0.8, "bimodal", "varying"), Cell(20, 0.0, "skewed"), Cell(100, 0.4, "bell")]
)
def test_means_and_medians_as_printed_hold_the_truth(cell):
    found = means.study(cell, 160, SEED)
    assert found.mean.share >= 0.93 - NOISE
    assert 0.93 - NOISE <= found.before_rounding_up.share <= 0.97 + NOISE
    assert found.median is None or found.median.share >= 0.91 - NOISE


@pytest.mark.parametrize("n", means.SIZES)
def test_a_mean_is_known_where_everybody_answered(n):
    assert means.study(Cell(n, 1.0, "skewed", "varying"), 40, SEED).mean.share == 1


@pytest.mark.parametrize("sampled", means.SAMPLED)
@pytest.mark.parametrize("n", [10, 20])
def test_shares_as_printed_hold_every_true_share(n, sampled):
    found = shares.published(n, sampled)
    assert found.mean >= 0.94
    assert found.least >= 0.92
    assert shares.exact(n, sampled).mean <= found.mean


def test_sets_of_ranks_hold_all_true_ranks():
    found = rankings.study(rankings.GAPS["all skills alike"], 20, 160, SEED, whole_levels=True)
    assert found.share >= 0.95 - NOISE


def test_few_of_the_named_strengths_and_gaps_are_none():
    assert false_flags.study(Cell(8, 0.8, "bell"), [0.0] * false_flags.DIMENSIONS, 160, SEED) <= 0.10 + NOISE


def test_staying_away_for_the_score_s_sake_is_reported_as_failing(page):
    found = staying_away.study(staying_away.CELLS[0], 160, SEED)
    assert found.share < 0.5
    assert not Limit("held", (("here", found.share),), least=0.93).passed
    assert re.search(r"who scores low stays away: at least 0.93 \| 0\.\d+ \| .* \| \*\*failed\*\*", page)


def test_a_limit_is_as_expected_if_it_fails_for_the_reason_it_states_and_only_then():
    met, missed = (("a", 0.95),), (("a", 0.95), ("b", 0.9))
    assert [
        Limit("", figures, 0.93, fails_because=why).as_expected for figures in (met, missed) for why in ("", "x")
    ] == [
        True,
        False,
        False,
        True,
    ]
    assert Limit("", missed, 0.93).worst == ("b", 0.9)
    assert Limit("", (("a", 0.94), ("b", 1.0)), 0.93).worst == ("a", 0.94)
    assert not Limit("", (), 0.93).passed


def test_the_error_of_a_share_is_that_of_so_many_repetitions():
    assert Tally(3800, 4000).error == pytest.approx(0.00345, abs=1e-5)


def test_the_page_says_when_and_how_it_was_made_and_how_each_limit_came_out(page):
    assert re.search(rf"`make coverage-study` on \d{{4}}-\d\d-\d\d, seed {SEED}, 4,000 repetitions", page)
    assert len(re.findall(r"\| passed \||\*\*failed\*\* in \d+ of \d+", page)) == 11


def test_the_page_prints_what_the_study_finds_today(page):
    today = means.study(Cell(6, 0.4, "bell"), 4000, SEED)
    assert row(page, "Means as printed", "| 6 | 0.4 |")[0] == f"{today.mean.share:.3f}"
    assert row(page, "Means before half-widths", "| 6 | 0.4 |")[0] == f"{today.before_rounding_up.share:.3f}"
    exact = shares.published(20, 0.8)
    assert row(page, "Shares as printed", "| 20 | 0.8 |")[:2] == [f"{exact.mean:.3f}", f"{exact.least:.3f}"]


def row(page, heading, start):
    section = page.partition(f"## {heading}")[2].partition("\n## ")[0]
    (line,) = [line for line in section.splitlines() if line.startswith(start)]
    return line.removeprefix(start).strip(" |").split(" | ")
