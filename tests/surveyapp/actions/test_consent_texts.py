"""The consent text of a survey whose questionnaire is corrected while people answer."""

import copy

import pytest

from surveyapp.actions.consent_texts import set_consent_text
from surveyapp.actions.consents import give_consent
from surveyapp.actions.corrections import correct_wave
from surveyapp.actions.refusals import ConsentMissing
from surveyapp.actions.responses import submit_response
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import ConsentText
from surveyapp.models.wave import Wave
from surveyapp.selectors import consents, responses


@pytest.fixture
def correct(survey, people, definition, publish_instrument):
    """`correct(change)` lets the survey go on with a second version, in which `change` mended something."""

    def make(change):
        mended = copy.deepcopy(definition) | {"version": "2"}
        change(mended)
        wave = Wave.objects.select_related("programme").get(pk=survey.wave.pk)
        return correct_wave(wave=wave, version=publish_instrument(mended), by=people.olga.account)

    return make


def mend_consent(definition):
    definition["consent"][0]["en"] = "Taking part is voluntary!"


def add_german(definition):
    """Every text gets the same one, but for the first sentence of consent."""
    say_in_german(definition)
    definition["languages"] = ["en", "de"]
    definition["consent"][0]["de"] = "Die Teilnahme ist freiwillig."


def say_in_german(node):
    for part in list(node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()):
        say_in_german(part)
    if isinstance(node, dict) and "en" in node:
        node["de"] = "Auf Deutsch"


def mend_a_question(definition):
    definition["items"]["REMARK"]["text"]["en"] = "Anything more?"
    definition["since"] = {"version": "1", "items": {"REMARK": {"change": "same"}}}


def versions():
    return list(ConsentText.objects.order_by("version").values_list("version", "asks_again"))


def test_a_corrected_sentence_is_the_next_version_and_everybody_is_asked_again(begin, correct, survey):
    response = begin()
    correct(mend_consent)
    assert versions() == [(1, True), (2, True)]
    text = consents.text_of(survey.wave)
    assert text.sentences[0] == {"en": "Taking part is voluntary!"}
    assert not consents.is_current(response)
    assert not consents.is_current(responses.response(response.pk))
    with pytest.raises(ConsentMissing):
        submit_response(response=response)
    shown = consents.with_news(consents.shown_to(response, text), consents.latest(response), text)
    assert [is_new for _, is_new in shown] == [True, False, False, False]
    give_consent(response=response)
    assert submit_response(response=response).is_submitted
    assert [given.sentences[0] for given in consents.given(response)] == [
        "Taking part is voluntary.",
        "Taking part is voluntary!",
    ]


def test_a_language_that_is_added_asks_nobody_again_and_is_there_for_who_comes_next(begin, correct, survey):
    response = begin()
    correct(add_german)
    assert versions() == [(1, True), (2, False)]
    assert consents.is_current(response)
    text = consents.text_of(survey.wave)
    response.language = "de"
    shown = consents.shown_to(response, text)
    assert shown.sentences[0] == "Die Teilnahme ist freiwillig."
    assert [question.text[:22] for question in shown.questions[:1]] == ["Dürfen Ihre Antworten "]
    assert submit_response(response=response).is_submitted


def test_a_correction_elsewhere_makes_no_new_version(begin, correct):
    response = begin()
    correct(mend_a_question)
    assert versions() == [(1, True)]
    assert consents.is_current(response)


def test_what_the_organiser_wrote_stays(begin, correct, survey, people):
    sentences = [{"en": "You take part because you want to."}]
    questions = [{"purpose": "research", "text": {"en": "For science?"}}]
    set_consent_text(wave=survey.wave, sentences=sentences, questions=questions, by=people.olga.account)
    response = begin()
    correct(mend_consent)
    assert versions() == [(1, True)]
    assert consents.is_current(response)


def test_before_anybody_came_the_first_text_is_the_corrected_one(correct, survey):
    correct(mend_consent)
    assert versions() == []
    assert consents.text_of(Wave.objects.get(pk=survey.wave.pk)).sentences[0] == {"en": "Taking part is voluntary!"}


def test_the_new_version_is_in_the_audit_trail(begin, correct, people):
    begin()
    correct(mend_consent)
    entry = AuditEntry.objects.get(action="consent.text_set")
    assert (entry.actor, entry.detail) == (people.olga.account, {"version": 2})
