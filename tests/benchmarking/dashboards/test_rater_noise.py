import pytest
from django.utils import timezone

from benchmarking.dashboards.comparison import compare
from benchmarking.dashboards.page import page
from tests.benchmarking.dashboards.conftest import sector_figures


@pytest.fixture
def shown(store, people):
    """Alpha's page and its profile's table, of a release with these parameters or marks."""

    def show(**release):
        wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
        store.own(wave, people.alpha.organisation)
        store.release(wave, sector_figures(), **release)
        return page(compare(people.alpha.organisation, "", ""))

    return show


def in_words(found):
    return {row[0]: row[-1] for row in found.profile.rows}


def test_elsewhere_every_dimension_has_a_position_and_some_are_flagged(shown):
    usual = shown()
    flagged = [each.name for each in (*usual.standing.strengths, *usual.standing.gaps)]
    assert flagged
    assert all(in_words(usual).values())


def test_dimensions_that_are_mostly_rater_noise_have_no_position_and_no_flag(shown):
    codes = ("AUT", "DAT", "ANA")
    noisy = shown(parameters={"mostly_rater_noise": [f"dimension:{code}" for code in codes]})
    assert set(in_words(noisy).values()) == {""}
    assert (noisy.standing.strengths, noisy.standing.gaps) == ([], [])
    assert noisy.notices[0].startswith("Differences between organisations are mostly rater noise here: ")
    assert all(name in noisy.notices[0] for name in in_words(noisy))


def test_one_noisy_dimension_alone_is_left_out(shown):
    noisy = shown(parameters={"mostly_rater_noise": ["dimension:AUT"]})
    said = in_words(noisy)
    assert [name for name, text in said.items() if not text] == [name for name in said if name in noisy.notices[0]]
    assert len([text for text in said.values() if text]) == len(said) - 1


def test_figures_that_stand_after_a_withdrawal_say_so(shown):
    assert shown(corrected_at=timezone.now()).notices[0].startswith("Answers behind these numbers were withdrawn")
