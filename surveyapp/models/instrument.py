"""The registry of questionnaires. YAML is the seed; this is what waves use."""

from __future__ import annotations

import uuid

from django.db import models


class Instrument(models.Model):
    """A questionnaire through all its versions. `programme` owns it and alone may publish new versions; without one it
    comes with the product and everybody may use it."""

    slug = models.SlugField(unique=True)
    programme = models.ForeignKey(
        "surveyapp.Programme", null=True, blank=True, on_delete=models.PROTECT, related_name="instruments"
    )

    def __str__(self) -> str:
        return self.slug


class InstrumentVersion(models.Model):
    """An immutable published questionnaire: the database refuses to change or delete it (migration 0002)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=20)
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("instrument", "version", name="instrument_version_published_once")]

    def __str__(self) -> str:
        return f"{self.instrument.slug} {self.version}"


class InstrumentDraft(models.Model):
    """A questionnaire that was uploaded and is being looked at: nobody answers it, and it may still change.

    `definition` has passed every check but completeness of its languages; `report` lists what did not carry over from
    the file, each with its place there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="instrument_drafts")
    filename = models.CharField(max_length=200)
    source_format = models.CharField(max_length=20)
    definition = models.JSONField()
    report = models.JSONField(default=list)
    uploaded_by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
