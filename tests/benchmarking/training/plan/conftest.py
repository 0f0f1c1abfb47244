"""Alpha site with its result of 2026, a catalogue of three courses, and a browser of its coordinator."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarking.actions.plans import Aimed, add_target
from tests.benchmarking.dashboards.conftest import OWN, alpha, released, store

__all__ = ["ADD", "COURSES", "OWN", "PLAN", "alpha", "released", "store"]

PLAN, COURSES, ADD = "/benchmarks/plan/", "/benchmarks/plan/courses/", "/benchmarks/plan/add/"


@pytest.fixture
def offer(programme, as_worker):
    """A course of the catalogue."""
    from benchmarking.models.training import TrainingModule

    def listed(code, raises, **fields):
        known = {"name": {"en": f"Course {code}"}, "audience": "practitioner", "days": 2, "price": 100} | fields
        with as_worker():
            return TrainingModule.objects.create(programme=programme, code=code, raises=raises, **known)

    return listed


@pytest.fixture
def catalogue(offer):
    """Python to 2 or 3, charts to 3, and one for managers."""
    offer("A", {"python": 2})
    offer("B", {"python": 3}, price=300, days=4)
    offer("C", {"charts": 3}, price=150, days=1)
    offer("M", {"python": 5, "charts": 5}, audience="decision_maker", price=1)


@pytest.fixture
def planned(people, released):
    """Alpha's plan from the 2026 survey: a skill, a question, a dimension."""
    by = {"organisation": people.alpha.organisation, "by": people.alpha.account}
    wave = {"start_wave": released.pk}
    return [
        add_target(
            aimed=Aimed("skill", "python", 3.0, 1.0, **wave, responsible="Ana", due=date(2027, 3, 31), module="B"), **by
        ),
        add_target(aimed=Aimed("item", "ANA2", 2.0, 1.0, **wave), **by),
        add_target(aimed=Aimed("dimension", "DAT", 70.0, 50.0, **wave, due=date(2027, 1, 31)), **by),
    ]
