"""E-mails to be sent."""

from __future__ import annotations

import uuid

from django.db import models

from surveyapp.models.job import WorkRow


class Delivery(WorkRow):
    """One e-mail, rendered when it was asked for, so that a retry sends the same words. The body is emptied once sent:
    it carries the personal link.

    It goes to whoever holds an invitation, or to an account that signs in; with either it is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(
        "surveyapp.Invitation", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    account = models.ForeignKey(
        "surveyapp.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=True) ^ models.Q(account__isnull=True),
                name="delivery_to_an_invitation_or_an_account",
            )
        ]
