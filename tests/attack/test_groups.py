"""I1 to I5, I10 and I12: who stands in a group together, whatever they answered."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from benchmarking import pipeline
from benchmarking.selectors import release_groups
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.stats.records import Missing
from tests.attack import group_checks
from tests.attack.how_many import LARGEST, few, many
from tests.attack.release import SMALL, publish
from tests.attack.sectors import Shape, sector, sectors, shapes

WAVES = st.sampled_from([0, 1, 2])


def released(drawn, wave):
    return publish(drawn.waves[wave])


@few
@given(sectors(most=LARGEST), WAVES)
def test_every_published_group_has_six_contributors_and_prints_its_owners(drawn, wave):
    assert group_checks.every_group_has_k_contributors(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_no_owner_is_more_than_a_sixth_of_any_group(drawn, wave):
    assert group_checks.no_owner_is_above_a_sixth(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_nested_groups_differ_by_nobody_or_by_six(drawn, wave):
    assert group_checks.nested_groups_differ_by_none_or_k(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_groups_are_laminar_and_each_family_has_one_all_other(drawn, wave):
    assert group_checks.groups_are_laminar_with_one_all_other_a_family(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_no_groups_added_and_subtracted_leave_fewer_than_six(drawn, wave):
    assert group_checks.no_combination_of_groups_leaves_fewer_than_k(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_five_owners_remain_when_any_knowledge_group_is_taken_out(drawn, wave):
    assert group_checks.five_remain_when_one_leaves(released(drawn, wave)) == []


def test_there_are_groups_within_groups_to_attack():
    shown = {c.code.count("/") for c in publish(sector(Shape(1, 60)).waves[0]).metrics[0].shown}
    assert shown == {0, 1, 2}


def permuted(inputs: Inputs, seed: int) -> Inputs:
    """The same people stated something; what they stated went round among them."""
    chance = random.Random(seed)  # noqa: S311 - a permutation, no secret
    values = [dict(each.values) for each in inputs.organisations]
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "NOW", "NEED", "TWIN", "HELD"):
        stated = [each for each in values if not isinstance(each[item], Missing)]
        given_out = chance.sample([each[item] for each in stated], len(stated))
        for each, value in zip(stated, given_out, strict=True):
            each[item] = value
    return replace(
        inputs, organisations=tuple(replace(o, values=v) for o, v in zip(inputs.organisations, values, strict=True))
    )


@few
@given(sectors(most=LARGEST), st.integers(0, 999))
def test_what_is_withheld_does_not_depend_on_what_was_answered(drawn, seed):
    one, other = (publish(inputs) for inputs in (drawn.waves[0], permuted(drawn.waves[0], seed)))
    assert (one.tree, _named(one)) == (other.tree, _named(other))
    for first, second in zip(one.metrics, other.metrics, strict=True):
        assert first.tree == second.tree
        # But for rule 12: then a metric has the sector alone, or nothing.
        codes = {tuple(c.code for c in each.shown) for each in (first, second)}
        assert len(codes - {(), ("sector",)}) <= 1


@few
@given(sectors(most=LARGEST), WAVES)
def test_figures_stand_in_the_order_of_the_groups_whatever_they_say(drawn, wave):
    """I9: an order by value would be a ranking."""
    for published in released(drawn, wave).metrics:
        order = [cohort.code for cohort in published.tree.cohorts]
        of_tree = [figure.cohort for figure in published.figures if figure.cohort in order]
        assert of_tree == sorted(of_tree, key=order.index)


def test_a_permutation_does_change_figures():
    wave = sector(Shape(1, 60)).waves[0]
    assert publish(wave).figures != publish(permuted(wave, 1)).figures


def _named(release):
    return release_groups.withheld(release.tree, SMALL, release.inputs.order)


@many
@given(shapes(20, 300), st.integers(7, 15))
def test_a_higher_limit_never_adds_a_named_group(shape, k):
    contributors = sector(shape).waves[0].contributors()
    low, high = (pipeline.build_tree(contributors, ["kind", "finer"], limit) for limit in (6, k))
    named = [{c.code for c in tree.cohorts if not c.code.endswith("/other")} for tree in (low, high)]
    assert named[1] <= named[0]
    assert all(c.n_contributors >= k for c in high.cohorts)


@few
@given(sectors(most=LARGEST), st.integers(7, 12))
def test_a_higher_limit_never_adds_a_named_group_to_a_figure(drawn, k):
    """I12 on whole releases, metric by metric; but for rule 12, which may have taken all groups of a metric before."""
    low, high = (publish(replace(drawn.waves[0], least_owners=limit)) for limit in (6, k))
    for first, second in zip(low.metrics, high.metrics, strict=True):
        before, after = ({c.code for c in each.shown if not c.code.endswith("/other")} for each in (first, second))
        assert after <= before or before <= {"sector"}
        assert all(len(second.groups(cohort)) >= k for cohort in second.shown)


def test_a_higher_limit_does_take_groups_away():
    low, high = (publish(replace(sector(Shape(1, 60)).waves[0], least_owners=limit)) for limit in (6, 9))
    assert len(high.metrics[0].shown) < len(low.metrics[0].shown)
