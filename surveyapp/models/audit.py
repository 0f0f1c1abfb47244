"""Who did what."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One action, written in the action's own transaction. Never answers, never a token.

    `wave_id` is the survey that it was about, if any; a survey that is deleted leaves its id here.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL)
    actor_kind = models.CharField(max_length=20)  # account, respondent, worker, operator
    action = models.CharField(max_length=64)
    programme = models.ForeignKey("surveyapp.Programme", null=True, blank=True, on_delete=models.SET_NULL)
    wave_id = models.UUIDField(null=True, blank=True)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["programme", "-at", "-id"], name="entry_of_programme")]
