"""I7 and I9: coordinators sign in and open whatever they reach, before and after others change what they answered.

That the web role gets "permission denied" on what figures are made of, and no rival's row, is asked of the database itself
in tests/benchmarking/test_pipeline.py and tests/surveyapp/models/test_row_scope.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from openpyxl import Workbook

from benchmarking import dashboards, releasing
from benchmarking.actions.releases import publish_release
from benchmarking.dashboards import kept_results
from benchmarking.models.figure import Figure
from benchmarking.models.own_result import OwnResult
from benchmarking.models.release import Release
from benchmarking.releasing import methods_page
from benchmarking.stats.quantiles import RESAMPLES
from benchmarking.tasks import sweep
from surveyapp.actions.answers import save_answer
from surveyapp.actions.invitations import invite
from surveyapp.actions.refusals import AlreadySubmitted, SurveyClosed
from surveyapp.actions.responses import reopen_response, start_response
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.people import Account, Membership
from surveyapp.models.response import Response
from surveyapp.models.row_scope import organisation_scope
from surveyapp.models.wave import Wave
from tests.attack.crawler import _words, crawl
from tests.attack.peer_numbers import (
    MONTHS_AHEAD,
    OWN_ERROR,
    made_of_counts,
    unknown_in_payloads,
    unknown_in_text,
)
from tests.attack.plants import PLANTS
from tests.benchmarking.small_sector import DEFINITION, answers, fill, organisation, respond, take_part

ITEMS = ("A1", "A2", "A3", "B1", "B2", "B3")
GROUPS = {"red": range(14), "blue": range(14, 23), "green": range(23, 26)}
REGISTER = {"": 60, "red": 20, "blue": 28, "green": 12}
COORDINATED = ("red 3", "blue 2", "green 0")  # in a group that is shown, one that is not, and one below six


def said(number, shift=0):
    levels = {item: {"value": str(1 + (number * 7 + i * 3 + shift) % 5)} for i, item in enumerate(ITEMS)}
    short = {"screen": "partly", "NOW": "1", "NEED": str(3 + number % 3), "PEOPLE": "few"} if number % 3 else {}
    twin = ("started", "planned", "none")[number % 3]
    said_by_all = answers(3, twin=twin, held=["money"] if number % 2 else ["people"], **short)
    return said_by_all | levels | {"NOTE": {"value": f"secret of organisation {number}, {shift}"}}


@pytest.fixture
def answering(programme, publish_instrument, make_wave, as_worker, people):
    """A sector of 26 in three groups, still open; a browser for each of three coordinators, one with an answering link."""
    programme.peer_tree = ["kind"]
    programme.save()
    wave = make_wave(publish_instrument(DEFINITION), frame=Wave.Frame.COMPLETE_LIST, population=REGISTER)
    with as_worker():
        sites = fill(wave, {kind: [said(n) for n in numbers] for kind, numbers in GROUPS.items()})
    at = {site.organisation.name: site for site in sites}
    browsers = {name: coordinator(at[name]) for name in COORDINATED}
    _, token = invite(participation=at["red 3"], path="full", by=people.olga.account)
    browsers["red 3"].post(f"/answer/{token}/")
    return SimpleNamespace(wave=wave, sites=at, browsers=browsers)


@pytest.fixture
def sector(answering, as_worker, people):
    """The same, closed and published."""
    with as_worker():
        close_wave(wave=answering.wave, by=None, by_kind="operator")
        sweep()
    publish_release(release=Release.objects.get(), by=people.olga.account)
    return answering


def coordinator(participation):
    its = participation.organisation
    account = Account.objects.create_user(f"{its.pk}@example.org", "correct horse battery", name="Coordinator")
    Membership.objects.create(account=account, organisation=its)
    browser = Client()
    browser.force_login(account)
    return browser


def walk(browser):
    starts = (
        "/survey/",
        "/survey/copy/",
        "/survey/copy.json",
        "/survey/questions.pdf",
        "/organise/",
        "/benchmarks/demand/",
    )
    return crawl(browser, "/", *starts)


def released():
    fields = ("cohort", "metric", "statistic", "value", "low", "high", "least", "most", "n_owners", "n_units")
    return list(Figure.objects.values(*fields))


def own(participation):
    with organisation_scope(participation.organisation_id):
        return OwnResult.objects.get(participation=participation).document


def numbers_of_nobody(sector, name, pages):
    """Numbers that `name` reaches and that are neither released nor its own, by address."""
    figures, document = released(), own(sector.sites[name])
    made = Release.objects.get().published_at
    dates = (
        made.year,
        made.day,
        2026,
        MONTHS_AHEAD,
        OWN_ERROR,
        *range(15),
        *(ord(c) - 48 for c in name if c.isdigit()),
        *made_of_counts(Release.objects.get().groups, figures),
    )
    found = {}
    for address, page in pages.items():
        if address.startswith(("/?", "/benchmarks/")):
            said = [*dates, *said_of_itself(Release.objects.get())] if "methods" in address else dates
            unknown = [*unknown_in_payloads(page, figures, document), *unknown_in_text(page, figures, document, said)]
            found |= {address: unknown} if unknown else {}
    return found


def said_of_itself(release):
    """What the methods page may say besides: the release's own parameters, software and time, and what limits amount to."""
    numbers = re.findall(r"\d+(?:\.\d+)?", json.dumps([release.parameters, release.software]))
    return [*numbers, release.number, *IN_FORMULAS]


