import copy

import pytest
from django.urls import reverse

from surveyapp.models.instrument import Instrument
from surveyapp.models.programme import Programme


@pytest.fixture
def corrected(survey, publish_instrument, definition):
    mended = copy.deepcopy(definition) | {"version": "2"}
    mended["items"]["REC1"]["text"]["en"] = "How are the records made?"
    mended["since"] = {"version": "1", "items": {"REC1": {"change": "same"}}}
    return publish_instrument(mended)


@pytest.fixture
def url():
    return reverse("surveyapp:wave-questionnaire", args=["sector", "2026"])


def test_olga_uses_the_corrected_questionnaire(olga, survey, corrected, url):
    text = olga.words(olga.get(url))
    assert "This survey uses A tiny survey, version 1" in text
    assert "How are records made? How are the records made?" in text
    answer = olga.post(url, {"version": corrected.pk}, follow=True)
    assert "This survey uses A tiny survey, version 2" in olga.words(answer)
    survey.wave.refresh_from_db()
    assert survey.wave.instrument_version == corrected


def test_a_version_that_differs_in_more_is_refused_in_words(olga, survey, publish_instrument, definition, url):
    definition["items"]["BATCHES"]["maximum"] = 5
    version = publish_instrument(definition | {"version": "2"})
    assert "It cannot take the place of the one in use: BATCHES is recoded since version 1." in olga.words(
        olga.get(url)
    )
    answer = olga.post(url, {"version": version.pk})
    assert answer.status_code == 422
    survey.wave.refresh_from_db()
    assert survey.wave.instrument_version == survey.version


@pytest.mark.parametrize("version", ["", "nonsense"])
def test_no_version_is_said(olga, survey, url, version):
    assert olga.post(url, {"version": version}).status_code == 422


def test_another_programmes_version_is_not_found(olga, survey, corrected, url, as_worker):
    with as_worker():
        other = Instrument.objects.create(slug="theirs", programme=Programme.objects.get(slug="elsewhere"))
        theirs = other.versions.create(version="1", definition=corrected.definition, sha256="0" * 64)
    assert olga.post(url, {"version": theirs.pk}).status_code == 404


def test_a_closed_survey_offers_none(olga, survey, corrected, url, close):
    close(survey.wave)
    text = olga.words(olga.get(url))
    assert "its questionnaire stays as it was answered" in text
    assert "Use the corrected" not in text
    assert olga.post(url, {"version": corrected.pk}).status_code == 422


def test_a_coordinator_and_a_stranger_are_kept_out(client, people, survey, corrected, url):
    for name in ("alpha", "gamma"):
        client.force_login(getattr(people, name).account)
        assert client.get(url).status_code == 403
        assert client.post(url, {"version": corrected.pk}).status_code == 403


def test_the_page_says_who_mends_a_questionnaire_that_comes_with_waymark(olga, survey, url):
    text = olga.words(olga.get(url))
    assert "There is no later version of it." in text
    assert "only whoever operates this installation can mend a typing error in it" in text
    assert "manage.py publish_instrument" in text


def test_the_page_says_how_to_mend_a_questionnaire_of_ones_own(olga, survey, url, people, as_worker):
    with as_worker():
        Instrument.objects.update(programme=people.olga.programme)
    answer = olga.get(url)
    assert "To mend a typing error, begin the next version" in olga.words(answer)
    assert olga.address("version-detail", survey.version.pk) in answer.text
