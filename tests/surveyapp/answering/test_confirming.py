import pytest
from django.utils import timezone

from benchmarking.models.own_result import OwnResultRequest
from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave

OFFER = "Confirm that your organisation's answers are complete"


@pytest.fixture
def sent(arrive):
    visit = arrive(is_coordinator=True)
    visit.browser.post("/survey/check/")
    return visit


@pytest.fixture
def taking_part(survey, people):
    return lambda: survey.wave.participations.get(organisation=people.alpha.organisation)


def press(visit):
    """Press the button as the page offers it now."""
    mark = visit.browser.get("/survey/done/").context["confirmation"].confirmation_mark
    return visit.browser.post("/survey/confirm/", {"seen": mark})


def confirmations():
    return AuditEntry.objects.filter(action="participation.confirmed").count()


def test_the_coordinator_is_asked_to_confirm_and_then_told_when(sent, taking_part, words):
    before = words(sent.browser.get("/survey/done/"))
    assert OFFER in before
    assert "Colleagues can still answer until the survey closes; if they do, confirm again" in before
    assert press(sent).url == "/survey/done/#confirm"
    after = sent.browser.get("/survey/done/")
    day = timezone.localtime(taking_part().confirmed_at)
    assert f"You confirmed on {day:%-d %B %Y} that your organisation's answers are complete" in words(after)
    assert 'finds it on the <a href="/benchmarks/">page of results</a>' in after.content.decode()
    assert OFFER not in words(after)


def test_confirming_asks_for_the_own_result_and_is_on_record(sent, taking_part):
    press(sent)
    assert OwnResultRequest.objects.get().participation == taking_part()
    entry = AuditEntry.objects.get(action="participation.confirmed")
    assert (entry.actor, entry.actor_kind, entry.target_id) == (None, "respondent", str(taking_part().pk))


def test_a_double_click_confirms_once(sent, taking_part):
    for _ in range(2):
        assert sent.browser.post("/survey/confirm/", {"seen": ""}).url == "/survey/done/#confirm"
    first = taking_part().confirmed_at
    assert (confirmations(), OwnResultRequest.objects.count()) == (1, 1)
    sent.browser.post("/survey/confirm/")
    assert (taking_part().confirmed_at, confirmations()) == (first, 1)


def test_after_a_colleagues_answers_one_confirms_again(sent, arrive, words):
    press(sent)
    assert "If a colleague sends answers after that, confirm again." in words(sent.browser.get("/survey/done/"))
    arrive().browser.post("/survey/check/")
    assert "Since then 1 person has sent answers" in words(sent.browser.get("/survey/done/"))
    press(sent)
    assert "Since then" not in words(sent.browser.get("/survey/done/"))
    assert (confirmations(), OwnResultRequest.objects.count()) == (2, 2)


def test_a_colleague_neither_sees_nor_does_it(arrive, taking_part, words):
    colleague = arrive()
    colleague.browser.post("/survey/check/")
    assert "onfirm that" not in words(colleague.browser.get("/survey/done/"))
    assert colleague.browser.post("/survey/confirm/", {"seen": ""}).status_code == 404
    assert taking_part().confirmed_at is None


def test_before_sending_there_is_nothing_to_confirm(arrive, taking_part):
    assert arrive(is_coordinator=True).browser.post("/survey/confirm/").url == "/survey/"
    assert taking_part().confirmed_at is None


def test_nobody_confirms_without_a_session_or_by_looking(sent, client, taking_part):
    assert client.post("/survey/confirm/").status_code == 403
    assert sent.browser.get("/survey/confirm/").status_code == 405
    assert taking_part().confirmed_at is None


def test_after_closing_it_is_refused_calmly(sent, survey, close, taking_part, words):
    close(survey.wave)
    page = sent.browser.post("/survey/confirm/", {"seen": ""})
    assert (page.status_code, "The survey closed on" in words(page)) == (410, True)
    assert "What you had sent stands as it is" in words(page)
    assert "was not sent" not in words(page)
    assert (taking_part().confirmed_at, confirmations()) == (None, 0)
    done = words(sent.browser.get("/survey/done/"))
    assert "Your organisation's answers were not confirmed The survey closed before that. What was sent counts" in done
    assert "Confirm again" not in done


def test_where_only_the_confirmed_count_it_says_so(sent, survey, close, words):
    Wave.objects.update(counts_unconfirmed=False)
    assert "Only organisations that have confirmed count" in words(sent.browser.get("/survey/done/"))
    close(survey.wave)
    assert "As announced, they do not count in the comparison." in words(sent.browser.get("/survey/done/"))


def test_what_was_confirmed_stays_on_the_page_after_closing(sent, survey, close, words):
    press(sent)
    close(survey.wave)
    done = words(sent.browser.get("/survey/done/"))
    assert "You confirmed on" in done
    assert "confirm again" not in done.lower()
