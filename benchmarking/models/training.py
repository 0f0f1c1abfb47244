"""Courses that close skills gaps."""

from __future__ import annotations

from django.db import models


class TrainingModule(models.Model):
    """A module of a programme's catalogue. `raises` maps a skill to the level (0-5) a typical participant leaves with."""

    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="training_modules")
    code = models.CharField(max_length=64)
    name = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    audience = models.CharField(max_length=40)
    level = models.CharField(max_length=40, blank=True)
    days = models.FloatField(null=True, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    raises = models.JSONField(default=dict)

    class Meta:
        ordering = ["programme", "code"]
        constraints = [models.UniqueConstraint("programme", "code", name="module_listed_once_per_programme")]
