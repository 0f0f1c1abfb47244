"""Every page of results and every file of it: n, interval, survey and publication beside each number, else the reason."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from benchmarking.actions.releases import publish_release
from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.models.people import Account, Membership
from surveyapp.models.wave import Wave
from tests.attack.crawler import crawl
from tests.benchmarking.dashboards import tables
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

SIZES = {
    "25 in groups, with a register and a survey before": {"red": 14, "blue": 8, "green": 3},
    "20 with groups across": {"red": 12, "blue": 8},
    "12": {"red": 12},
    "8": {"red": 8},
    "5, of whom nothing is shown": {"red": 5},
    "24 at the lowest level, whose means are bounds": {"red": 14, "blue": 10},
}


def said(number, shift=0, *, flat=False):
    """Different levels, a twin for every third, skills short at two thirds, and a barrier that most name."""
    short = {"screen": "partly", "NOW": "1", "NEED": str(3 + number % 3), "PEOPLE": "few"} if number % 3 else {}
    live = {"LIVE": "live"} if number % 9 == 0 else {}
    held = ["money"] if number % 2 else ["people"]
    much = {"MUCH": str(number % 6)} if number % 2 else {}
    twin = "none" if number % 3 else "started"
    level = 1 if flat else 1 + (number + shift) % 5
    return answers(level, twin=twin, held=held, **short, **live, **much)


@pytest.fixture
def sector(programme, publish_instrument, make_wave, as_worker, people):
    """`sector(sizes)`: so many of each kind answer, the survey closes and is published; one browser each of a coordinator
    of every kind, and the organiser's."""
    version = publish_instrument(DEFINITION)

    def survey(slug, sizes, sites, *, shift=0, flat=False, **fields):
        opens = timezone.now() - timedelta(days=400 * (2032 - int(slug)))
        wave = make_wave(version, slug=slug, title={"en": f"{slug} survey"}, opens_at=opens, **fields)
        with as_worker():
            for kind, number in [(kind, n) for kind, size in sizes.items() for n in range(size)]:
                name = f"{kind} {number}"
                sites[name] = sites.get(name) or organisation(programme, name, kind)
                respond(take_part(wave, sites[name]), said(number, shift, flat=flat))
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        release = Release.objects.get(wave=wave)
        return publish_release(release=release, by=people.olga.account)

    def make(sizes, *, before=False, sides=(), register=None, flat=False):
        programme.peer_tree, programme.side_facets = ["kind"], list(sides)
        if sides:
            programme.peer_tree = ["type"]
        programme.save()
        sites = {}
        if before:
            survey("2028", sizes, sites, shift=2, flat=flat)
        frame = {"frame": Wave.Frame.COMPLETE_LIST, "population": register} if register else {}
        release = survey("2030", sizes, sites, flat=flat, **frame)
        organiser = Client()
        organiser.force_login(people.olga.account)
        browsers = {kind: coordinator(sites[f"{kind} 1"]) for kind in sizes}
        return SimpleNamespace(release=release, browsers=browsers, organiser=organiser)

    return make


def coordinator(its_organisation):
    account = Account.objects.create_user(f"{its_organisation.pk}@example.org", "correct horse battery", name="C")
    Membership.objects.create(account=account, organisation=its_organisation)
    browser = Client()
    browser.force_login(account)
    return browser


OPTIONS = {
    "25 in groups, with a register and a survey before": {
        "before": True,
        "register": {"": 60, "red": 20, "blue": 28, "green": 12},
    },
    "20 with groups across": {"sides": ["kind"]},
    "24 at the lowest level, whose means are bounds": {"before": True, "flat": True},
}


def survey_at(address):
    return "2028 survey" if "survey=2028" in address else "2030 survey"


@pytest.mark.parametrize("size", SIZES)
def test_beside_every_number_of_others_stand_n_interval_survey_and_publication(sector, size):
    made = sector(SIZES[size], **OPTIONS.get(size, {}))
    for browser in made.browsers.values():
        assert tables.unsaid(crawl(browser, "/benchmarks/"), survey_at) == {}


@pytest.mark.parametrize("size", SIZES)
def test_no_cell_of_the_organisers_pages_is_empty(sector, size):
    made = sector(SIZES[size], **OPTIONS.get(size, {}))
    found = crawl(made.organiser, "/organise/")
    assert any("/releases/" in address for address in found)
    tables_of = {a: tables.shown_on(p.body.decode()) for a, p in found.items() if p.kind == "text/html"}
    empty = {
        address: [cell for each in shown for cell in tables.empty_cells(each)] for address, shown in tables_of.items()
    }
    assert {address: cells for address, cells in empty.items() if cells} == {}


PAGE = """<figure class="finding" id="twins"><p class="sub">The whole sector</p><table><caption>{caption}</caption><thead><tr>
<th scope="col">Twins</th><th scope="col" class="num">Share</th><th scope="col" class="num">{interval}</th>
<th scope="col" class="num">n</th></tr></thead><tbody><tr><th scope="row">Started</th>
<td data-label="Share" class="num">{share}</td><td data-label="n" class="num">64</td></tr></tbody></table></figure>"""
SAID = {"caption": "n = 64, 2030 survey, publication 1", "interval": "95 % interval", "share": "25 %"}


@pytest.mark.parametrize(
    ("left_out", "found"),
    [
        ({}, []),
        ({"share": ""}, ["twins: empty cell under Share"]),
        ({"share": "<bdi>–</bdi>"}, ["twins: empty cell under Share"]),
        ({"interval": "Range"}, ["twins: interval"]),
        ({"caption": "n = 64, 2030 survey"}, ["twins: publication"]),
        ({"caption": "2030 survey, publication 1"}, ["twins: n"]),
    ],
)
def test_what_is_left_out_is_found(left_out, found):
    (shown,) = tables.shown_on(PAGE.format(**(SAID | left_out)))
    assert tables.unsaid_of_one(shown, "2030 survey") == found
