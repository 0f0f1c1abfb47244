"""What respondents are told and asked before the first question, and what they agreed to."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a person may allow or refuse, each for itself."""

    BENCHMARK = "benchmark", _("Use in the sector's figures")
    TRAINING_CONTACT = "training_contact", _("Contact about training")
    RESEARCH = "research", _("Use in research")
    COORDINATOR_SEES = "coordinator_sees", _("The coordinator may see the answers")


class ConsentText(models.Model):
    """One version of a wave's consent text; the newest is asked for. The database refuses to change it (migration 0004).

    `sentences` is a list of language→text; `questions` a list of {"purpose": ..., "text": language→text}. Not `asks_again`:
    it says the same as the version before in more languages, so whoever agreed to that one agreed to this.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.PROTECT, related_name="consent_texts")
    version = models.PositiveSmallIntegerField()
    sentences = models.JSONField()
    questions = models.JSONField(default=list)
    asks_again = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["wave", "-version"]
        constraints = [models.UniqueConstraint("wave", "version", name="consent_text_version_once_per_wave")]


class Consent(models.Model):
    """The sentences as they were shown, in the language they were shown in. One for each version a person agreed to;
    `text` is empty where they agreed before texts had versions, which counts as the first."""

    response = models.ForeignKey("surveyapp.Response", on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=12)
    sentences = models.JSONField()
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["response", "given_at"]
        constraints = [models.UniqueConstraint("response", "text", name="consent_given_once_per_text")]


class ConsentChoice(models.Model):
    """One decision about one purpose, in the words it was asked in. Rows are only added: the newest of a purpose holds."""

    response = models.ForeignKey("surveyapp.Response", on_delete=models.CASCADE, related_name="consent_choices")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    is_granted = models.BooleanField()
    text = models.TextField()
    language = models.CharField(max_length=12)
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["response", "purpose", "-id"]
        indexes = [models.Index("response", "purpose", name="consent_choice_of_response")]
