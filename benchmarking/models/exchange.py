"""Who can tell others about something, who wants to hear, and the meetings that come of it. Never computed from scores."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow

if TYPE_CHECKING:
    from datetime import datetime


LONGEST_NOTE = 500


class Kind(models.TextChoices):
    DIMENSION = "dimension"
    SKILL = "skill"


class Stance(models.TextChoices):
    TELL = "tell", _("can tell others")
    HEAR = "hear", _("wants to hear")


class Speaker(models.TextChoices):
    USER = "user", _("A site that works with it")
    PROVIDER = "provider", _("A provider of technology or services")


class ExchangeWish(models.Model):
    """What an organisation ticked of one dimension or skill. Row-level security: its coordinators in its scope, and the
    organiser in the programme's. What is no longer wished for is withdrawn, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="exchange_wishes")
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="exchange_wishes")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=64)
    stance = models.CharField(max_length=4, choices=Stance)
    speaks_as = models.CharField(max_length=10, choices=Speaker, default=Speaker.USER)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    wished_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "code", "stance", "wished_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "kind",
                "code",
                "stance",
                condition=models.Q(withdrawn_at=None),
                name="wish_stands_once",
            )
        ]


class Introduction(models.Model):
    """A pair that the organiser proposes. Who the two are stands in their sides alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="introductions")
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    introduced_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)
    withdrawn_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]


class IntroductionSide(models.Model):
    """One of the two. Row-level security as of a wish, so neither side's page can reach the other.

    `partner` is empty until the organiser introduces them, then {organisation, name, email} of the other side.
    """

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="sides")
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "surveyapp.Organisation", on_delete=models.CASCADE, related_name="introduction_sides"
    )
    stance = models.CharField(max_length=4, choices=Stance)
    partner_speaks_as = models.CharField(max_length=10, choices=Speaker)
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)
    partner = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["introduction", "stance"]
        constraints = [models.UniqueConstraint("introduction", "stance", name="introduction_has_each_side_once")]


class IntroductionLetter(WorkRow):
    """An e-mail to the coordinators of one side, to be written by a worker: that there is a proposal, or that both agreed."""

    class Occasion(models.TextChoices):
        PROPOSED = "proposed"
        INTRODUCED = "introduced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    side = models.ForeignKey(IntroductionSide, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=10, choices=Occasion)
