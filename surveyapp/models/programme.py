"""A sector body's recurring survey."""

from __future__ import annotations

import uuid

from django.db import models


class Programme(models.Model):
    """Who runs the survey, in which languages, time zone and currency, and which peer groups it will publish.

    `name` and `organiser_name` are language→text. `peer_tree` lists facet names from the root down and is set before
    any data, and so is `side_facets`: facets whose values are groups across that tree. `information_sheet`, `data_controller` and `funder` are language→text too, and stand where a respondent
    agrees. `keeps_answers_months` counts from a wave's close. `least_owners` may only raise the six owners that disclosure control demands.
    `instrument` is what its surveys usually ask, None before one was chosen. `consent_sentences`, a list of language→text,
    are what respondents agree to instead of the questionnaire's own sentences; empty: those. `needs_second_signature`: a
    release is published only after somebody else than whoever asked for it has signed it off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.JSONField(default=dict)
    organiser_name = models.JSONField(default=dict)
    contact_email = models.EmailField(blank=True)
    information_sheet = models.JSONField(default=dict, blank=True)
    ethics_reference = models.CharField(max_length=200, blank=True)
    data_controller = models.JSONField(default=dict, blank=True)
    funder = models.JSONField(default=dict, blank=True)
    keeps_answers_months = models.PositiveSmallIntegerField(default=24)
    languages = models.JSONField(default=list)
    default_language = models.CharField(max_length=12, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    peer_tree = models.JSONField(default=list)
    side_facets = models.JSONField(default=list, blank=True)
    least_owners = models.PositiveSmallIntegerField(default=6)
    instrument = models.ForeignKey(
        "surveyapp.Instrument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    consent_sentences = models.JSONField(default=list, blank=True)
    needs_second_signature = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(least_owners__gte=6), name="programme_least_owners_only_raised"),
        ]

    def __str__(self) -> str:
        return self.slug


class ProgrammeLogo(models.Model):
    """The organiser's logo, drawn anew from what was uploaded: a PNG of at most 640 by 320 pixels."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, primary_key=True, related_name="logo")
    image = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    changed_at = models.DateTimeField(auto_now=True)


class SettingsChange(models.Model):
    """What a section of a programme's settings said before somebody changed it, and what after. Never changed itself."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="settings_changes")
    section = models.CharField(max_length=20)
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["programme", "section", "-at"], name="settings_change_of_section")]
