from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveyapp.actions import invitations
from surveyapp.actions.answers import Given, save_answer, save_page
from surveyapp.actions.refusals import (
    AlreadySubmitted,
    ConsentMissing,
    LinkRevoked,
    NotAsked,
    StaleAnswer,
    SurveyClosed,
)
from surveyapp.actions.responses import start_response, submit_response
from surveyapp.instruments.answers import AnswerError
from surveyapp.models.answers import DraftAnswer
from surveyapp.selectors.drafts import answers, drafts


@pytest.fixture
def response(begin):
    return begin()


def save(response, item, raw, base=0, save_id=None):
    return save_answer(response=response, item=item, raw=raw, base_revision=base, save_id=save_id)


def writes(queries):
    statements = [query["sql"].strip() for query in queries]
    return [sql for sql in statements if "INSERT INTO" in sql or sql.startswith(("UPDATE", "DELETE"))]


def test_an_answer_is_kept_with_its_revision(response):
    assert save(response, "REC1", "2").revision == 1
    assert save(response, "REC1", "3", base=1).revision == 2
    assert answers(response) == {"REC1": {"value": "3"}}


def test_the_same_save_twice_is_once(response):
    once = uuid4()
    assert save(response, "REC1", "2", save_id=once) == save(response, "REC1", "2", save_id=once)
    assert drafts(response)["REC1"].revision == 1


def test_a_late_retry_does_not_undo_what_it_already_did(response):
    once = uuid4()
    save(response, "REC1", "2", save_id=once)
    assert save(response, "REC1", "2", save_id=once).value == {"value": "2"}
    assert drafts(response)["REC1"].revision == 1


def test_an_answer_based_on_an_older_one_is_refused_with_both_values(response):
    save(response, "REC1", "2")
    with pytest.raises(StaleAnswer) as caught:
        save(response, "REC1", "3")
    refusal = caught.value
    assert (refusal.question, refusal.mine, refusal.theirs, refusal.revision) == (
        "How are records made?",
        {"value": "3"},
        {"value": "2"},
        1,
    )
    assert answers(response) == {"REC1": {"value": "2"}}


def test_the_same_answer_from_two_windows_is_no_conflict(response):
    save(response, "REC1", "2")
    assert save(response, "REC1", "2").revision == 1


def test_answers_to_other_questions_never_conflict(response):
    save(response, "REC1", "2")
    save(response, "REC2", "1")
    assert set(answers(response)) == {"REC1", "REC2"}


@pytest.mark.parametrize(
    ("item", "raw", "stored"),
    [
        ("REC1", "dont_know", {"missing": "dont_know"}),
        ("REC1", "does_not_apply", {"missing": "does_not_apply"}),
        ("REC1", "", {"missing": "not_answered"}),
        ("BATCHES", "12,5", {"value": 12.5}),
        ("BATCHES", "dont_know", {"missing": "dont_know"}),
        ("REMARK", "  All well.  ", {"value": "All well."}),
    ],
)
def test_reasons_for_no_answer_are_kept_apart(response, item, raw, stored):
    save(response, item, raw)
    assert answers(response) == {item: stored}


@pytest.mark.parametrize(
    ("item", "raw"),
    [
        ("REC1", "4"),
        ("REC1", ["1", "2"]),
        ("REC2", "does_not_apply"),
        ("BATCHES", "1001"),
        ("BATCHES", "many"),
        ("BATCHES", ["5", "dont_know"]),
        ("REMARK", "x" * 2001),
        ("REMARK", "\x00"),
    ],
)
def test_what_the_questionnaire_does_not_allow_is_not_kept(response, item, raw):
    with pytest.raises(AnswerError):
        save(response, item, raw)
    assert answers(response) == {}


@pytest.mark.parametrize("item", ["SIZE", "NOSUCH", "", "x" * 500, "REC1'; DROP TABLE"])
def test_a_question_that_was_not_asked_is_refused(response, item):
    with pytest.raises(NotAsked):
        save(response, item, "few")


