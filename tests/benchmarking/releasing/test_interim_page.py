"""The organiser's button for the one interim release."""

import pytest
from django.urls import reverse

from benchmarking.models.release import Release
from surveyapp.actions.waves import close_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill

LIST = reverse("benchmarking:release-list", args=["sector", "2026"])
ASK = reverse("benchmarking:release-ask-for-interim", args=["sector", "2026"])


@pytest.fixture
def twenty(wave, as_worker):
    with as_worker():
        fill(wave, {"red": [answers(3)] * 20})
    return wave


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


def test_the_page_says_what_it_does_and_that_it_happens_once(olga, twenty):
    text = olga.get(LIST).text
    assert "It happens once a survey and is not taken back." in text
    assert "fewer than 6 count in the next survey instead" in text
    assert "20 companies have finished so far." in text
    assert f'<form method="post" action="{ASK}"' in text


def test_the_survey_s_page_leads_to_it_while_it_is_open(olga, twenty):
    address = reverse("surveyapp:wave-detail", args=["sector", "2026"])
    assert f'<a href="{LIST}">Interim results of the whole sector</a>' in olga.get(address).text
    Wave.objects.update(state="draft")
    assert "Interim results" not in olga.get(address).text


def test_asking_makes_it_and_says_who_asked(olga, people, twenty):
    answer = olga.post(ASK)
    made = Release.objects.get()
    assert (made.is_interim, made.state) == (True, "waiting")
    assert answer.url == reverse("benchmarking:release-detail", args=[made.pk])
    entry = AuditEntry.objects.get(action="release.requested")
    assert entry.actor == people.olga.account


def test_a_second_one_is_refused_with_a_sentence(olga, twenty):
    olga.post(ASK)
    assert "This survey has had its interim results. They are made once." in olga.post(ASK, follow=True).text
    assert Release.objects.count() == 1


def test_with_too_few_companies_there_is_no_button_and_a_post_is_refused(olga, wave):
    text = olga.get(LIST).text
    assert "Interim results need 20 companies that have finished; so far there are 0." in text
    assert ASK not in text
    assert "so far there are 0." in olga.post(ASK, follow=True).text
    assert Release.objects.count() == 0


def test_a_confidential_survey_says_why_it_has_none(olga, publish_instrument, make_wave):
    make_wave(publish_instrument(DEFINITION), is_confidential=True)
    text = olga.get(LIST).text
    assert "no answer is read before it closes" in text
    assert ASK not in text


def test_a_survey_that_is_not_open_yet_is_refused_with_a_sentence(olga, twenty):
    Wave.objects.update(state="draft")
    text = olga.post(ASK, follow=True).text
    assert "This survey is not open: interim results are made while it is." in text
    assert "There are no results yet" in text
    assert Release.objects.count() == 0


def test_a_survey_that_has_closed_is_refused_with_a_sentence(olga, people, twenty):
    close_wave(wave=twenty, by=people.olga.account)
    assert "This survey is not open: interim results are made while it is." in olga.post(ASK, follow=True).text
    assert not Release.objects.get().is_interim


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_nobody_but_an_organiser_reads_the_page_or_asks(client, people, twenty, name):
    client.force_login(getattr(people, name).account)
    assert client.get(LIST).status_code == 403
    assert client.post(ASK).status_code == 403
    assert Release.objects.count() == 0


def test_looking_at_the_address_asks_for_nothing(olga, twenty):
    assert olga.get(ASK).status_code == 405
    assert Release.objects.count() == 0


def test_a_survey_that_does_not_exist_is_refused_like_a_foreign_one(olga, twenty):
    missing = reverse("benchmarking:release-ask-for-interim", args=["sector", "1999"])
    assert olga.post(missing).status_code == 403
