"""Which sections a person was asked for."""

from __future__ import annotations

from django.db import models


class Assignment(models.Model):
    """One section (or skill group) of the questionnaire, given to one invited person."""

    invitation = models.ForeignKey("surveyapp.Invitation", on_delete=models.CASCADE, related_name="assignments")
    section = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("invitation", "section", name="section_assigned_once")]
