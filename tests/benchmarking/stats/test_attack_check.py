from dataclasses import replace

import pytest

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.published_means import Pooled, mean_figures
from benchmarking.stats.thresholds import COARSE, STANDARD
from tests.benchmarking.stats.sectors import Sector, holders, levels, scores

# A sector of 1,047 and a group of 1,002 are printed as 1,000 to 1,050: 0 to 50 are left for six others, of which the
# highest of them has 40 itself.
CORNERED = Sector({"a": [72.0] * 13 + [66.0], "other": [40.0, 3.0, 1.0, 1.0, 0.0, 0.0]})


def means(sector, limits):
    estimates = {e.cohort: e for e in sector.estimates()}
    return mean_figures(sector.tree, estimates, Pooled(15, 20), limits)


def is_safe(sector, figures, **knowledge):
    contributors = [replace(c, knowledge_group=knowledge.get(c.owner, "")) for c in sector.contributors]
    return attack_check(sector.tree, contributors, sector.metric)(figures)


def test_a_rival_who_could_be_cornered_fails_the_check_and_the_coarser_steps_pass_it():
    assert not is_safe(CORNERED, means(CORNERED, STANDARD))
    assert is_safe(CORNERED, means(CORNERED, COARSE))
    assert CORNERED.figures() == means_as_published(CORNERED, COARSE)


def means_as_published(sector, limits):
    sd, df = sector.pooled()
    return mean_figures(sector.tree, {e.cohort: e for e in sector.estimates()}, Pooled(sd, df), limits)


def test_owners_with_one_consultant_attack_together():
    sector = Sector({"a": [72.0] * 13 + [66.0], "other": [20.0, 20.0, 3.0, 1.0, 1.0, 0.0]})
    figures = means(sector, STANDARD)
    assert is_safe(sector, figures)
    assert not is_safe(sector, figures, other0="consultant", other1="consultant")


def test_a_figure_that_does_not_hold_the_truth_is_an_error():
    figures = [replace(f, least=90.0, most=95.0) for f in means(CORNERED, STANDARD)]
    with pytest.raises(ValueError, match="do not hold the true sum"):
        is_safe(CORNERED, figures)


def bands(sector, **exactly):
    return [
        replace(f, least=float(exactly[f.statistic]), most=float(exactly[f.statistic])) if f.statistic in exactly else f
        for f in sector.figures()
    ]


def test_the_only_holder_fails_an_exact_count_and_not_a_band():
    sector = Sector({"a": holders(1, 12)}, "share")
    assert is_safe(sector, bands(sector))
    assert not is_safe(sector, bands(sector, share=1))


def test_all_cuts_of_an_item_are_attacked_together():
    """3 at level 1, 3 at 2, 2 each at 3, 4 and 5. An exact count at 2 and at 3 and above leaves three, no certainty."""
    sector = Sector({"a": levels(12)}, "cuts", cuts=(2, 3, 4, 5))
    assert is_safe(sector, bands(sector))
    assert is_safe(sector, bands(sector, at_least_2=9))
    only_one_below = Sector({"a": [1.0, *[2.0, 3.0, 4.0, 5.0] * 3]}, "cuts", cuts=(2, 3, 4, 5))
    assert is_safe(only_one_below, bands(only_one_below))
    assert not is_safe(only_one_below, bands(only_one_below, at_least_2=12))


def test_bands_that_together_say_that_nobody_said_no_fall_back():
    """9 of 12 hold, 3 did not state: 9-12 and 3-5 leave no room, 6-12 and 0-5 do."""
    sector = Sector({"a": [*holders(9, 9), None, None, None]}, "share")
    assert {f.statistic: (f.least, f.most) for f in sector.figures()} == {"share": (6, 12), "not_stated": (0, 5)}


@pytest.mark.parametrize("n", [6, 12, 25, 60])
def test_ordinary_sectors_pass_at_once(n):
    sector = Sector({"a": scores(n), "other": scores(n + 3)})
    assert sector.figures() == means_as_published(sector, STANDARD)


def test_nothing_published_is_safe():
    assert is_safe(CORNERED, [])


def test_groups_that_leave_fewer_than_k_fail_the_check_however_coarse_the_figures():
    sector = Sector({"a": scores(30)})
    leaf = sector.tree.cohorts[0].code
    units = {(c.owner, leaf) for c in sector.contributors}
    (mean,) = means(sector, COARSE)
    total = sum(sector.metric.values.values())
    for n_left_out, is_let_through in ((5, False), (6, True)):
        margin = sorted(units)[n_left_out:]
        of_margin = replace(mean, cohort="size:small", n_units=len(margin), least=0.0, most=total / len(margin))
        check = attack_check(sector.tree, sector.contributors, sector.metric, {"size:small": margin})
        assert check([mean, of_margin]) == is_let_through
