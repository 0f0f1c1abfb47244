import json
from uuid import uuid4

import pytest
from django.test import Client

from surveyapp.selectors.drafts import answers


def test_an_answer_is_kept_and_its_revision_told(visit, autosave):
    reply = autosave(visit.browser, "REC1", "2")
    assert (reply.status_code, reply.json()["revision"], set(reply.json())) == (200, 1, {"revision", "saved_at"})
    assert answers(visit.response) == {"REC1": {"value": "2"}}


def test_the_same_id_twice_is_once(visit, autosave):
    once = str(uuid4())
    assert [autosave(visit.browser, "REC1", "2", id=once).json()["revision"] for _ in range(2)] == [1, 1]


def test_several_values_come_as_a_list(visit, autosave):
    autosave(visit.browser, "SCREEN", "partly")
    for item, value in (("PY_NOW", "0"), ("PY_NEED", "2")):
        autosave(visit.browser, item, value)
    body = {"item": "FIRST", "values": ["python"], "revision": 0, "id": str(uuid4())}
    reply = visit.browser.post("/survey/save/", json.dumps(body), content_type="application/json")
    assert reply.status_code == 200
    assert answers(visit.response)["FIRST"] == {"value": ["python"]}


def test_a_newer_answer_is_told_with_the_question_and_its_words(visit, autosave):
    autosave(visit.browser, "REC1", "2")
    reply = autosave(visit.browser, "REC1", "3")
    assert reply.status_code == 409
    assert reply.json() == {
        "item": "REC1",
        "question": "How are records made?",
        "mine_text": "3. Level 3 words",
        "theirs": "2",
        "theirs_text": "2. Level 2 words",
        "revision": 1,
    }


def test_the_loser_may_insist_on_top_of_the_newer_revision(visit, autosave):
    autosave(visit.browser, "REC1", "2")
    assert autosave(visit.browser, "REC1", "3", revision=1).json()["revision"] == 2


def test_a_save_whose_answer_never_arrived_is_replaced_by_the_next_of_the_same_device(visit, autosave):
    unheard = str(uuid4())
    autosave(visit.browser, "REC1", "2", id=unheard)
    assert autosave(visit.browser, "REC1", "3", over=[str(uuid4()), unheard]).json()["revision"] == 2
    assert autosave(visit.browser, "REC1", "2", id=unheard).status_code == 409
    assert answers(visit.response) == {"REC1": {"value": "3"}}


def test_a_save_that_arrives_after_the_one_that_took_it_back_changes_nothing(visit, autosave):
    autosave(visit.browser, "REC1", "2")
    under_way = str(uuid4())
    assert autosave(visit.browser, "REC1", "2", revision=1, over=[under_way]).json()["revision"] == 2
    assert autosave(visit.browser, "REC1", "3", revision=1, id=under_way).status_code == 409
    assert answers(visit.response) == {"REC1": {"value": "2"}}


def test_it_does_not_replace_what_somebody_else_said_meanwhile(visit, autosave):
    unheard = str(uuid4())
    autosave(visit.browser, "REC1", "2", id=unheard)
    autosave(visit.browser, "REC1", "3", revision=1)
    assert autosave(visit.browser, "REC1", "1", over=[unheard]).status_code == 409


@pytest.mark.parametrize(
    ("item", "value", "status"),
    [
        ("SIZE", "few", 400),
        ("NOSUCH", "2", 400),
        ("TWIN_KIND", "live", 400),
        ("REC1", "9", 422),
        ("BATCHES", -1, 422),
        ("BATCHES", 1e400, 422),
        ("REMARK", "\x00", 422),
        ("REMARK", "\ud800", 422),
    ],
)
def test_what_was_not_asked_or_not_offered_is_refused_with_a_sentence(visit, autosave, item, value, status):
    reply = autosave(visit.browser, item, value)
    assert (reply.status_code, bool(reply.json()["message"])) == (status, True)
    assert answers(visit.response) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"item": 3}',
        b'{"item": "REC1", "value": {"missing": "dont_know"}, "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "value": true, "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "value": "2"}',
        b'{"item": "REC1", "value": "2", "id": "not-a-uuid"}',
        b'{"item": "REC1", "value": "2", "revision": "1", "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "value": "2", "revision": 99999999999, "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "value": "2", "over": "x", "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "value": "2", "over": ["x"], "id": "00000000-0000-4000-8000-000000000000"}',
        b'{"item": "REC1", "values": [[1]], "id": "00000000-0000-4000-8000-000000000000"}',
    ],
)
def test_a_body_that_is_no_answer_is_refused(visit, body):
    reply = visit.browser.post("/survey/save/", body, content_type="application/json")
    assert reply.status_code in {400, 422}
    assert answers(visit.response) == {}


def test_a_value_that_is_neither_text_nor_number_is_named(visit, autosave):
    reply = autosave(visit.browser, "REC1", True)
    assert (reply.status_code, reply.json()["message"]) == (
        400,
        '"value" is text or a number, "values" a list of texts.',
    )


def test_an_oversized_body_is_refused(visit, autosave):
    for length in (130_000, 1_100_000):
        assert autosave(visit.browser, "REMARK", "x" * length).status_code == 413
    assert answers(visit.response) == {}


def test_nobody_saves_without_a_session(survey, autosave):
    assert autosave(Client(), "REC1", "2").status_code == 401


def test_an_answer_is_saved_for_nobody_but_the_person_on_whose_page_it_was_given(arrive, autosave):
    alpha, beta = arrive("alpha"), arrive("beta")
    for forged in (str(beta.response.pk), [str(alpha.response.pk)], "", 7):
        assert autosave(alpha.browser, "REC1", "2", response=forged).status_code == 401
    assert (answers(alpha.response), answers(beta.response)) == ({}, {})
    assert autosave(alpha.browser, "REC1", "2", response=str(alpha.response.pk)).status_code == 200
    assert answers(alpha.response) == {"REC1": {"value": "2"}}


def test_one_browser_never_shows_anothers_answers(arrive, autosave):
    alpha, beta = arrive("alpha"), arrive("beta")
    autosave(alpha.browser, "REMARK", "only Alpha knows")
    for place in ("work/more/", "work/check/", "check/"):
        assert "only Alpha knows" in alpha.browser.get(f"/survey/{place}").content.decode()
        assert "only Alpha knows" not in beta.browser.get(f"/survey/{place}").content.decode()


def test_a_closed_survey_says_so(visit, autosave, survey, close):
    close(survey.wave)
    assert autosave(visit.browser, "REC1", "2").status_code == 410


def test_sent_answers_are_not_changed(visit, autosave):
    visit.browser.post("/survey/check/")
    assert autosave(visit.browser, "REC1", "2").status_code == 410


def test_before_agreeing_nothing_is_kept(arrive, autosave):
    assert autosave(arrive(agree=False).browser, "REC1", "2").status_code == 403


def test_saving_needs_a_token_against_forgery(visit):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visit.browser.cookies
    assert strict.post("/survey/save/", b"{}", content_type="application/json").status_code == 403


def test_saving_is_a_post(browser):
    assert browser.get("/survey/save/").status_code == 405
