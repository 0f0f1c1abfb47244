import pytest
from django.db import ProgrammingError, transaction

from surveyapp.actions.consent_texts import TextUnfit, set_consent_text
from surveyapp.actions.consents import change_choices, give_consent
from surveyapp.actions.refusals import ConsentMissing, LinkRevoked, SurveyClosed, Withdrawn
from surveyapp.actions.responses import reopen_response, start_response, submit_response
from surveyapp.actions.waves import open_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.consent import Consent, ConsentChoice, ConsentText, Purpose
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import consents

SENTENCES = [{"en": "You take part because you want to."}]
QUESTIONS = [{"purpose": "research", "text": {"en": "For science?"}}]


@pytest.fixture
def started(invite):
    """`started()` is a response whose person has not agreed yet."""

    def make(who="alpha", **options):
        return start_response(invitation=invite(who, **options)[0], language="en")

    return make


def choices_of(response):
    return list(ConsentChoice.objects.filter(response=response).order_by("pk").values_list("purpose", "is_granted"))


def test_consent_keeps_the_sentences_and_questions_as_shown_with_time_and_language(started):
    response = started()
    give_consent(response=response, choices={"benchmark": True, "research": False})
    consent = Consent.objects.get()
    assert consent.sentences[:2] == ["Taking part is voluntary.", "Your manager sees the result of the site."]
    assert consent.sentences[3].startswith("Your own answers are deleted 24 months after the survey closes.")
    assert (consent.language, consent.text.version, consent.given_at is not None) == ("en", 1, True)
    first = ConsentChoice.objects.order_by("pk").first()
    assert (first.purpose, first.is_granted, first.language) == ("benchmark", True, "en")
    assert first.text.startswith("May your answers count in the sector's results,")
    assert choices_of(response) == [("benchmark", True), ("research", False)]


def test_agreeing_again_to_the_same_text_is_once(started):
    response = started()
    for _ in range(2):
        give_consent(response=response, choices={"research": True})
    assert (Consent.objects.count(), choices_of(response)) == (1, [("research", True)])


def test_opening_a_wave_stores_what_everybody_will_be_asked(survey):
    Wave.objects.update(state="draft", opens_at=None)
    open_wave(wave=survey.wave, by=None, by_kind="operator")
    text = ConsentText.objects.get()
    assert (text.version, [each["purpose"] for each in text.questions]) == (1, [str(each) for each in Purpose])
    assert text.sentences[0] == {"en": "Taking part is voluntary."}


def test_opening_keeps_a_text_the_organiser_wrote_before(survey, people):
    Wave.objects.update(state="draft", opens_at=None)
    set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=QUESTIONS, by=people.olga.account)
    open_wave(wave=survey.wave, by=people.olga.account)
    text = ConsentText.objects.get()
    assert (text.sentences[0], text.questions) == (SENTENCES[0], QUESTIONS)


def test_how_long_answers_are_kept_stands_under_the_organisers_own_text(survey, people, programme):
    programme.keeps_answers_months = 1
    programme.save()
    text = set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=[], by=people.olga.account)
    assert [sentence["en"].split(".")[0] for sentence in text.sentences] == [
        "You take part because you want to",
        "You can change your answers until the survey closes, and withdraw them at any time",
        "Your own answers are deleted 1 month after the survey closes",
    ]


def test_a_consent_text_never_changes(survey, people):
    text = set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=QUESTIONS, by=people.olga.account)
    with pytest.raises(ProgrammingError, match=r"stays as it was shown|permission denied"), transaction.atomic():
        ConsentText.objects.filter(pk=text.pk).update(version=7)


@pytest.mark.parametrize(
    ("sentences", "questions", "says"),
    [
        ([], QUESTIONS, "at least one sentence"),
        ([{"en": " "}], QUESTIONS, "has no text in en"),
        ([{"fr": "Oui"}], QUESTIONS, "has no text in en"),
        (SENTENCES, [{"purpose": "advertising", "text": {"en": "Ads?"}}], "cannot ask about advertising"),
        (SENTENCES, QUESTIONS * 2, "asked about twice"),
    ],
)
def test_a_text_that_cannot_be_shown_or_honoured_is_refused(survey, people, sentences, questions, says):
    with pytest.raises(TextUnfit, match=says):
        set_consent_text(wave=survey.wave, sentences=sentences, questions=questions, by=people.olga.account)
    assert not ConsentText.objects.exists()


def test_a_closed_wave_gets_no_new_text(survey, people, close):
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=[], by=people.olga.account)


def test_a_newer_text_asks_again_and_keeps_what_was_agreed_before(begin, survey, people):
    response = begin()
    assert consents.is_current(response)
    set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=QUESTIONS, by=people.olga.account)
    assert not consents.is_current(response)
    with pytest.raises(ConsentMissing):
        submit_response(response=response)
    give_consent(response=response, choices={"research": True})
    assert consents.is_current(response)
    assert [consent.text.version for consent in consents.given(response)] == [1, 2]


