"""A coordinator's way from signing in to the board's papers on the Civil Service People Survey of 2023, from its own files.

On the invented sector the same way is the end of test_main_job.py, which builds that sector.
"""

import io

import pytest
from django.core.management import call_command

from tests.benchmarking.exports.reading import packed
from tests.browser import coordinator
from tests.reference import csps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
DEPARTMENT = "Department for Transport"


@pytest.fixture
def civil_service(people, as_worker, reference_data):
    """The survey of 2023, imported, built and published; Alpha's account coordinates a department of it."""
    from benchmarking.actions.releases import publish_release
    from benchmarking.models.release import Release
    from benchmarking.tasks import sweep
    from surveyapp.models.organisation import Organisation
    from surveyapp.models.people import Membership

    of = ["--instrument", "civil-service-people-survey/2023", "--programme", "civil-service", "--wave", "2023"]
    of += ["--groups", "skip", "--held-on", "2023-09-19"]
    with as_worker():
        call_command("import_results", reference_data / csps.SCORES_2023, *of, stdout=io.StringIO())
        sweep()
        publish_release(release=Release.objects.get(), by=people.olga.account)
        department = Organisation.objects.get(name=DEPARTMENT)
        Membership.objects.filter(account=people.alpha.account).update(organisation=department)


def test_a_department_takes_its_comparison_to_the_board(civil_service, open_browser, worker):
    page = open_browser()
    coordinator.sign_in(page, "alpha@example.org", "correct horse battery")
    assert coordinator.in_short(page) == ["Where you stand in the sector", "Transport (n = 6)"]
    beside = coordinator.compare_with(page, "Transport (n = 6)")
    assert beside == "Score from 0 to 100. Transport, n = 6, 2023 survey, publication 1"
    nothing_to_plan_with(page)
    pdf, slides, n_compared = coordinator.take_to_the_board(page, worker)
    assert n_compared == 2 * 10  # themes: one's own score and the median
    for said in (f"{DEPARTMENT}", "The whole sector, n = 103, 2023 survey, publication 1"):
        assert packed(said) in pdf
        assert packed(said) in slides


def nothing_to_plan_with(page):
    """The survey's scores come from a file: it has no levels to raise, no skills and no courses, and each page says so."""
    said = {}
    for name in ("plan/", "plan/add/", "plan/courses/", "exchange/"):
        page.goto(f"/benchmarks/{name}")
        said[name] = page.locator("main .lede, main .note").last.inner_text()
    assert said == {
        "plan/": "Targets are your own. How others stand is printed beside them as context, and is no target.",
        "plan/add/": "This survey asks about no levels and no skills, so there is nothing to aim at.",
        "plan/courses/": "The organiser has listed no courses yet.",
        "exchange/": "This survey asks about no levels and no skills, so there is nothing to choose from.",
    }
