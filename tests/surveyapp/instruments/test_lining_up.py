import copy

import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.changes import Change, compare
from surveyapp.instruments.lining_up import lined_up


def questionnaire(slug, items, sections=None):
    return {
        "slug": slug,
        "version": "1",
        "name": {"en": slug},
        "languages": ["en"],
        "default_language": "en",
        "unit_of_analysis": "organisation",
        "roles": {},
        "items": items,
        "sections": [
            {
                "code": "all",
                "title": {"en": "All"},
                "kind": "general",
                "pages": [{"code": "p", "title": {"en": "P"}, "items": list(items)}],
            }
        ],
    }


def single(text, *pairs, **more):
    choices = [{"code": code, "text": {"en": words}} for code, words in pairs]
    return {"kind": "single", "text": {"en": text}, "choices": choices} | more


NOW = loader.read(
    questionnaire(
        "now",
        {
            "TWIN": single("Have you a twin?", ("yes", "Yes"), ("no", "No"), ("soon", "Soon")),
            "Q1": single("Which country are you in?", ("de", "Germany"), ("fr", "France")),
        },
    )
)
THEN = questionnaire(
    "then",
    {
        "Q7": single("Have you a twin?", ("Y", "Yes"), ("N", "No"), ("S", "Soon")),
        "Q8": single("Why, {answer:Q7}?", ("a", "Cheap"), ("b", "Good"), visible_when={"item": "Q7", "in": ["Y"]}),
        "Q1": single("How old is the plant, in years?", ("a", "Old"), ("b", "New")),
    },
)


@pytest.fixture
def then():
    return copy.deepcopy(THEN)


def test_a_question_of_the_same_words_takes_the_code_and_its_choices_theirs(then):
    definition, renamed = lined_up(then, [NOW])
    read = loader.read(definition)
    assert renamed.items["Q7"] == "TWIN"
    assert renamed.choices["Q7"] == {"Y": "yes", "N": "no", "S": "soon"}
    assert compare(read, NOW)["TWIN"] is Change.SAME


def test_conditions_and_texts_follow(then):
    items = lined_up(then, [NOW])[0]["items"]
    assert items["Q8"]["visible_when"] == {"item": "TWIN", "in": ["yes"]}
    assert items["Q8"]["text"]["en"] == "Why, {answer:TWIN}?"


def test_a_code_that_is_another_question_elsewhere_is_told_apart(then):
    definition, renamed = lined_up(then, [NOW], apart="2016")
    assert renamed.items["Q1"] == "Q1_2016"
    assert "Q1" not in definition["items"]


def test_columns_follow_what_was_renamed(then):
    _, renamed = lined_up(then, [NOW])
    given = ["item:Q7", "option:Q7:Y", "item:Q8", "about:role", ""]
    assert [renamed.target(each) for each in given] == ["item:TWIN", "option:TWIN:yes", "item:Q8", "about:role", ""]


def test_a_choice_that_was_not_offered_then_breaks_the_line(then):
    del then["items"]["Q7"]["choices"][2]
    read = loader.read(lined_up(then, [NOW])[0])
    assert compare(read, NOW)["TWIN"] is Change.RECODED


def test_one_made_from_answers_takes_over_what_was_offered(then):
    del then["items"]["Q7"]["choices"][2]
    read = loader.read(lined_up(then, [NOW], is_made=True)[0])
    assert compare(read, NOW)["TWIN"] is Change.SAME


def test_two_questions_of_the_same_words_are_left_as_they_are(then):
    then["items"]["Q9"] = copy.deepcopy(then["items"]["Q7"])
    then["sections"][0]["pages"][0]["items"].append("Q9")
    assert "Q7" not in lined_up(then, [NOW])[1].items


def test_without_other_questionnaires_nothing_changes(then):
    definition, renamed = lined_up(then, [])
    assert loader.read(definition) == loader.read(THEN)
    assert not renamed.items
