import re
from math import ceil, hypot, sqrt
from pathlib import Path

import pytest

from benchmarking.releasing import interval_words
from benchmarking.stats.derived import gap_figure
from benchmarking.stats.intervals import STEPS
from benchmarking.stats.published_counts import count_figures
from benchmarking.stats.published_means import Pooled, mean_figures, overall
from benchmarking.stats.records import Cohort, Estimate, Figure, PeerTree
from benchmarking.stats.thresholds import STANDARD, Thresholds

COVERAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "coverage.md"
LIMITS = {
    **{name: getattr(STANDARD, name) for name in ("step", "own_sd", "sd_floor", "fine_quantiles")},
    "register_is_complete": True,
    "half_width_steps": list(STEPS),
}
BY_METHOD_2 = {name: value for name, value in LIMITS.items() if name != "half_width_steps"}


def said(**other):
    return " ".join(interval_words.paragraphs({**LIMITS, **other}))


def sector(n):
    return PeerTree((Cohort("sector", (), None, frozenset(map(str, range(n))), n),), ())


def estimate(statistic, n, total, **more):
    return Estimate("sector", "m", statistic, n, n, total, **more)


@pytest.mark.parametrize(
    "words",
    [
        "SD is pooled",
        "as many degrees of freedom as there are companies less smallest groups",
        "at least 8 points",
        "hypergeometric interval (mid-P)",
        "Wilson's",
        "Harrell-Davis",
        "Korn and Graubard's",
        "Woodruff's interval",
        "a step of 0.1; 0.2; 0.5; 1 points",
        "SD and SE are never published",
    ],
)
def test_each_kind_of_interval_is_named(words):
    assert words in said()


def test_without_a_register_shares_have_wilsons_interval_and_n_is_without_limit():
    text = said(register_is_complete=False)
    assert "for one count it is Wilson's interval." in text
    assert "hypergeometric" not in text
    assert "N is taken to be without limit" in text


def test_a_mean_is_widened_as_the_page_says():
    (mean,) = mean_figures(sector(8), {"sector": estimate("mean", 8, 430.0, sd=20.0)}, Pooled(15.0, 30), Thresholds())
    t = 2.0423  # Student's, 97.5 %, 30 degrees of freedom
    half = ceil(hypot(t * 15 * sqrt(1 / 8), 1.96 * 50 / 8 / sqrt(12)))
    assert (mean.value - mean.low, mean.high - mean.value) == (half, half)


def test_half_widths_of_larger_groups_have_the_step_the_page_tells():
    e = estimate("mean", 50, 2525.0, sd=20.0, population=100)
    (mean,) = mean_figures(sector(50), {"sector": e}, Pooled(15.0, 30), Thresholds())
    finest = next(step for step in STEPS if 50 * sqrt(50) * step >= 20 * sqrt(20) * sqrt(1 - 50 / 100))
    wide = hypot(2.0096 * 20 * sqrt((1 - 50 / 100) / 50), 1.96 * 50 / 50 / sqrt(12))
    assert mean.high - mean.value == pytest.approx(finest * ceil(wide / finest))


def test_the_page_of_a_release_by_an_earlier_method_tells_of_that_method():
    told = [*interval_words.paragraphs(BY_METHOD_2), *interval_words.how_often(BY_METHOD_2)]
    assert [text for text in told if "a step of 0.1" in text or "Woodruff" in text] == []
    assert "rounded up to a whole point and laid around the printed mean" in " ".join(told)
    assert "where all of the register answered: the printed median is a blend" in told[-1]


def test_the_steps_of_quartiles_are_those_the_page_tells():
    for n, step in ((20, interval_words.COARSE_STEP), (50, interval_words.FINE_STEP)):
        e = estimate("mean", n, 50.0 * n, sd=20.0, quantiles={"median": 51.3}, quantile_errors={"median": 3.0})
        median = mean_figures(sector(n), {"sector": e}, Pooled(15.0, 30), Thresholds())[1]
        assert median.most - median.least == step


def test_a_share_reaches_from_the_lower_end_of_its_least_count_to_the_upper_end_of_its_largest():
    (share,) = count_figures(sector(20), {("sector", "share"): estimate("share", 20, 7.0)}, Thresholds())
    assert (share.least, share.most) == (6, 8)
    assert (share.low, share.high) == (14, 62)  # Wilson's: 6 of 20 from 14.5 %, 8 of 20 to 61.3 %


FAILED = {"Means as printed where who scores low stays away: at least 0.93": "no interval holds"}


def told():
    return next(interval_words.how_often(LIMITS))


def test_what_the_page_tells_of_how_often_intervals_hold_is_what_the_study_found():
    rows = re.findall(r"^\| (.+?) \| [\d.]+ \| .+? \| (passed|\*\*failed\*\*)", COVERAGE.read_text(), re.MULTILINE)
    assert {limit for limit, outcome in rows if outcome != "passed"} == set(FAILED)
    assert [words for words in FAILED.values() if words not in told()] == []


def test_what_it_tells_beside_the_limits_is_what_the_study_found():
    far_apart = COVERAGE.read_text().partition("next to nothing between them")[2].partition("\n## ")[0]
    assert min(float(share) for share in re.findall(r"0\.\d{3}", far_apart)) < 0.91
    assert "two heaps with next to none between them" in told()
    small = COVERAGE.read_text().partition("every register up to five times as large")[2].partition("\n## ")[0]
    assert 0 < sum(int(number) for number in re.findall(r"\| (\d+) \|$", small, re.MULTILINE)) < 10
    assert "a few small registers" in told()


def test_in_mixed_small_groups_means_hold_less_often_as_the_page_tells():
    table = COVERAGE.read_text().partition("most spread fifth of the\ngroups is held less often")[2]
    (smallest,) = re.findall(r"^\| 6 \| ([\d.]+)", table, re.MULTILINE)[:1]
    assert float(smallest) < 0.93
    assert "less often, because SD is pooled" in told()


def test_it_has_no_figure_that_could_become_stale():
    assert re.findall(r"\d", told()) == []


def test_groups_are_listed_with_n_and_n_of_the_register_where_it_counts_them():
    groups = [
        {"label": {"en": "The whole sector"}, "n_owners": 20, "population": 32},
        {"label": {"en": "Kind: Red"}, "n_owners": 12, "population": 15},
        {"label": {"en": "Type: Plant"}, "n_owners": 9, "population": None},
    ]
    assert interval_words.register_counts(groups) == [("The whole sector", 20, 32), ("Kind: Red", 12, 15)]


def test_a_gap_and_the_overall_score_have_the_intervals_the_page_tells():
    needed, current = figure("needed", 60.0, 7), figure("current", 40.0, 5)
    gap = gap_figure(needed, current, "gap")
    assert gap.high - gap.value == ceil(hypot(7, 5))
    whole = overall([figure("A", 60.0, 7), figure("B", 40.0, 4)], "overall")
    assert (whole.low, whole.high) == ((53 + 36) / 2, (67 + 44) / 2)
    assert "half-width is √(a² + b²) of theirs" in said()
    assert "the mean of the lower ends of the dimensions and the mean of the upper ends" in said()


def figure(metric, value, half):
    return Figure("sector", metric, "mean", 8, 8, value, value - half, value + half, value - 3, value + 3)
