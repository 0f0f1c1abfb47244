"""A course with delegates of several organisations, who rate one skill."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail

from benchmarking.actions.learners import Days, add_delegates, agree, go_on, keep_ratings, make_run, send_ratings
from benchmarking.actions.training import replace_catalogue
from benchmarking.models.learners import Delegate, RunResult
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.tasks import sweep
from surveyapp.models.organisation import Organisation, Owner

COURSE = Entry("A", {"en": "Cooking"}, audience="practitioner", raises={"python": 3}, days=2.0)
DAYS = Days(date(2099, 3, 1), date(2099, 3, 2), date(2099, 6, 2))


@pytest.fixture
def module(wave, programme):
    replace_catalogue(programme=programme, entries=[COURSE], by=None)
    return TrainingModule.objects.get()


@pytest.fixture
def sites(programme):
    """Fourteen organisations, each of an owner of its own."""
    owners = [Owner.objects.create(programme=programme, name=f"Works {i}") for i in range(14)]
    return [Organisation.objects.create(programme=programme, owner=each, name=f"{each} plant") for each in owners]


@pytest.fixture
def work(as_worker):
    """Do, as the worker, what is undone."""

    def do():
        with as_worker():
            sweep()

    return do


@pytest.fixture
def make(module):
    """A run asked before the course, with so many delegates of each of these organisations."""

    def run_of(sites, each=2, label="Spring"):
        run = make_run(module=module, label=label, days=DAYS, by=None)
        people = [(f"p{n}@{site.pk}.example", site) for site in sites for n in range(each)]
        add_delegates(run=run, people=people, by=None)
        return go_on(run=run, seen="planned", by=None)

    return run_of


def rate(delegate, moment, level):
    agree(delegate=delegate)
    found = Delegate.objects.select_related("run__programme").get(pk=delegate.pk)
    used = {"used_at_work": level % 2} if moment == "follow_up" else {}
    keep_ratings(delegate=found, moment=moment, levels={"python": level} | used)


def everybody_rates(run, level, moment, but=()):
    """`level` of the n-th delegate, by organisation and address; those of the organisations in `but` do not."""
    people = Delegate.objects.filter(run=run).order_by("organisation__owner__name", "email")
    for n, delegate in enumerate(people):
        is_asked = moment in ("before", "after") or not delegate.is_waiting
        if delegate.organisation not in but and is_asked:
            rate(delegate, moment, level(n))
            send_ratings(delegate=delegate)


@pytest.fixture
def finish(work):
    """A run whose delegates were at 1 before and are at 3 after, looked back upon as 0, up to its first result."""

    def finished(run, after=lambda _n: 3, but=(), before=lambda _n: 1):
        everybody_rates(run, before, "before")
        run = go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
        everybody_rates(run, after, "after", but)
        everybody_rates(run, lambda _n: 0, "looking_back", but)
        run = go_on(run=run, seen="after", by=None)
        work()
        return SimpleNamespace(run=run, result=RunResult.objects.get(run=run, number=1))

    return finished


@pytest.fixture
def follow_up(work):
    """Ask at the follow-up, and build the second result; those of the organisations in `but` do not answer."""

    def followed(run, but=(), level=lambda _n: 2):
        run = go_on(run=run, seen="waiting", by=None)
        everybody_rates(run, level, "follow_up", but)
        run = go_on(run=run, seen="follow_up", by=None)
        work()
        return RunResult.objects.get(run=run, number=2)

    return followed


@pytest.fixture
def link(work):
    """The address in the newest e-mail to somebody."""

    def of(email):
        work()
        body = next(each.body for each in reversed(mail.outbox) if each.to == [email])
        return re.search(r"http://testserver(/learn/\S+)", body)[1]

    return of
