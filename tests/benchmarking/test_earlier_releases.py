"""A second survey's release beside the first one's: what one joiner would give away is blurred, and frozen as such."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.selectors import earlier_releases
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.models.organisation import Organisation
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

TWINS = "statistic:twins_started"


@pytest.fixture
def survey(programme, publish_instrument, make_wave, as_worker):
    """`survey("2026", 24, 8)`: 24 sites answer, of which 8 and the joiners have started a twin; closed and built."""
    version = publish_instrument(DEFINITION)

    def make(slug, n, started, joined=0):
        opens = timezone.now() - timedelta(days=400 * (2030 - int(slug)))
        wave = make_wave(version, slug=slug, opens_at=opens)
        with as_worker():
            for number in range(n + joined):
                its = Organisation.objects.filter(programme=programme, name=f"site {number}").first()
                its = its or organisation(programme, f"site {number}", "red")
                has_one = number < started or number >= n
                respond(take_part(wave, its), answers(1 + number % 5, twin="started" if has_one else "none"))
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        return Release.objects.get(wave=wave)

    return make


def band(release):
    return Figure.objects.values_list("least", "most").get(release=release, metric=TWINS, statistic="share")


def refused(release, as_worker):
    with as_worker():
        return ReleaseInputs.objects.get(release=release).document["refused"]


def test_a_joiner_who_alone_can_be_the_ninth_stays_unknown(survey, as_worker):
    """6-8 of 24, then 9-11 of 25: with all others unchanged the joiner has started one. 6-11 leaves it open."""
    first, second = survey("2026", 24, 8), survey("2027", 24, 8, joined=1)
    assert (band(first), band(second)) == ((6, 8), (6, 11))
    assert refused(first, as_worker) == {}
    assert refused(second, as_worker)[TWINS] == 1


def test_a_joiner_who_crosses_no_border_costs_nothing(survey, as_worker):
    first, second = survey("2026", 24, 7), survey("2027", 24, 7, joined=1)
    assert (band(first), band(second)) == ((6, 8), (6, 8))
    assert TWINS not in refused(second, as_worker)


def test_without_asking_what_stands_the_joiner_would_be_known(survey, monkeypatch):
    monkeypatch.setattr(earlier_releases, "before", lambda _: [])
    first, second = survey("2026", 24, 8), survey("2027", 24, 8, joined=1)
    assert (band(first), band(second)) == ((6, 8), (9, 11))


def test_a_release_is_not_asked_beside_itself(survey, as_worker):
    first = survey("2026", 24, 8)
    with as_worker():
        assert earlier_releases.before(first) == []
        assert len(earlier_releases.before(Release(wave=first.wave))) == 1


def test_both_are_verified_from_their_own_inputs_alone(survey, as_worker, monkeypatch):
    survey("2026", 24, 8)
    second = survey("2027", 24, 8, joined=1)
    assert band(second) == (6, 11)
    monkeypatch.setattr(earlier_releases, "before", lambda _: pytest.fail("The releases before are not read again."))
    with as_worker():
        call_command("verify_release", "1", wave="2027")
