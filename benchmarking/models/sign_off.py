"""Two people publish: one asks, another one signs."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOff(models.Model):
    """Somebody asks for a release to be published; another organiser signs, which publishes it, or declines with a reason;
    or whoever asked takes it back. Each asking is a row of its own."""

    class Decision(models.TextChoices):
        OPEN = "", _("Asked for")
        SIGNED = "signed", _("Signed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("benchmarking.Release", on_delete=models.CASCADE, related_name="sign_offs")
    asked_by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN, blank=True)
    decided_by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint("release", condition=models.Q(decision=""), name="sign_off_asked_once_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
                name="sign_off_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=["signed", "declined"], decided_by=models.F("asked_by")),
                name="sign_off_decided_by_another",
            ),
        ]
