"""Somebody holds the whole database after a confidential wave has closed, and the order in which everybody answered, and
tries to tell whose answers are whose.

What each person answered is told by one question here, so that a link that was found could be checked at once.
"""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from surveyapp.actions.answers import save_answer
from surveyapp.actions.consents import give_consent
from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.invitations import invite
from surveyapp.actions.responses import start_response, submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.response import Response
from tests.surveyapp.conftest import DEFINITION

PEOPLE = 32
AGREED = {"agree": "yes", "benchmark": "yes", "research": "yes"}


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tables():
    found = rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    return sorted(name for (name,) in found)


def dump():
    """Every row of every table as text, but for the schema's own tables."""
    return {table: [text for (text,) in rows(f'SELECT t::text FROM "{table}" t')] for table in tables()}  # noqa: S608


@pytest.fixture
def wave(people, make_wave, as_worker):
    with as_worker():
        version = publish_instrument(definition=DEFINITION, by=None, by_kind="operator")
    return make_wave(version, people.alpha.organisation, is_confidential=True)


@pytest.fixture
def answered(wave, people):
    """One after another answers, the first of them through the pages; the number of batches says who it was."""
    participation = wave.participations.get()
    everybody = []
    for number in range(PEOPLE):
        options = {"path": "sections", "sections": ["work"], "email": f"p{number}@alpha.example", "name": f"P {number}"}
        invitation, token = invite(participation=participation, by=people.olga.account, **options)
        browser = Client()
        (_by_pages if number == 0 else _by_actions)(browser, invitation, token, str(number))
        response = Response.objects.get(invitation=invitation)
        everybody.append(SimpleNamespace(invitation=invitation, token=token, browser=browser, response=response))
    return everybody


def _by_pages(browser, invitation, token, number):
    browser.post(f"/answer/{token}/")
    browser.post("/survey/consent/", AGREED)
    body = {"item": "BATCHES", "value": number, "revision": 0, "id": str(invitation.pk)}
    assert browser.post("/survey/save/", json.dumps(body), content_type="application/json").status_code == 200
    assert browser.post("/survey/check/").status_code == 302


def _by_actions(_browser, invitation, _token, number):
    response = start_response(invitation=invitation, language="en")
    give_consent(response=response, choices={"benchmark": True, "research": False})
    save_answer(response=response, item="BATCHES", raw=number, base_revision=0)
    submit_response(response=response)


@pytest.fixture
def closed(answered, wave, people):
    close_wave(wave=wave, by=people.olga.account)
    return answered


def test_no_row_anywhere_names_a_response_that_was(closed, as_owner):
    gone = {str(person.response.pk) for person in closed} | {person.response.reference for person in closed}
    with as_owner():
        everything = dump()
    sessions = {json.dumps(session.get_decoded()) for session in Session.objects.all()}
    found = {table for table, lines in everything.items() if any(name in line for line in lines for name in gone)}
    assert found == set()
    # A browser still knows the id that its response had; nothing in the database does.
    assert any(str(closed[0].response.pk) in text for text in sessions)


def test_no_answer_stands_outside_the_unlinked_rows(closed, as_owner):
    with as_owner():
        everything = dump()
    holding = {table for table, lines in everything.items() if any("BATCHES" in line for line in lines)}
    assert holding == {"surveyapp_unlinkedanswers", "surveyapp_instrumentversion"}


