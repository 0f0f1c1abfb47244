"""One respondent's answers for a participation, without the answers: those live apart."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Response(models.Model):
    """One person's response; the invitation's one-to-one makes a second one impossible.

    `instrument_version` is the one the answers are in now, `started_version` the one they were begun in. `progress` is
    section → [answered, asked], all that a coordinator sees of it before it is submitted. An agreed answer of a
    meeting (`is_agreed`) names the roles that were present and is not one more rater. `benchmark_use`: the person's
    decision, kept with what was submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("In progress")
        SUBMITTED = "submitted", _("Submitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey("surveyapp.Participation", on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField("surveyapp.Invitation", on_delete=models.PROTECT, related_name="response")
    instrument_version = models.ForeignKey("surveyapp.InstrumentVersion", on_delete=models.PROTECT)
    started_version = models.ForeignKey(
        "surveyapp.InstrumentVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    role = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="en")
    progress = models.JSONField(default=dict, blank=True)
    is_agreed = models.BooleanField(default=False)
    roles_present = models.JSONField(default=list, blank=True)
    benchmark_use = models.BooleanField(default=True)
    reference = models.CharField(max_length=16, unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"], submitted_at__isnull=True)
                | models.Q(state="submitted", submitted_at__isnull=False),
                name="response_submitted_at_is_set_when_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(withdrawn_at__isnull=True)),
                name="response_withdrawn_at_is_set_when_withdrawn",
            ),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN
