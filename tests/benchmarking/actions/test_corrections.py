from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from benchmarking.actions.releases import NoCorrection, publish_release, request_correction, request_release
from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from benchmarking.public import about
from benchmarking.selectors.sector_reports import log_of
from benchmarking.tasks import sweep
from benchmarking.verification import verify
from surveyapp.models.audit import AuditEntry
from tests.benchmarking.small_sector import answers, respond

WHY = "A rounding of shares was wrong in version 0.9."


@pytest.fixture
def published(complete, people):
    return publish_release(release=complete, by=people.olga.account)


def figures(release):
    names = ("cohort", "metric", "statistic", "value", "low", "high", "least", "most", "n_owners", "bound")
    return list(Figure.objects.filter(release=release).order_by("cohort", "metric", "statistic").values_list(*names))


def test_a_correction_is_made_of_the_same_answers_whatever_came_since(published, people, as_worker):
    made = request_correction(release=published, reason=WHY, by=people.olga.account)
    with as_worker():
        red = published.wave.participations.filter(facets__kind="red").first()
        respond(red, answers(1))
        sweep()
    made.refresh_from_db()
    assert (made.number, made.state, made.corrects) == (2, "done", published)
    assert figures(made) == figures(published)
    assert made.groups == published.groups
    with as_worker():
        assert verify(made).differences == ()


def test_everybody_may_read_what_was_corrected_once_it_is_published(published, people, as_worker):
    made = request_correction(release=published, reason=WHY, by=people.olga.account)
    with as_worker():
        sweep()
    assert [each.number for each in log_of(published.wave_id)] == [1]
    made = publish_release(release=made, by=people.olga.account)
    newest, before = log_of(published.wave_id)
    assert (newest.number, newest.corrected, newest.published_at, newest.reason) == (2, 1, made.published_at, WHY)
    assert (before.number, before.corrected, before.reason) == (1, None, "")
    with override("en"):
        assert (
            "; in the place of publication 1; "
            in about.log(SimpleNamespace(log=(newest,), programme=published.wave.programme))[0][1]
        )
    published.refresh_from_db()
    assert published.published_at is not None
    entry = AuditEntry.objects.get(action="release.correction_requested")
    assert (entry.actor, entry.detail) == (people.olga.account, {"number": 2, "corrects": 1, "reason": WHY})


def test_a_correction_that_failed_is_built_again_as_one(published, people, as_worker):
    request_correction(release=published, reason=WHY, by=people.olga.account)
    with as_worker():
        Release.objects.filter(number=2).update(state="failed")
    again = request_release(wave_id=published.wave_id, by=people.olga.account)
    assert (again.number, again.corrects, again.correction_reason) == (3, published, WHY)


def test_one_correction_is_made_at_a_time(published, people):
    request_correction(release=published, reason=WHY, by=people.olga.account)
    with pytest.raises(NoCorrection, match="being made already"):
        request_correction(release=published, reason=WHY, by=people.olga.account)


def test_only_what_is_published_last_is_corrected(complete, people, as_worker):
    with pytest.raises(NoCorrection, match="Only published results"):
        request_correction(release=complete, reason=WHY, by=people.olga.account)
    first = publish_release(release=complete, by=people.olga.account)
    second = request_correction(release=first, reason=WHY, by=people.olga.account)
    with as_worker():
        sweep()
    publish_release(release=second, by=people.olga.account)
    with pytest.raises(NoCorrection, match="Later results"):
        request_correction(release=first, reason=WHY, by=people.olga.account)


def test_a_correction_without_a_reason_cannot_be_stored(published):
    with pytest.raises(IntegrityError, match="release_corrects_for_a_reason"), transaction.atomic():
        Release.objects.create(wave=published.wave, number=2, key="two", corrects=published)
    with pytest.raises(IntegrityError, match="release_corrects_for_a_reason"), transaction.atomic():
        Release.objects.create(wave=published.wave, number=2, key="two", correction_reason=WHY)


def test_a_withdrawal_marks_a_correction_that_still_waits(published, people):
    from benchmarking.actions.releases import mark_corrected

    made = request_correction(release=published, reason=WHY, by=people.olga.account)
    mark_corrected(wave_id=published.wave_id)
    made.refresh_from_db()
    assert made.corrected_at is not None
