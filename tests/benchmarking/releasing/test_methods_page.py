import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from benchmarking.models.release import Release
from benchmarking.releasing import methods_page
from benchmarking.selectors.methods import METHOD_VERSION
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.small_sector import DEFINITION, answers, fill


@pytest.fixture
def built(programme, people, publish_instrument, make_wave, as_worker):
    programme.peer_tree = ["kind"]
    programme.save()
    wave = make_wave(publish_instrument(DEFINITION))
    with as_worker():
        fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8, "green": [answers(1)] * 2})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


def address(release):
    return reverse("benchmarking:release-methods", args=[release.pk])


def said(release):
    return {section.id: " ".join(section.paragraphs) for section in methods_page.sections(release)}


def test_the_page_is_the_organisers_at_once_and_the_coordinators_once_it_is_published(client, people, built, as_worker):
    from benchmarking.actions.releases import publish_release

    for name, status in (("olga", 200), ("alpha", 403), ("gamma", 403)):
        client.force_login(getattr(people, name).account)
        assert client.get(address(built)).status_code == status
    with as_worker():
        publish_release(release=built, by=people.olga.account)
    client.force_login(people.alpha.account)
    assert client.get(address(built)).status_code == 200


def test_a_release_that_does_not_exist_or_is_not_complete_is_refused(client, people, built, make_wave, as_worker):
    client.force_login(people.olga.account)
    unbuilt = Release.objects.create(wave=make_wave(built.wave.instrument_version, slug="2027"), number=1, key="other")
    assert client.get(address(unbuilt)).status_code == 403
    assert client.get(address(people.olga.account)).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, built):
    assert client.get(address(built)).url == f"/accounts/login/?next={address(built)}"


def test_its_numbers_are_those_the_release_was_made_with(built):
    text = said(built)
    assert "from 6 companies, for sensitive questions from 11" in text["groups"]
    assert "open when 20 of its companies" in text["groups"]
    assert "in this order: Kind." in text["groups"]
    assert "steps of 50" in text["blur"]
    assert "by 4.2 points at 6 companies, by 0.5 at 50" in text["blur"]
    assert "30 points of doubt" in text["blur"]
    assert "at least 8 points" in text["sure"]
    assert "h = t × SD × √((1 − n/N) / n)" in text["sure"]


def test_other_parameters_give_other_words(built):
    built.parameters |= {
        "owners": 8,
        "owners_sensitive": 12,
        "step": 100,
        "register_is_complete": True,
        "rater_sd_is_default": False,
        "rater_sd": 13,
        "mostly_rater_noise": ["dimension:B"],
    }
    text = said(built)
    assert "from 8 companies, for sensitive questions from 12" in text["groups"]
    assert "by 6.2 points at 8 companies, by 1 at 50" in text["blur"]
    assert "N is the number of companies in the register" in text["sure"]
    assert "off by about 13 points" in text["scores"]
    assert "rater noise: Work B." in text["scores"]


def test_every_limit_that_a_release_states_is_said(built):
    """A parameter that nobody could read would be no explanation; `top_band` only joins the last band."""
    silent = {"top_band"}
    for name, value in built.parameters.items():
        if name in silent or isinstance(value, bool | list | dict | None) or name == "rater_sd":
            continue
        before = said(built)
        built.parameters[name] = value + 1
        assert said(built) != before, name
        built.parameters[name] = value


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
def test_it_reads_in_every_language_with_the_same_numbers(built, language):
    def numbers(text):
        return set(re.findall(r"\d+", text)) - {"0", "10", "90", "100"}  # some languages have words for these

    english = said(built)
    with override(language):
        other = said(built)
    for section, text in other.items():
        assert text != english[section]
        assert numbers(text) == numbers(english[section]), section


def test_the_page_shows_version_seal_and_software(client, people, built):
    client.force_login(people.olga.account)
    text = client.get(address(built)).text
    assert built.input_hmac[:16] in text
    assert f"numpy {built.software['numpy']}" in text
    assert f"version {METHOD_VERSION}" in text


def test_results_lead_to_it_beside_the_number_of_their_release(client, people, built, as_worker):
    from benchmarking.actions.releases import publish_release
    from tests.benchmarking.small_sector import take_part

    with as_worker():
        take_part(built.wave, people.alpha.organisation)
        publish_release(release=built, by=people.olga.account)
    client.force_login(people.alpha.account)
    text = client.get(reverse("benchmarking:view-results")).text
    assert f'<a href="{address(built)}">Publication 1: how these numbers were made</a>' in text


def test_groups_of_families_are_named_after_what_they_are_families_of(built):
    release = Release.objects.get()
    release.parameters = release.parameters | {"order": ["kind_family", "kind"]}
    assert "They follow, in this order: Kind by families, Kind." in said(release)["groups"]


def test_whoever_wants_to_check_learns_the_command_and_who_can_run_it(built):
    assert "Whoever runs this installation does so with the command manage.py verify_release" in said(built)["check"]


def test_follow_ups_say_that_they_speak_of_a_part_of_the_companies(built):
    text = said(built)["groups"]
    assert "speak of these companies alone, a part of the group" in text
    assert "an exact count, shown from 6 companies" in text
    instrument = Instrument.model_construct(**dict.fromkeys(("skill_groups", "statistics"), ()), items={})
    assert list(methods_page._follow_ups(built.parameters, instrument)) == []
