import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.changes import Change, accepts, compare


def changes(small, definition):
    found = compare(small, loader.read(definition))
    return {code: change for code, change in found.items() if change is not Change.SAME}


def test_a_version_is_the_same_as_itself(small):
    assert set(compare(small, small).values()) == {Change.SAME}
    assert set(compare(small, small)) == set(small.items)


@pytest.mark.parametrize(
    ("item", "change", "expected"),
    [
        ("OVEN", {"text": {"en": "Who runs it?", "fr": "Comment le four est-il conduit ?"}}, Change.REWORDED),
        ("OVEN", {"help": None}, Change.REWORDED),
        ("OVEN", {"does_not_apply": {"en": "None", "fr": "Aucun"}}, Change.REWORDED),
        ("OVEN", {"does_not_apply": None}, Change.RECODED),
        ("OVEN", {"dont_know": False}, Change.RECODED),
        ("OVEN", {"merge": "once"}, Change.RECODED),
        ("OVEN", {"visible_when": {"item": "ROLE", "in": ["baker"]}}, Change.RECODED),
        ("LOAVES", {"maximum": 6000}, Change.RECODED),
        ("LOAVES", {"unit": "dozens"}, Change.RECODED),
        ("BARRIERS", {"maximum_choices": 1}, Change.RECODED),
        ("HOW_TIME", {"scale": "skill"}, Change.REWORDED),
        ("HOW_TIME", {"kind": "single"}, Change.RECODED),
    ],
)
def test_a_changed_item_is_told(small, definition, item, change, expected):
    definition["items"][item].update(change)
    assert changes(small, definition) == {item: expected}


@pytest.mark.parametrize(
    "change",
    [{"seconds": 5}, {"sensitive": True}, {"publish": "mean"}, {"knows": ["owner"]}, {"short_path": False}],
)
def test_what_a_respondent_never_sees_is_no_change(small, definition, change):
    definition["items"]["OVEN"].update(change)
    assert changes(small, definition) == {}


def test_the_help_of_a_score_is_no_change_for_nobody_answers_it(small, definition):
    score = next(code for code, item in small.items.items() if item.kind == "score")
    definition["items"][score]["help"] = {"en": "As the file says", "fr": "Comme dans le fichier"}
    assert changes(small, definition) == {}


def test_a_new_first_step_is_no_change(small, definition):
    definition["items"]["OVEN"]["choices"][0]["first_step"]["en"] = "Borrow a timer"
    assert changes(small, definition) == {}


def test_a_reworded_choice_is_reworded_and_a_moved_one_too(small, definition):
    definition["items"]["ROLE"]["choices"].reverse()
    definition["items"]["FLOUR"]["choices"][0]["text"]["en"] = "Soft wheat"
    assert changes(small, definition) == {"ROLE": Change.REWORDED, "FLOUR": Change.REWORDED}


def test_a_changed_value_or_code_is_recoded(small, definition):
    definition["items"]["OVEN"]["choices"][2]["value"] = 4
    definition["items"]["ROLE"]["choices"][0]["code"] = "miller"
    assert changes(small, definition) == {"OVEN": Change.RECODED, "ROLE": Change.RECODED}


def test_items_come_and_go(small, definition):
    definition["items"]["TIP"] = definition["items"].pop("NOTE")
    definition["sections"][3]["pages"][0]["items"][-1] = "TIP"
    assert changes(small, definition) == {"NOTE": Change.DROPPED, "TIP": Change.NEW}


def without_french(node):
    if isinstance(node, list):
        return [without_french(child) for child in node]
    if isinstance(node, dict):
        return {key: without_french(child) for key, child in node.items() if key != "fr"}
    return node


def test_a_language_added_to_all_texts_is_no_change(small, definition):
    english = loader.read(without_french(definition) | {"languages": ["en"]})
    assert set(compare(english, small).values()) == {Change.SAME}
    assert accepts(english, small)


def test_a_wave_accepts_a_version_that_adds_and_drops(small, definition):
    definition["items"]["TIP"] = definition["items"].pop("NOTE")
    definition["sections"][3]["pages"][0]["items"][-1] = "TIP"
    assert accepts(small, loader.read(definition | {"version": "2"}))


def test_a_wave_refuses_a_version_that_rewords(small, definition):
    definition["items"]["OVEN"]["text"]["en"] = "Who runs the oven?"
    assert not accepts(small, loader.read(definition | {"version": "2"}))


def test_a_wave_refuses_another_questionnaire(small, definition):
    assert not accepts(small, loader.read(definition | {"slug": "brewery"}))