def test_whoever_agreed_before_texts_had_versions_agreed_to_the_first(begin, survey, people):
    response = begin()
    Consent.objects.update(text=None)
    assert consents.is_current(response)
    set_consent_text(wave=survey.wave, sentences=SENTENCES, questions=[], by=people.olga.account)
    assert not consents.is_current(response)


@pytest.mark.parametrize("options", [{"is_coordinator": True}])
def test_a_coordinator_is_not_asked_whether_the_coordinator_may_look(started, survey, options):
    response = started(**options)
    asked = consents.shown_to(response, consents.text_of(survey.wave)).questions
    assert [question.purpose for question in asked] == ["benchmark", "training_contact", "research"]
    with pytest.raises(TextUnfit, match="coordinator_sees"):
        give_consent(response=response, choices={"coordinator_sees": True})
    assert not Consent.objects.exists()


def test_what_nobody_asked_leaves_the_answers_in_the_sectors_results_and_nothing_else(begin):
    response = begin()
    assert {purpose: consents.allows(response, purpose) for purpose in Purpose} == {
        Purpose.BENCHMARK: True,
        Purpose.TRAINING_CONTACT: False,
        Purpose.RESEARCH: False,
        Purpose.COORDINATOR_SEES: False,
    }


def test_refusing_the_sectors_results_is_kept_with_what_is_sent_and_changes_with_the_decision(begin):
    response = begin()
    change_choices(response=response, choices={"benchmark": False})
    assert submit_response(response=response).benchmark_use is False
    change_choices(response=response, choices={"benchmark": True})
    assert Response.objects.get().benchmark_use is True
    change_choices(response=response, choices={"benchmark": False})
    assert Response.objects.get().benchmark_use is False
    assert choices_of(response) == [("benchmark", False), ("benchmark", True), ("benchmark", False)]


def test_a_decision_made_while_reopened_counts_when_sent_again(begin):
    response = begin()
    submit_response(response=response)
    reopen_response(response=response)
    change_choices(response=response, choices={"benchmark": False})
    assert submit_response(response=response).benchmark_use is False


def test_deciding_the_same_again_writes_nothing(begin):
    response = begin()
    for _ in range(2):
        change_choices(response=response, choices={"research": True})
    assert choices_of(response) == [("research", True)]


def test_after_the_close_nothing_is_decided_any_more(begin, survey, close):
    response = begin()
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        change_choices(response=response, choices={"research": True})


def test_whoever_has_withdrawn_neither_agrees_nor_decides(begin):
    response = begin()
    withdraw_response(response=response)
    for action in (give_consent, change_choices):
        with pytest.raises(Withdrawn):
            action(response=response, choices={"research": True})


def test_whose_link_was_withdrawn_decides_nothing(begin, people):
    from surveyapp.actions.invitations import revoke

    response = begin()
    revoke(invitation=response.invitation, by=people.olga.account)
    with pytest.raises(LinkRevoked):
        change_choices(response=response, choices={"research": True})


@pytest.mark.parametrize("purpose", Purpose)
def test_only_who_allows_it_now_is_on_a_list_for_a_purpose(begin, survey, purpose):
    def sent(*decisions):
        response = begin()
        for decision in decisions:
            change_choices(response=response, choices={str(purpose): decision})
        return submit_response(response=response)

    allows, regrets = sent(True), sent(True, False)
    agrees_at_last, refuses, never_asked = sent(False, True), sent(False), sent()
    withdrawn = withdraw_response(response=sent(True))
    change_choices(response=begin(), choices={str(purpose): True})
    listed = set(consents.who_allows(survey.wave, purpose))
    assert listed == {allows, agrees_at_last} | ({never_asked} if purpose == Purpose.BENCHMARK else set())
    assert listed.isdisjoint({regrets, refuses, withdrawn})


def test_nobody_of_a_confidential_wave_is_on_any_list(survey, begin, make_confidential):
    response = begin()
    change_choices(response=response, choices={"research": True})
    submit_response(response=response)
    assert list(consents.who_allows(survey.wave, Purpose.RESEARCH)) == [response]
    assert not consents.who_allows(make_confidential(survey.wave), Purpose.RESEARCH).exists()


def test_a_confidential_wave_asks_only_what_it_can_keep_and_says_what_closing_does(survey, people, make_confidential):
    wave = make_confidential(survey.wave)
    text = consents.text_of(wave)
    assert [each["purpose"] for each in text.questions] == ["benchmark", "research"]
    said = " ".join(sentence["en"] for sentence in text.sentences)
    assert "nobody can find, change, download or withdraw them, not even you" in said
    question = {"purpose": "coordinator_sees", "text": {"en": "May they look?"}}
    with pytest.raises(TextUnfit, match="coordinator_sees"):
        set_consent_text(wave=wave, sentences=SENTENCES, questions=[question], by=people.olga.account)


def test_whether_a_wave_is_confidential_is_settled_once_it_has_opened(survey, make_confidential):
    wave = make_confidential(survey.wave)
    with pytest.raises(ProgrammingError, match="settled once it has opened"), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(is_confidential=False)
