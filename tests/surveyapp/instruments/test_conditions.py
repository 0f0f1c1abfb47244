import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from surveyapp.instruments import loader
from surveyapp.instruments.conditions import is_visible, offered_choices, references, visible_items
from surveyapp.instruments.parts import Condition

CONDITIONS = TypeAdapter(Condition)
ANSWERS = {"A": {"value": "x"}, "B": {"value": ["p", "q"]}, "C": {"missing": "dont_know"}, "D": {"value": 0.0}}


def holds(condition, answers=ANSWERS):
    return is_visible(CONDITIONS.validate_python(condition), answers)


def slow_twin(condition, answers):
    match condition:
        case {"all": parts}:
            return not any(not slow_twin(part, answers) for part in parts)
        case {"any": parts}:
            return bool([part for part in parts if slow_twin(part, answers)])
        case {"not": part}:
            return not slow_twin(part, answers)
        case {"answered": True, "item": item}:
            return "value" in answers.get(item, {})
        case {"item": item, "in": codes}:
            value = answers.get(item, {}).get("value")
            return any(code in codes for code in (value if isinstance(value, list) else [value]))


items = st.sampled_from("ABCDE")
leaves = st.one_of(
    st.builds(lambda item: {"item": item, "answered": True}, items),
    st.builds(lambda item, codes: {"item": item, "in": codes}, items, st.lists(st.sampled_from("pqxy"), min_size=1)),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)
answers = st.dictionaries(
    items,
    st.one_of(
        st.builds(lambda code: {"value": code}, st.sampled_from("pqxy")),
        st.builds(lambda codes: {"value": codes}, st.lists(st.sampled_from("pqxy"))),
        st.just({"missing": "dont_know"}),
    ),
)


def test_no_condition_is_always_visible():
    assert is_visible(None, {})


@pytest.mark.parametrize(
    ("condition", "visible"),
    [
        ({"item": "A", "in": ["x", "y"]}, True),
        ({"item": "A", "in": ["y"]}, False),
        ({"item": "B", "in": ["q"]}, True),
        ({"item": "B", "in": ["x"]}, False),
        ({"item": "C", "in": ["x"]}, False),
        ({"item": "E", "in": ["x"]}, False),
        ({"not": {"item": "E", "in": ["x"]}}, True),
        ({"item": "A", "answered": True}, True),
        ({"item": "C", "answered": True}, False),
        ({"item": "D", "answered": True}, True),
        ({"item": "E", "answered": True}, False),
        ({"all": [{"item": "A", "in": ["x"]}, {"item": "B", "in": ["x"]}]}, False),
        ({"any": [{"item": "A", "in": ["x"]}, {"item": "B", "in": ["x"]}]}, True),
    ],
)
def test_a_condition_reads_as_it_is_written(condition, visible):
    assert holds(condition) is visible


@given(conditions, answers)
def test_all_any_and_not_agree_with_a_slow_twin(condition, given_answers):
    assert holds(condition, given_answers) is slow_twin(condition, given_answers)


@given(st.lists(conditions, min_size=1, max_size=3), answers)
def test_none_of_them_is_all_of_their_opposites(parts, given_answers):
    opposites = {"all": [{"not": part} for part in parts]}
    assert holds({"not": {"any": parts}}, given_answers) is holds(opposites, given_answers)


def test_references_lists_every_mention_in_order():
    condition = CONDITIONS.validate_python(
        {"any": [{"item": "B", "in": ["p"]}, {"not": {"all": [{"item": "A", "answered": True}]}}]}
    )
    assert [mention.item for mention in references(condition)] == ["B", "A"]
    assert list(references(None)) == []


def test_nothing_conditional_is_visible_before_an_answer(small):
    assert visible_items(small, {}) == [
        "ROLE", "FLOUR", "OVEN", "LOAVES", "BARRIERS",
        "knead_now", "knead_need", "shape_now", "shape_need", "FIRST", "NOTE",
    ]  # fmt: skip


def test_each_chosen_barrier_opens_its_own_question(small):
    drafts = {"BARRIERS": {"value": ["time", "money"]}}
    assert visible_items(small, drafts, ["BARRIERS", "HOW_TIME", "HOW_MONEY", "WORST"]) == [
        "BARRIERS", "HOW_TIME", "HOW_MONEY", "WORST",
    ]  # fmt: skip


def test_a_left_over_answer_of_a_hidden_item_shows_nothing(definition):
    definition["items"]["WORST"]["visible_when"] = {"item": "HOW_TIME", "in": [1]}
    chained = loader.read(definition)
    drafts = {"BARRIERS": {"value": ["staff"]}, "HOW_TIME": {"value": "1"}}
    assert "WORST" not in visible_items(chained, drafts)
    drafts["BARRIERS"] = {"value": ["time"]}
    assert "WORST" in visible_items(chained, drafts)


def test_an_answer_not_asked_of_this_person_shows_nothing(small):
    drafts = {"BARRIERS": {"value": ["time"]}}
    assert visible_items(small, drafts, ["HOW_TIME"]) == []


def test_a_colleagues_answer_opens_what_rests_on_it(small):
    known = {"BARRIERS": {"value": ["time"]}}
    assert visible_items(small, {}, ["HOW_TIME"], known) == ["HOW_TIME"]


def test_ones_own_answer_outweighs_a_colleagues(small):
    known = {"BARRIERS": {"value": ["time"]}}
    assert visible_items(small, {}, ["BARRIERS", "HOW_TIME"], known) == ["BARRIERS"]


def offered(instrument, code, drafts):
    return [choice.code for choice in offered_choices(instrument, code, drafts)]


def test_only_what_was_chosen_before_is_offered(small):
    assert offered(small, "WORST", {"BARRIERS": {"value": ["money", "staff"]}}) == ["money", "staff"]
    assert offered(small, "WORST", {}) == []


def test_only_skills_that_are_short_are_offered(small):
    levels = {"knead_now": "1", "knead_need": "2", "shape_now": "2", "shape_need": "2"}
    assert offered(small, "FIRST", {code: {"value": level} for code, level in levels.items()}) == ["knead"]


def test_a_skill_without_both_levels_is_not_short(small):
    assert offered(small, "FIRST", {"knead_need": {"value": "2"}, "shape_now": {"missing": "dont_know"}}) == []


def test_other_items_offer_all_their_choices(small):
    assert offered(small, "HOW_TIME", {}) == ["0", "1", "2"]
