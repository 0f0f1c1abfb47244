import re

import pytest

from surveyapp.models.response import Response
from surveyapp.selectors.drafts import submitted


@pytest.fixture
def sent(visit, autosave):
    for item, value in (("AREA", "production"), ("REC1", "2"), ("REC2", "dont_know"), ("REMARK", "=1+1 <b>")):
        autosave(visit.browser, item, value)
    visit.browser.post("/survey/check/")
    return visit


def test_the_sections_say_how_far_each_has_got(browser, autosave, words):
    autosave(browser, "AREA", "production")
    autosave(browser, "REC1", "2")
    hub = words(browser.get("/survey/"))
    assert "Alpha site: 1 section complete, 2 to go" in hub
    assert "3 of 7 questions answered" not in hub
    assert "2 of 7 questions answered, about 3 minutes left" in hub
    assert "Daily work 5 questions, about 1 minute 1 of 5 answered" in hub
    assert "Skills 1 question, about 1 minute Not yet started" in hub


def test_the_check_pages_show_what_is_open_with_a_link_to_change_it(browser, autosave, words):
    autosave(browser, "REC1", "2")
    section, whole = browser.get("/survey/work/check/"), browser.get("/survey/check/")
    assert "How are records made? 2. Level 2 words Change" in words(section)
    assert "How are records found? Not answered Change" in words(section)
    assert "/survey/work/records/?back=section#REC2" in section.content.decode()
    assert "/survey/work/records/?back=all#REC2" in whole.content.decode()
    assert "6 questions are not answered." in words(whole)
    assert browser.get("/survey/site/check/").status_code == 404


def test_sending_shows_the_confirmation_which_survives_a_bookmark(sent, words):
    for _ in range(2):
        page = sent.browser.get("/survey/done/")
        assert sent.invitation.response.reference in words(page)
    assert f'data-autosave-clear="{sent.response.pk}"' in page.content.decode()
    assert sent.browser.get("/survey/").url == "/survey/done/"
    assert sent.browser.get("/survey/work/records/").url == "/survey/done/"


def test_a_second_send_shows_the_same_confirmation(sent):
    first = Response.objects.get().submitted_at
    assert sent.browser.post("/survey/check/").url == "/survey/done/"
    assert Response.objects.get().submitted_at == first


def test_opening_the_link_again_after_sending_leads_to_the_confirmation(sent, client, words):
    assert "See your confirmation" in words(client.get(f"/answer/{sent.token}/"))
    assert client.post(f"/answer/{sent.token}/").url == "/survey/done/"


def test_one_sees_the_words_of_ones_own_levels_and_the_next_step(sent, words):
    text = words(sent.browser.get("/survey/levels/"))
    assert "1 answer of yours, and the step after it" in text
    assert "Level 2 of 3: Partial Level 2 words The next level, 3 Level 3 words What to do first Step from 2" in text
    assert "How are records found?" not in text


def test_before_sending_there_is_nothing_to_confirm(browser):
    for page in ("done", "levels"):
        assert browser.get(f"/survey/{page}/").url == "/survey/"


def test_the_copy_holds_every_answer_in_words(sent, words):
    page = words(sent.browser.get("/survey/copy/"))
    assert "How are records made? 2. Level 2 words How are records found? I do not know" in page
    assert "How many batches a year? Not answered" in page
    text = sent.browser.get("/survey/copy.txt")
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text["Content-Disposition"] == f'attachment; filename="{Response.objects.get().reference}.txt"'
    assert "How are records made?\n  2. Level 2 words\n" in text.content.decode()
    assert "  =1+1 <b>\n" in text.content.decode()


def test_what_was_typed_is_never_markup(sent):
    assert "=1+1 &lt;b&gt;" in sent.browser.get("/survey/copy/").content.decode()


def test_sent_answers_can_be_opened_again_until_the_survey_closes(sent, words):
    assert sent.browser.post("/survey/reopen/").url == "/survey/"
    assert submitted(sent.response) == {}
    sent.browser.post("/survey/check/")
    assert submitted(sent.response)["REC1"] == {"value": "2"}


def test_looking_never_reopens(sent):
    assert sent.browser.get("/survey/reopen/").status_code == 405
    assert Response.objects.get().is_submitted


def test_after_closing_the_drafts_page_is_calm_and_what_was_sent_stays_readable(arrive, sent, survey, close, words):
    late = arrive("beta")
    close(survey.wave)
    for address in ("/survey/", "/survey/work/records/", "/survey/check/"):
        page = late.browser.get(address)
        assert (page.status_code, "The survey closed on" in words(page)) == (410, True)
    assert late.browser.post("/survey/check/").status_code == 410
    assert late.browser.post("/survey/work/records/", {"shown": "REC1", "REC1": "2"}).status_code == 410
    for address in ("done", "levels", "copy"):
        assert sent.browser.get(f"/survey/{address}/").status_code == 200
    assert sent.browser.post("/survey/reopen/").status_code == 410


def test_leaving_a_shared_device_ends_the_session_there(visit, words):
    assert "Your answers are kept" in words(visit.browser.get("/survey/later/"))
    left = visit.browser.post("/survey/later/")
    assert f'data-autosave-clear="{visit.response.pk}"' in left.content.decode()
    assert visit.browser.get("/survey/").status_code == 403


BANNED = "wave|facet|cohort|anchor|redeem|participation|item|missing reason|borich|sem|rest of|release|figure"


def test_no_page_of_a_respondent_speaks_our_language(  # noqa: PLR0913, PLR0917 - fixtures
    arrive, autosave, words, client, survey, close, agreed
):
    visit = arrive(is_coordinator=True, agree=False)
    pages = [client.get(f"/answer/{visit.token}/"), visit.browser.get("/survey/consent/"), client.get("/answer/no/")]
    visit.browser.post("/survey/consent/", agreed)
    autosave(visit.browser, "SCREEN", "partly")
    places = [
        "",
        "you/area/",
        "site/size/",
        "work/records/",
        "work/more/",
        "skills/detail/",
        "work/check/",
        "check/",
        "later/",
    ]
    pages += [visit.browser.get(f"/survey/{place}") for place in places]
    visit.browser.post("/survey/check/")
    places = ("done", "levels", "copy", "information", "choices", "withdraw")
    pages += [visit.browser.get(f"/survey/{place}/") for place in places]
    pages += [visit.browser.post("/survey/withdraw/", follow=True)]
    late = arrive("beta")
    close(survey.wave)
    pages += [late.browser.get("/survey/"), client.get("/survey/")]
    assert {page.status_code for page in pages} == {200, 403, 404, 410}
    for page in pages:
        assert re.findall(rf"\b({BANNED})s?\b", words(page), flags=re.IGNORECASE) == []
