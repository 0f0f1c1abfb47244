"""What an organisation wants to have reached, by its own choice."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from datetime import datetime


class Plan(models.Model):
    """One organisation's plan. Row-level security: only in that organisation's scope.

    `choice` is the set of courses saved last: {modules, days, budget, audience, cost: [low, high], currency, saved_at}; {}
    before any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField("surveyapp.Organisation", on_delete=models.CASCADE, related_name="plan")
    choice = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)


class CourseTaken(models.Model):
    """How many of an organisation's people took a course of the catalogue since it answered a survey. Row-level security as
    of the plan.

    Once a later survey is answered its answers hold what they learned, so that it counts for the survey of `wave` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="courses_taken")
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.CASCADE, related_name="+")
    module = models.CharField(max_length=64)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["organisation", "module"]
        constraints = [
            models.UniqueConstraint("organisation", "wave", "module", name="course_taken_once_a_survey"),
            models.CheckConstraint(condition=Q(people__gte=1), name="course_taken_by_somebody"),
        ]


class PlanItem(models.Model):
    """One target: a skill (levels 0-5), a question (its own levels) or a dimension (0-100). Row-level security as of the plan.

    `start_level` is what the organisation's own result of `start_wave` said when the target was set; None where nothing
    was known. `position` orders by what comes first. `revision` counts changes, so that nobody overwrites what they have not
    seen. An item is never deleted by the web, only removed, so that it can be put back.
    """

    class Kind(models.TextChoices):
        SKILL = "skill"
        ITEM = "item"
        DIMENSION = "dimension"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="plan_items")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=64)
    start_level = models.FloatField(null=True)
    start_wave = models.ForeignKey("surveyapp.Wave", null=True, on_delete=models.SET_NULL, related_name="+")
    target_level = models.FloatField()
    responsible = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    module = models.CharField(max_length=64, blank=True)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    done_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)
    removed_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                "plan", "kind", "code", condition=Q(removed_at=None), name="plan_aims_at_each_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("skill", "item"), target_level__gte=0, target_level__lte=10)
                | Q(kind="dimension", target_level__gte=0, target_level__lte=100),
                name="plan_item_target_within_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(start_level=None) | Q(target_level__gt=F("start_level")),
                name="plan_item_target_above_its_start",
            ),
        ]
