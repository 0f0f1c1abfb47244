"""The answers themselves. Row-level security shows the web role only those of the response in scope."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class DraftAnswer(models.Model):
    """One answer while drafting, so that autosave is one small upsert.

    `value` is {"value": ...} or {"missing": reason}; `revision` counts its changes; `save_id` is the client's
    idempotency id of the last change.
    """

    response = models.ForeignKey("surveyapp.Response", on_delete=models.CASCADE, related_name="drafts")
    item = models.CharField(max_length=64)
    value = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    save_id = models.UUIDField(default=uuid.uuid4)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("response", "item", name="one_draft_per_item")]


class ResponseAnswers(models.Model):
    """What was submitted. `document` (item → value or missing reason) is the record; `vector` and `numbers` are derived from
    it for aggregation, one byte per closed column, by the codebook whose hash stands beside them.

    The last five fields are the response's own, copied by the database whenever they change there (migration 0011), so
    that a wave's vectors are read without joining a million rows to another million.
    """

    response = models.OneToOneField(
        "surveyapp.Response", primary_key=True, on_delete=models.CASCADE, related_name="answers"
    )
    document = models.JSONField()
    vector = models.BinaryField()
    numbers = ArrayField(models.FloatField(), default=list)
    codebook_sha256 = models.CharField(max_length=64)
    participation = models.ForeignKey(
        "surveyapp.Participation", on_delete=models.PROTECT, related_name="+", editable=False
    )
    role = models.CharField(max_length=64, blank=True, default="", editable=False)
    is_agreed = models.BooleanField(default=False, editable=False)
    benchmark_use = models.BooleanField(default=True, editable=False)
    is_submitted = models.BooleanField(default=True, editable=False)


class UnlinkedAnswers(models.Model):
    """What was submitted in a confidential wave, after its close: no person, no reference, no time, a new random id.

    Filled and read by the database's own function and by workers; the web role may not touch it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        "surveyapp.Participation", on_delete=models.PROTECT, related_name="unlinked_answers"
    )
    instrument_version = models.ForeignKey("surveyapp.InstrumentVersion", on_delete=models.PROTECT)
    role = models.CharField(max_length=64, blank=True)
    is_agreed = models.BooleanField(default=False)
    benchmark_use = models.BooleanField(default=True)
    research_use = models.BooleanField(default=False)
    document = models.JSONField()
    vector = models.BinaryField()
    numbers = ArrayField(models.FloatField(), default=list)
    codebook_sha256 = models.CharField(max_length=64)


class OrganisationAnswers(models.Model):
    """Organisation-level results that came from a file instead of from respondents: item → value or missing reason."""

    participation = models.OneToOneField(
        "surveyapp.Participation", primary_key=True, on_delete=models.CASCADE, related_name="organisation_answers"
    )
    document = models.JSONField()
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