def test_an_unlinked_row_holds_no_person_no_time_and_no_other_id(closed, wave, as_owner):
    with as_owner():
        text = " ".join(line for line in dump()["surveyapp_unlinkedanswers"])
    known = {str(wave.participations.get().pk), str(wave.instrument_version_id)}
    with as_owner():
        own = {str(pk) for (pk,) in rows("SELECT id FROM surveyapp_unlinkedanswers")}
    ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", text))
    assert ids == known | own
    assert own & {str(person.invitation.pk) for person in closed} == set()
    assert re.findall(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d|@alpha|WM-", text) == []


def agreement(order):
    """How far an order agrees with that of answering: 1 the same, -1 its reverse, near 0 neither (Kendall's tau)."""
    pairs = [(a, b) for a in range(PEOPLE) for b in range(a + 1, PEOPLE)]
    return sum(1 if order[a] < order[b] else -1 for a, b in pairs) / len(pairs)


@pytest.mark.parametrize("order_by", ["ctid", "id"])
def test_neither_the_place_in_the_table_nor_the_id_follows_the_order_of_answering(closed, as_owner, order_by):
    sql = f"SELECT (document->'BATCHES'->>'value')::numeric FROM surveyapp_unlinkedanswers ORDER BY {order_by}"  # noqa: S608
    with as_owner():
        assert rows("SELECT count(DISTINCT xmin::text) FROM surveyapp_unlinkedanswers") == [(1,)]
        order = [int(number) for (number,) in rows(sql)]
    assert sorted(order) == list(range(PEOPLE))
    # Of 32 in random order, tau has a standard deviation of 0.125: beyond 0.75 is one time in a hundred million.
    assert abs(agreement(order)) < 0.75


def test_the_audit_trail_says_that_somebody_answered_and_never_who_or_how_much(closed, wave):
    participation = str(wave.participations.get().pk)
    entries = AuditEntry.objects.filter(action__startswith="response.")
    assert entries.count() >= 3 * PEOPLE
    assert set(entries.values_list("target_kind", "target_id")) == {("Participation", participation)}
    assert [entry.detail for entry in entries if entry.detail] == []
    about_links = AuditEntry.objects.filter(action__startswith="invitation.")
    assert [entry.detail for entry in about_links if entry.detail] == []


def test_an_ordinary_wave_would_give_both_away(people, make_wave, wave):
    """The same trail in a wave that is not confidential names the response: there is something that could leak."""
    open_wave = make_wave(wave.instrument_version, people.beta.organisation, slug="ordinary")
    _, token = invite(participation=open_wave.participations.get(), path="short", by=people.olga.account)
    Client().post(f"/answer/{token}/")
    entry = AuditEntry.objects.filter(action="response.started").first()
    assert (entry.target_kind, entry.target_id) == ("Response", str(Response.objects.get().pk))
    assert AuditEntry.objects.filter(action="invitation.created").first().detail["path"] == "short"


def test_who_was_given_what_is_the_same_for_all(closed, as_owner):
    with as_owner():
        assert rows("SELECT count(*) FROM surveyapp_assignment") == [(0,)]
        shapes = rows("SELECT DISTINCT path, role, is_coordinator FROM surveyapp_invitation")
    assert shapes == [("full", "", False)]


@pytest.mark.parametrize(("role", "reads"), [("waymark_web", False), ("waymark_worker", True)])
def test_no_session_can_choose_the_order_beforehand(db, role, reads):
    """A session may set the seed of random(); the order does not come from it."""
    (source,) = rows("SELECT prosrc FROM pg_proc WHERE proname = 'waymark_unlink_wave'")[0]
    assert not re.search(r"(?<!gen_)\brandom\(\)", re.sub(r"--.*", "", source))
    assert rows("SELECT has_table_privilege(%s, 'surveyapp_unlinkedanswers', 'SELECT')", role) == [(reads,)]


def test_neither_the_link_nor_the_open_browser_shows_the_answers(closed):
    person = closed[0]
    page = person.browser.get(f"/answer/{person.token}/")
    assert page.status_code == 410
    assert "nobody, not even you, can find, change, download or withdraw single answers any more" in page.text
    for address in ("", "done/", "copy/", "copy.txt", "copy.json", "levels/", "choices/"):
        assert person.browser.get(f"/survey/{address}").status_code == 403


def test_before_the_close_no_organiser_and_no_coordinator_sees_an_answer(answered, wave, people, as_worker):
    from benchmarking.models.own_result import OwnResult
    from benchmarking.tasks import sweep
    from surveyapp.actions.participations import confirm_participation

    confirm_participation(participation=wave.participations.get(), by=people.alpha.account)
    with as_worker():
        sweep()
        assert not OwnResult.objects.exists()
    for person in (people.olga, people.alpha):
        browser = Client()
        browser.force_login(person.account)
        for page in ("/organise/", f"/organise/{wave.programme.slug}/{wave.slug}/", "/results/"):
            assert "Level 2 words" not in browser.get(page).text
