from datetime import timedelta

import pytest
from django.utils import timezone

from surveyapp.actions.retention import delete_expired_answers
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.audit import AuditEntry
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave

NOW = timezone.now()


@pytest.fixture
def waves_with_an_answer(people, publish_instrument, make_wave, as_worker):
    version = publish_instrument({"slug": "tiny", "version": "1"})
    for slug, days in (("old", 731), ("recent", 729)):
        closed = {"state": Wave.State.CLOSED, "closed_at": NOW - timedelta(days=days)}
        wave = make_wave(version, people.alpha.organisation, slug=slug, **closed)
        participation = wave.participations.get()
        invitation = Invitation.objects.create(participation=participation, token_sha256=slug)
        response = Response.objects.create(
            participation=participation, invitation=invitation, instrument_version=version, reference=slug
        )
        with as_worker():
            DraftAnswer.objects.create(response=response, item="DAT1", value={"value": "3"})


def test_answers_are_deleted_two_years_after_the_survey_closed(waves_with_an_answer, as_worker):
    with as_worker():
        assert delete_expired_answers(now=NOW) == 1
        assert list(DraftAnswer.objects.values_list("response__reference", flat=True)) == ["recent"]


def test_deleting_again_deletes_and_notes_nothing(waves_with_an_answer, as_worker):
    with as_worker():
        delete_expired_answers(now=NOW)
        assert delete_expired_answers(now=NOW) == 0
        assert AuditEntry.objects.filter(action="answers.deleted").count() == 1
