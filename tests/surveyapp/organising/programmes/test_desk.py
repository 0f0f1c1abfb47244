from contextlib import suppress

import pytest
from django.urls import Resolver404, resolve

from surveyapp.organising.reserved import NOT_SURVEYS


def test_a_new_programme_says_what_is_missing(olga, shipped, words, at):
    page = olga.get(at("programme-desk", "sector"))
    assert "things are missing before the first survey" in words(page)
    assert [(each.label, each.is_done) for each in page.context["tasks"]] == [
        ("Say who you are and what you do with answers", False),
        ("Choose or bring a questionnaire", True),
        ("Choose the groups to compare", True),
        ("Bring the list of organisations", True),
        ("Say what the list is", False),
        ("Start a survey", False),
    ]


def test_an_opened_survey_ends_the_list_of_what_is_missing(olga, opened, words, at):
    opened()
    page = olga.get(at("programme-desk", "sector"))
    assert page.context["tasks"] == []
    assert "2026 survey" in words(page)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("draft", "Prepare and open it"),
        ("open", "See who has answered"),
        ("closed", "Check the results and publish"),
        ("released", "See what was published"),
    ],
)
def test_each_survey_says_what_comes_next(olga, opened, at, state, step):
    opened(state)
    for name in ("programme-desk", "survey-list"):
        (survey,) = olga.get(at(name, "sector")).context["surveys"]
        assert survey["next"].label == step
        assert olga.get(survey["next"].url).status_code in (200, 302)


def test_no_place_of_the_navigation_is_dead(olga, opened, at):
    wave = opened()
    page = olga.get(at("wave-detail", "sector", wave.slug))
    assert [each["label"] for each in page.context["nav"] if each["within"]] == ["Surveys"]
    for place in [*page.context["nav"], *page.context["inner_nav"]]:
        assert olga.get(place["url"]).status_code == 200, place


@pytest.mark.parametrize("name", ["programme-desk", "survey-list"])
@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_a_stranger_cannot_tell_whether_a_programme_exists(signed_in, people, at, name, who):
    client = signed_in(getattr(people, who))
    assert client.get(at(name, "sector")).status_code == 403
    assert client.get(at(name, "no-such-programme")).status_code == 403


@pytest.mark.parametrize("word", NOT_SURVEYS)
def test_a_part_of_a_programme_is_no_survey(word):
    with suppress(Resolver404):
        assert resolve(f"/organise/sector/{word}/").url_name != "wave-detail"
