"""The main job in a real browser: a new organisation answers, the survey closes, a worker builds, the page compares."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from benchmarking.management.synthetic_sector.programme import COORDINATOR
from benchmarking.management.synthetic_sector.programme import PASSWORD as DEMO_PASSWORD
from tests.benchmarking.exports.reading import packed
from tests.browser import coordinator
from tests.browser.test_respondent_journey import answer_everything, send, start
from tests.worker_process import kill_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PASSWORD = "correct horse battery"
COMPANIES = 25
LOWEST = "Analysis, models and digital twins"  # of the coordinator whom the demo signs in
BEING_WORKED_OUT = "Your own result is being worked out"


@pytest.fixture
def sector(as_worker):
    """The synthetic sector at its smallest, its 2026 survey open, and a newcomer with a coordinator."""
    from surveyapp.actions.invitations import invite
    from surveyapp.actions.participations import add_participation
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.people import Account, Membership
    from surveyapp.models.wave import Wave

    with as_worker():
        call_command("demo_sector", organisations=COMPANIES, verbosity=0)
        wave = Wave.objects.get(slug="2026")
        owner = Owner.objects.create(programme=wave.programme, name="Newcomer Group")
        facets = {"sub_sector": "vaccines", "business_model": "own_products", "size_band": "e50_249", "country": "IE"}
        facets |= {"site_type": "commercial_gmp", "gxp": "yes_mostly", "site_headcount": "e50_249"}
        newcomer = Organisation.objects.create(
            programme=wave.programme, owner=owner, name="Newcomer Biologics", facets=facets
        )
        account = Account.objects.create_user("nora@newcomer.example", PASSWORD, name="Nora Newcomer")
        Membership.objects.create(account=account, organisation=newcomer)
        participation = add_participation(wave=wave, organisation=newcomer, by=None, by_kind="operator")
        _, token = invite(
            participation=participation, name="Nora Newcomer", is_coordinator=True, by=None, by_kind="operator"
        )
    return f"/answer/{token}/"


class Link:
    def __init__(self, path):
        self.path = path


def sign_in(page, email, password):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def coordinator_confirms(page, shoot):
    page.goto("/survey/done/")
    shoot(page, "main-0-confirm")
    page.get_by_role("button", name="Confirm that they are complete").click()
    page.get_by_role("heading", name="You confirmed on").wait_for()
    shoot(page, "main-0-confirmed")


def own_levels_appear(page, shoot, begin_work):
    """A worker makes the own result of what was confirmed; it is gone again before the survey closes."""
    page.goto("/benchmarks/?survey=2026")
    assert page.get_by_text(BEING_WORKED_OUT).count() == 1
    process = begin_work()
    for _ in range(180):
        # Asked without drawing: a page that is drawn again and again keeps the worker waiting.
        if BEING_WORKED_OUT not in page.request.get("/benchmarks/?survey=2026").text():
            break
        page.wait_for_timeout(500)
    kill_worker(process)
    page.reload()
    page.wait_for_selector("html[data-drawn=yes]")
    shoot(page, "main-0-own-levels")
    assert page.get_by_text("The comparison comes after the survey has closed").count() == 1
    assert page.get_by_text("Process automation and control").count() > 0


def organiser_closes(page, shoot, begin_work):
    sign_in(page, "organiser@demo.example", DEMO_PASSWORD)
    page.wait_for_url("**/organise/")
    page.get_by_role("link", name="2026 survey", exact=True).click()
    shoot(page, "main-1-open-survey")
    page.get_by_role("link", name="Close").click()
    shoot(page, "main-2-close")
    page.get_by_label("Type the short name of the survey").fill("2026")
    page.get_by_role("button", name="Close").click()
    shoot(page, "main-3-closed")
    page.get_by_role("link", name="Watch the results being built").click()
    shoot(page, "main-3-waiting")
    begin_work()
    page.get_by_role("button", name="Publish").wait_for(timeout=90_000)
    shoot(page, "main-4-built")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()
    shoot(page, "main-5-published")


def test_a_newcomers_answers_become_part_of_a_new_release(sector, open_browser, shoot, worker):
    respondent = open_browser("phone")
    start(respondent, Link(sector), shoot, "main-0")
    answer_everything(respondent, shoot, "main-0")
    send(respondent, shoot, "main-0")
    coordinator_confirms(respondent, shoot)

    coordinator = open_browser()
    sign_in(coordinator, "nora@newcomer.example", PASSWORD)
    own_levels_appear(coordinator, shoot, worker)
    coordinator.goto("/benchmarks/?survey=2025")
    assert coordinator.get_by_text(f"n = {COMPANIES + 1}").count() == 0

    organiser_closes(open_browser(), shoot, worker)

    coordinator.goto("/benchmarks/")
    coordinator.wait_for_selector("html[data-drawn=yes]")
    shoot(coordinator, "main-6-compared")
    assert "Newcomer Biologics, 2026 survey" in coordinator.title()
    assert coordinator.get_by_text(f"n = {COMPANIES + 1}").count() > 0
    assert coordinator.locator(".plot svg.main-svg").count() > 0
    with coordinator.expect_download() as download:
        coordinator.get_by_role("link", name="CSV").first.click()
    assert b"Process automation and control" in download.value.path().read_bytes()

    a_coordinator_takes_a_plan_to_the_board(open_browser(), worker)


def a_coordinator_takes_a_plan_to_the_board(page, begin_work):
    """From signing in to both files, on the results that were just published."""
    coordinator.sign_in(page, COORDINATOR, DEMO_PASSWORD)
    assert coordinator.in_short(page)[:2] == [f"Your next step: {LOWEST}", "Since the 2025 survey"]
    sector = f"The whole sector, n = {COMPANIES + 1}, 2026 survey, publication 1"
    assert coordinator.compare_with(page, f"The whole sector (n = {COMPANIES + 1})").endswith(sector)
    here, _level, further, _next, first = next(iter(coordinator.next_levels(page).values()))
    assert re.match(r"You are here: level \d, ", here)
    assert re.match(r"Next: level \d, ", further)
    assert first.startswith("What to do first: ")
    assert "Principal component analysis" in coordinator.skills_short(page)
    page.goto(coordinator.PLAN)
    courses, facts = coordinator.choose_courses(page, days="8", budget="60000")
    assert courses == ["Hands-on module: advanced data analytics"]
    assert facts["Days of courses"] == "6 days"
    raised = page.locator(".targets > li h3").last.inner_text()
    settled = coordinator.settle(page, raised, responsible="Tess Trainer", due="31/3/2027")
    assert "Tess Trainer, by 31 March 2027, with the course “Hands-on module: advanced data analytics”" in settled
    pdf, slides, _n_compared = coordinator.take_to_the_board(page, begin_work)
    for said in (LOWEST, raised, "Tess Trainer", sector):
        assert packed(said) in pdf
        assert packed(said) in slides
