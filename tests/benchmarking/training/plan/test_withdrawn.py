"""A course that the organiser offers no more: the plan that holds it says so to its own coordinators, and to nobody else."""

import pytest
from django.urls import reverse

from benchmarking.actions.training import withdraw_module
from benchmarking.models.training import TrainingModule
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import PLAN

SAYS = "The organiser offers “Course B” no more. Your plan keeps it as it is"


@pytest.fixture
def withdrawn(catalogue, planned, as_worker):
    for code in ("A", "B"):
        withdraw_module(module=TrainingModule.objects.get(code=code), by=None)


def test_the_plan_that_holds_it_names_it_and_keeps_it(alpha, withdrawn):
    text = text_of(alpha.get(PLAN))
    assert SAYS in text
    assert "Course A" not in text


def test_a_course_on_offer_is_no_notice(alpha, catalogue, planned):
    assert "no more. Your plan keeps" not in text_of(alpha.get(PLAN))


def test_the_organiser_is_told_that_plans_may_hold_it_and_never_how_many(client, people, catalogue, planned):
    client.force_login(people.olga.account)
    text = {
        code: text_of(client.get(reverse("benchmarking:training-module-withdraw", args=["sector", code])))
        for code in "AB"
    }
    assert "How many plans hold it is not said here" in text["B"]
    assert text["A"].replace("Course A", "Course B") == text["B"]
