from dataclasses import replace

import pytest

from surveyapp.forms import pages
from surveyapp.instruments import loader, paths
from surveyapp.selectors.responses import Asked


@pytest.fixture
def tiny(definition):
    instrument = loader.read(definition)
    return Asked(instrument, tuple(code for code in instrument.placed if code != "SIZE"))


@pytest.fixture
def short(tiny):
    """As tiny, with one page leading to the next through all sections."""
    return replace(tiny, is_short=True)


def places(asked, answers):
    return ["/".join(step.place) for step in pages.steps(asked, answers)]


def test_only_pages_with_a_question_in_force_are_pages(tiny):
    always = ["you/area", "work/records", "work/twins", "work/more", "skills/screen"]
    assert places(tiny, {}) == always
    short = {"SCREEN": {"value": "hardly"}}
    assert places(tiny, short) == [*always, "skills/detail"]
    short |= {"PY_NOW": {"value": "1"}, "PY_NEED": {"value": "2"}}
    assert places(tiny, short) == [*always, "skills/detail", "skills/first"]


def test_the_next_page_is_the_next_in_force_even_from_one_that_is_not(tiny):
    steps = pages.steps(tiny, {})
    assert pages.after(tiny, steps, "work", "records").place == ("work", "twins")
    assert pages.after(tiny, steps, "work", "more") is None
    assert pages.after(tiny, steps, "skills", "detail") is None


def test_the_page_before_is_in_the_same_section(tiny):
    steps = pages.steps(tiny, {})
    assert pages.before(tiny, steps, ("work", "twins")).place == ("work", "records")
    assert pages.before(tiny, steps, ("work", "records")) is None


def test_on_the_short_path_one_page_leads_to_the_next_through_all_sections(short):
    steps = pages.steps(short, {})
    assert pages.after(short, steps, "you", "area").place == ("work", "records")
    assert pages.after(short, steps, "work", "more").place == ("skills", "screen")
    assert pages.after(short, steps, "skills", "screen") is None
    assert pages.after(short, steps, "skills", "detail") is None
    assert pages.before(short, steps, ("work", "records")).place == ("you", "area")
    assert pages.before(short, steps, ("you", "area")) is None


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        ({"value": "2"}, True),
        ({"missing": "dont_know"}, True),
        ({"missing": "does_not_apply"}, True),
        ({"missing": "not_answered"}, False),
    ],
)
def test_a_reason_is_an_answer_and_an_empty_field_is_not(answer, answered):
    assert pages.is_answered({"REC1": answer}, "REC1") is answered
    assert pages.is_answered({}, "REC1") is False


def test_one_goes_on_at_the_first_page_with_something_open(tiny):
    answers = {"AREA": {"value": "production"}, "REC1": {"value": "1"}, "REC2": {"missing": "dont_know"}}
    assert pages.first_open(pages.steps(tiny, answers), answers).place == ("work", "twins")


def test_at_first_the_minutes_left_are_those_of_the_start_page(tiny):
    assert pages.minutes_left(tiny, {}) == paths.minutes(tiny.instrument, tiny.items)


@pytest.mark.parametrize(("path", "minutes"), [("full", 30), ("short", 7)])
def test_the_bioprocess_questionnaire_says_the_same_minutes_on_both_pages(path, minutes):
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    items, is_short = tuple(paths.items_for(instrument, path)), path == "short"
    assert pages.minutes_left(Asked(instrument, items, is_short=is_short), {}) == minutes
    assert paths.minutes(instrument, items, checks_sections=not is_short) == minutes


def test_minutes_left_shrink_with_every_answer(tiny):
    answers = {}
    left = [pages.minutes_left(tiny, answers)]
    for code, value in (("AREA", "production"), ("REC1", "1"), ("REC2", "1"), ("TWIN", "none"), ("SCREEN", "partly")):
        answers[code] = {"value": value}
        left.append(pages.minutes_left(tiny, answers))
    assert left == sorted(left, reverse=True)
