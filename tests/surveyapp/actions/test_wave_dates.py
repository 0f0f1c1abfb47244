from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from surveyapp.actions.wave_dates import WrongDates, change_open_dates, extend_wave, keep_dates
from surveyapp.actions.waves import NotPossibleNow, close_wave, open_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.letters import Mailing
from surveyapp.models.wave import ReminderDate, Wave
from tests.benchmarking.small_sector import DEFINITION

NOW = timezone.now().replace(microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def version(publish_instrument):
    return publish_instrument(DEFINITION)


@pytest.fixture
def draft(version, make_wave):
    return lambda **fields: make_wave(version, **{"state": "draft", "opens_at": None, **fields})


@pytest.fixture
def survey(version, make_wave):
    """Open, until tomorrow."""
    return make_wave(version, closes_at=NOW + DAY)


def sweep(as_worker, times=1):
    with as_worker():
        for _ in range(times):
            keep_dates()


def trail(*actions):
    return list(AuditEntry.objects.filter(action__in=actions).order_by("id").values_list("action", "actor_kind"))


def test_a_survey_opens_when_its_moment_has_come_and_once(draft, as_worker):
    wave = draft(opens_at=NOW - timedelta(seconds=10))
    sweep(as_worker, times=2)
    wave.refresh_from_db()
    assert (wave.state, wave.opening_planned_for) == ("open", NOW - timedelta(seconds=10))
    assert wave.opens_at >= NOW
    assert trail("wave.opened") == [("wave.opened", "worker")]


def test_the_worker_looks_every_few_seconds_and_when_it_starts():
    from surveyapp.config.celery import SWEEPS, app
    from surveyapp.tasks import keep_dates as task

    assert app.conf.beat_schedule[task.name]["schedule"] <= 60
    assert task.name in SWEEPS


def test_a_survey_whose_moment_has_not_come_waits_and_one_without_a_moment_too(draft, as_worker):
    draft(opens_at=NOW + HOUR)
    draft(slug="2027")
    sweep(as_worker)
    assert {wave.state for wave in Wave.objects.all()} == {"draft"}


def test_a_survey_opens_late_where_no_worker_was_there(draft, as_worker):
    wave = draft(opens_at=NOW - 3 * DAY, closes_at=NOW + DAY)
    sweep(as_worker)
    wave.refresh_from_db()
    assert (wave.state, wave.opening_planned_for) == ("open", NOW - 3 * DAY)
    assert wave.opens_at >= NOW


def test_a_survey_whose_whole_time_has_passed_does_not_open(draft, as_worker):
    wave = draft(opens_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    sweep(as_worker)
    wave.refresh_from_db()
    assert (wave.state, wave.closed_at) == ("draft", None)


def test_a_survey_closes_when_its_moment_has_come_and_asks_for_its_results_once(survey, as_worker):
    from benchmarking.models.release import Release

    Wave.objects.update(closes_at=NOW - timedelta(seconds=1))
    sweep(as_worker, times=2)
    survey.refresh_from_db()
    assert (survey.state, Release.objects.count()) == ("closed", 1)
    assert trail("wave.closed") == [("wave.closed", "worker")]


def test_what_was_extended_in_the_meantime_stays_open(survey, people, as_worker):
    extend_wave(wave=survey, closes_at=NOW + 2 * DAY, by=people.olga.account)
    sweep(as_worker)
    assert Wave.objects.get().is_open


def test_a_machine_whose_clock_runs_ahead_closes_nothing(survey, as_worker, monkeypatch):
    with monkeypatch.context() as ahead:
        ahead.setattr(timezone, "now", lambda: NOW + 400 * DAY)
        sweep(as_worker)
    assert Wave.objects.get().is_open


def test_one_survey_that_cannot_be_opened_keeps_no_other_from_it(draft, version, as_worker):
    from surveyapp.models.instrument import InstrumentVersion

    with as_worker():
        broken = InstrumentVersion.objects.create(
            instrument=version.instrument, version="9", definition={}, sha256="1" * 64
        )
    Wave.objects.filter(pk=draft(opens_at=NOW - 2 * HOUR).pk).update(instrument_version=broken)
    draft(slug="2027", opens_at=NOW - HOUR)
    sweep(as_worker)
    assert dict(Wave.objects.values_list("slug", "state")) == {"2026": "draft", "2027": "open"}


def test_reminders_that_came_due_together_are_one(survey, as_worker):
    for hours in (1, 2, 30):
        ReminderDate.objects.create(wave=survey, at=NOW - hours * HOUR)
    ReminderDate.objects.create(wave=survey, at=NOW + HOUR)
    sweep(as_worker, times=2)
    assert Mailing.objects.count() == 1
    assert list(ReminderDate.objects.filter(done_at=None).values_list("at", flat=True)) == [NOW + HOUR]


def test_nobody_is_reminded_of_a_survey_that_is_not_open(survey, people, as_worker):
    ReminderDate.objects.create(wave=survey, at=NOW - HOUR)
    close_wave(wave=survey, by=people.olga.account)
    sweep(as_worker)
    assert (Mailing.objects.count(), ReminderDate.objects.get().done_at) == (0, None)


def test_more_time_is_given_and_never_less(survey, people):
    wave = extend_wave(wave=survey, closes_at=NOW + 5 * DAY, by=people.olga.account)
    assert wave.closes_at == NOW + 5 * DAY
    detail = AuditEntry.objects.get(action="wave.extended").detail
    assert detail == {"before": (NOW + DAY).isoformat(), "after": (NOW + 5 * DAY).isoformat()}
    with pytest.raises(WrongDates, match="told that they have until then"):
        extend_wave(wave=wave, closes_at=NOW + 2 * DAY, by=people.olga.account)
    with pytest.raises(WrongDates, match="This moment is over"):
        extend_wave(wave=wave, closes_at=NOW - HOUR, by=people.olga.account)
    extend_wave(wave=wave, closes_at=NOW + 5 * DAY, by=people.olga.account)
    assert AuditEntry.objects.filter(action="wave.extended").count() == 1


def test_what_is_closed_gets_no_more_time(survey, people):
    close_wave(wave=survey, by=people.olga.account)
    with pytest.raises(NotPossibleNow, match="does not open again"):
        extend_wave(wave=survey, closes_at=NOW + 5 * DAY, by=people.olga.account)


def test_what_has_not_opened_is_not_extended(draft, people):
    with pytest.raises(NotPossibleNow, match="has not opened yet"):
        extend_wave(wave=draft(), closes_at=NOW + 5 * DAY, by=people.olga.account)


def test_reminders_and_the_day_of_the_report_move_while_it_is_open(survey, people):
    change = {"wave": survey, "by": people.olga.account}
    sent = ReminderDate.objects.create(wave=survey, at=NOW - DAY, done_at=NOW)
    day = (NOW + 60 * DAY).date()
    change_open_dates(**change, report=day, reminders=[NOW + HOUR, NOW + 2 * HOUR])
    change_open_dates(**change, report=day, reminders=[NOW + 2 * HOUR])
    assert Wave.objects.get().report_announced_for == day
    assert list(ReminderDate.objects.values_list("at", flat=True)) == [sent.at, NOW + 2 * HOUR]
    for moment, why in ((NOW - HOUR, "is over"), (NOW + 3 * DAY, "while the survey is open")):
        with pytest.raises(WrongDates, match=why):
            change_open_dates(**change, report=day, reminders=[moment])
    with pytest.raises(WrongDates, match="comes after the survey"):
        change_open_dates(**change, report=NOW.date() - DAY, reminders=[])


def test_a_wave_of_the_past_keeps_its_day(draft):
    wave = open_wave(wave=draft(), by=None, by_kind="operator", opened_at=datetime(2023, 9, 19, tzinfo=UTC))
    assert (wave.opens_at, wave.opening_planned_for) == (datetime(2023, 9, 19, tzinfo=UTC), None)
