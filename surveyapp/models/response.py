"""One respondent's answers for a participation, without the answers: those live apart."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Response(models.Model):
    """One person's response; the invitation's one-to-one makes a second one impossible."""

    class State(models.TextChoices):
        DRAFT = "draft", _("In progress")
        SUBMITTED = "submitted", _("Submitted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey("surveyapp.Participation", on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField("surveyapp.Invitation", on_delete=models.PROTECT, related_name="response")
    instrument_version = models.ForeignKey("surveyapp.InstrumentVersion", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    role = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="en")
    reference = models.CharField(max_length=16, unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", submitted_at__isnull=True)
                | models.Q(state="submitted", submitted_at__isnull=False),
                name="response_submitted_at_is_set_when_submitted",
            ),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED
