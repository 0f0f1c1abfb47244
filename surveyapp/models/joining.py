"""An organisation that is not listed asks to take part."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class JoinRequest(models.Model):
    """What somebody wrote on the join page. The organiser sees it once its address was confirmed by a link.

    `client` is a digest of where it came from, to count how many come from one place. Once declined, or while unconfirmed,
    it is kept for a limited time.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        WAITING = "waiting", _("Waits for a decision")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="join_requests")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=200)
    email = models.EmailField()
    facets = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    token_sha256 = models.CharField(max_length=64, unique=True)
    client = models.CharField(max_length=64, db_index=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL)
    organisation = models.ForeignKey(
        "surveyapp.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="join_requests"
    )

    class Meta:
        ordering = ["asked_at"]


class JoinLetter(WorkRow):
    """An e-mail about a request to join. The body is emptied once sent: it may carry the confirming link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
