import io

import pytest
from django.core.management import CommandError, call_command

from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION


@pytest.fixture
def wave(publish_instrument, make_wave, people):
    return make_wave(publish_instrument(DEFINITION), people.alpha.organisation)


def close(*arguments):
    out = io.StringIO()
    call_command("close_wave", *arguments, stdout=out)
    return out.getvalue()


def test_it_closes_and_says_so(wave, as_worker):
    with as_worker():
        assert close("sector", "2026") == "sector 2026 is closed.\n"
        assert Wave.objects.get().state == "closed"
        assert AuditEntry.objects.get(action="wave.closed").actor_kind == "operator"
        assert close("sector", "2026") == "sector 2026 was closed already.\n"


def test_waiting_ends_when_everything_is_done(wave, as_worker):
    with as_worker():
        close("sector", "2026")
        sweep()
        assert close("sector", "2026", "--wait").endswith("Everything that closing asked for is done.\n")


def test_closing_again_after_a_failure_asks_for_the_next_release(wave, as_worker):
    with as_worker():
        close("sector", "2026")
        Release.objects.update(state="failed", error="it broke")
        close("sector", "2026")
        assert Release.objects.get(number=2).state == "waiting"


def test_a_wave_that_does_not_exist_is_named_with_those_that_do(wave):
    with pytest.raises(CommandError, match=r"There is no wave sector 1999\. There are: sector 2026\."):
        close("sector", "1999")


def test_a_draft_is_refused(wave):
    Wave.objects.update(state="draft", opens_at=None)
    with pytest.raises(CommandError, match="Open it first"):
        close("sector", "2026")
