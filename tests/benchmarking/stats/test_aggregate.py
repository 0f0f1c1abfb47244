import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.aggregate import (
    Agreement,
    agreement,
    merge_respondents,
    missing_reason,
)
from benchmarking.stats.records import ItemRule, MergedRecord, Missing, RespondentRecord

LEVELS = {str(level): float(level) for level in range(1, 6)}
AUT1 = ItemRule("AUT1", "mean", LEVELS, 1, 5)
MODEL = ItemRule("business_model", "once")
TWINS = ItemRule("DT3", "union", exclusive=frozenset({"none"}))


def said(role, *, organisation="alpha", order=0, is_coordinator=False, **answers):
    return RespondentRecord(organisation, role, answers, is_coordinator, order)


def merged_value(rule, *records):
    return merge_respondents(records, [rule])["alpha"].values[rule.code]


def test_ten_it_people_do_not_drown_one_quality_manager():
    records = [said("it", AUT1="5") for _ in range(10)] + [said("quality", AUT1="1")]
    assert merged_value(AUT1, *records) == 3.0


def test_a_role_counts_with_its_mean_and_only_with_those_who_stated_a_level():
    records = (said("it", AUT1="2"), said("it", AUT1="3"), said("it", AUT1=Missing.DONT_KNOW), said("hr", AUT1="4"))
    assert merged_value(AUT1, *records) == 3.25


def test_a_role_in_which_nobody_knows_leaves_the_mean():
    assert merged_value(AUT1, said("it", AUT1="2"), said("hr", AUT1=Missing.NOT_ANSWERED)) == 2.0


def test_a_number_within_the_range_is_merged_as_it_is():
    score = ItemRule("B01", "mean")
    assert merged_value(score, said("all", B01=61.5)) == 61.5


def test_once_takes_the_coordinators_answer_even_if_somebody_answered_later():
    records = (said("hr", business_model="contract", is_coordinator=True), said("it", business_model="own", order=9))
    assert merged_value(MODEL, *records) == "contract"


def test_once_takes_the_latest_stated_answer_where_the_coordinator_stated_none():
    coordinator = said("hr", business_model=Missing.DONT_KNOW, is_coordinator=True, order=9)
    records = (said("it", business_model="own", order=2), said("qa", business_model="contract", order=3), coordinator)
    assert merged_value(MODEL, *records) == "contract"


def test_once_takes_the_later_of_two_coordinators():
    first = said("hr", business_model="own", is_coordinator=True, order=1)
    second = said("hr", business_model="contract", is_coordinator=True, order=2)
    assert merged_value(MODEL, second, first) == "contract"


def test_union_collects_every_code_anybody_named():
    records = (said("it", DT3=frozenset({"hybrid"})), said("qa", DT3=frozenset({"hybrid", "mechanistic"})))
    assert merged_value(TWINS, *records) == frozenset({"hybrid", "mechanistic"})


def test_union_drops_none_of_these_as_soon_as_somebody_named_another():
    assert merged_value(TWINS, said("it", DT3=frozenset({"none"})), said("qa", DT3="hybrid")) == frozenset({"hybrid"})


def test_union_keeps_none_of_these_where_nobody_named_another():
    assert merged_value(TWINS, said("it", DT3=frozenset({"none"})), said("qa", DT3="none")) == frozenset({"none"})


@pytest.mark.parametrize("rule", [AUT1, MODEL, TWINS], ids=["mean", "once", "union"])
def test_an_item_nobody_was_shown_stays_not_shown(rule):
    assert merged_value(rule, said("it"), said("qa")) is Missing.NOT_SHOWN


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ("", "not_shown"),
        ("not_shown not_shown", "not_shown"),
        ("does_not_apply does_not_apply not_shown", "does_not_apply"),
        ("does_not_apply not_answered", "not_answered"),
        ("does_not_apply dont_know", "dont_know"),
        ("not_answered dont_know not_shown", "dont_know"),
        ("not_answered not_shown", "not_answered"),
    ],
)
def test_the_reason_of_an_organisation_that_stated_nothing(reasons, expected):
    assert missing_reason(Missing(reason) for reason in reasons.split()) is Missing(expected)


