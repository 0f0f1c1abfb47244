import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.register_entries import add_organisation
from surveyapp.actions.responses import submit_response
from surveyapp.actions.staff import add_organiser, remove_organiser
from surveyapp.models.audit import AuditEntry
from surveyapp.organising.activity.words import SENTENCES
from surveyapp.selectors import activity
from surveyapp.selectors.activity import Wanted
from tests.surveyapp.organising.programmes.conftest import at, olga, signed_in

__all__ = ["at", "olga", "signed_in"]


@pytest.fixture
def log(olga, at):
    """`log(person=…)` gives the page, and its sentences by who did it."""

    def get(**asked):
        page = olga.get(at("programme-activity", "sector"), asked)
        return page, [(row["who"], row["what"]) for row in page.context["rows"]]

    return get


@pytest.fixture
def did(programme, people):
    def record(action, by=None, kind="", **detail):
        by = by or (None if kind else people.olga.account)
        return audit.record(action=action, target=programme, by=by, by_kind=kind, programme=programme, **detail)

    return record


def add(people, name="Delta"):
    return add_organisation(programme=people.olga.programme, said={"name": name}, by=people.olga.account)


def test_what_was_done_is_a_sentence_with_who_did_it(log, people, did):
    add(people)
    did("programme.settings_changed", section="retention", fields=["keeps_answers_months"])
    did("release.requested", number=3)
    _page, said = log()
    assert said == [
        ("Olga", "Asked for results: number 3"),
        ("Olga", "Changed the settings: How long answers are kept"),
        ("Olga", "Added Delta to the register"),
    ]


def test_a_person_is_named_also_after_their_removal(log, people):
    staff = add_organiser(
        programme=people.olga.programme, email="o@example.org", name="Otto", language="en", by=people.olga.account
    )
    remove_organiser(staff=staff, by=people.olga.account)
    assert [what for _who, what in log()[1]] == [
        "Removed Otto from the people who run the programme",
        "Let Otto run the programme",
    ]


def test_an_action_without_words_says_its_name(log, did):
    did("wave.turned_round")
    assert log()[1] == [("Olga", "Did something that has no name here yet: wave.turned_round")]


def test_a_detail_that_is_missing_is_a_dash(log, did):
    did("release.requested")
    assert log()[1] == [("Olga", "Asked for results: number –")]


def test_nobody_sees_who_answered(log, begin, survey):
    response = begin()
    submit_response(response=response)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"response.started", "response.consent_given", "response.submitted"} <= actions
    page, said = log()
    assert [what for _who, what in said if "nvited" not in what] == []
    assert str(response.pk) not in page.text
    assert str(response.participation_id) not in page.text


@pytest.mark.parametrize(
    "action", ["plan.choice_saved", "report.requested", "participation.confirmed", "exchange.wishes_kept"]
)
def test_what_a_coordinator_does_is_not_in_it_even_if_they_run_the_programme_too(log, did, people, action):
    did(action)
    did("wave.opened", by=people.alpha.account)
    assert log()[1] == []


def test_an_account_that_is_gone_is_not_in_it_as_it_may_have_been_a_coordinators(log, did, people):
    did("wave.opened")
    audit.record(
        action="wave.closed", target=people.olga.programme, by=None, by_kind="account", programme=people.olga.programme
    )
    assert [what for _who, what in log()[1]] == ["Opened the survey"]


def test_another_programme_is_not_in_it(log, people, programme):
    audit.record(
        action="wave.opened", target=programme, by=people.olga.account, programme=people.gamma.organisation.programme
    )
    assert log()[1] == []


def test_a_log_is_searched_by_person_kind_survey_and_days(log, people, did, survey):
    did("answers.deleted", kind="worker")
    did("programme.started", kind="operator")
    audit.record(action="wave.opened", target=survey.wave, by=people.olga.account, programme=survey.wave.programme)
    (what,) = {what for _who, what in log(survey=survey.wave.pk)[1]} & {"Opened the survey"}
    assert what == "Opened the survey"
    assert [who for who, _what in log(person="worker")[1]] == ["Waymark, by itself"]
    assert [who for who, _what in log(person="operator")[1]] == ["Operator"]
    assert [what for _who, what in log(kind="programme")[1]] == ["Started the programme"]
    assert ("Olga", "Opened the survey") in log(person=people.olga.account.pk)[1]
    assert log(until="2001-01-01")[1] == []
    assert len(log(since="2001-01-01")[1]) == len(log()[1])


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "31.3.2026"}, "This is not a day."),
        ({"until": "2026-02-30"}, "This is not a day."),
        ({"person": "' OR 1=1"}, "Choose one of the list."),
        ({"survey": "no-uuid"}, "Choose one of the list."),
        ({"kind": "x\0"}, "Choose one of the list."),
    ],
)
def test_what_is_no_choice_is_said_and_the_rest_holds(log, did, asked, sentence):
    did("programme.started")
    page, said = log(**asked)
    assert page.status_code == 422
    assert sentence in page.text
    assert said == [("Olga", "Started the programme")]


def test_a_long_log_has_pages_and_says_once_what_was_done_again_and_again(log, did):
    for _ in range(60):
        did("programme.settings_changed", section="texts")
    page, _said = log()
    assert page.context["page"]["pages"] == 2
    assert sum(row["times"] for row in page.context["rows"]) == 50
    second, _said = log(page=2)
    assert sum(row["times"] for row in second.context["rows"]) == 10


def test_a_page_costs_as_many_queries_for_many_entries_as_for_one(olga, at, did, people, django_assert_num_queries):
    add(people)
    address = at("programme-activity", "sector")
    with CaptureQueriesContext(connection) as one:
        olga.get(address)
    for name in ("Echo", "Foxtrot", "Golf"):
        add(people, name)
    with django_assert_num_queries(len(one)):
        olga.get(address)


def test_a_file_says_the_same_and_is_no_formula(olga, at, did, people):
    people.olga.account.name = '=HYPERLINK("http://x")'
    people.olga.account.save()
    did("release.correction_requested", reason="=1+1")
    answer = olga.get(at("programme-activity-csv", "sector"), {"kind": "results"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["When (UTC)", "Who", "E-mail address", "What", "Survey", "Action"]
    assert [row[1:] for row in rows[1:]] == [
        [
            '\'=HYPERLINK("http://x")',
            "olga@example.org",
            "Asked for corrected results: “=1+1”",
            "",
            "release.correction_requested",
        ]
    ]
    assert AuditEntry.objects.first().action == "activity.exported"


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_the_log_is_for_the_programmes_staff(signed_in, people, at, who):
    client = signed_in(getattr(people, who))
    assert client.get(at("programme-activity", "sector")).status_code == 403
    assert client.get(at("programme-activity-csv", "sector")).status_code == 403


def test_days_include_both_ends(did, programme):
    entry = did("programme.started")
    today = timezone.localdate()
    assert list(activity.entries(programme, Wanted(since=today, until=today))) == [entry]
    assert list(activity.entries(programme, Wanted(until=date(2001, 1, 1)))) == []


def test_tokens_are_called_what_the_page_that_makes_them_calls_them():
    assert all("token" in str(said) for action, said in SENTENCES.items() if action.startswith("token."))
