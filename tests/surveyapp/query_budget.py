"""How many statements a page asks of the database, every BEGIN and COMMIT counted, and questionnaires of any size."""

from __future__ import annotations

import copy
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveyapp.actions import consents, invitations, responses
from surveyapp.actions.answers import save_answer
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import instrument_drafts, instruments, last_time

MOST_STATEMENTS = 12


def counting(call):
    """What a call gives, and how many statements it takes."""
    with CaptureQueriesContext(connection) as statements:
        reply = call()
    return reply, len(statements)


def above_budget(browser, paths, most=MOST_STATEMENTS):
    """Page → its statements at the first visit after the server has started and at the next, where there are too many."""
    found = {path: [_visit(browser, path, first=True), _visit(browser, path)] for path in paths}
    return {path: n for path, n in found.items() if max(n) > most}


def _visit(browser, path, *, first=False):
    if first:
        forget_questionnaires()
    page, n = counting(lambda: browser.get(path))
    assert page.status_code in {200, 410}, (path, page)
    return n


def send_last_year(wave, email, by, organisation):
    """What somebody of an organisation sent in the survey of a year before."""
    named = {"programme": wave.programme, "slug": f"before-{wave.slug}", "title": {"en": "2025 survey"}}
    opened = {"state": Wave.State.OPEN, "opens_at": wave.opens_at - timedelta(days=365)}
    earlier = Wave.objects.create(instrument_version=wave.instrument_version, **named, **opened)
    site = Participation.objects.create(wave=earlier, organisation=organisation)
    invitation, _ = invitations.invite(participation=site, email=email, by=by)
    response = responses.start_response(invitation=invitation, language="en")
    consents.give_consent(response=response)
    for code in ("REC1", "REC2"):
        save_answer(response=response, item=code, raw="2", base_revision=0)
    responses.submit_response(response=response)
    Wave.objects.filter(pk=earlier.pk).update(state=Wave.State.CLOSED, closed_at=timezone.now())


def forget_questionnaires():
    """What a server knows that has just started."""
    instruments._read.cache_clear()
    instrument_drafts._read.cache_clear()
    last_time._same.cache_clear()


def longer(definition, section, times):
    """The same questionnaire with one section repeated: that many times more sections, pages and questions."""
    long = copy.deepcopy(definition)
    original = next(each for each in long["sections"] if each["code"] == section)
    for n in range(times):
        long["sections"].append(_renamed(original, n))
        for code in [code for page in original["pages"] for code in page["items"]]:
            long["items"][f"{code}_{n}"] = _by_itself(long["items"][code])
    return long


def _renamed(section, n):
    pages = [
        {**page, "code": f"{page['code']}_{n}", "items": [f"{code}_{n}" for code in page["items"]]}
        for page in section["pages"]
    ]
    return {**section, "code": f"{section['code']}_{n}", "kind": "general", "pages": pages}


def _by_itself(item):
    """The question without what ties it to others."""
    tied = ("feeds", "visible_when", "choices_from", "short_path")
    return {name: part for name, part in item.items() if name not in tied}
