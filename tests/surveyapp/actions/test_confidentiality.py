import re

import pytest
from django.db import ProgrammingError, connection, transaction

from surveyapp.actions.answers import save_answer
from surveyapp.actions.confidentiality import unlink_answers
from surveyapp.actions.consents import change_choices
from surveyapp.actions.refusals import LinkRevoked, ResponseGone, SurveyClosed
from surveyapp.actions.responses import start_response, submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.answers import DraftAnswer, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.assignment import Assignment
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent, ConsentChoice
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import records, response_counts
from surveyapp.selectors.drafts import Draft
from surveyapp.selectors.instruments import instrument
from tests.at_once import at_once


@pytest.fixture
def wave(survey, make_confidential):
    return make_confidential(survey.wave)


@pytest.fixture
def send(wave, begin):
    def make(who="alpha", level="2", **options):
        response = begin(who, **options)
        save_answer(response=response, item="AREA", raw="production", base_revision=0)
        save_answer(response=response, item="REC1", raw=level, base_revision=0)
        return submit_response(response=response)

    return make


@pytest.fixture
def close_it(wave, people):
    return lambda: close_wave(wave=wave, by=people.olga.account)


def test_closing_moves_what_was_sent_and_deletes_every_trace_of_the_persons(send, begin, close_it, as_worker):
    kept, withdrawn, begun = send(level="1"), send(level="3"), begin("beta")
    save_answer(response=begun, item="REC1", raw="2", base_revision=0)
    change_choices(response=kept, choices={"benchmark": False, "research": True})
    withdraw_response(response=withdrawn)
    close_it()
    for model in (Response, Consent, ConsentChoice):
        assert not model.objects.exists()
    with as_worker():
        assert not DraftAnswer.objects.exists()
        assert not ResponseAnswers.objects.exists()
        row = UnlinkedAnswers.objects.get()
    assert (row.participation_id, row.role) == (kept.participation_id, "production")
    assert (row.benchmark_use, row.research_use, row.document["REC1"]) == (False, True, {"value": "1"})
    assert row.pk != kept.pk


def test_only_the_number_of_those_who_sent_stays(send, begin, wave, close_it):
    send(), send(), send("beta"), begin("beta")
    before = response_counts.total(wave)
    close_it()
    counts = wave.participations.order_by("-n_submitted_at_close").values_list("n_submitted_at_close", flat=True)
    assert list(counts) == [2, 1]
    after = response_counts.total(wave)
    assert (before.started, before.finished) == (after.started, after.finished) == (2, 2)


def test_an_ordinary_wave_keeps_its_responses(survey, begin, people, as_worker):
    response = begin()
    submit_response(response=response)
    close_wave(wave=survey.wave, by=people.olga.account)
    with as_worker():
        assert (ResponseAnswers.objects.count(), UnlinkedAnswers.objects.count()) == (1, 0)
    assert survey.wave.participations.filter(n_submitted_at_close__isnull=False).count() == 0


def test_closing_again_changes_nothing(send, close_it, wave, as_worker):
    send()
    close_it(), close_it()
    assert AuditEntry.objects.filter(action="wave.unlinked").count() == 1
    with as_worker():
        assert unlink_answers(wave=wave, by=None, by_kind="worker") == 0
        assert UnlinkedAnswers.objects.count() == 1
    assert list(wave.participations.values_list("n_submitted_at_close", flat=True).order_by("-pk")) != []


def test_what_the_answers_hang_on_is_all_that_publishing_reads(send, wave, survey, close_it, as_worker):
    questionnaire = instrument(survey.version.pk)
    for level in ("1", "3"):
        send(level=level)
    with as_worker():
        assert records.of_wave(wave, questionnaire) == []
        assert records.of_participation(wave.participations.first(), questionnaire).responses == ()
    close_it()
    with as_worker():
        first, again = (records.of_wave(wave, questionnaire)[0].responses for _ in range(2))
        ids = list(UnlinkedAnswers.objects.order_by("id").values_list("document", flat=True))
    assert first == again
    assert [dict(each.answers)["REC1"] for each in first] == [document["REC1"] for document in ids]
    assert {(each.role, each.is_coordinator) for each in first} == {("production", False)}


