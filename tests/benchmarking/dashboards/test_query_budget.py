"""No page of results asks the database more than fifteen times, whatever the questionnaire's size."""

import pytest

from surveyapp.models.people import Membership
from tests.benchmarking.dashboards.conftest import finer_figures, sector_figures
from tests.benchmarking.dashboards.questionnaire import DEFINITION
from tests.committed import as_worker, empty_as_owner  # noqa: F401 - fixtures for tests that commit
from tests.surveyapp.query_budget import above_budget, longer

# A test's own transaction would hide what a page's transactions cost.
pytestmark = pytest.mark.django_db(transaction=True)

MOST = 15
PAGES = [
    "/benchmarks/",
    *(f"/benchmarks/?survey={year}" for year in (2025, 2026, 2027)),
    "/benchmarks/?group=sector/biologics",
]
FILES = ["/benchmarks/figures/profile.csv"]


@pytest.fixture(params=[0, 100], ids=["small", "huge"])
def three_surveys(request, store, people):
    """2025 and 2026, both published, and 2027, which is still open; Alpha took part in all."""
    definition = longer(DEFINITION, "levels", request.param)
    sites = (people.alpha.organisation, people.beta.organisation)
    waves = [store.survey(year, *sites, definition=definition) for year in ("2025", "2026")]
    store.survey("2027", *sites, definition=definition, closed=False)
    for wave in waves:
        store.own(wave, people.alpha.organisation)
        store.release(wave, [*sector_figures(), *finer_figures()])


def test_results_of_one_organisation(alpha, three_surveys):
    assert above_budget(alpha, [*PAGES, *FILES], MOST) == {}


def test_results_of_several_organisations(alpha, three_surveys, people):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    assert above_budget(alpha, PAGES[:1], MOST) == {}
    alpha.post("/benchmarks/choose/", {"organisation": people.alpha.organisation.pk})
    assert above_budget(alpha, [*PAGES, *FILES], MOST) == {}
