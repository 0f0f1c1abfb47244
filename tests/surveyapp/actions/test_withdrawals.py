import re

import pytest
from django.db import connection

from surveyapp.actions.answers import save_answer
from surveyapp.actions.consents import change_choices
from surveyapp.actions.participations import confirm_participation
from surveyapp.actions.refusals import Withdrawn
from surveyapp.actions.responses import reopen_response, start_response, submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent
from surveyapp.models.response import Response
from surveyapp.selectors import consents, records, response_counts
from surveyapp.selectors.instruments import instrument
from surveyapp.signals import answers_withdrawn
from tests.at_once import at_once


@pytest.fixture
def sent(begin):
    """`sent("alpha")` is a response with an answer that was sent."""

    def make(who="alpha", **options):
        response = begin(who, **options)
        save_answer(response=response, item="AREA", raw="production", base_revision=0)
        save_answer(response=response, item="REC1", raw="2", base_revision=0)
        return submit_response(response=response)

    return make


@pytest.fixture
def announced():
    heard = []

    def hear(participation_id, **_):
        heard.append(participation_id)

    answers_withdrawn.connect(hear)
    yield heard
    answers_withdrawn.disconnect(hear)


def rows_of(response, as_worker):
    with as_worker():
        return [model.objects.filter(response=response).count() for model in (DraftAnswer, ResponseAnswers)]


def test_withdrawing_deletes_drafts_and_answers_and_keeps_nothing_that_they_say(sent, as_worker):
    response = sent()
    assert rows_of(response, as_worker) == [2, 1]
    withdraw_response(response=response)
    assert rows_of(response, as_worker) == [0, 0]
    kept = Response.objects.get()
    assert (kept.state, kept.role, kept.progress, kept.submitted_at) == ("withdrawn", "", {}, None)
    assert kept.withdrawn_at is not None
    assert Consent.objects.filter(response=kept).exists()


def test_a_draft_is_withdrawn_as_well(begin, as_worker):
    response = begin()
    save_answer(response=response, item="REC1", raw="2", base_revision=0)
    withdraw_response(response=response)
    assert (rows_of(response, as_worker), Response.objects.get().state) == ([0, 0], "withdrawn")


def test_answers_stand_in_two_tables_and_after_withdrawing_in_none(begin, as_owner):
    response = begin(is_coordinator=True)
    for item, raw in (("REMARK", "a secret remark"), ("BATCHES", "417.25"), ("SIZE", "many")):
        save_answer(response=response, item=item, raw=raw, base_revision=0)
    submit_response(response=response)
    change_choices(response=response, choices={"benchmark": False})
    reopen_response(response=response)
    submit_response(response=response)
    assert holding(as_owner) == {"surveyapp_draftanswer", "surveyapp_responseanswers"}
    withdraw_response(response=response)
    assert holding(as_owner) == set()


def holding(as_owner):
    """The tables in which any of the answers above stands: the audit trail and the site's facts are among them."""
    with as_owner(), connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - the schema's own names
            rows = [text.replace("\\", "").replace('""', '"') for (text,) in cursor.fetchall()]
            if any(re.search(r'a secret remark|417\.25|"many"', row) for row in rows):
                found.add(table)
    return found - {"surveyapp_instrumentversion"}


def test_withdrawing_twice_is_once(sent):
    response = sent()
    first, second = (withdraw_response(response=response).withdrawn_at for _ in range(2))
    assert first == second
    assert AuditEntry.objects.filter(action="response.withdrawn").count() == 1


def test_whatever_was_allowed_is_taken_back(sent):
    response = sent()
    change_choices(response=response, choices={"training_contact": True, "research": False})
    withdraw_response(response=response)
    assert consents.choices(response) == {"training_contact": False, "research": False}


def test_nothing_of_theirs_is_taken_any_more(sent):
    response = sent()
    withdraw_response(response=response)
    for again in (
        lambda: save_answer(response=response, item="REC1", raw="3", base_revision=0),
        lambda: submit_response(response=response),
        lambda: reopen_response(response=response),
    ):
        with pytest.raises(Withdrawn):
            again()
    assert start_response(invitation=response.invitation, language="en").is_withdrawn


def test_a_withdrawn_response_counts_nowhere(sent, survey, as_worker):
    withdraw_response(response=sent())
    counts = response_counts.total(survey.wave)
    assert (counts.invited, counts.started, counts.finished, counts.companies) == (1, 0, 0, 0)
    with as_worker():
        assert records.of_wave(survey.wave, instrument(survey.version.pk)) == []


def test_a_confirmed_result_is_announced_anew_and_an_unconfirmed_one_is_not(sent, people, announced):
    alpha, beta = sent("alpha"), sent("beta")
    confirm_participation(participation=alpha.participation, by=people.alpha.account)
    for response in (alpha, beta):
        withdraw_response(response=response)
    assert announced == [alpha.participation_id]


def test_a_draft_that_never_counted_announces_nothing(begin, people, announced):
    response = begin()
    confirm_participation(participation=response.participation, by=people.alpha.account)
    withdraw_response(response=response)
    assert announced == []


def test_after_the_close_the_answers_go_and_what_was_published_stands(sent, survey, people, announced, as_worker):
    response = sent()
    confirm_participation(participation=response.participation, by=people.alpha.account)
    close_wave(wave=survey.wave, by=people.olga.account)
    withdraw_response(response=response)
    assert (rows_of(response, as_worker), announced) == ([0, 0], [])
    with as_worker():
        assert records.of_wave(survey.wave, instrument(survey.version.pk)) == []


def test_only_what_had_counted_and_goes_after_the_close_keeps_later_surveys_from_comparing(sent, begin, survey, people):
    early, late, unsent = sent(), sent("beta"), begin("alpha")
    withdraw_response(response=early)
    close_wave(wave=survey.wave, by=people.olga.account)
    for response in (unsent, late):
        withdraw_response(response=response)
    marked = survey.wave.participations.filter(answers_withdrawn_at__isnull=False)
    assert list(marked) == [late.participation]


# Together: real transactions, one connection a thread ------------------------------------------------------------


def test_withdrawing_while_sending_ends_withdrawn_with_nothing_left(transactional_db, begin, as_worker):
    several = [begin() for _ in range(6)]
    for response in several:
        save_answer(response=response, item="REC1", raw="2", base_revision=0)
    sending = [lambda r=r: submit_response(response=r) for r in several]
    withdrawing = [lambda r=r: withdraw_response(response=r) for r in several for _ in range(2)]
    results = at_once([*sending, *withdrawing])
    assert {type(result) for result in results} <= {Response, Withdrawn}
    assert set(Response.objects.values_list("state", flat=True)) == {"withdrawn"}
    with as_worker():
        assert (DraftAnswer.objects.count(), ResponseAnswers.objects.count()) == (0, 0)
    assert AuditEntry.objects.filter(action="response.withdrawn").count() == 6


def test_withdrawing_while_the_survey_closes_leaves_nothing_behind(transactional_db, sent, survey, people, as_worker):
    several = [sent() for _ in range(6)]
    calls = [lambda r=r: withdraw_response(response=r) for r in several]
    results = at_once([*calls, lambda: close_wave(wave=survey.wave, by=people.olga.account)])
    assert [result for result in results if isinstance(result, Exception)] == []
    with as_worker():
        assert ResponseAnswers.objects.count() == 0
