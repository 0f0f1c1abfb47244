"""What a provider is handed: which module to run next, for how many, and what the last run changed; published figures alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarking.models.learners import ModuleRun, RunResult
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry, Supply
from tests.benchmarking.dashboards.conftest import figure
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.test_sector_demand import NEEDS, TOTAL, alpha, olga, published, store, taught

__all__ = ["alpha", "olga", "published", "store", "taught"]

PAGE = "/organise/sector/training/providers/"
FILE = f"{PAGE}provider.csv"


def module(code, provider="Cork", audience="practitioner", supply=(), **raises):
    return Entry(code, {"en": f"Module {code}"}, provider=provider, audience=audience, raises=raises, supply=supply)


@pytest.fixture
def catalogue(taught):
    taught(
        module("A", python=3, supply=(Supply(2025, 40, 35),)),
        module("B", charts=3),
        module("M", audience="decision_maker", python=5),
        module("X", provider="Leeds", python=2),
        module("N", provider=""),
    )


@pytest.fixture
def ran(programme, catalogue, as_worker):
    """A run of A with a finished result."""

    def done(change, label="Spring", ends=date(2026, 3, 2)):
        run = ModuleRun.objects.create(
            programme=programme,
            module=TrainingModule.objects.get(code="A"),
            label=label,
            starts_on=ends,
            ends_on=ends,
            follow_up_on=ends,
        )
        document = {"people": {}, "skills": {}, "overall": {"change": change, "size": None}}
        with as_worker():
            RunResult.objects.create(run=run, number=1, document=document, state="done", key=label)

    return done


CHANGE = {"n_owners": 8, "n_people": 20, "value": 14.0, "low": 3.0, "high": 25.0, "least": 8.0, "most": 20.0}


def test_the_module_that_most_people_need_beyond_those_trained_comes_first(olga, published, catalogue):
    published(*NEEDS, TOTAL)
    text = text_of(olga.get(PAGE + "?of=Cork"))
    assert "Run next: “Module B”. In the sector about 250 people should move up in what it raises" in text
    assert "How many it trains a year is not stated." in text


def test_a_skill_clearly_among_the_most_short_comes_before_numbers(olga, published, catalogue):
    published(*NEEDS, TOTAL, figure("sector skill_tier:python tier", 64, 1.0))
    text = text_of(olga.get(PAGE + "?of=Cork"))
    assert "Run next: “Module A”." in text
    assert "It raises skills that are clearly among those most companies are short of: Python." in text
    assert "It trains 35 people a year." in text


def test_a_managers_course_is_wanted_by_nobody_but_managers(olga, published, catalogue):
    published(*NEEDS, TOTAL)
    rows = olga.get(PAGE + "?of=Cork").context["finding"].rows
    assert {row[0]: row[2] for row in rows}["Module M"] == "not asked about"


def test_a_total_that_may_not_be_shown_is_not_shown(olga, published, catalogue):
    published(*NEEDS)
    page = olga.get(PAGE + "?of=Cork")
    assert "Published results do not say how many people need these modules" in text_of(page)
    assert {row[2] for row in page.context["finding"].rows[:2]} == {"cannot be shown"}


def test_before_any_release_the_page_says_so(olga, catalogue):
    page = olga.get(PAGE)
    assert "Nothing is published yet" in text_of(page)
    assert {row[2] for row in page.context["finding"].rows} == {"nothing published yet"}


def test_the_last_run_is_told_with_its_interval_and_as_no_proof(olga, published, catalogue, ran):
    published(*NEEDS, TOTAL)
    ran(None, "Older", date(2025, 3, 2))
    ran(CHANGE)
    page = olga.get(PAGE + "?of=Cork")
    row = next(row for row in page.context["finding"].rows if row[0] == "Module A")
    assert row[6:] == ("Spring", "+14, +3 to +25", "8")
    assert "does not prove that the course brought it about" in text_of(page)


def test_a_run_of_too_few_companies_says_nothing_more(olga, published, catalogue, ran):
    published(*NEEDS, TOTAL)
    ran(None)
    row = next(row for row in olga.get(PAGE + "?of=Cork").context["finding"].rows if row[0] == "Module A")
    assert row[6:] == ("Spring", "too few companies", "")


def test_the_file_says_what_the_page_says_and_is_of_one_provider(olga, published, catalogue, ran):
    published(*NEEDS, TOTAL)
    ran(CHANGE)
    text = olga.get(f"{FILE}?of=Cork").text
    assert "Module A" in text
    assert "14,3,25,8" in text
    assert "Module X" not in text
    assert olga.get(f"{FILE}?of=Leeds").headers["Content-Disposition"].endswith('"leeds.csv"')


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_provider_that_gives_nothing_is_not_found(olga, catalogue, address):
    assert olga.get(f"{address}?of=Nobody").status_code == 404


def test_without_a_catalogue_there_is_nothing_to_hand_over(olga, wave):
    assert "There is no catalogue yet" in text_of(olga.get(PAGE))
    assert olga.get(FILE).status_code == 404


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, catalogue, name):
    client.force_login(getattr(people, name).account)
    assert {client.get(PAGE).status_code, client.get(FILE).status_code} == {403}


def test_no_plan_no_answer_and_no_company_is_read(olga, published, catalogue, ran, people):
    """Beside the figures stand answers, plans and ratings; none of these tables is asked."""
    published(*NEEDS, TOTAL)
    ran(CHANGE)
    with CaptureQueriesContext(connection) as asked:
        text = olga.get(PAGE + "?of=Cork").text
    read = " ".join(each["sql"] for each in asked.captured_queries)
    held = ("draftanswer", "responseanswers", "organisationanswers", "releaseinputs", "planitem", "delegaterating")
    assert [table for table in (*held, "ownresult", "ownrunresult", "coursetaken") if table in read] == []
    assert people.alpha.organisation.name not in text
