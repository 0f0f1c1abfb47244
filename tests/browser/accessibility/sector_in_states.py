"""One sector in which every state of a page of results, plan, files, exchange and courses can be looked at, by hand-written rows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from benchmarking import tasks
from benchmarking.actions import learners
from benchmarking.actions.exchange import Said, answer, keep_wishes, propose
from benchmarking.actions.plans import Aimed, add_target
from benchmarking.actions.sector_reports import make_public, take_back
from benchmarking.actions.training import replace_catalogue, withdraw_module
from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from benchmarking.models.report import Report
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.selectors.exchange import own_exchange, wishes
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Membership
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards import questionnaire
from tests.benchmarking.dashboards.conftest import (
    FROM_A_FILE,
    GROUPS,
    SCORES,
    SECTOR,
    finer_figures,
    group,
    mean,
    sector_figures,
)
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.training.learners.conftest import everybody_rates

DAYS = learners.Days(date(2099, 3, 1), date(2099, 3, 2), date(2099, 6, 2))
COURSES = (
    Entry("A", {"en": "Cooking"}, audience="practitioner", raises={"python": 3}, days=2.0, price=100),
    Entry("M", {"en": "Deciding"}, audience="decision_maker", raises={"python": 5}, days=1.0, price=10),
    Entry("OLD", {"en": "Frying"}, audience="practitioner", raises={"charts": 2}),
)


def surveys(store, people, as_worker):
    """By the year: what became of each survey, as Alpha sees it."""
    alpha, beta = people.alpha.organisation, people.beta.organisation
    few = [mean(f"sector dimension:{code}", 7, 50.0) for code in ("AUT", "DAT", "ANA")]
    scores = dict(zip(SCORES, (61.0, 70.0, 88.0), strict=True))

    imported = store.survey("2021", alpha, definition=questionnaire.IMPORTED)
    store.own(imported, alpha, **FROM_A_FILE, scores=scores)
    store.release(imported, [mean(f"sector score:{code}", 64, 60.0) for code in SCORES], withheld=[], groups=GROUPS[:1])
    store.release(store.survey("2022", beta), sector_figures(), groups=GROUPS[:1])
    small = store.survey("2023", alpha)
    store.own(small, alpha)
    store.release(small, few, groups=[group(SECTOR, 7)], withheld=[])
    stale = store.survey("2024", alpha)
    Participation.objects.filter(wave=stale).update(facets={"sub_sector": "plasma"})
    store.own(stale, alpha)
    store.release(stale, sector_figures(), groups=GROUPS[:1], corrected_at=timezone.now())
    before = store.survey("2025", alpha)
    store.own(before, alpha)
    store.release(before, sector_figures(60), groups=GROUPS[:1], parameters=PARAMETERS)
    now = store.survey("2026", alpha, beta)
    store.own(now, alpha)
    release = store.release(now, [*sector_figures(), *finer_figures()], parameters=PARAMETERS)
    opened = {year: store.survey(year, alpha, closed=False) for year in ("2027", "2028", "2029", "2030")}
    store.own(opened["2027"], alpha)
    return SimpleNamespace(now=now, before=before, release=release, opened=opened)


def waiting(found, people, as_worker):
    """Own results that a worker has not made yet, could not make, and could make nothing of. No worker may look after this."""
    for year, state in (("2028", "waiting"), ("2029", "failed"), ("2030", "done")):
        _asked_for(found.opened[year], people.alpha.organisation, state, as_worker)


def _asked_for(wave, organisation, state, as_worker):
    Participation.objects.filter(wave=wave).update(confirmed_at=timezone.now())
    participation = Participation.objects.get(wave=wave, organisation=organisation)
    with as_worker():
        OwnResultRequest.objects.create(key=f"own_result:{wave.pk}", participation=participation, state=state)


def releases(found, as_worker):
    """One that is being built, one whose build failed, and one that waits to be published."""
    with as_worker():
        made = {}
        for number, state in ((2, "running"), (3, "failed"), (4, "done")):
            made[state] = Release.objects.create(
                wave=found.now, number=number, key=f"{found.now.pk}:{number}", state=state, parameters=PARAMETERS,
                instrument=found.now.instrument_version.definition, groups=GROUPS, method_version="3",
            )  # fmt: skip
    return made


def plan(found, people):
    """A skill, a question and a dimension since 2025; one is done and one is out."""
    by = {"organisation": people.alpha.organisation, "by": people.alpha.account}
    wave = {"start_wave": found.before.pk}
    due = date(2027, 3, 31)
    aims = [
        Aimed("skill", "python", 3.0, 1.0, **wave, responsible="Ana", due=due, module="A"),
        Aimed("item", "ANA2", 2.0, 1.0, **wave),
        Aimed("dimension", "DAT", 70.0, 50.0, **wave),
    ]
    return [add_target(aimed=aimed, **by) for aimed in aims]


def catalogue(programme, people, as_worker):
    replace_catalogue(programme=programme, entries=COURSES, by=None)
    with as_worker():
        withdraw_module(module=TrainingModule.objects.get(code="OLD"), by=people.olga.account)


def reports(found, people, as_worker):
    """A file in each state."""
    made, now = {}, timezone.now()
    states = {
        "waiting": {"state": "waiting"},
        "running": {"state": "running", "percent": 40, "stage": "drawing"},
        "failed": {"state": "failed", "error": "what a worker met"},
        "ready": {"state": "done", "file": "reports/a.pdf", "size": 1000, "expires_at": now + timedelta(days=9)},
        "expired": {"state": "done", "file": "", "expires_at": now - timedelta(days=1)},
    }
    with as_worker():
        for name, fields in states.items():
            made[name] = Report.objects.create(
                organisation=people.alpha.organisation, account=people.alpha.account, wave=found.now, key=name,
                release=found.release, format="pdf", language="en", **fields,
            )  # fmt: skip
    return made


def exchange(programme, people):
    """Two topics: of one both have agreed, of the other Beta is asked."""
    of = {"alpha": people.alpha, "beta": people.beta}
    topics = [("dimension", "AUT"), ("dimension", "DAT")]
    for name, stance in (("alpha", "tell"), ("beta", "hear")):
        said = Said(frozenset((*topic, stance) for topic in topics), frozenset(), "user", "We run five lines")
        keep_wishes(organisation=of[name].organisation, said=said, by=of[name].account)
    for topic in topics:
        pair = {each.stance: each.id for each in wishes(programme.pk) if each.code == topic[1]}
        propose(programme=programme, teller=pair["tell"], hearer=pair["hear"], by=people.olga.account)
    for name, agrees in (("alpha", True), ("beta", True)):
        side = own_exchange(of[name].organisation.pk).sides[0]
        answer(organisation=of[name].organisation, side=side.pk, agrees=agrees, by=of[name].account)


def runs(people, programme, work):
    """A run that is planned, one that is asked before its course, and one that is over, with a result of six companies."""
    own = [people.alpha.organisation]
    owners = [Owner.objects.create(programme=programme, name=f"Works {i}") for i in range(5)]
    own += [Organisation.objects.create(programme=programme, owner=each, name=f"{each} plant") for each in owners]
    module, made = TrainingModule.objects.get(code="A"), {}
    for label, asked in (("planned", own[:1]), ("asked", own[:1]), ("over", own)):
        made[label] = learners.make_run(module=module, label=label, days=DAYS, by=None)
        invited = [(f"{label}{n}@{site.pk}.example", site) for site in asked for n in range(5)]
        learners.add_delegates(run=made[label], people=invited, by=None)
    made["asked"] = learners.go_on(run=made["asked"], seen="planned", by=None)
    made["over"] = _over(made["over"], work)
    return made


def _over(run, work):
    run = learners.go_on(run=run, seen="planned", by=None)
    everybody_rates(run, lambda n: 1 + n % 2, "before")
    run = learners.go_on(run=learners.go_on(run=run, seen="before", by=None), seen="course", by=None)
    everybody_rates(run, lambda n: 3 + n % 2, "after")
    everybody_rates(run, lambda _n: 0, "looking_back")
    run = learners.go_on(run=run, seen="after", by=None)
    work()
    return run


def links(run):
    """The path in the e-mail to each delegate of a run who is asked at present."""
    asked = run.delegates.order_by("email")
    bodies = {message.to[0]: message.body for message in mail.outbox}
    return {each.email: re.search(r"https?://[^/]+(/learn/\S+)", bodies[each.email])[1] for each in asked}


def world(programme, people, store, as_worker):
    """`at`: what addresses of states.py hold between braces. `inside`: how each delegate comes in."""

    def work():
        with as_worker():
            tasks.sweep()

    found = surveys(store, people, as_worker)
    catalogue(programme, people, as_worker)
    made = runs(people, programme, work)
    waiting(found, people, as_worker)
    built, files, targets = releases(found, as_worker), reports(found, people, as_worker), plan(found, people)
    exchange(programme, people)
    for wave in (found.now, found.before):
        make_public(wave=wave, by=people.olga.account)
    take_back(wave=found.before, by=people.olga.account, reason="The register was wrong.")
    second = Organisation.objects.create(
        programme=programme, owner=people.beta.owner, name="Delta site with a long name", facets={}
    )
    Membership.objects.create(account=people.beta.account, organisation=second)
    to = list(links(made["asked"]).values())
    at = {f"report_{state}": report.pk for state, report in files.items()}
    at |= {name: run.pk for name, run in made.items()}
    at |= {"release": found.release.pk, "building": built["running"].pk, "failed": built["failed"].pk}
    at |= {"built": built["done"].pk, "target": targets[0].pk, "link": to[0], "brought": _brought(people)}
    at["delegate"] = made["asked"].delegates.first().pk
    return SimpleNamespace(at=at, inside=_inside(to))


def _brought(people):
    client = Client()
    client.force_login(people.olga.account)
    lines = b"Code,Name (en),Audience\nA,Cooking with gas,practitioner\nNEW,Roasting,practitioner"
    answer = client.post("/organise/sector/training/import/", {"file": SimpleUploadedFile("catalogue.csv", lines)})
    return answer.url.rstrip("/").rpartition("/")[2]


def _inside(links):
    def start(client, number, *more):
        client.post(links[number])
        for path, given in more:
            client.post(path, given)

    agreed = ("/learning/", {})
    return {
        "delegate": lambda client: start(client, 1),
        "agreed": lambda client: start(client, 2, agreed),
        "sent": lambda client: start(client, 3, agreed, ("/learning/1/", {"moment": "before", "python": "2"})),
    }