IN_FORMULAS = (1.96, RESAMPLES)
"""Constants of the formulas of intervals, the same for every release."""


def words_of_others(sector, name, pages):
    """What others wrote, and who they are."""
    secrets = {n: f"secret of organisation {i}," for i, n in enumerate(sector.sites) if n != name}
    addresses = [f"{site.organisation.owner.name}" for n, site in sector.sites.items() if n != name]
    return [
        (a, w)
        for a, page in pages.items()
        for w in (*secrets.values(), *addresses)
        if w in page.body.decode(errors="replace")
    ]


@pytest.mark.parametrize("name", COORDINATED)
def test_nothing_is_reached_but_released_figures_and_one_s_own(sector, name):
    pages = walk(sector.browsers[name])
    assert numbers_of_nobody(sector, name, pages) == {}
    assert words_of_others(sector, name, pages) == []
    assert {"text/html", "text/csv"} <= {page.kind for page in pages.values()}
    assert any(page.payloads for page in pages.values())
    assert {a.partition("group=")[2] for a in pages} >= {"sector", "sector/red", "sector/other"}
    assert any("weighted to the register" in page.text and "Possible range" in page.text for page in pages.values())


def test_every_page_and_file_of_benchmarking_is_reached(sector):
    reached = {resolve(urlsplit(address).path).view_name for address in walk(sector.browsers["red 3"])}
    names = {f"benchmarking:{each.name}" for each in (*dashboards.urls.urlpatterns, *releasing.urls.urlpatterns)}
    organisers = {name for name in names if name.startswith("benchmarking:release-")} - {"benchmarking:release-methods"}
    only_with_several_sites = {
        f"benchmarking:{name}" for name in ("choose-organisation", "view-sites", "download-sites")
    }
    assert names - reached == organisers | only_with_several_sites


def test_while_a_survey_is_open_its_pages_and_files_tell_nothing_of_others(answering):
    pages = walk(answering.browsers["red 3"])
    assert words_of_others(answering, "red 3", pages) == []
    assert {"/survey/", "/survey/colleagues/"} <= pages.keys()
    assert "application/pdf" in {page.kind for page in pages.values()}


def exact_mean(sector, as_worker):
    """39.1…: of the others' answers to A1, never rounded, never released."""
    with as_worker():
        documents = list(ResponseAnswers.objects.values_list("document", flat=True))
    levels = [int(document["A1"]["value"]) for document in documents]
    return 25 * (sum(levels) / len(levels) - 1) + 0.0625


FEW = 3  # pages until a plant is met: the first of them has it


def test_planted_leaks_are_all_found(sector, as_worker, monkeypatch):
    # As if each plant were other software: no page is shown that was kept before it.
    exact, page = exact_mean(sector, as_worker), kept_results.page
    for plant in PLANTS:
        monkeypatch.setattr(kept_results, "page", lambda comparison, plant=plant: plant(page(comparison), exact))
        monkeypatch.setattr(kept_results, "software", lambda plant=plant: plant.__name__)
        found = numbers_of_nobody(sector, "red 3", crawl(sector.browsers["red 3"], "/benchmarks/", most=FEW))
        assert any(f"{exact:.2f}"[:4] in str(number) for numbers in found.values() for number in numbers), plant
    monkeypatch.setattr(
        kept_results, "page", lambda c: replace(page(c), lede="They wrote: secret of organisation 4, 0")
    )
    monkeypatch.setattr(kept_results, "software", lambda: "a secret")
    assert words_of_others(sector, "red 3", crawl(sector.browsers["red 3"], "/benchmarks/", most=FEW)) != []


