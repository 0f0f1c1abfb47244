"""Many requests for one response at the same moment, each over a database connection of its own."""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from surveyapp.models.audit import AuditEntry
from surveyapp.models.response import Response
from surveyapp.selectors.drafts import answers, submitted

N = 20


def at_once(calls):
    """What each call gave, in the order of the calls."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            barrier.wait(10)
            results[place] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place, call]) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def devices(transactional_db, arrive):
    """Twenty browsers with the same session."""
    visit = arrive()
    visit.devices = [Client() for _ in range(N)]
    for device in visit.devices:
        device.cookies = visit.browser.cookies
    return visit


def sending(device):
    return lambda: device.post("/survey/check/")


def saving(device, value):
    body = {"item": "REC1", "value": value, "revision": 0, "id": str(uuid4())}
    return lambda: device.post("/survey/save/", json.dumps(body), content_type="application/json")


def times_submitted(response):
    return AuditEntry.objects.filter(action="response.submitted", target_id=str(response.pk)).count()


def test_twenty_presses_of_send_get_twenty_calm_answers_and_send_once(devices, autosave):
    autosave(devices.browser, "REC1", "2")
    replies = at_once([sending(device) for device in devices.devices])
    assert {(reply.status_code, reply.url) for reply in replies} == {(302, "/survey/done/")}
    assert Response.objects.get().is_submitted
    assert submitted(devices.response)["REC1"] == {"value": "2"}
    assert times_submitted(devices.response) == 1


def test_a_save_beside_a_submit_is_either_sent_with_it_or_refused(devices, autosave):
    for _ in range(5):
        calls = [saving(devices.devices[0], "3"), sending(devices.devices[1])]
        saved, sent = at_once(calls)
        assert sent.url == "/survey/done/"
        assert saved.status_code in {200, 410}
        was_kept = submitted(devices.response)["REC1"] == {"value": "3"}
        assert was_kept == (saved.status_code == 200)
        devices.browser.post("/survey/reopen/")
        if saved.status_code == 200:
            break
    assert answers(devices.response) in ({}, {"REC1": {"value": "3"}})


def test_a_close_beside_twenty_submits_leaves_one_response_or_none(devices, survey, people):
    from surveyapp.actions.waves import close_wave

    def close():
        close_wave(wave=survey.wave, by=people.olga.account)

    replies = at_once([*[sending(device) for device in devices.devices], close])[:N]
    response = Response.objects.get()
    assert {reply.status_code for reply in replies} == ({302} if response.is_submitted else {410})
    assert times_submitted(response) == (1 if response.is_submitted else 0)
    assert bool(submitted(response)) == response.is_submitted
