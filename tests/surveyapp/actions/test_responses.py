import re
import threading

import pytest
from django.db import connection, connections

from surveyapp.actions import invitations
from surveyapp.actions.answers import save_answer
from surveyapp.actions.consents import give_consent
from surveyapp.actions.refusals import ConsentMissing, LinkRevoked, SurveyClosed
from surveyapp.actions.responses import reopen_response, start_response, submit_response
from surveyapp.instruments import codebook
from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.selectors.drafts import answers, submitted
from surveyapp.selectors.instruments import instrument


def save(response, item, raw, base=0):
    save_answer(response=response, item=item, raw=raw, base_revision=base)


def test_starting_twice_gives_the_same_response(invite):
    invitation, _ = invite()
    first, second = (start_response(invitation=invitation, language="en") for _ in range(2))
    assert first == second
    assert re.fullmatch(r"WM-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}", first.reference)
    assert AuditEntry.objects.filter(action="response.started").count() == 1


def test_a_withdrawn_link_starts_nothing(invite, people):
    invitation, _ = invite()
    invitations.revoke(invitation=invitation, by=people.olga.account)
    with pytest.raises(LinkRevoked):
        start_response(invitation=invitation, language="en")


def test_a_closed_survey_starts_nothing_new_but_opens_what_was_begun(invite, survey, close):
    begun, fresh = invite()[0], invite()[0]
    response = start_response(invitation=begun, language="en")
    close(survey.wave)
    assert start_response(invitation=begun, language="en") == response
    with pytest.raises(SurveyClosed):
        start_response(invitation=fresh, language="en")


def test_submitting_folds_every_question_into_a_value_or_a_reason(begin):
    response = begin()
    for item, raw in (("AREA", "production"), ("REC1", "2"), ("REC2", "dont_know"), ("TWIN", "none")):
        save(response, item, raw)
    done = submit_response(response=response)
    assert (done.state, done.role) == ("submitted", "production")
    assert submitted(done) == {
        "AREA": {"value": "production"},
        "SIZE": {"missing": "not_shown"},
        "REC1": {"value": "2"},
        "REC2": {"missing": "dont_know"},
        "TWIN": {"value": "none"},
        "TWIN_KIND": {"missing": "not_shown"},
        "BATCHES": {"missing": "not_answered"},
        "REMARK": {"missing": "not_answered"},
        "SCREEN": {"missing": "not_answered"},
        **{code: {"missing": "not_shown"} for code in ("PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED", "FIRST")},
    }


def test_the_vector_unpacks_to_the_document(begin):
    response = begin()
    for item, raw in (("REC1", "2"), ("BATCHES", "40"), ("REMARK", "Fine")):
        save(response, item, raw)
    submit_response(response=response)
    with response_scope(response.pk):
        row = ResponseAnswers.objects.get()
    questionnaire = instrument(response.instrument_version_id)
    unpacked = codebook.unpack(questionnaire, bytes(row.vector), row.numbers)
    assert unpacked == {code: answer for code, answer in row.document.items() if code != "REMARK"}
    assert row.codebook_sha256 == codebook.codebook_hash(questionnaire)


def test_submitting_again_returns_what_was_submitted(begin):
    response = begin()
    save(response, "REC1", "2")
    first, second = submit_response(response=response), submit_response(response=response)
    assert first.submitted_at == second.submitted_at
    assert AuditEntry.objects.filter(action="response.submitted").count() == 1


def test_an_answer_that_lost_its_question_is_left_out(begin):
    response = begin()
    save(response, "TWIN", "in_use")
    save(response, "TWIN_KIND", "live")
    save(response, "TWIN", "none", base=1)
    submit_response(response=response)
    assert submitted(response)["TWIN_KIND"] == {"missing": "not_shown"}


def test_a_choice_that_is_no_longer_offered_is_dropped(begin):
    response = begin()
    save(response, "SCREEN", "partly")
    for item, raw in (("PY_NOW", "1"), ("PY_NEED", "3"), ("ST_NOW", "1"), ("ST_NEED", "2"), ("FIRST", ["python"])):
        save(response, item, raw)
    save(response, "PY_NEED", "1", base=1)
    submit_response(response=response)
    assert submitted(response)["FIRST"] == {"missing": "not_answered"}


def test_nothing_is_submitted_without_consent(invite):
    response = start_response(invitation=invite()[0], language="en")
    with pytest.raises(ConsentMissing):
        submit_response(response=response)


def test_a_closed_survey_takes_no_submission_and_keeps_the_drafts(begin, survey, close):
    response = begin()
    save(response, "REC1", "2")
    close(survey.wave)
    with pytest.raises(SurveyClosed) as caught:
        submit_response(response=response)
    assert caught.value.closed_at is not None
    assert answers(response) == {"REC1": {"value": "2"}}
    assert submitted(response) == {}


def test_what_was_submitted_in_time_can_be_submitted_again_after_closing(begin, survey, close):
    response = begin()
    submit_response(response=response)
    close(survey.wave)
    assert submit_response(response=response).is_submitted


