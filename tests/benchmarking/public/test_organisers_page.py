"""The organiser says what stands beside figures, never a figure; and lets everybody read, or no more."""

import pytest
from django.urls import reverse

from benchmarking.models.release import Release
from benchmarking.models.sector_report import SectorReport
from surveyapp.models.audit import AuditEntry
from tests.benchmarking.dashboards.conftest import sector_figures
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.public.conftest import HERE

SETTINGS = "/organise/sector/2026/report/"
BUDGET, STARTED = "sector.barrier.budget.share", "sector.statistic.twins_started.share"


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


def given(**more):
    return {"licence": "CC-BY-4.0", **more}


def kept():
    return SectorReport.objects.get(wave__slug="2026")


@pytest.mark.parametrize("name", ["settings", "publish", "take-back", "preview"])
def test_only_the_organisers_come_in(client, people, wave, name):
    address = reverse(f"benchmarking:sector-report-{name}", args=["sector", "2026"])
    for who in ("alpha", "gamma"):
        client.force_login(getattr(people, who).account)
        assert client.get(address).status_code == client.post(address).status_code == 403
    client.logout()
    assert client.get(address).url.startswith("/accounts/login/")


def test_what_is_said_stands_in_the_report(olga, public):
    words = {"foreword_en": "Dear reader.\n\nThank you.", "paid_by_en": "A ministry", "run_by_en": "We sell courses."}
    assert olga.post(SETTINGS, given(**words, licence="CC0-1.0")).url == SETTINGS
    page = olga.get(HERE).content.decode()
    for text in ("<p>Dear reader.</p>", "A ministry", "We sell courses.", "publicdomain/zero"):
        assert text in page
    entry = AuditEntry.objects.get(action="sector_report.saved")
    assert entry.detail == {"texts": ["foreword", "paid_by", "run_by"], "licence": "CC0-1.0"}


def test_page_one_says_the_chosen_figures_first_and_fills_up_with_suggested_ones(olga, public):
    olga.post(SETTINGS, given(sentence_1=BUDGET, sentence_2=STARTED, sentence_3=BUDGET))
    assert kept().sentences == [BUDGET, STARTED]
    sentences = olga.get(HERE).content.decode().split('<ol class="sentences">')[1].split("</ol>")[0]
    anchors = [part.split('"')[0] for part in sentences.split('href="#')[1:]]
    assert anchors[:2] == [BUDGET, STARTED]
    assert len(anchors) == len(set(anchors)) == 5


def test_a_sentence_of_a_figure_that_is_not_published_is_refused(olga, public):
    answer = olga.post(SETTINGS, given(sentence_1="sector.barrier.invented.share"))
    assert answer.status_code == 422
    assert kept().sentences == []


def test_a_preview_shows_results_before_they_are_published_to_nobody_else(olga, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), published=False, parameters=PARAMETERS)
    page = olga.get(f"{SETTINGS}preview/").content.decode()
    assert "This is a preview." in page
    assert 'content="noindex"' in page
    assert olga.get(HERE).status_code == 404


def test_before_results_are_built_there_is_nothing_to_preview(olga, store, people):
    store.survey("2026", people.alpha.organisation, closed=False)
    assert olga.get(SETTINGS).status_code == 200
    assert olga.get(f"{SETTINGS}preview/").status_code == 404


def test_switched_to_public_and_taken_back_it_is_noted_who_did_it_and_why(olga, people, wave):
    olga.post(f"{SETTINGS}public/")
    assert olga.get(HERE).status_code == 200
    assert olga.post(f"{SETTINGS}back/", {"reason": "Wrong register", "word": "2025"}).status_code == 422
    assert olga.post(f"{SETTINGS}back/", {"reason": "", "word": "2026"}).status_code == 422
    assert kept().is_public
    olga.post(f"{SETTINGS}back/", {"reason": "Wrong register", "word": "2026"})
    assert olga.get(HERE).status_code == 410
    olga.post(f"{SETTINGS}public/")
    assert olga.get(HERE).status_code == 200
    noted = AuditEntry.objects.filter(action__startswith="sector_report.").order_by("at", "pk")
    assert [each.action.partition(".")[2] for each in noted] == ["made_public", "taken_back", "made_public"]
    assert {each.actor for each in noted} == {people.olga.account}


def test_the_page_of_the_results_leads_to_the_public_report(olga, public):
    release = Release.objects.get(wave__slug="2026")
    assert f'href="{SETTINGS}"' in olga.get(f"/organise/releases/{release.pk}/").content.decode().split("<main")[1]


def test_coordinators_are_led_to_the_public_report_while_it_is_public(client, people, public):
    release = Release.objects.get(wave__slug="2026")
    client.force_login(people.alpha.account)
    assert f'href="{HERE}"' in client.get(f"/benchmarks/methods/{release.pk}/").content.decode()
    SectorReport.objects.filter(pk=public.pk).update(is_public=False)
    assert HERE not in client.get(f"/benchmarks/methods/{release.pk}/").content.decode()
