import pytest
from django.core.management import CommandError, call_command

from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION


@pytest.fixture
def built(publish_instrument, make_wave, people, as_worker):
    wave = make_wave(publish_instrument(DEFINITION))
    with as_worker():
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()


def test_it_publishes_in_an_organisers_name(built, people, as_worker, capsys):
    with as_worker():
        call_command("publish_release", "sector", "2026", "--by", "Olga@example.org")
    assert Release.objects.get().published_by == people.olga.account
    assert capsys.readouterr().out == "sector 2026 release 1 is published.\n"


def test_a_coordinator_is_refused(built, as_worker):
    with as_worker(), pytest.raises(CommandError, match="not on the staff"):
        call_command("publish_release", "sector", "2026", "--by", "alpha@example.org")
    assert Release.objects.get().published_at is None


def test_a_wave_without_a_complete_release_is_refused(programme, as_worker):
    with as_worker(), pytest.raises(CommandError, match="no complete release"):
        call_command("publish_release", "sector", "2026", "--by", "olga@example.org")