def test_reopening_keeps_the_drafts_and_takes_the_submission_back(begin):
    response = begin()
    save(response, "REC1", "2")
    submit_response(response=response)
    reopened = reopen_response(response=response)
    assert (reopened.state, reopened.submitted_at, submitted(reopened)) == ("draft", None, {})
    save(response, "REC1", "3", base=1)
    submit_response(response=response)
    assert submitted(response)["REC1"] == {"value": "3"}


def test_a_closed_survey_is_not_reopened(begin, survey, close):
    response = begin()
    submit_response(response=response)
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        reopen_response(response=response)


def test_an_answer_brought_up_by_a_known_fact_about_the_site_is_sent(people, definition, make_wave, publish_instrument):
    definition["items"]["TWIN"]["visible_when"] = {"item": "SIZE", "in": ["many"]}
    wave = make_wave(publish_instrument(definition), people.alpha.organisation)
    wave.participations.update(facets={"size": "many"})
    invitation, _ = invitations.invite(participation=wave.participations.get(), by=people.olga.account)
    response = start_response(invitation=invitation, language="en")
    give_consent(response=response)
    save(response, "TWIN", "in_use")
    save(response, "TWIN_KIND", "live")
    document = submitted(submit_response(response=response))
    assert (document["TWIN"], document["TWIN_KIND"]) == ({"value": "in_use"}, {"value": "live"})
    assert document["SIZE"] == {"missing": "not_shown"}


def test_the_coordinators_facts_become_the_participations(begin, survey, people):
    people.alpha.organisation.facets = {"size": "few", "country": "IE"}
    people.alpha.organisation.save()
    survey.wave.participations.filter(organisation=people.alpha.organisation).update(
        facets={"size": "few", "country": "IE"}
    )
    response = begin(is_coordinator=True)
    save(response, "SIZE", "many")
    submit_response(response=response)
    participation = survey.wave.participations.get(organisation=people.alpha.organisation)
    assert participation.facets == {"size": "many", "country": "IE"}
    assert participation.facets_confirmed_at is not None


def test_a_coordinator_who_skips_the_facts_confirms_nothing(begin, survey, people):
    submit_response(response=begin(is_coordinator=True))
    assert survey.wave.participations.get(organisation=people.alpha.organisation).facets_confirmed_at is None


def test_the_audit_holds_no_answers(begin):
    response = begin()
    save(response, "REMARK", "a secret remark")
    submit_response(response=response)
    assert "secret" not in str(AuditEntry.objects.values())
    entry = AuditEntry.objects.get(action="response.submitted")
    assert (entry.actor_kind, entry.detail) == ("respondent", {"answered": 1})


# Together: real transactions, one connection a thread ------------------------------------------------------------


def _at_once(calls):
    barrier, results = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait(10)
            results.append(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test wants to see it
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def committed(transactional_db, begin):
    response = begin()
    save(response, "REC1", "2")
    return response


def _submissions(response):
    with connection.cursor() as cursor, response_scope(response.pk):
        cursor.execute("SELECT count(*) FROM surveyapp_responseanswers")
        return cursor.fetchone()[0]


def test_twenty_people_pressing_send_at_once_send_once(committed):
    results = _at_once([lambda: submit_response(response=committed)] * 20)
    assert {type(result) for result in results} == {Response}
    assert len({result.submitted_at for result in results}) == 1
    assert _submissions(committed) == 1
    assert AuditEntry.objects.filter(action="response.submitted").count() == 1


def test_twenty_starts_at_once_make_one_response(transactional_db, invite):
    invitation, _ = invite()
    results = _at_once([lambda: start_response(invitation=invitation, language="en")] * 20)
    assert {result.pk for result in results} == {Response.objects.get().pk}


def test_twenty_saves_of_one_answer_at_once_keep_one_and_tell_the_others(committed):
    def saving(level):
        return lambda: save_answer(response=committed, item="REC2", raw=level, base_revision=0)

    results = _at_once([saving(str(1 + n % 3)) for n in range(20)])
    kept = answers(committed)["REC2"]["value"]
    with response_scope(committed.pk):
        assert DraftAnswer.objects.get(item="REC2").revision == 1
    assert sum(type(result).__name__ == "Draft" for result in results) == [str(1 + n % 3) for n in range(20)].count(
        kept
    )
    assert sum(type(result).__name__ == "StaleAnswer" for result in results) == 20 - sum(
        type(result).__name__ == "Draft" for result in results
    )


def test_closing_while_twenty_submit_leaves_each_either_whole_or_refused(transactional_db, begin, survey, people):
    from surveyapp.actions.waves import close_wave

    drafts_of = [begin() for _ in range(20)]
    calls = [lambda response=response: submit_response(response=response) for response in drafts_of]
    results = _at_once([*calls, lambda: close_wave(wave=survey.wave, by=people.olga.account)])
    refused = [result for result in results if isinstance(result, SurveyClosed)]
    sent = [result for result in results if isinstance(result, Response)]
    assert len(refused) + len(sent) == 20
    closed_at = type(survey.wave).objects.get().closed_at
    assert all(response.submitted_at <= closed_at for response in sent)
    assert sum(_submissions(response) for response in drafts_of) == len(sent)
