"""Last time's answers: whose they are, which are offered, and how one is taken."""

from __future__ import annotations

import copy
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveyapp.actions import consents, invitations, responses
from surveyapp.actions.answers import save_answer
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors.drafts import answers
from surveyapp.selectors.last_time import of_response
from tests.surveyapp.every_kind import DEFINITION

ROSA = "rosa@example.org"
GIVEN = {
    "AREA": "quality",
    "SITE_NAME": "The old brewery",
    "TOOLS": ["lims", "sheets"],
    "BATCHES": "12",
    "FIRST_USE": "2020-2-9",
    "PRIORITIES": ["time", "money"],
    "COUNTRY": "dont_know",
}
KEPT = {
    "AREA": {"value": "quality"},
    "SITE_NAME": {"value": "The old brewery"},
    "TOOLS": {"value": ["sheets", "lims"]},
    "BATCHES": {"value": 12.0},
    "FIRST_USE": {"value": "2020-02-09"},
    "PRIORITIES": {"value": ["time", "money"]},
}


@pytest.fixture
def definition():
    return copy.deepcopy(DEFINITION)


@pytest.fixture
def earlier(survey, people, publish_instrument):
    """`earlier()` sends Rosa's answers in the survey of a year before; options change who, where and what."""

    def make(email=ROSA, who="alpha", *, years=1, given=GIVEN, send=True, **fields):
        opens_at = survey.wave.opens_at - timedelta(days=365 * years)
        slug = f"earlier-{years}"
        wave, _ = Wave.objects.get_or_create(
            programme=survey.wave.programme,
            slug=slug,
            defaults={
                "instrument_version": survey.version,
                "state": Wave.State.OPEN,
                "opens_at": opens_at,
                "title": {"en": f"{2026 - years} survey"},
                **fields,
            },
        )
        site = getattr(people, who).organisation
        participation, _ = Participation.objects.get_or_create(wave=wave, organisation=site)
        invitation, _ = invitations.invite(participation=participation, by=people.olga.account, email=email)
        response = responses.start_response(invitation=invitation, language="en")
        consents.give_consent(response=response)
        for item, raw in given.items():
            save_answer(response=response, item=item, raw=raw, base_revision=0)
        if send:
            responses.submit_response(response=response)
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.CLOSED, closed_at=timezone.now())
        return response

    return make


def found(response):
    """Read as a page does, with everything it needs at hand."""
    last = of_response(Response.objects.select_related("participation__wave", "invitation").get(pk=response.pk))
    return last.answers if last else None


def test_what_the_same_person_sent_last_time_is_found_whatever_the_case_of_the_address(earlier, begin):
    earlier(email="Rosa@Example.ORG")
    assert found(begin(email=ROSA)) == KEPT


@pytest.mark.parametrize(
    "options",
    [
        {"email": "max@example.org"},
        {"who": "beta"},
        {"send": False},
        {"is_confidential": True},
        {"years": -1},
    ],
)
def test_nobody_elses_and_nothing_unsent_later_or_confidential_is_found(earlier, begin, options):
    earlier(**options)
    assert found(begin(email=ROSA)) is None


def test_without_an_address_nobody_is_recognised(earlier, begin):
    earlier(email="")
    assert found(begin(email="")) is None


def test_nothing_is_found_in_a_confidential_survey(earlier, begin):
    earlier()
    response = begin(email=ROSA)
    assert of_response(response) is not None
    response.participation.wave.is_confidential = True
    assert of_response(response) is None


def test_a_meeting_is_no_person(earlier, begin):
    earlier()
    response = begin(email=ROSA)
    response.invitation.is_meeting = True
    response.invitation.save()
    assert found(response) is None


def test_only_the_most_recent_survey_counts(earlier, begin):
    earlier(years=2)
    assert found(begin(email=ROSA)) == KEPT
    earlier(years=1, email="max@example.org")
    assert found(begin(email=ROSA)) is None


def test_a_withdrawn_response_is_not_found(earlier, begin):
    former = earlier()
    Response.objects.filter(pk=former.pk).update(
        state=Response.State.WITHDRAWN, submitted_at=None, withdrawn_at=timezone.now()
    )
    assert found(begin(email=ROSA)) is None


@pytest.fixture
def former_version(definition, publish_instrument):
    """Another wording of one question, another coding of another, and one that is gone."""
    former = copy.deepcopy(definition) | {"version": "0"}
    former["items"]["AREA"]["text"]["en"] = "What do you do?"
    former["items"]["BATCHES"]["maximum"] = 500
    return publish_instrument(former)


def test_only_questions_that_are_still_the_same_are_offered(earlier, begin, former_version):
    earlier(instrument_version=former_version)
    assert found(begin(email=ROSA)).keys() == KEPT.keys() - {"AREA", "BATCHES"}


