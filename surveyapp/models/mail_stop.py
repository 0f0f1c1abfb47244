"""Addresses that get no more automatic e-mail."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailStop(models.Model):
    """No invitation and no reminder of this programme goes to this address, until the stop is lifted: by the person for
    *unsubscribed*, by an organiser for the others. What somebody asks for themselves, such as a fresh link, still goes.

    The address is stored as a digest, which outlives the address itself: a request to be left alone is kept when
    names and addresses are deleted, and no two programmes' digests of one address are the same.
    """

    class Why(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("Asked for no more e-mails")
        BOUNCED = "bounced", _("E-mails to this address come back")
        COMPLAINED = "complained", _("Reported an e-mail as spam")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="mail_stops")
    email_sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=12, choices=Why.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email_sha256", "why"],
                condition=models.Q(lifted_at__isnull=True),
                name="mail_stopped_once_for_a_reason",
            )
        ]

    @staticmethod
    def digest(programme_id: uuid.UUID, email: str) -> str:
        """Of an address in any case of its letters."""
        return hashlib.sha256(f"{programme_id}:{email.strip().casefold()}".encode()).hexdigest()
