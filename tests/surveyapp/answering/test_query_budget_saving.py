"""What saving and sending asks of the database does not grow with the questionnaire, and keeps to the budget of a page."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from surveyapp.actions import invitations
from surveyapp.actions.instruments import publish_instrument
from tests.surveyapp.query_budget import MOST_STATEMENTS, counting, forget_questionnaires, longer, send_last_year

# A test's own transaction would hide what a page's transactions cost.
pytestmark = pytest.mark.django_db(transaction=True)

RATINGS = ["PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED"]
DETAIL, CHECK = "/survey/skills/detail/", "/survey/check/"
RARE = {"start", "agree", "send", "reopen", "withdraw"}  # once a person, and written down in the audit trail


@pytest.fixture
def come(people, definition, as_worker, make_wave):
    """`come(100)` is the link of somebody who is asked everything in a questionnaire a hundred times as long."""

    def make(times, **options):
        with as_worker():
            long = longer(definition | {"slug": f"tiny-{times}"}, "work", times)
            version = publish_instrument(definition=long, by=None, by_kind="operator")
        opens_at = timezone.now() - timedelta(days=10 * times)  # so that each has an earlier one of its own
        wave = make_wave(version, people.alpha.organisation, slug=f"times-{times}", opens_at=opens_at)
        if email := options.get("email"):
            send_last_year(wave, email, by=people.olga.account, organisation=people.alpha.organisation)
        participation = wave.participations.get()
        _, token = invitations.invite(participation=participation, by=people.olga.account, **options)
        return SimpleNamespace(browser=Client(), token=token)

    return make


def all_that_is_posted(visit, save, agreed):
    """What one person does, step by step: its name, how, and the status of the reply."""
    post = visit.browser.post
    first = {"shown": RATINGS, **dict.fromkeys(RATINGS, "1")}
    changed = {"shown": RATINGS, **dict.fromkeys(RATINGS, "2"), **{f"{code}-revision": "1" for code in RATINGS}}
    return [
        ("start", lambda: post(f"/answer/{visit.token}/"), 302),
        ("agree", lambda: post("/survey/consent/", agreed), 302),
        ("autosave", lambda: save("TWIN", "in_use"), 200),
        ("autosave of a follow-up", lambda: save("TWIN_KIND", "live"), 200),
        ("autosave that is out of date", lambda: save("TWIN", "none"), 409),
        ("page of one", lambda: post("/survey/skills/screen/", {"shown": ["SCREEN"], "SCREEN": "hardly"}), 302),
        ("page of four", lambda: post(DETAIL, first), 302),
        ("page of four, changed", lambda: post(DETAIL, changed), 302),
        ("page that is out of date", lambda: post(DETAIL, first), 422),
        ("page of nothing", lambda: post("/survey/work/records/", {"shown": ["REC1", "REC2"]}), 302),
        ("page that does not fit", lambda: post("/survey/work/more/", {"BATCHES": "many"}), 422),
        ("page as last time", lambda: post("/survey/work/records/", {"shown": ["REC1", "REC2"], "again": "REC1"}), 302),
        ("page to go on with later", lambda: post("/survey/work/records/", {"REC2": "1", "leave": "yes"}), 302),
        ("send", lambda: post(CHECK), 302),
        ("send again", lambda: post(CHECK), 302),
        ("reopen", lambda: post("/survey/reopen/"), 302),
        ("withdraw", lambda: post("/survey/withdraw/"), 302),
    ]


@pytest.fixture
def walk(come, autosave, agreed):
    """`walk(100)` is what each step asks of the database in a questionnaire a hundred times as long."""

    def make(times, **options):
        visit, counted = come(times, **options), {}
        forget_questionnaires()
        for name, step, status in all_that_is_posted(visit, partial(autosave, visit.browser), agreed):
            reply, counted[name] = counting(step)
            assert reply.status_code == status, (name, reply)
        return counted

    return make


@pytest.mark.parametrize("options", [{}, {"is_coordinator": True}], ids=["colleague", "coordinator"])
def test_no_step_asks_more_of_a_longer_questionnaire(walk, options):
    small, huge = walk(0, **options), walk(100, **options)
    assert huge == small
    assert {name: n for name, n in small.items() if n > MOST_STATEMENTS and name not in RARE} == {}


def test_nor_where_last_times_answers_are_offered(walk):
    assert walk(100, email="rosa@example.org") == walk(0, email="rosa@example.org")
