import json
from datetime import timedelta

import pytest
from django.utils import timezone

from surveyapp.actions.retention import delete_expired_answers
from surveyapp.actions.waves import close_wave
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.consent import ConsentChoice
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave

DECIDED = {"benchmark": "no", "training_contact": "no", "research": "yes", "coordinator_sees": "no"}


@pytest.fixture
def answered(visit, autosave):
    for item, value in (("AREA", "production"), ("REC1", "2"), ("REC2", "dont_know"), ("REMARK", "=1+1 <b>")):
        autosave(visit.browser, item, value)
    return visit


@pytest.fixture
def sent(answered):
    answered.browser.post("/survey/check/")
    return answered


# Deciding anew --------------------------------------------------------------------------------------------------


def test_hub_confirmation_and_copy_lead_to_what_one_may_do(sent, arrive, words):
    begun = arrive("beta")
    pages = [begun.browser.get("/survey/"), *(sent.browser.get(f"/survey/{place}/") for place in ("done", "copy"))]
    for page in pages:
        assert "Your training manager sees the site's result. Where you alone answered, that is your answer." in words(
            page
        )
        for place in ("choices", "copy", "information", "withdraw"):
            assert f'href="/survey/{place}/"' in page.text


def test_the_page_shows_what_was_agreed_to_and_the_decisions_as_they_stand(sent, words):
    page = sent.browser.get("/survey/choices/")
    assert "Taking part is voluntary." in words(page)
    assert page.text.count("checked") == 4


def test_a_changed_decision_is_added_and_counts_at_once(sent, words):
    page = sent.browser.post("/survey/choices/", DECIDED, follow=True)
    assert "Your decisions are saved." in words(page)
    rows = ConsentChoice.objects.order_by("pk").values_list("purpose", "is_granted")
    assert list(rows)[4:] == [("benchmark", False), ("training_contact", False), ("coordinator_sees", False)]
    assert Response.objects.get().benchmark_use is False


def test_a_decision_left_out_changes_nothing(sent):
    page = sent.browser.post("/survey/choices/", {"benchmark": "no"})
    assert page.status_code == 422
    assert ConsentChoice.objects.count() == 4


def test_after_the_close_the_decisions_can_be_read_and_not_changed(sent, survey, people, words):
    close_wave(wave=survey.wave, by=people.olga.account)
    page = sent.browser.get("/survey/choices/")
    assert "The survey has closed, so they stay as they are." in words(page)
    assert "May the organiser contact you about training? Yes" in words(page)
    assert 'type="radio"' not in page.text
    assert sent.browser.post("/survey/choices/", DECIDED).status_code == 410
    assert ConsentChoice.objects.count() == 4


def test_before_agreeing_there_is_nothing_to_change(arrive):
    assert arrive(agree=False).browser.get("/survey/choices/").url == "/survey/consent/"


# Downloading ----------------------------------------------------------------------------------------------------


def test_the_file_for_programs_holds_codes_words_times_and_decisions(sent):
    page = sent.browser.get("/survey/copy.json")
    reference = Response.objects.get().reference
    assert page["Content-Disposition"] == f'attachment; filename="{reference}.json"'
    data = json.loads(page.content)
    assert list(data) == ["shape", "survey", "response", "answers", "consents", "choices"]
    assert data["shape"] == "waymark-own-answers/1"
    assert data["survey"] == {
        "programme": "Sector survey",
        "name": "2026 survey",
        "organisation": "Alpha site",
        "questionnaire": "tiny",
        "version": "1",
    }
    assert {
        key: data["response"][key] for key in ("reference", "state", "language", "role", "counts_in_sector_results")
    } == {
        "reference": reference,
        "state": "submitted",
        "language": "en",
        "role": "production",
        "counts_in_sector_results": True,
    }
    by_code = {answer["code"]: answer for answer in data["answers"]}
    assert list(by_code)[:2] == ["AREA", "SIZE"]
    assert {k: v for k, v in by_code["REC1"].items() if k != "saved_at"} == {
        "code": "REC1",
        "question": "How are records made?",
        "kind": "anchored",
        "value": "2",
        "missing": None,
        "words": ["2. Level 2 words"],
    }
    assert by_code["REC1"]["saved_at"] is not None
    assert (by_code["REC2"]["missing"], by_code["TWIN"]["missing"]) == ("dont_know", "not_answered")
    assert data["consents"][0]["version"] == 1
    assert data["consents"][0]["sentences"][0] == "Taking part is voluntary."
    assert [(each["purpose"], each["granted"]) for each in data["choices"]] == [
        ("benchmark", True),
        ("training_contact", True),
        ("research", True),
        ("coordinator_sees", True),
    ]


def test_a_draft_can_be_taken_along_too(answered, words):
    data = json.loads(answered.browser.get("/survey/copy.json").content)
    assert (data["response"]["state"], data["response"]["submitted_at"]) == ("draft", None)
    assert [answer["code"] for answer in data["answers"]] == ["AREA", "REC1", "REC2", "REMARK"]
    assert "These answers are not sent yet." in words(answered.browser.get("/survey/copy/"))
    text = answered.browser.get("/survey/copy.txt").content.decode()
    assert "How are records made?\n  2. Level 2 words\n" in text
    assert "  Taking part is voluntary.\n" in text
    assert ": May the organiser contact you about training? Yes\n" in text


