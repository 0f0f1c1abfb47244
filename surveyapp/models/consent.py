"""What a respondent agreed to."""

from __future__ import annotations

from django.db import models


class Consent(models.Model):
    """The sentences as they were shown, in the language they were shown in."""

    response = models.OneToOneField("surveyapp.Response", on_delete=models.CASCADE, related_name="consent")
    language = models.CharField(max_length=12)
    sentences = models.JSONField()
    given_at = models.DateTimeField(auto_now_add=True)
