"""A course as it was given once: who was there, how they rated themselves, and what may be said of all of them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow

if TYPE_CHECKING:
    from datetime import datetime


class ModuleRun(models.Model):
    """One run of a module, with delegates of several organisations.

    `skills` (code, name: language → text) and `scale` (value, text: language → text) are frozen when it is made, so that
    every rating of it means the same whatever becomes of the catalogue. It goes from state to state in their order.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Not begun")
        BEFORE = "before", _("Asked before the course")
        COURSE = "course", _("Course going on")
        AFTER = "after", _("Asked after the course")
        WAITING = "waiting", _("Waiting for the follow-up")
        FOLLOW_UP = "follow_up", _("Asked at the follow-up")
        OVER = "over", _("Over")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="module_runs")
    module = models.ForeignKey("benchmarking.TrainingModule", on_delete=models.PROTECT, related_name="runs")
    label = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    follow_up_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    skills = models.JSONField(default=list)
    scale = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-starts_on", "label", "id"]
        constraints = [
            models.UniqueConstraint("module", "label", name="run_labelled_once_per_module"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="run_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(follow_up_on__gte=F("ends_on")), name="run_followed_up_after_it_ends"),
        ]

    @property
    def is_asking(self) -> bool:
        return self.state in (self.State.BEFORE, self.State.AFTER, self.State.FOLLOW_UP)


class Delegate(models.Model):
    """One person in a run. Without an organisation they rate the skills for themselves alone.

    `is_waiting`: on the waiting list, asked before and after like the others and set beside them, without having taken it.
    The address is kept only until the run is over. `sent` says at which moment they sent their ratings (moment → ISO
    time), never which.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ModuleRun, on_delete=models.CASCADE, related_name="delegates")
    organisation = models.ForeignKey(
        "surveyapp.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="delegates"
    )
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="en")
    is_waiting = models.BooleanField(default=False)
    sent = models.JSONField(default=dict)
    agreed_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    @property
    def is_asked(self) -> bool:
        """At present. Whoever waits for the course took none that a follow-up could ask about."""
        return self.run.is_asking and not (self.is_waiting and self.run.state == ModuleRun.State.FOLLOW_UP)

    class Meta:
        ordering = ["run", "email", "id"]
        constraints = [
            models.UniqueConstraint("run", "email", condition=~Q(email=""), name="delegate_once_a_run"),
        ]


class DelegateLetter(WorkRow):
    """One e-mail to a delegate with a link of its own, of which only the digest is kept; the body is emptied once sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="letters")
    moment = models.CharField(max_length=10)
    token_sha256 = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)


class DelegateRating(models.Model):
    """How a delegate rates one skill at one moment. Row-level security: only in that delegate's own scope.

    `level` is None where `missing` says why. `skill` is a code of the run, or USED: whether what was learned is used at
    work (0 not yet, 1 once or twice, 2 regularly).
    """

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before the course")
        AFTER = "after", _("After the course")
        LOOKING_BACK = "looking_back", _("Before the course, looking back")
        FOLLOW_UP = "follow_up", _("At the follow-up")

    USED = "used_at_work"

    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="ratings")
    moment = models.CharField(max_length=12, choices=Moment)
    skill = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    missing = models.CharField(max_length=20, blank=True)
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("delegate", "moment", "skill", name="delegate_rates_once_a_moment"),
            models.CheckConstraint(
                condition=Q(level__gte=0, level__lte=5, missing="") | (Q(level=None) & ~Q(missing="")),
                name="rating_is_a_level_or_a_reason",
            ),
        ]


class RunResult(WorkRow):
    """What may be said of a run once it was asked after the course (number 1), and at the follow-up (number 2).

    Made once by a worker and never changed: `document` holds figures that passed rule 13 and counts, nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ModuleRun, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField(default=dict)
    input_hmac = models.CharField(max_length=64, blank=True)
    method_version = models.CharField(max_length=20, blank=True)
    built_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "-number"]
        constraints = [models.UniqueConstraint("run", "number", name="run_result_numbered_once")]


class OwnRunResult(models.Model):
    """What an organisation sees of its own delegates. Row-level security: only in that organisation's scope.

    A mean of people beyond either of ENDS is stored as that end: nearer to 0 or 100 everybody's rating would be plain.
    """

    ENDS = (10.0, 90.0)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.ForeignKey(RunResult, on_delete=models.CASCADE, related_name="own")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="run_results")
    document = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint("result", "organisation", name="own_run_result_once")]
