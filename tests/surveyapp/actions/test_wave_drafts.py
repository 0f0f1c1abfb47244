from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from surveyapp.actions.refusals import Refused
from surveyapp.actions.wave_dates import WrongDates
from surveyapp.actions.wave_drafts import Draft, ShortNameTaken, change_draft, delete_draft, start_wave
from surveyapp.actions.waves import NotPossibleNow, open_wave
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Participation, ReminderDate, Wave
from tests.benchmarking.small_sector import DEFINITION

NOW = timezone.now().replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def said(publish_instrument):
    return Draft("2027", {"en": "Survey 2027"}, publish_instrument(DEFINITION), False, True)


@pytest.fixture
def wave(said, programme, people):
    return start_wave(programme=programme, draft=said, by=people.olga.account)


def test_a_survey_is_a_draft_first(said, programme, people):
    dates = {"opens_at": NOW + DAY, "closes_at": NOW + 9 * DAY, "report_announced_for": (NOW + 90 * DAY).date()}
    start_wave(programme=programme, draft=replace(said, **dates), reminders=[NOW + 5 * DAY], by=people.olga.account)
    wave = Wave.objects.get()
    assert (wave.state, wave.slug, wave.title, wave.is_confidential) == ("draft", "2027", {"en": "Survey 2027"}, False)
    assert {name: getattr(wave, name) for name in dates} == dates
    assert ReminderDate.objects.get().at == NOW + 5 * DAY
    assert AuditEntry.objects.get(action="wave.started").actor == people.olga.account


def test_no_two_surveys_of_a_programme_have_one_short_name(wave, said, programme, people):
    with pytest.raises(ShortNameTaken):
        start_wave(programme=programme, draft=said, by=people.olga.account)
    other = start_wave(programme=programme, draft=replace(said, slug="2028"), by=people.olga.account)
    with pytest.raises(ShortNameTaken):
        change_draft(wave=other, draft=said, by=people.olga.account)
    assert Wave.objects.get(pk=other.pk).slug == "2028"


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"opens_at": NOW - DAY}, "opens_at"),
        ({"closes_at": NOW - DAY}, "closes_at"),
        ({"opens_at": NOW + 2 * DAY, "closes_at": NOW + DAY}, "closes_at"),
        ({"closes_at": NOW + 9 * DAY, "report_announced_for": (NOW + DAY).date()}, "report_announced_for"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_is_made(said, programme, people, dates, field):
    with pytest.raises(WrongDates) as refusal:
        start_wave(programme=programme, draft=replace(said, **dates), by=people.olga.account)
    assert refusal.value.field == field
    assert not Wave.objects.exists()


@pytest.mark.parametrize("days", [1, 9])
def test_reminders_are_sent_while_it_is_open(said, programme, people, days):
    draft = replace(said, opens_at=NOW + 2 * DAY, closes_at=NOW + 8 * DAY)
    with pytest.raises(WrongDates, match="while the survey is open"):
        start_wave(programme=programme, draft=draft, reminders=[NOW + days * DAY], by=people.olga.account)
    assert not Wave.objects.exists()


def test_a_questionnaire_of_another_programme_is_refused(said, programme, people, as_worker):
    from surveyapp.models.programme import Programme

    foreign = Programme.objects.create(slug="foreign")
    with as_worker():
        instrument = said.instrument_version.instrument
        instrument.programme = foreign
        instrument.save()
    draft = replace(said, instrument_version=InstrumentVersion.objects.get())
    with pytest.raises(Refused, match="another programme"):
        start_wave(programme=programme, draft=draft, by=people.olga.account)


def test_what_was_changed_is_in_the_log(wave, said, people):
    change_draft(wave=wave, draft=replace(said, slug="27", is_confidential=True), by=people.olga.account)
    change_draft(wave=wave, draft=replace(said, slug="27", is_confidential=True), by=people.olga.account)
    assert [entry.detail for entry in AuditEntry.objects.filter(action="wave.changed")] == [
        {"changed": ["is_confidential", "slug"]}
    ]


def test_what_has_opened_is_neither_changed_nor_deleted(wave, said, people):
    open_wave(wave=wave, by=people.olga.account)
    with pytest.raises(NotPossibleNow, match="has opened"):
        change_draft(wave=wave, draft=said, by=people.olga.account)
    with pytest.raises(NotPossibleNow, match="has opened"):
        delete_draft(wave=wave, by=people.olga.account)


def test_a_draft_is_deleted_with_everybody_in_it(wave, people):
    Participation.objects.create(wave=wave, organisation=people.alpha.organisation)
    ReminderDate.objects.create(wave=wave, at=NOW + DAY)
    delete_draft(wave=wave, by=people.olga.account)
    assert not Wave.objects.exists()
    assert not Participation.objects.exists()
    assert AuditEntry.objects.get(action="wave.deleted").detail == {"slug": "2027"}


def test_a_draft_to_which_somebody_has_a_link_stays(wave, people):
    place = Participation.objects.create(wave=wave, organisation=people.alpha.organisation)
    Invitation.objects.create(participation=place, token_sha256="1" * 64)
    with pytest.raises(NotPossibleNow, match="People have links"):
        delete_draft(wave=wave, by=people.olga.account)
    assert Wave.objects.exists()


def test_a_draft_of_which_something_was_made_stays_whole(wave, people):
    from benchmarking.models.release import Release

    Release.objects.create(wave=wave, number=1, key="one")
    Participation.objects.create(wave=wave, organisation=people.alpha.organisation)
    with pytest.raises(NotPossibleNow, match="Something was made"):
        delete_draft(wave=wave, by=people.olga.account)
    assert (Wave.objects.count(), Participation.objects.count()) == (1, 1)