def test_a_leak_in_the_methods_page_is_found(sector, as_worker, monkeypatch):
    exact = exact_mean(sector, as_worker)
    monkeypatch.setattr(methods_page, "facts", lambda _: [("What they said", f"{exact:.2f}")])
    found = numbers_of_nobody(sector, "red 3", crawl(sector.browsers["red 3"], "/benchmarks/"))
    assert {number for numbers in found.values() for number in numbers} == {f"{exact:.2f}"}


def test_files_are_read_whatever_they_are_packed_in():
    book, packed = Workbook(), BytesIO()
    book.active.append(["secret of organisation 4", 37.0625])
    book.save(packed)
    assert "37.0625" in _words("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", packed.getvalue())
    assert "secret of organisation 4" in _words("application/zip", packed.getvalue())


def test_what_others_change_after_the_close_changes_no_served_byte(sector, as_worker, as_owner):
    before = {name: walk(browser) for name, browser in sector.browsers.items()}
    others = [site for name, site in sector.sites.items() if name not in COORDINATED]
    with as_worker():
        respond(take_part(sector.wave, organisation(sector.wave.programme, "late 0", "green")), said(40))
    with as_owner():
        assert ResponseAnswers.objects.filter(response__participation=others[0]).update(document=said(0, shift=2))
        assert ResponseAnswers.objects.filter(response__participation=others[1]).delete()[0]
        assert Response.objects.filter(participation=others[2]).update(
            state=Response.State.WITHDRAWN, submitted_at=None, withdrawn_at=timezone.now()
        )
    with as_worker():
        sweep()
    assert Release.objects.count() == 1
    after = {name: walk(browser) for name, browser in sector.browsers.items()}
    changed = [(n, a) for n in before for a in before[n] if before[n][a].body != after[n][a].body]
    assert [address for _, address in changed if not address.endswith(".pdf")] == []
    assert [(n, a) for n, a in changed if before[n][a].text != after[n][a].text] == []
    assert {n: set(found) for n, found in before.items()} == {n: set(found) for n, found in after.items()}


STANDS = "Answers behind these numbers were withdrawn after they were made"


def response_of(site):
    return Response.objects.get(participation=site, state=Response.State.SUBMITTED)


def test_after_the_close_nobody_can_join_or_change_and_who_withdraws_changes_one_sentence(sector, as_worker, people):
    """I7 by the product's own actions: the sentence says that figures stand, and not whose answers went."""
    before = walk(sector.browsers["red 3"])
    late, editing, leaving = [site for name, site in sector.sites.items() if name not in COORDINATED][:3]
    with pytest.raises(SurveyClosed):
        start_response(invitation=invite(participation=late, path="full", by=people.olga.account)[0], language="en")
    with pytest.raises(SurveyClosed):
        reopen_response(response=response_of(editing))
    with pytest.raises((SurveyClosed, AlreadySubmitted)):
        save_answer(response=response_of(editing), item="A1", raw="5", base_revision=0)
    withdraw_response(response=response_of(leaving))
    with as_worker():
        sweep()
    assert Release.objects.get().corrected_at is not None
    after = walk(sector.browsers["red 3"])
    changed = {a for a, page in before.items() if after[a].text != page.text}
    assert set(after) == set(before)
    assert "/benchmarks/" in changed
    assert all(STANDS in after[a].text for a in changed)
    assert [a for a in changed if without_the_sentence(after[a].text) != before[a].text] == []
    assert [a for a, page in before.items() if page.kind == "text/csv" and after[a].body != page.body] == []
    assert [a for a, page in before.items() if after[a].payloads != page.payloads] == []


def without_the_sentence(text):
    return re.sub(rf"\s*{STANDS}.*?withdrawn answers were\.", "", text, flags=re.DOTALL)
