"""The database keeps beside the answers what they are grouped by."""

import pytest

from surveyapp.actions.consents import change_choices
from surveyapp.actions.responses import submit_response
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.response import Response

KEYS = ("participation_id", "role", "is_agreed", "benchmark_use", "is_submitted")


@pytest.fixture
def kept(as_worker):
    def read():
        with as_worker():
            return ResponseAnswers.objects.values(*KEYS).get()

    return read


def test_answers_take_their_keys_from_the_response(begin, kept):
    response = submit_response(response=begin())
    own = {key: getattr(response, key) for key in KEYS}
    assert kept() == own | {"is_submitted": True}


def test_a_choice_after_submitting_reaches_the_answers_though_they_are_out_of_scope(begin, kept):
    response = submit_response(response=begin())
    change_choices(response=response, choices={"benchmark": False})
    assert kept()["benchmark_use"] is False


@pytest.mark.parametrize(
    "change", [{"role": "it"}, {"is_agreed": True}, {"benchmark_use": False}, {"state": "draft", "submitted_at": None}]
)
def test_whatever_writes_the_response_changes_the_keys(begin, kept, change):
    response = submit_response(response=begin())
    Response.objects.filter(pk=response.pk).update(**change)
    response.refresh_from_db()
    assert kept() == {key: getattr(response, key) for key in KEYS}


def test_nobody_sets_other_keys_than_the_response_has(begin, kept, as_worker):
    response = submit_response(response=begin())
    with as_worker():
        ResponseAnswers.objects.all().delete()
        ResponseAnswers.objects.create(response=response, document={}, vector=b"", role="board", is_agreed=True)
    assert kept() == {key: getattr(response, key) for key in KEYS}
