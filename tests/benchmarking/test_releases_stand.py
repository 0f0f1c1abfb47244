import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill

STANDS = "a release that is complete is never changed"


@pytest.fixture
def built(publish_instrument, make_wave, as_worker):
    wave = make_wave(publish_instrument(DEFINITION))
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


@pytest.fixture(params=["as_worker", "as_owner"])
def as_writer(request):
    """Who may write the tables, and the owner, who may do anything."""
    return request.getfixturevalue(request.param)


def another(release):
    return Figure(release=release, cohort="sector", metric="dimension:A", statistic="new", n_owners=6, n_units=6)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: Figure.objects.update(value=1.0),
        lambda _: Figure.objects.all().delete(),
        lambda release: another(release).save(),
        lambda _: ReleaseInputs.objects.update(document={}),
        lambda _: Release.objects.update(parameters={}),
        lambda _: Release.objects.update(groups=[]),
        lambda _: Release.objects.update(input_hmac="0" * 64),
        lambda _: Release.objects.update(state="waiting"),
        lambda _: Release.objects.update(number=7),
        lambda release: release.delete(),
    ],
)
def test_nobody_changes_what_is_complete(built, as_writer, change):
    with as_writer(), pytest.raises(DatabaseError, match=STANDS), transaction.atomic():
        change(built)


def test_a_release_is_published_once_and_not_taken_back(built, as_writer, people):
    with as_writer():
        assert Release.objects.update(published_at=timezone.now(), published_by=people.olga.account)
        with pytest.raises(DatabaseError, match=STANDS), transaction.atomic():
            Release.objects.update(published_at=None)


def test_a_mark_stays_as_it_was_set(built, as_writer):
    with as_writer():
        assert Release.objects.update(corrected_at=timezone.now())
        for other in (None, timezone.now()):
            with pytest.raises(DatabaseError, match=STANDS), transaction.atomic():
                Release.objects.update(corrected_at=other)


def test_inputs_whose_time_is_over_may_go_and_none_may_come(built, as_worker):
    with as_worker():
        assert ReleaseInputs.objects.all().delete()[0] == 1
        with pytest.raises(DatabaseError, match=STANDS), transaction.atomic():
            ReleaseInputs.objects.create(release=built, document={})


def test_what_is_not_complete_may_still_be_written(make_wave, publish_instrument, as_worker):
    wave = make_wave(publish_instrument(DEFINITION))
    with as_worker():
        release = Release.objects.create(wave=wave, number=1, key="one", state="running")
        another(release).save()
        Figure.objects.all().delete()
        release.delete()
        assert not Release.objects.exists()