def test_what_may_not_count_in_the_sector_counts_for_the_site(send, wave, survey, close_it, as_worker):
    change_choices(response=send(), choices={"benchmark": False})
    close_it()
    questionnaire = instrument(survey.version.pk)
    with as_worker():
        assert records.of_wave(wave, questionnaire) == []
        sites = [records.of_participation(each, questionnaire) for each in wave.participations.all()]
    assert sorted(len(site.responses) for site in sites) == [0, 1]


def test_which_sections_somebody_had_does_not_tell_which_answers_are_theirs(send, close_it):
    send(path="sections", sections=["work"])
    assert Assignment.objects.exists()
    close_it()
    assert not Assignment.objects.exists()
    assert list(Invitation.objects.values_list("path", "role")) == [("full", "")]


def test_the_link_and_the_open_page_find_nothing_any_more(send, close_it):
    response = send()
    close_it()
    with pytest.raises(SurveyClosed):
        start_response(invitation=response.invitation, language="en")
    for action in (submit_response, withdraw_response):
        with pytest.raises(ResponseGone):
            action(response=response)
    with pytest.raises(ResponseGone):
        save_answer(response=response, item="REC1", raw="1", base_revision=0)


# The database's own function ---------------------------------------------------------------------------------


def _call(wave):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT waymark_unlink_wave(%s)", [wave.pk])


@pytest.mark.parametrize("confidential", [True, False])
@pytest.mark.parametrize("state", ["draft", "open"])
def test_the_function_refuses_a_wave_that_is_not_confidential_and_closed(survey, begin, state, confidential):
    submit_response(response=begin())
    Wave.objects.update(state="draft")
    Wave.objects.update(is_confidential=confidential)
    Wave.objects.update(state=state)
    with pytest.raises(ProgrammingError, match="Only a confidential wave that is closed"):
        _call(survey.wave)
    assert Response.objects.exists()


def test_the_function_refuses_an_ordinary_closed_wave(survey, begin, close):
    submit_response(response=begin())
    close(survey.wave)
    with pytest.raises(ProgrammingError, match="Only a confidential wave that is closed"):
        _call(survey.wave)


def test_the_function_is_the_owners_with_a_fixed_path_and_for_our_two_roles_alone(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, proowner::regrole::text, "
            "has_function_privilege('waymark_web', oid, 'EXECUTE'), "
            "has_function_privilege('waymark_worker', oid, 'EXECUTE'), "
            "EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) "
            "FROM pg_proc WHERE proname = 'waymark_unlink_wave'"
        )
        definer, settings, owner, web, worker, everybody = cursor.fetchone()
    assert (definer, settings) == (True, ["search_path=pg_catalog, pg_temp"])
    assert owner not in ("waymark_web", "waymark_worker")
    assert (web, worker, everybody) == (True, True, False)


def test_every_table_that_hangs_on_a_response_is_emptied(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint "
            "WHERE contype = 'f' AND confrelid = 'surveyapp_response'::regclass"
        )
        hanging = {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'waymark_unlink_wave'")
        source = cursor.fetchone()[0]
    assert hanging <= set(re.findall(r"DELETE FROM public\.(\w+)", source))


# Together: real transactions, one connection a thread ------------------------------------------------------------


def test_closing_while_people_save_and_send_leaves_no_row_of_a_person(transactional_db, wave, begin, people, as_worker):
    several = [begin() for _ in range(8)]
    for response in several:
        save_answer(response=response, item="REC1", raw="2", base_revision=0)
    saving = [lambda r=r: save_answer(response=r, item="REC2", raw="1", base_revision=0) for r in several]
    sending = [lambda r=r: submit_response(response=r) for r in several[:4]]
    results = at_once([*saving, *sending, lambda: close_wave(wave=wave, by=people.olga.account)])
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, LinkRevoked | SurveyClosed)]
    assert [type(fault).__name__ for fault in faults if type(fault).__name__ != "AlreadySubmitted"] == []
    assert any(isinstance(result, Draft | Response | list) for result in results)
    assert not Response.objects.exists()
    with as_worker():
        assert DraftAnswer.objects.count() + ResponseAnswers.objects.count() == 0
        sent = sum(isinstance(result, Response) for result in results)
        assert UnlinkedAnswers.objects.count() == sent
