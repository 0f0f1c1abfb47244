from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from surveyapp.actions.retention import delete_expired_answers
from surveyapp.config.celery import app
from surveyapp.models.answers import DraftAnswer, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import Consent
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave

CLOSED = datetime(2024, 1, 31, 18, tzinfo=UTC)
DOCUMENT = {"REC1": {"value": "3"}}


def at(day, hour=18):
    return datetime.fromisoformat(f"{day}T{hour:02}:01:00+00:00")


@pytest.fixture
def respond(people, publish_instrument, make_wave, as_worker):
    """`respond("2024")` is a person who sent an answer in a wave closed on 31 January 2024, with all that hangs on it."""
    version = publish_instrument({"slug": "tiny", "version": "1"})

    def make(slug, closed_at=CLOSED):
        closed = {"state": Wave.State.CLOSED, "closed_at": closed_at} if closed_at else {}
        wave = make_wave(version, people.alpha.organisation, slug=slug, **closed)
        participation = wave.participations.get()
        invitation = Invitation.objects.create(
            participation=participation, token_sha256=slug, email=f"ann@{slug}.example", name=f"Ann of {slug}"
        )
        FreshLink.objects.create(invitation=invitation, token_sha256=f"fresh {slug}")
        refusal = f"SMTPRecipientsRefused: {invitation.email}"
        mail = {"to": invitation.email, "subject": "Survey", "body": "link", "server_words": refusal}
        Delivery.objects.create(invitation=invitation, key=slug, **mail)
        response = Response.objects.create(
            participation=participation,
            invitation=invitation,
            instrument_version=version,
            reference=slug,
            role="it",
            progress={"work": [1, 2]},
        )
        Consent.objects.create(response=response, language="en", sentences=["Yes."])
        with as_worker():
            DraftAnswer.objects.create(response=response, item="REC1", value=DOCUMENT["REC1"])
            ResponseAnswers.objects.create(response=response, document=DOCUMENT, vector=b"", codebook_sha256="0")
            UnlinkedAnswers.objects.create(
                participation=participation,
                instrument_version=version,
                document=DOCUMENT,
                vector=b"",
                codebook_sha256="0",
            )
        return response

    return make


@pytest.fixture
def delete(as_worker):
    def run(now):
        with as_worker():
            return delete_expired_answers(now=now)

    return run


@pytest.mark.parametrize(
    ("months", "last_day"),
    [(24, "2026-01-31"), (1, "2024-02-29"), (0, "2024-01-31")],  # a month after 31 January is the last day of February
)
def test_answers_are_deleted_the_programmes_months_after_the_close(respond, delete, programme, months, last_day):
    programme.keeps_answers_months = months
    programme.save()
    respond("2024")
    assert delete(at(last_day, 17)) == 0
    assert delete(at(last_day, 18)) == 3


def test_each_programme_keeps_answers_as_long_as_it_says(respond, delete, programme, people, as_worker):
    elsewhere = people.gamma.organisation.programme
    elsewhere.keeps_answers_months = 60
    elsewhere.save()
    respond("ours")
    theirs = respond("theirs")
    Wave.objects.filter(slug="theirs").update(programme=elsewhere)
    assert delete(at("2026-06-01")) == 3
    with as_worker():
        assert list(ResponseAnswers.objects.values_list("response_id", flat=True)) == [theirs.pk]


def test_every_kind_of_answer_and_every_address_goes_and_that_somebody_agreed_stays(respond, delete, as_worker):
    respond("2024")
    delete(at("2026-06-01"))
    with as_worker():
        assert [model.objects.count() for model in (DraftAnswer, ResponseAnswers, UnlinkedAnswers)] == [0, 0, 0]
    assert Invitation.objects.values_list("email", "name").get() == ("", "")
    assert Delivery.objects.values_list("to", "body", "server_words").get() == ("", "", "")
    assert not FreshLink.objects.exists()
    assert Response.objects.values_list("role", "progress").get() == ("", {})
    assert Consent.objects.count() == 1


def test_a_wave_that_is_open_loses_nothing(respond, delete):
    respond("2026", closed_at=None)
    assert delete(at("2099-01-01")) == 0
    assert Invitation.objects.get().email == "ann@2026.example"


def test_what_was_deleted_is_noted_in_counts_without_the_data(respond, delete):
    respond("2024")
    delete(at("2026-06-01"))
    entry = AuditEntry.objects.get(action="answers.deleted")
    assert (entry.target_kind, entry.actor_kind) == ("Wave", "worker")
    assert entry.detail == {"drafts": 1, "submitted": 1, "unlinked": 1, "persons": 1, "addresses": 2}


def test_deleting_again_deletes_and_notes_nothing(respond, delete):
    respond("2024")
    delete(at("2026-06-01"))
    assert delete(at("2026-06-02")) == 0
    assert AuditEntry.objects.filter(action="answers.deleted").count() == 1


def test_nothing_that_was_answered_and_nobodys_name_or_address_is_left_anywhere(respond, delete, as_owner):
    respond("2024")
    assert {"REC1", "ann@2024.example", "Ann of 2024"} <= told(as_owner)
    delete(at("2026-06-01"))
    assert told(as_owner) == set()


def told(as_owner):
    """Which of these words stand in any row of any table."""
    words = {"REC1", "ann@2024.example", "Ann of 2024"}
    with as_owner(), connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - the schema's own names
            rows += [text for (text,) in cursor.fetchall()]
    return {word for word in words if any(word in row for row in rows)}


def test_the_task_that_beat_starts_every_day_deletes_what_has_expired_and_nothing_else(respond, as_worker):
    entry = app.conf.beat_schedule["retention"]
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({3}, {0})
    app.loader.import_default_modules()  # as a worker does when it starts
    expired, kept = respond("expired"), respond("kept", closed_at=timezone.now() - timedelta(days=700))
    with as_worker():
        app.tasks[entry["task"]].apply(throw=True)
        assert list(ResponseAnswers.objects.values_list("response_id", flat=True)) == [kept.pk]
    entries = AuditEntry.objects.filter(action="answers.deleted").values_list("target_id", flat=True)
    assert list(entries) == [str(expired.participation.wave_id)]
