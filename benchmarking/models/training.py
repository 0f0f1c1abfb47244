"""Courses that close skills gaps, what each trains a year, and files that wait for somebody's yes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class TrainingModule(models.Model):
    """A module of a programme's catalogue, or an element of a degree programme (`is_offered` false: no plan proposes it).

    `raises` maps a skill to the level (0-5) a typical participant leaves with, `skill_links` to its ESCO addresses;
    `name`, `description` and `note` a language to its text; `dates` are ISO days, `prerequisites` codes of this catalogue.
    A row is never deleted: a plan that refers to a withdrawn module stays readable.
    """

    class Level(models.TextChoices):
        UNDERGRADUATE = "undergraduate", _("Undergraduate")
        MASTERS = "masters", _("Master’s")
        DOCTORAL = "doctoral", _("Doctoral research")
        CPD = "cpd", _("Continuing professional development")
        IN_HOUSE = "in_house", _("In-house")

    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="training_modules")
    code = models.CharField(max_length=64)
    name = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    provider = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=40, choices=Level, default=Level.CPD)
    # Empty for an element of a degree, which is for students.
    audience = models.CharField(max_length=40, blank=True)
    days = models.FloatField(null=True, blank=True)
    hours = models.FloatField(null=True, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    dates = models.JSONField(default=list)
    prerequisites = models.JSONField(default=list)
    raises = models.JSONField(default=dict)
    raises_is_judgement = models.BooleanField(default=True)
    skill_links = models.JSONField(default=dict)
    is_offered = models.BooleanField(default=True)
    note = models.JSONField(default=dict)
    withdrawn_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint("programme", "code", name="module_listed_once_per_programme"),
            models.CheckConstraint(
                condition=Q(level__in=["undergraduate", "masters", "doctoral", "cpd", "in_house"]),
                name="module_of_a_known_level",
            ),
        ]


class ModuleSupply(models.Model):
    """How many people a module has room for in a year and how many complete it; None where the provider did not say."""

    module = models.ForeignKey(TrainingModule, on_delete=models.CASCADE, related_name="supply")
    year = models.PositiveSmallIntegerField()
    places = models.PositiveIntegerField(null=True, blank=True)
    completers = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["module", "year"]
        constraints = [
            models.UniqueConstraint("module", "year", name="supply_stated_once_a_year"),
            models.CheckConstraint(
                condition=Q(places__isnull=False) | Q(completers__isnull=False), name="supply_states_a_number"
            ),
        ]


class CatalogueImport(models.Model):
    """A checked file that waits for the organiser's yes: its rows, and the catalogue they were compared with.

    `document` holds the rows as they would be written; `compared_with` the hash of the catalogue at that moment, so that
    a yes never overwrites what somebody changed in between.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="catalogue_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    document = models.JSONField()
    compared_with = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