def test_a_draft_can_still_be_taken_along_and_deleted_after_the_close(answered, survey, people, client, words):
    close_wave(wave=survey.wave, by=people.olga.account)
    assert "Go to what you had answered" in words(client.get(f"/answer/{answered.token}/"))
    closed = client.post(f"/answer/{answered.token}/", follow=True)
    for place in ("copy", "withdraw"):
        assert f'href="/survey/{place}/"' in closed.text
    assert client.get("/survey/copy.json").status_code == 200
    assert "You have withdrawn" in words(client.post("/survey/withdraw/", follow=True))


def test_answers_whose_time_is_over_are_said_to_be_deleted_and_not_to_have_been_left_open(
    sent, survey, people, as_worker, words
):
    close_wave(wave=survey.wave, by=people.olga.account)
    Wave.objects.update(closed_at=timezone.now() - timedelta(days=2000))
    with as_worker():
        delete_expired_answers(now=timezone.now())
    for place in ("copy/", "copy.txt"):
        said = words(sent.browser.get(f"/survey/{place}"))
        assert "These answers were deleted: the time for which they are kept is over." in said
        assert "Not answered" not in said
        assert "May the organiser contact you about training?" in said
    data = json.loads(sent.browser.get("/survey/copy.json").content)
    assert (data["answers"], data["response"]["role"], len(data["choices"])) == ([], "", 4)


def test_a_stranger_downloads_nothing(client, sent):
    for ending in ("txt", "json"):
        assert client.get(f"/survey/copy.{ending}").status_code == 403


# Withdrawing ----------------------------------------------------------------------------------------------------


def test_looking_withdraws_nothing_and_says_what_would_happen(sent, words):
    said = words(sent.browser.get("/survey/withdraw/"))
    assert "Everything you have answered is deleted at once, sent or not." in said
    assert "This cannot be undone." in said
    assert Response.objects.get().is_submitted


def test_withdrawing_leads_to_a_calm_page_at_every_address(sent, client, words):
    for _ in range(2):
        page = sent.browser.post("/survey/withdraw/", follow=True)
        assert (page.status_code, "You have withdrawn" in words(page)) == (200, True)
    assert "They count nowhere" in words(page)
    for place in ("", "done/", "copy/", "check/", "work/records/", "levels/", "choices/"):
        assert "You have withdrawn" in words(sent.browser.get(f"/survey/{place}"))
    assert "You have withdrawn" in words(client.get(f"/answer/{sent.token}/"))
    assert "You have withdrawn" in words(client.post(f"/answer/{sent.token}/", follow=True))
    assert f'data-autosave-clear="{sent.response.pk}"' in page.text


def test_nothing_is_saved_for_somebody_who_has_withdrawn(answered, autosave, as_worker):
    answered.browser.post("/survey/withdraw/")
    saved = autosave(answered.browser, "REC1", "3")
    assert (saved.status_code, saved.json()["message"]) == (410, "You have withdrawn. This answer was not saved.")
    answered.browser.post("/survey/work/records/", {"shown": "REC1", "REC1": "3"})
    with as_worker():
        assert not DraftAnswer.objects.exists()


def test_after_the_close_it_says_before_and_after_that_results_stand_and_later_surveys_leave_them_out(
    sent, survey, people, words
):
    close_wave(wave=survey.wave, by=people.olga.account)
    before = words(sent.browser.get("/survey/withdraw/"))
    assert "results that were made from them stay as they are" in before
    assert "Later surveys leave your answers out" in before
    after = words(sent.browser.post("/survey/withdraw/", follow=True))
    assert "stay as they are. Later surveys leave your answers out" in after
    assert "You have withdrawn" in words(sent.browser.get(f"/answer/{sent.token}/"))


def test_a_coordinator_is_told_what_else_goes(arrive, words):
    visit = arrive(is_coordinator=True)
    assert "this link's list of colleagues" in words(visit.browser.get("/survey/withdraw/"))


def test_withdrawing_needs_a_token_against_forgery(sent):
    sent.browser.handler.enforce_csrf_checks = True
    assert sent.browser.post("/survey/withdraw/").status_code == 403
    assert Response.objects.get().is_submitted


# A confidential survey --------------------------------------------------------------------------------------------


def test_a_confidential_survey_says_beforehand_and_afterwards_that_answers_cannot_be_found(
    survey, make_confidential, arrive, people, words
):
    wave = make_confidential(survey.wave)
    visit = arrive(agree=False)
    page = visit.browser.get("/survey/consent/")
    assert "After that nobody can find, change, download or withdraw them, not even you." in words(page)
    assert page.text.count('type="radio"') == 4
    visit.browser.post("/survey/consent/", {"benchmark": "yes", "research": "no", "agree": "yes"})
    visit.browser.post("/survey/check/")
    assert visit.browser.get("/survey/copy.json").status_code == 200
    close_wave(wave=wave, by=people.olga.account)
    for page in (visit.browser.get(f"/answer/{visit.token}/"), visit.browser.post(f"/answer/{visit.token}/")):
        assert page.status_code == 410
        assert "can find, change, download or withdraw single answers any more" in words(page)


@pytest.mark.parametrize("place", ["choices", "information", "withdraw", "copy", "done"])
def test_no_page_of_these_asks_the_database_more_than_twelve_times(sent, django_assert_max_num_queries, place):
    with django_assert_max_num_queries(12):
        assert sent.browser.get(f"/survey/{place}/").status_code == 200