def test_a_question_that_does_not_arise_is_refused_until_it_does(response):
    with pytest.raises(NotAsked, match="does not arise"):
        save(response, "TWIN_KIND", "live")
    save(response, "TWIN", "in_use")
    assert save(response, "TWIN_KIND", "live").revision == 1


def test_nothing_is_kept_before_agreeing(invite):
    response = start_response(invitation=invite()[0], language="en")
    with pytest.raises(ConsentMissing):
        save(response, "REC1", "2")


def test_a_closed_survey_takes_no_answer_and_keeps_the_drafts(response, survey, close):
    save(response, "REC1", "2")
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        save(response, "REC1", "3", base=1)
    assert answers(response) == {"REC1": {"value": "2"}}


def test_a_sent_response_takes_no_answer(response):
    submit_response(response=response)
    with pytest.raises(AlreadySubmitted):
        save(response, "REC1", "2")


def test_a_withdrawn_link_takes_no_answer(response, people):
    invitations.revoke(invitation=response.invitation, by=people.olga.account)
    with pytest.raises(LinkRevoked):
        save(response, "REC1", "2")


def test_one_persons_answer_is_not_seen_in_anothers_scope(response, begin):
    save(response, "REC1", "2")
    stranger = begin("beta")
    assert answers(stranger) == {}
    assert DraftAnswer.objects.count() == 0


def test_saving_is_one_write(response):
    with CaptureQueriesContext(connection) as queries:
        save(response, "REC1", "2")
    assert len(writes(queries)) == 1


def test_a_page_keeps_what_is_fit_and_tells_what_is_not(response):
    save(response, "REC1", "2")
    given = [Given("REC1", "3", 0), Given("REC2", "9", 0), Given("BATCHES", "12", 0), Given("TWIN_KIND", "live", 0)]
    problems = save_page(response=response, given=given)
    assert {code: type(problem) for code, problem in problems.items()} == {"REC1": StaleAnswer, "REC2": AnswerError}
    assert answers(response) == {"REC1": {"value": "2"}, "BATCHES": {"value": 12.0}}


def test_a_page_is_saved_in_one_write_and_its_progress_in_another(response):
    given = [Given("REC1", "3", 0), Given("REC2", "1", 0), Given("BATCHES", "12", 0), Given("REMARK", "Well.", 0)]
    with CaptureQueriesContext(connection) as queries:
        assert save_page(response=response, given=given) == {}
    assert len(writes(queries)) == 2
    assert len(answers(response)) == 4


def test_a_page_sent_twice_is_once(response):
    given = [Given("REC1", "3", 0), Given("REC2", "1", 0)]
    for _ in range(2):
        assert save_page(response=response, given=given) == {}
    assert [draft.revision for draft in drafts(response).values()] == [1, 1]


def test_each_answer_of_a_page_stands_only_in_place_of_its_own_saves(response):
    lost = uuid4()
    for item in ("REC1", "REC2"):
        save(response, item, "1", save_id=lost)
    given = [Given("REC1", "2", 0, over=(lost,)), Given("REC2", "2", 0)]
    assert set(save_page(response=response, given=given)) == {"REC2"}
    assert answers(response) == {"REC1": {"value": "2"}, "REC2": {"value": "1"}}


def test_an_answer_that_could_not_be_kept_hides_nothing(response):
    save(response, "TWIN", "in_use")
    given = [Given("TWIN", "none", 0), Given("TWIN_KIND", "live", 0)]
    assert set(save_page(response=response, given=given)) == {"TWIN"}
    assert answers(response) == {"TWIN": {"value": "in_use"}, "TWIN_KIND": {"value": "live"}}


def test_within_a_page_each_answer_counts_for_the_next(response):
    assert save_page(response=response, given=[Given("TWIN", "in_use", 0), Given("TWIN_KIND", "live", 0)]) == {}
    assert answers(response)["TWIN_KIND"] == {"value": "live"}


def test_a_page_with_a_question_of_somebody_else_is_refused_whole(response):
    with pytest.raises(NotAsked):
        save_page(response=response, given=[Given("REC1", "2", 0), Given("SIZE", "few", 0)])
    assert answers(response) == {}
