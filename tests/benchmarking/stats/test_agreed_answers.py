"""What a meeting agreed on stands for its organisation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.aggregate import agreement, merge_respondents, n_raters
from benchmarking.stats.records import ItemRule, Missing, RespondentRecord

LEVELS = {str(level): float(level) for level in range(1, 6)}
LEVEL = ItemRule("LEVEL", "mean", LEVELS, 1, 5)
MODEL = ItemRule("MODEL", "once")
TWINS = ItemRule("TWINS", "union", exclusive=frozenset({"none"}))
RULES = [LEVEL, MODEL, TWINS]

VALUES = {
    "LEVEL": st.sampled_from([*LEVELS, 1.1, 2.7]),
    "MODEL": st.sampled_from(["own", "contract"]),
    "TWINS": st.sampled_from([frozenset({"none"}), frozenset({"hybrid", "offline"}), "hybrid"]),
}
ANSWERS = {code: st.one_of(values, st.sampled_from(list(Missing))) for code, values in VALUES.items()}
RATERS = st.lists(
    st.builds(
        RespondentRecord,
        st.just("alpha"),
        st.sampled_from(["it", "qa", "hr"]),
        st.fixed_dictionaries({}, optional=ANSWERS),
        st.booleans(),
        st.integers(0, 3),
    ),
    max_size=6,
)
MEETING = st.builds(
    RespondentRecord, st.just("alpha"), st.just(""), st.fixed_dictionaries(VALUES), order=st.integers(0, 3)
).map(lambda record: replace(record, is_agreed=True))


def said(role, *, order=0, is_coordinator=False, **answers):
    return RespondentRecord("alpha", role, answers, is_coordinator, order)


def agreed(*, order=9, **answers):
    return RespondentRecord("alpha", "", answers, order=order, is_agreed=True)


def merged(*records):
    return merge_respondents(records, RULES)["alpha"]


def test_an_agreed_level_stands_instead_of_the_mean_of_the_raters():
    assert merged(said("it", LEVEL="1"), said("qa", LEVEL="2"), agreed(LEVEL="5")).values["LEVEL"] == 5.0


def test_an_agreed_fact_stands_before_the_coordinators():
    records = (said("hr", MODEL="own", is_coordinator=True, order=12), agreed(MODEL="contract", order=1))
    assert merged(*records).values["MODEL"] == "contract"


def test_agreed_codes_replace_what_everybody_named():
    records = (said("it", TWINS=frozenset({"hybrid"})), agreed(TWINS=frozenset({"none"})))
    assert merged(*records).values["TWINS"] == frozenset({"none"})


@pytest.mark.parametrize("reason", Missing)
def test_where_a_meeting_stated_nothing_the_raters_stand(reason):
    assert merged(said("it", LEVEL="2"), agreed(LEVEL=reason, MODEL="own")).values == {
        "LEVEL": 2.0,
        "MODEL": "own",
        "TWINS": Missing.NOT_SHOWN,
    }


def test_of_two_meetings_the_one_submitted_last_stands_item_by_item():
    values = merged(agreed(order=2, LEVEL="4"), agreed(order=1, LEVEL="1", MODEL="own")).values
    assert (values["LEVEL"], values["MODEL"]) == (4.0, "own")


def test_a_meetings_reason_is_given_where_nobody_stated_a_value():
    assert merged(agreed(LEVEL=Missing.DONT_KNOW)).values["LEVEL"] is Missing.DONT_KNOW


def test_raters_are_counted_and_a_meeting_is_not_one():
    both = merged(said("it"), said("qa"), agreed(), agreed(order=3))
    assert (both.n_respondents, both.roles) == (2, ("it", "qa"))


def test_an_organisation_with_meetings_alone_counts_as_one():
    alone = merged(agreed(), agreed(order=3))
    assert (alone.n_respondents, alone.roles) == (1, ())
    assert n_raters([]) == 0


def test_agreement_between_raters_leaves_the_meeting_out():
    assert agreement([said("it", LEVEL="2"), agreed(LEVEL="5")], RULES) == ()
    (found,) = agreement([said("it", LEVEL="2"), said("qa", LEVEL="4"), agreed(LEVEL="5")], RULES)
    assert (found.n_raters, found.average_deviation) == (2, 25.0)


@given(RATERS, MEETING)
def test_whatever_the_raters_say_an_agreed_answer_to_everything_gives_the_meetings_own_merge(raters, meeting):
    with_raters = merge_respondents([*raters, meeting], RULES)["alpha"]
    assert with_raters.values == merge_respondents([meeting], RULES)["alpha"].values
    assert with_raters.n_respondents == max(1, len(raters))


@given(RATERS.filter(bool), MEETING)
def test_a_meeting_moves_no_agreement_between_raters(raters, meeting):
    assert agreement([*raters, meeting], RULES) == agreement(raters, RULES)


@given(RATERS, st.lists(MEETING, max_size=3), st.randoms())
def test_the_order_in_which_records_come_in_changes_nothing(raters, meetings, chance):
    records = [*raters, *meetings]
    shuffled = chance.sample(records, len(records))
    assert merge_respondents(shuffled, RULES) == merge_respondents(records, RULES)