@pytest.fixture
def corrected(definition):
    definition["since"] = {"version": "0", "items": {"AREA": {"change": "same"}}}
    return definition


def test_a_question_that_its_author_calls_the_same_is_offered(corrected, survey, earlier, begin, former_version):
    earlier(instrument_version=former_version)
    assert found(begin(email=ROSA)).keys() == KEPT.keys() - {"BATCHES"}


# On the page --------------------------------------------------------------------------------------------------------
def post(browser, place, data, **query):
    return browser.post(f"/survey/{place}/{query.get('query', '')}", data)


@pytest.fixture
def rosa(earlier, arrive):
    earlier()
    return arrive(email=ROSA)


def offers(page):
    return re.findall(r'name="again" value="(\w+)"', page.content.decode())


def test_each_question_says_what_was_answered_and_nothing_is_filled_in(rosa, words):
    page = rosa.browser.get("/survey/you/area/")
    said = words(page)
    assert "Last time (2025 survey) you answered: Quality Still true : Where do you work?" in said
    assert "Last time (2025 survey) you answered: The old brewery" in said
    assert offers(page) == ["AREA", "SITE_NAME"]
    html = page.content.decode()
    assert " checked" not in html
    assert 'value="The old brewery"' not in html
    assert answers(rosa.response) == {}


def test_still_true_saves_the_page_and_that_answer_and_stays(rosa, words):
    sent = {"shown": ["AREA", "SITE_NAME", "COUNTRY"], "SITE_NAME": "The brewery", "COUNTRY": "", "again": "AREA"}
    assert post(rosa.browser, "you/area", sent).url == "/survey/you/area/#AREA"
    assert answers(rosa.response) == {"AREA": {"value": "quality"}, "SITE_NAME": {"value": "The brewery"}}
    page = rosa.browser.get("/survey/you/area/")
    assert "You answered the same last time (2025 survey)." in words(page)
    assert offers(page) == ["SITE_NAME"]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("work/tools", "TOOLS"),
        ("work/numbers", "BATCHES"),
        ("work/numbers", "FIRST_USE"),
        ("work/order", "PRIORITIES"),
    ],
)
def test_each_kind_of_answer_can_be_taken_again(rosa, place, code):
    assert post(rosa.browser, place, {"shown": code, "again": code}).url == f"/survey/{place}/#{code}"
    assert answers(rosa.response) == {code: KEPT[code]}


def test_still_true_keeps_the_way_back_to_the_check(rosa):
    address = "/survey/work/tools/?back=all"
    assert rosa.browser.post(address, {"shown": "TOOLS", "again": "TOOLS"}).url == f"{address}#TOOLS"


def test_still_true_waits_for_another_answer_that_does_not_fit(rosa):
    sent = {"shown": ["BATCHES", "TEMPERATURE"], "BATCHES": "", "TEMPERATURE": "cold", "again": "BATCHES"}
    page = post(rosa.browser, "work/numbers", sent)
    assert page.status_code == 422
    assert "“cold” is not a number" in page.content.decode()
    assert offers(page) == ["BATCHES"]
    assert answers(rosa.response) == {}


def test_still_true_replaces_what_does_not_fit_in_its_own_question(rosa):
    sent = {"shown": ["BATCHES"], "BATCHES": "a dozen", "again": "BATCHES"}
    assert post(rosa.browser, "work/numbers", sent).status_code == 302
    assert answers(rosa.response) == {"BATCHES": {"value": 12.0}}


@pytest.mark.parametrize("again", ["RECORDS", "COUNTRY", "NO_SUCH_QUESTION", ""])
def test_what_was_not_offered_cannot_be_taken(rosa, again):
    sent = {"shown": ["AREA", "COUNTRY"], "AREA": "production", "again": again}
    assert post(rosa.browser, "you/area", sent).status_code == 302
    assert answers(rosa.response) == {"AREA": {"value": "production"}}


def test_an_answer_that_is_no_longer_offered_is_not_offered_again(earlier, arrive):
    earlier(given=GIVEN | {"TOOL_BEST": "lims"})
    rosa = arrive(email=ROSA)
    save_answer(response=rosa.response, item="TOOLS", raw=["paper"], base_revision=0)
    assert offers(rosa.browser.get("/survey/work/tools/")) == ["TOOLS"]


def test_somebody_else_is_offered_nothing(earlier, arrive):
    earlier()
    assert offers(arrive(email="max@example.org").browser.get("/survey/you/area/")) == []


def test_a_page_with_last_times_answers_reads_two_rows_more(rosa):
    rosa.browser.get("/survey/you/area/")
    with CaptureQueriesContext(connection) as queries:
        rosa.browser.get("/survey/you/area/")
    tables = [query["sql"] for query in queries if ' FROM "' in query["sql"]]
    assert len(tables) == 5  # session, response, drafts; the earlier response and its answers
