"""One round of a programme, and the organisations in it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wave(models.Model):
    """A round: draft, open, closed, released. `frame` says what the register is worth; `population` counts it per cohort
    path ("" is the whole sector) when the wave opens. In a confidential wave the link between person and answers is
    destroyed at close, and before that only the person's own link reads them.

    A worker opens and closes it: of a draft `opens_at` is when it is to open, afterwards when it did, and then
    `opening_planned_for` is what it was to be; `closes_at` is planned, `closed_at` is when it was closed.
    `report_announced_for` is the day of the public report, said beforehand.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        RELEASED = "released", _("Released")

    class Frame(models.TextChoices):
        COMPLETE_LIST = "complete_list", _("Complete list")
        PARTIAL_LIST = "partial_list", _("Partial list")
        OPEN_CALL = "open_call", _("Open call")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.PROTECT, related_name="waves")
    instrument_version = models.ForeignKey(
        "surveyapp.InstrumentVersion", on_delete=models.PROTECT, related_name="waves"
    )
    slug = models.SlugField()
    title = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    frame = models.CharField(max_length=20, choices=Frame.choices, default=Frame.PARTIAL_LIST)
    counts_unconfirmed = models.BooleanField(default=True)
    is_confidential = models.BooleanField(default=False)
    population = models.JSONField(default=dict)
    opens_at = models.DateTimeField(null=True, blank=True)
    opening_planned_for = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    report_announced_for = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "-opens_at"]
        constraints = [
            models.UniqueConstraint("programme", "slug", name="wave_named_once_per_programme"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "open"], closed_at__isnull=True)
                | models.Q(state__in=["closed", "released"], closed_at__isnull=False),
                name="wave_closed_at_is_set_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.slug} {self.slug}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def ended_at(self) -> datetime | None:
        """When its fieldwork ended. A file's survey was closed here when it came: where `selectors.waves.with_origin` says
        so, what was said of it counts."""
        return self.closes_at if getattr(self, "came_from_a_file", False) and self.closes_at else self.closed_at


class ReminderDate(models.Model):
    """When those who have not finished are reminded. `done_at`: when a worker did so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="reminder_dates")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint("wave", "at", name="wave_reminds_once_at_a_time")]


class Participation(models.Model):
    """An organisation in a wave. `facets` are confirmed by the coordinator and frozen at close. `owner` is frozen at close too,
    and unknown before: until then the register says who owns it. `is_imported`: its answers
    came from a file instead of from people, so it has finished without anybody's response. `n_submitted_at_close` is kept
    for confidential waves, where no response can be counted any more. `answers_withdrawn_at`: when somebody last withdrew
    after the close what had counted here, so that no later survey is compared with this one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.PROTECT, related_name="participations")
    owner = models.ForeignKey("surveyapp.Owner", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    facets = models.JSONField(default=dict)
    facets_confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    is_imported = models.BooleanField(default=False)
    n_submitted_at_close = models.PositiveIntegerField(null=True, blank=True)
    answers_withdrawn_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint("wave", "organisation", name="organisation_takes_part_once_per_wave")]

    @property
    def confirmation_mark(self) -> str:
        """Another one with each confirmation; "" before the first."""
        return self.confirmed_at.isoformat() if self.confirmed_at else ""
