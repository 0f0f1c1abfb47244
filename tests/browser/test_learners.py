"""A delegate of a course on a small phone, the run's pages of the organiser, and its result; axe-core judges each."""

import re
from datetime import date

import pytest
from django.core import mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SKILLS = {"sk_python": 3, "sk_repro": 3, "sk_stats_doe": 2}


@pytest.fixture
def run(bioprocess, people, as_worker):
    """Six companies with five delegates each, and two on the waiting list; Alpha's coordinator is one of those who sent them."""
    from benchmarking.actions.learners import Days, Invited, add_delegates, go_on, make_run
    from benchmarking.actions.training import replace_catalogue
    from benchmarking.models.training import TrainingModule
    from benchmarking.selectors.catalogue_entries import Entry
    from surveyapp.models.organisation import Organisation, Owner

    programme = bioprocess.programme
    name = {"en": "Data analysis with code for process scientists", "de": "Datenanalyse mit Programmcode"}
    replace_catalogue(
        programme=programme, entries=[Entry("CODE1", name, audience="practitioner", raises=SKILLS)], by=None
    )
    owners = [Owner.objects.create(programme=programme, name=f"Works {i}") for i in range(6)]
    sites = [Organisation.objects.create(programme=programme, owner=each, name=f"{each} plant") for each in owners]
    days = Days(date(2099, 3, 1), date(2099, 3, 2), date(2099, 6, 2))
    made = make_run(module=TrainingModule.objects.get(), label="Spring 2099, Cork", days=days, by=None)
    sites[0] = people.alpha.organisation
    invited = [(f"p{n}.{i}@works.example", site) for i, site in enumerate(sites) for n in range(5)]
    waiting = [Invited(f"w{n}.{i}@works.example", site, "", True) for i, site in enumerate(sites) for n in (0, 1)]
    add_delegates(run=made, people=[*invited, *waiting], by=None)
    return go_on(run=made, seen="planned", by=None)


def sweep(as_worker):
    from benchmarking import tasks

    with as_worker():
        tasks.sweep()


def everybody(run, moment, level):
    from benchmarking.actions.learners import agree, keep_ratings, send_ratings
    from benchmarking.models.learners import Delegate

    asked = (False,) if moment == "looking_back" else (False, True)
    people = Delegate.objects.filter(run=run, is_waiting__in=asked)
    for n, delegate in enumerate(people):
        agree(delegate=delegate)
        found = Delegate.objects.select_related("run__programme").get(pk=delegate.pk)
        its = level - 1 if delegate.is_waiting and moment == "after" else level
        keep_ratings(delegate=found, moment=moment, levels={skill: min(5, its + n % 2) for skill in SKILLS})
        send_ratings(delegate=found)


def link(as_worker, email):
    sweep(as_worker)
    body = next(each.body for each in reversed(mail.outbox) if each.to == [email])
    return re.search(r"http://testserver(/learn/\S+)", body)[1]


def test_a_delegate_rates_on_a_small_phone(run, as_worker, open_browser, look):
    page = open_browser(width=320)
    page.goto(link(as_worker, "p0.0@works.example"))
    look(page, "learn-start")
    page.get_by_role("button", name="Start").click()
    look(page, "learn-who")
    page.get_by_role("button", name="I have read it").click()
    page.check('[name=sk_python][value="1"]')
    page.get_by_role("button", name="Continue").click()
    look(page, "learn-missing")
    assert page.locator('[name=sk_python][value="1"]').is_checked()
    for skill in ("sk_repro", "sk_stats_doe"):
        page.check(f'[name={skill}][value="dont_know"]')
    look(page, "learn-questions")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Thank you, your ratings are sent").wait_for()
    look(page, "learn-done")
    page.reload()
    page.get_by_role("link", name="Change your ratings").click()
    assert page.locator('[name=sk_python][value="1"]').is_checked()


def sign_in(page, name, to):
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_the_result_of_a_run_reads_well(run, as_worker, open_browser, look, device):
    from benchmarking.actions.learners import go_on

    everybody(run, "before", 1)
    go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    everybody(run, "after", 3)
    everybody(run, "looking_back", 0)
    page = open_browser(device)
    base = "/organise/sector/training/runs/"
    sign_in(page, "olga", base)
    look(page, "runs")
    page.goto(f"{base}{run.pk}/")
    look(page, "run-asking")
    page.get_by_role("link", name="See the delegates, or take one out").click()
    look(page, "run-delegates")
    page.get_by_role("link", name="Take out p0.0@works.example").click()
    look(page, "run-remove")
    page.goto(f"{base}{run.pk}/")
    page.get_by_role("button", name="Close the ratings after the course").click()
    sweep(as_worker)
    page.reload()
    page.get_by_role("link", name="See the result of this run").click()
    page.get_by_role("heading", name="is associated with higher self-ratings").wait_for()
    page.locator(".plot svg.main-svg").first.wait_for()
    page.get_by_role("heading", name="others who began alike").wait_for()
    look(page, "run-result")
    page.goto("/organise/sector/training/providers/")
    look(page, "provider")
    own = open_browser(device)
    sign_in(own, "alpha", f"/benchmarks/plan/runs/{run.pk}/")
    own.get_by_role("heading", name="Your own people").wait_for()
    look(own, "run-own")
