import copy

import pytest

from surveyapp.actions.answers import Given, save_page
from surveyapp.actions.corrections import CorrectionRefused, correct_wave
from surveyapp.actions.responses import reopen_response, submit_response
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import Instrument
from surveyapp.models.programme import Programme
from surveyapp.selectors import drafts, responses


@pytest.fixture
def second(definition):
    """The tiny questionnaire with a typing error mended, as its next version."""
    mended = copy.deepcopy(definition) | {"version": "2"}
    mended["items"]["REC1"]["text"]["en"] = "How are the records made?"
    mended["since"] = {"version": "1", "items": {"REC1": {"change": "same"}}}
    return mended


def correct(survey, people, version):
    return correct_wave(wave=survey.wave, version=version, by=people.olga.account)


def problems_of(survey, people, version):
    with pytest.raises(CorrectionRefused) as refused:
        correct(survey, people, version)
    survey.wave.refresh_from_db()
    assert survey.wave.instrument_version == survey.version
    return refused.value.problems


def test_a_mended_text_takes_the_place_of_the_one_in_use(survey, people, publish_instrument, second):
    version = publish_instrument(second)
    assert correct(survey, people, version).instrument_version == version
    entry = AuditEntry.objects.get(action="wave.questionnaire_changed")
    assert entry.detail == {"before": str(survey.version.pk), "after": str(version.pk), "under_way": 0}


def test_answers_under_way_go_on_and_both_versions_are_recorded(survey, people, publish_instrument, second, begin):
    response = begin("alpha")
    save_page(response=response, given=[Given("REC1", "2", 0)])
    version = publish_instrument(second)
    correct(survey, people, version)
    response = responses.response(response.pk)
    assert responses.asked(response).instrument.items["REC1"].text["en"] == "How are the records made?"
    assert drafts.answers(response)["REC1"] == {"value": "2"}
    sent = submit_response(response=response)
    assert (sent.started_version, sent.instrument_version) == (survey.version, version)


def test_what_was_sent_before_keeps_its_version_until_it_is_sent_again(
    survey, people, publish_instrument, second, begin
):
    sent = submit_response(response=begin("alpha"))
    version = publish_instrument(second)
    correct(survey, people, version)
    sent.refresh_from_db()
    assert sent.instrument_version == survey.version
    reopened = reopen_response(response=sent)
    assert responses.asked(reopened).instrument.items["REC1"].text["en"] == "How are the records made?"
    again = submit_response(response=responses.response(sent.pk))
    assert (again.started_version, again.instrument_version) == (survey.version, version)


def test_the_same_version_again_changes_nothing(survey, people):
    correct(survey, people, survey.version)
    assert not AuditEntry.objects.filter(action="wave.questionnaire_changed").exists()


def test_a_rewording_that_nobody_called_the_same_is_refused(survey, people, publish_instrument, second):
    del second["since"]
    assert problems_of(survey, people, publish_instrument(second)) == (
        "REC1 is reworded since version 1. Only a mended typing error, declared as same, may differ.",
    )


def test_another_rule_is_refused_though_every_question_is_the_same(survey, people, publish_instrument, second):
    second["dimensions"][0]["minimum_items"] = 2
    (problem,) = problems_of(survey, people, publish_instrument(second))
    assert problem.startswith("Version 2 differs from 1 in more than its words")


def test_a_lost_language_another_questionnaire_and_another_order_are_refused(
    survey, people, publish_instrument, definition
):
    other = publish_instrument(definition | {"slug": "other"})
    assert problems_of(survey, people, other) == (
        "other is another questionnaire than tiny. Choose a version of tiny.",
    )
    moved = copy.deepcopy(definition) | {"version": "3"}
    moved["sections"].reverse()
    for item in moved["items"].values():
        item.pop("visible_when", None)
    assert problems_of(survey, people, publish_instrument(moved))


def test_a_closed_survey_keeps_its_questionnaire(survey, people, publish_instrument, second, close):
    close(survey.wave)
    problems = problems_of(survey, people, publish_instrument(second))
    assert problems == ("The survey is closed: its questionnaire stays as it was answered.",)


def test_another_programmes_questionnaire_is_refused(survey, people, publish_instrument, second, as_worker):
    version = publish_instrument(second | {"slug": "theirs"})
    with as_worker():
        Instrument.objects.filter(slug="theirs").update(programme=Programme.objects.get(slug="elsewhere"))
    assert problems_of(survey, people, version) == ("This questionnaire belongs to another programme.",)


def test_before_it_opens_a_survey_may_take_any(survey, people, publish_instrument, definition):
    survey.wave.state = "draft"
    survey.wave.save()
    version = publish_instrument(definition | {"slug": "other"})
    assert correct(survey, people, version).instrument_version == version
