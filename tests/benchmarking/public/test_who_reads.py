"""Everybody reads what is public, without a trace; nobody finds what is not."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarking.actions.sector_reports import make_public, take_back
from benchmarking.models.release import Release
from tests.benchmarking.dashboards.conftest import GROUPS, sector_figures
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.public.conftest import HERE, PARTS


def answers(client, **headers):
    return {part: client.get(f"{HERE}{part}", headers=headers) for part in PARTS}


def test_everybody_reads_every_part_without_signing_in_and_without_a_cookie(client, public):
    for part, response in answers(client).items():
        assert response.status_code == 200, part
        assert not response.cookies, part
        assert "Cookie" not in response.headers.get("Vary", ""), part
        assert response.headers["Cache-Control"] == "public, max-age=60", part


def test_an_unchanged_part_is_not_sent_again(client, public):
    for part, response in answers(client).items():
        tag = response.headers["ETag"]
        assert client.get(f"{HERE}{part}", headers={"If-None-Match": tag}).status_code == 304, part
    assert len({response.headers["ETag"] for response in answers(client).values()}) == len(PARTS)


def test_before_it_is_switched_to_public_nobody_finds_it(client, wave, people):
    client.force_login(people.olga.account)
    assert {response.status_code for response in answers(client).values()} == {404}
    assert client.get("/reports/sector/").status_code == client.get("/reports/sector/2026/").status_code == 404


def test_results_that_are_not_published_stay_unknown_though_the_report_is_public(client, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), published=False, parameters=PARAMETERS)
    make_public(wave=wave, by=people.olga.account)
    assert {response.status_code for response in answers(client).values()} == {404}


def test_interim_results_have_no_report(client, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), is_interim=True, groups=GROUPS[:1], parameters=PARAMETERS)
    make_public(wave=wave, by=people.olga.account)
    assert client.get(HERE).status_code == 404


@pytest.mark.parametrize("path", ["/reports/nowhere/", "/reports/sector/1999/", f"{HERE[:-2]}9/", f"{HERE}embed/nothing/", f"{HERE}figures/sector/blood/", f"{HERE}cite.doc"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, public, path):
    assert client.get(path).status_code == 404


def test_the_short_addresses_lead_to_the_newest_and_keep_the_language(client, public):
    assert client.get("/reports/sector/").url == HERE
    assert client.get("/reports/sector/2026/?lang=de").url == f"{HERE}?lang=de"


def test_taken_back_every_address_says_so_and_why(client, public, wave, people):
    take_back(wave=wave, by=people.olga.account, reason="The register was wrong.")
    for part, response in answers(client).items():
        assert response.status_code == 410, part
        assert "The register was wrong." in response.content.decode(), part
        assert "25\u00a0%" not in response.content.decode(), part
    assert client.get("/reports/sector/").status_code == 404


def test_only_the_embedded_chart_may_stand_in_a_frame(client, public):
    found = answers(client)
    framed = {
        part for part, response in found.items() if "frame-ancestors *" in response.headers["Content-Security-Policy"]
    }
    assert framed == {"embed/twins/"}
    assert {part for part, response in found.items() if "X-Frame-Options" not in response.headers} == {"embed/twins/"}


def test_it_is_written_as_the_address_says_and_not_as_the_browser_wishes(client, public):
    german = client.get(HERE, headers={"Accept-Language": "de"})
    assert german.headers["Content-Language"] == "en"
    assert '<html lang="en"' in german.content.decode()
    assert '<html lang="ar" dir="rtl"' in client.get(f"{HERE}?lang=ar").content.decode()
    assert client.get(f"{HERE}?lang=xx").headers["Content-Language"] == "en"


def test_a_page_asks_the_database_the_same_few_things_whatever_it_holds(client, public, store, wave):
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(HERE)
    with CaptureQueriesContext(connection) as known:
        client.get(HERE)
    assert len(first) <= 9
    assert len(known) == 3


def test_a_newer_publication_is_told_of_on_the_older_one(client, public, store, wave, as_worker):
    store.release(wave, sector_figures(), number=2, parameters=PARAMETERS)
    older, newer = client.get(HERE).content.decode(), client.get("/reports/sector/2026/2/").content.decode()
    assert "There is a newer publication of this survey." in older
    assert "There is a newer publication" not in newer
    assert client.get("/reports/sector/2026/").url == "/reports/sector/2026/2/"


def test_answers_that_were_withdrawn_later_are_told_of(client, public, as_worker):
    tag = client.get(HERE).headers["ETag"]
    with as_worker():
        Release.objects.filter(wave__slug="2026").update(corrected_at=timezone.now())
    changed = client.get(HERE)
    assert changed.headers["ETag"] != tag
    assert "The figures stand until the next survey." in changed.content.decode()


def test_the_code_to_copy_frames_the_address_that_may_be_framed(client, public, settings):
    settings.SITE_URL = "https://survey.example"
    text = unescape(client.get(HERE).content.decode())
    assert f'<iframe src="https://survey.example{HERE}embed/twins/" title="Sector survey: ' in text


@pytest.mark.parametrize("tail", ["figures/a%0D%0Ab/", "figures/%00/", "figures/" + "x" * 400 + "/", "figures/ä ö/"])
def test_an_address_that_somebody_made_up_is_not_found(client, public, tail):
    assert client.get(f"{HERE}{tail}", headers={"If-None-Match": "*"}).status_code == 404


def test_a_number_that_no_publication_can_have_is_not_found(client, public):
    assert client.get("/reports/sector/2026/99999999999999999999/").status_code == 404