def test_organisations_come_in_order_with_their_respondents_and_roles():
    records = [said("qa", organisation="beta", AUT1="2"), said("it", AUT1="4"), said("it", AUT1="5"), said("hr")]
    assert list(merge_respondents(records, [AUT1]).items()) == [
        ("alpha", MergedRecord("alpha", {"AUT1": 4.5}, 3, ("hr", "it"))),
        ("beta", MergedRecord("beta", {"AUT1": 2.0}, 1, ("qa",))),
    ]


@pytest.mark.parametrize("bad", ["6", 6.0, float("nan"), frozenset({"1"})])
def test_a_level_the_item_does_not_have_is_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"Item AUT1: .* is not one of its codes nor a number from 1 to 5"):
        merged_value(AUT1, said("it", AUT1=bad))


def test_a_number_in_a_union_is_refused_by_name():
    with pytest.raises(ValueError, match=r"Item DT3: 4.0 is a number, but a union is of codes"):
        merged_value(TWINS, said("it", DT3=4.0))


ANSWERS = {
    "AUT1": st.sampled_from([*LEVELS, 1.1, 2.7, *Missing]),
    "business_model": st.sampled_from(["own", "contract", *Missing]),
    "DT3": st.sampled_from([frozenset({"none"}), frozenset({"hybrid", "offline"}), "hybrid", *Missing]),
}
RESPONDENTS = st.lists(
    st.builds(
        RespondentRecord,
        st.sampled_from(["alpha", "beta"]),
        st.sampled_from(["it", "qa", "hr"]),
        st.fixed_dictionaries({}, optional=ANSWERS),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=9,
)


@given(RESPONDENTS, st.randoms())
def test_permuting_respondents_changes_nothing(records, chance):
    shuffled = chance.sample(records, len(records))
    rules = [AUT1, MODEL, TWINS]
    assert merge_respondents(shuffled, rules) == merge_respondents(records, rules)
    assert agreement(shuffled, rules) == agreement(records, rules)


def slow_mean_over_roles(records):
    means = []
    for role in {record.role for record in records}:
        levels = [r.answers["AUT1"] for r in records if r.role == role and "AUT1" in r.answers]
        numbers = [float(level) for level in levels if not isinstance(level, Missing)]
        if numbers:
            means.append(sum(numbers) / len(numbers))
    return sum(means) / len(means) if means else None


@given(RESPONDENTS)
def test_mean_agrees_with_a_slow_twin(records):
    for organisation, merged in merge_respondents(records, [AUT1]).items():
        expected = slow_mean_over_roles([r for r in records if r.organisation == organisation])
        value = merged.values["AUT1"]
        assert isinstance(value, Missing) if expected is None else value == pytest.approx(expected, abs=1e-12)


@given(RESPONDENTS)
def test_a_merged_level_is_again_a_level_of_its_item(records):
    for merged in merge_respondents(records, [AUT1]).values():
        AUT1.number(merged.values["AUT1"])


@pytest.mark.parametrize(("deviation", "verdict"), [(12, "agree"), (12.1, "mixed"), (20, "mixed"), (20.1, "split")])
def test_cut_offs_of_agreement(deviation, verdict):
    assert Agreement("alpha", "AUT1", 2, deviation).verdict == verdict


def test_agreement_is_computed_in_points_for_items_with_two_or_more_answers():
    records = [
        said("it", AUT1="2", DT3="hybrid"),
        said("qa", AUT1="4", DT3="none"),
        said("hr", AUT1=Missing.DONT_KNOW),
        said("it", organisation="beta", AUT1="5"),
    ]
    assert agreement(records, [AUT1, TWINS]) == (Agreement("alpha", "AUT1", 2, 25.0),)
