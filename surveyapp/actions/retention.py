"""Delete what respondents were told would be deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.models.answers import DraftAnswer, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.letters import Recipient
from surveyapp.models.raw_export import RawExport
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors.retention import kept_until


def delete_expired_answers(*, now: datetime) -> int:
    """Delete what is left of the persons in waves closed for longer than their programme keeps answers.

    Drafts, submitted and unlinked answers are deleted, roles, names and addresses blanked; that somebody agreed, and when,
    stays, as do merged, organisation-level results without persons. Run by a worker, daily. Returns the number of answers
    deleted; each wave is one transaction, so an interrupted run goes on where it stopped.
    """
    return sum(_empty(wave) for wave in _expired(now))


def _expired(now: datetime) -> QuerySet[Wave]:
    return kept_until(Wave.objects.select_related("programme")).filter(kept_until__lt=now)


@transaction.atomic
def _empty(wave: Wave) -> int:
    """The counts in the audit trail are all that is noted of what is gone. Files of these answers have had their time."""
    deleted = {
        "drafts": DraftAnswer.objects.filter(response__participation__wave=wave).delete()[0],
        "submitted": ResponseAnswers.objects.filter(response__participation__wave=wave).delete()[0],
        "unlinked": UnlinkedAnswers.objects.filter(participation__wave=wave).delete()[0],
    }
    blanked = {"persons": _blank_persons(wave), "addresses": _blank_addresses(wave)}
    if any(deleted.values()):
        RawExport.objects.filter(wave=wave).exclude(file="").update(expires_at=timezone.now())
    if any(deleted.values()) or any(blanked.values()):
        counts = {**deleted, **blanked}
        audit.record(
            action="answers.deleted", target=wave, by=None, by_kind="worker", programme=wave.programme, **counts
        )
    return sum(deleted.values())


def _blank_persons(wave: Wave) -> int:
    """A role is an answer too, and progress says what somebody answered."""
    rows = Response.objects.filter(participation__wave=wave).exclude(role="", progress={}, roles_present=[])
    return rows.update(role="", progress={}, roles_present=[])


def _blank_addresses(wave: Wave) -> int:
    FreshLink.objects.filter(invitation__participation__wave=wave).delete()
    Recipient.objects.filter(mailing__wave=wave).delete()
    # A mail server's refusal names the address, too.
    empty = {"to": "", "body": "", "html": "", "server_words": "", "server_id": ""}
    mails = Delivery.objects.filter(invitation__participation__wave=wave).exclude(**empty)
    people = Invitation.objects.filter(participation__wave=wave).exclude(email="", name="", role="", opened_at=None)
    return mails.update(**empty) + people.update(email="", name="", role="", opened_at=None)
