"""How long answering takes: people were promised at most eight minutes for the short path, eleven for one's sections."""

from __future__ import annotations

import sys
from statistics import median

import pytest

from tests.browser.pace import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
RUNS = 5
OWNERS = {
    "direction": ["direction_people"],
    "automation": ["automation_connected"],
    "data": ["data_security"],
    "analysis": ["analysis_twins"],
    "quality": ["quality_responsible", "barriers"],
    "skills": ["skills"],
    "training": ["training", "barriers"],
}


@pytest.fixture
def programme_that_says_everything(bioprocess):
    """Whatever a programme may say before the first question is said, and read."""
    programme = bioprocess.programme
    programme.ethics_reference = "EC 2026-17"
    programme.data_controller = {"en": "The Sector Body, Dublin"}
    programme.funder = {"en": "The Skills Fund"}
    programme.information_sheet = {"en": "Why you are asked, and what happens with your answers."}
    programme.save()


@pytest.fixture
def pace(capsys):
    """Say what was measured, so that the figure in the documentation has a command."""

    def say(name, readers):
        runs = "; ".join(f"{r.seconds / 60:.1f} min, {r.n_words} words, {r.n_taps} taps" for r in readers)
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: median {minutes(readers):.1f} min; {runs}\n")

    return say


def minutes(readers):
    return median(reader.seconds for reader in readers) / 60


@pytest.mark.usefixtures("programme_that_says_everything")
def test_the_median_run_of_the_short_path_takes_at_most_eight_minutes(open_browser, invite, pace):
    runs = [Reader(open_browser("phone"), seed).answer(invite(path="short").path) for seed in range(RUNS)]
    pace("short path", runs)
    assert minutes(runs) <= 8


@pytest.mark.usefixtures("programme_that_says_everything")
def test_the_median_run_of_a_section_owner_takes_at_most_eleven_minutes(open_browser, invite, pace):
    runs = [
        Reader(open_browser("phone"), seed).answer(invite(path="sections", sections=sections).path)
        for seed, sections in enumerate(OWNERS.values())
    ]
    pace("section owners", runs)
    assert minutes(runs) <= 11
