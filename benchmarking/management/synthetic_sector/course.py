"""A course that ten companies sent people to, followed up to its end, so that its result can be read. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from django.utils import timezone

from benchmarking.actions.learners import Days, add_delegates, go_on, make_run
from benchmarking.models.learners import Delegate, DelegateRating, ModuleRun
from benchmarking.models.training import TrainingModule
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account

MODULE, LABEL = "B", "Spring 2026"
DAYS = Days(date(2026, 2, 10), date(2026, 2, 12), date(2026, 5, 12))
OTHERS, OF_OTHERS, OF_OWN = 9, 2, 5
HIGHEST = 5
Moment = DelegateRating.Moment


def course_for(coordinator: Account, seed: int = 1) -> ModuleRun | None:
    """Five people of the coordinator's site and two each of nine others; None where the catalogue has no such module."""
    own = coordinator.memberships.select_related("organisation__programme").get().organisation
    module = TrainingModule.objects.filter(programme=own.programme, code=MODULE).first()
    if module is None:
        return None
    run = make_run(module=module, label=LABEL, days=DAYS, by=None)
    add_delegates(run=run, people=_people(own), by=None)
    for state in list(ModuleRun.State)[:-1]:
        run = go_on(run=run, seen=state, by=None)
        if state == ModuleRun.State.PLANNED:
            # All that anybody will say: each moment counts only once it is closed.
            _rate(run, np.random.default_rng([seed, 7]))
    return run


def _people(own: Organisation) -> Iterator[tuple[str, Organisation]]:
    others = Organisation.objects.filter(programme=own.programme).exclude(owner=own.owner).order_by("name")
    sites = {site.owner_id: site for site in others}  # one of each owner
    yield from ((f"delegate{n}@own.example", own) for n in range(OF_OWN))
    for at, site in enumerate(list(sites.values())[:OTHERS]):
        yield from ((f"delegate{n}@site{at}.example", site) for n in range(OF_OTHERS))


def _rate(run: ModuleRun, pick: np.random.Generator) -> None:
    """Everybody at every moment."""
    people, now = list(run.delegates.order_by("email")), timezone.now()
    ratings = []
    for person in people:
        person.agreed_at, person.sent = now, dict.fromkeys(Moment, now.isoformat())
        for skill in run.skills:
            ratings += [
                DelegateRating(delegate=person, moment=moment, skill=skill["code"], level=level)
                for moment, level in _levels(pick).items()
            ]
    DelegateRating.objects.bulk_create(ratings)
    Delegate.objects.bulk_update(people, ["agreed_at", "sent"])


def _levels(pick: np.random.Generator) -> dict[Moment, int]:
    before = int(pick.integers(0, 4))
    after = min(HIGHEST, before + int(pick.integers(0, 3)))
    looking_back = max(0, before - int(pick.integers(0, 2)))
    return {
        Moment.BEFORE: before,
        Moment.AFTER: after,
        Moment.LOOKING_BACK: looking_back,
        Moment.FOLLOW_UP: max(before, after - int(pick.integers(0, 2))),
    }
