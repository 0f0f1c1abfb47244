import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instruments import changes, loader
from surveyapp.instruments.changes import Change, Trend, accepts, compare, mapped
from surveyapp.instruments.corrections import correction_problems


def following(definition, **items):
    return loader.read(definition | {"version": "2", "since": {"version": "1", "items": items}})


def change_of(small, new, code):
    return next(each for each in changes.item_changes(small, new) if each.code == code)


def reword(definition):
    definition["items"]["OVEN"]["text"]["en"] = "How is the ovn run?"


def recode(definition):
    definition["items"]["FLOUR"]["choices"][2] = {"code": "other", "text": {"en": "Other", "fr": "Autre"}}
    definition.pop("statistics", None)
    for facet in definition["facets"]:
        facet.pop("families", None)
        facet.pop("family_names", None)
    definition["peer_tree"] = [each for each in definition.get("peer_tree", []) if not each.endswith("_family")]


EVERY = {"wheat": "wheat", "rye": "rye", "spelt": "other"}


def test_a_mended_typing_error_is_the_same(small, definition):
    reword(definition)
    new = following(definition, OVEN={"change": "same"})
    found = change_of(small, new, "OVEN")
    assert (found.found, found.change, found.trend) == (Change.REWORDED, Change.SAME, Trend.GOES_ON)
    assert changes.problems(small, new) == []
    assert accepts(small, new)


def test_without_the_authors_word_it_is_reworded_and_the_line_is_marked(small, definition):
    reword(definition)
    assert change_of(small, following(definition), "OVEN").trend is Trend.MARKED


def test_what_is_said_of_another_version_does_not_count(small, definition):
    reword(definition)
    since = {"version": "0.9", "items": {"OVEN": {"change": "same"}}}
    assert compare(small, loader.read(definition | {"version": "2", "since": since}))["OVEN"] is Change.REWORDED


def test_other_codes_cannot_be_called_the_same(small, definition):
    recode(definition)
    new = following(definition, FLOUR={"change": "same"})
    assert compare(small, new)["FLOUR"] is Change.RECODED
    (problem,) = changes.problems(small, new)
    assert problem == (
        "since.items.FLOUR: it cannot be called same: its answers, or who is asked, are others than in version 1. "
        "Call it recoded, or new."
    )


def test_a_map_for_every_former_choice_keeps_the_line(small, definition):
    recode(definition)
    found = change_of(small, following(definition, FLOUR={"change": "recoded", "map": EVERY}), "FLOUR")
    assert (found.change, found.trend) == (Change.MAPPED, Trend.GOES_ON)


def test_a_map_with_a_gap_breaks_it(small, definition):
    recode(definition)
    found = change_of(small, following(definition, FLOUR={"change": "recoded", "map": {"wheat": "wheat"}}), "FLOUR")
    assert (found.change, found.trend) == (Change.RECODED, Trend.BREAKS)


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ({"FLOUR": {"change": "recoded", "map": {"oat": "rye"}}}, "the map names oat, which version 1 does not offer"),
        (
            {"FLOUR": {"change": "recoded", "map": {"rye": "oat"}}},
            "the map leads to oat, which version 2 does not offer",
        ),
        ({"FLOUR": {"change": "new", "map": {"rye": "rye"}}}, "only a recoded question has a map"),
        ({"OVEN": {"change": "recoded"}}, "it cannot be called recoded: its answers are those of version 1"),
        ({"NOPE": {"change": "same"}}, "there is no question NOPE in version 2"),
    ],
)
def test_what_cannot_be_so_is_a_sentence_and_does_not_count(small, definition, declared, fault):
    recode(definition)
    new = following(definition, **declared)
    assert fault in " ".join(changes.problems(small, new))
    assert Change.MAPPED not in compare(small, new).values()


def test_a_map_heals_no_other_limits(small, definition):
    definition["items"]["BARRIERS"]["maximum_choices"] = 1
    same = {code: code for code in ("time", "money", "staff", "nothing")}
    new = following(definition, BARRIERS={"change": "recoded", "map": same})
    assert "more than its choices differs" in changes.problems(small, new)[0]
    assert compare(small, new)["BARRIERS"] is Change.RECODED


def test_a_question_that_its_author_calls_new_begins_anew(small, definition):
    reword(definition)
    assert change_of(small, following(definition, OVEN={"change": "new"}), "OVEN").trend is Trend.BREAKS


def test_new_and_dropped_questions(small, definition):
    definition["items"]["TIP"] = definition["items"].pop("NOTE")
    definition["sections"][3]["pages"][0]["items"][-1] = "TIP"
    new = following(definition)
    assert [change_of(small, new, code).trend for code in ("TIP", "NOTE")] == [Trend.NONE, Trend.BREAKS]


def test_a_map_survives_the_check_of_texts_and_the_hash(small, definition):
    recode(definition)
    new = following(definition, FLOUR={"change": "recoded", "map": EVERY})
    assert dict(new.since.items["FLOUR"].map) == EVERY


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"value": "spelt"}, {"value": "other"}),
        ({"value": "oat"}, None),
        ({"value": ["spelt", "rye"]}, {"value": ["other", "rye"]}),
        ({"value": ["spelt", "oat"]}, None),
        ({"value": []}, {"value": []}),
        ({"value": 3.5}, {"value": 3.5}),
        ({"missing": "dont_know"}, {"missing": "dont_know"}),
    ],
)
def test_an_old_answer_is_carried_over(answer, expected):
    assert mapped(answer, EVERY) == expected


CODES = st.sampled_from("abcd")


@given(st.lists(CODES, unique=True), st.dictionaries(CODES, CODES))
def test_carrying_over_keeps_the_set_that_the_codes_lead_to(chosen, choice_map):
    carried = mapped({"value": chosen}, choice_map)
    slow = [choice_map.get(code) for code in chosen]
    assert (carried is None) == (None in slow)
    if carried:
        assert set(carried["value"]) == set(slow)
        assert len(carried["value"]) == len(set(slow))


def test_a_correction_is_words_alone(small, definition):
    reword(definition)
    assert correction_problems(small, following(definition, OVEN={"change": "same"})) == []
    assert correction_problems(small, following(definition)) == [
        "OVEN is reworded since version 1. Only a mended typing error, declared as same, may differ."
    ]


def test_a_correction_may_mend_what_no_question_shows(small, definition):
    definition["sections"][0]["title"]["en"] = "About yourself"
    assert correction_problems(small, following(definition)) == []


def test_a_correction_may_add_a_language_and_lose_none(small, definition):
    english = {"name": {"en": "Bakery survey"}, "languages": ["en"]}
    assert correction_problems(small, loader.read(without_french(definition) | english | {"version": "2"})) == [
        "The language fr is missing. Add it."
    ]


def without_french(node):
    if isinstance(node, list):
        return [without_french(child) for child in node]
    if isinstance(node, dict):
        return {key: without_french(child) for key, child in node.items() if key != "fr"}
    return node


def test_a_correction_moves_no_figure(small, definition):
    definition["dimensions"][0]["minimum_items"] = 1
    definition["items"]["OVEN"]["seconds"] = 99
    (problem,) = correction_problems(small, following(definition))
    assert problem.startswith("Version 2 differs from 1 in more than its words")
