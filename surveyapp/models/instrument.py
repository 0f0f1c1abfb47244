"""The registry of questionnaires. YAML is the seed; this is what waves use."""

from __future__ import annotations

import uuid

from django.db import models


class Instrument(models.Model):
    """A questionnaire through all its versions."""

    slug = models.SlugField(unique=True)

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
