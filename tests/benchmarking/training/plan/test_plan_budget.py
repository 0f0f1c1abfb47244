"""No page of the plan asks the database more than fifteen times, beginning and ending a transaction apart, whatever is planned;
and none reaches the answers of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarking.actions.plans import Aimed, add_target
from tests.benchmarking.training.plan.conftest import ADD, COURSES, PLAN
from tests.committed import as_worker, empty_as_owner

__all__ = ["as_worker", "empty_as_owner"]
# A test's own transaction would hide what a page's transactions cost.
pytestmark = pytest.mark.django_db(transaction=True)
MOST = 15
PAGES = (PLAN, ADD, f"{ADD}skill/charts/", COURSES, f"{COURSES}?days=9", f"{COURSES}taken/", f"{PLAN}plan.csv")
HELD_BY_OTHERS = (
    "surveyapp_draftanswer",
    "surveyapp_responseanswers",
    "surveyapp_organisationanswers",
    "releaseinputs",
)


@pytest.fixture
def full(people, store, planned, catalogue):
    """Two surveys, targets from both, and a peer with a plan of its own."""
    later = store.survey("2027", people.alpha.organisation, people.beta.organisation)
    for who, level in ((people.alpha, 1.0), (people.beta, 0.123)):
        store.own(later, who.organisation, skills={"charts": {"current": level, "needed": 3.0, "gap": 3.0 - level}})
    add_target(organisation=people.alpha.organisation, aimed=Aimed("item", "AUT1", 5.0, 4.0, later.pk), by=None)
    secret = Aimed("skill", "charts", 4.321, responsible="Berta of Beta")
    add_target(organisation=people.beta.organisation, aimed=secret, by=None)


def test_a_page_asks_at_most_fifteen_times(alpha, full):
    found = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as asked:
            alpha.get(page)
        found[page] = [each["sql"] for each in asked if each["sql"] not in ("BEGIN", "COMMIT")]
    assert {page: sql for page, sql in found.items() if len(sql) > MOST} == {}


def test_no_page_shows_or_reads_what_another_organisation_planned_or_answered(alpha, full):
    with CaptureQueriesContext(connection) as asked:
        shown = " ".join(alpha.get(page).content.decode() for page in PAGES)
    assert "Berta" not in shown
    assert "4.3" not in shown
    assert "0.1" not in shown
    read = " ".join(each["sql"] for each in asked.captured_queries)
    assert [table for table in HELD_BY_OTHERS if table in read] == []
