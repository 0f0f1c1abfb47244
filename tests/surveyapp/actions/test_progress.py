from uuid import uuid4

import pytest

from surveyapp.actions.answers import Given, save_answer, save_page
from surveyapp.actions.progress import note_progress
from surveyapp.actions.refusals import AlreadySubmitted
from surveyapp.actions.responses import submit_response
from surveyapp.models.response import Response


def noted(response):
    return Response.objects.get(pk=response.pk).progress


@pytest.fixture
def response(begin):
    return begin(path="sections", sections=["work", "skills"])


def test_continue_notes_how_far_somebody_is(response):
    save_page(response=response, given=[Given("REC1", "2", 0), Given("REC2", "dont_know", 0)])
    assert noted(response) == {"you": [0, 1], "work": [2, 5], "skills": [0, 1]}


def test_autosave_stays_one_small_upsert_and_notes_nothing(response):
    save_answer(response=response, item="REC1", raw="2", base_revision=0, save_id=uuid4())
    assert noted(response) == {}
    note_progress(response=response)
    assert noted(response)["work"] == [1, 5]


def test_no_number_tells_which_answer_was_given(begin):
    counts = []
    for twin, screen in (("in_use", "hardly"), ("none", "yes_they_do"), ("dont_know", "partly")):
        response = begin(path="sections", sections=["work", "skills"])
        follow_ups = [Given("TWIN_KIND", "live", 0)] if twin == "in_use" else []
        save_page(response=response, given=[Given("TWIN", twin, 0), *follow_ups, Given("SCREEN", screen, 0)])
        counts.append(noted(response))
    assert counts == [{"you": [0, 1], "work": [1, 5], "skills": [1, 1]}] * 3


def test_sending_notes_it_too_and_then_it_stands(response):
    save_answer(response=response, item="SCREEN", raw="partly", base_revision=0)
    submit_response(response=response)
    assert noted(response)["skills"] == [1, 1]
    with pytest.raises(AlreadySubmitted):
        note_progress(response=response)


def test_what_could_not_be_saved_is_not_counted(response):
    save_page(response=response, given=[Given("REC1", "seven", 0)])
    assert noted(response)["work"] == [0, 5]


def test_no_answer_stands_in_the_progress(response):
    save_page(response=response, given=[Given("REMARK", "zebra crossing", 0)])
    assert noted(response)["work"] == [1, 5]
    assert "zebra" not in str(Response.objects.filter(pk=response.pk).values())
