"""A frozen, numbered set of figures, and the work of building it."""

from __future__ import annotations

import uuid

from django.db import models

from surveyapp.models.job import WorkRow


class Release(WorkRow):
    """Written as waiting work when its wave closes; complete when `state` is done; public when `published_at` is set.

    It carries all that a page needs, so that no page looks behind it: `instrument` is the definition of its version
    in every language, `groups` the peer groups in tree order ({code, path, label, parent, n_owners, n_units,
    population, is_residual, invited}; the sector, which is first, also {headlines: metric → n_effective, reason}), `withheld` the
    groups that are too small ({path, label, parent, reason}, no counts).

    The database lets nothing of a complete one be changed but the two dates. `is_interim`: of the sector alone, while the
    wave is open; at most one a wave. `corrected_at`: since when figures stand though answers behind them were withdrawn.
    `corrects`: the published release in whose place it is made from the same answers; `correction_reason` tells
    everybody what was wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    is_interim = models.BooleanField(default=False)
    method_version = models.CharField(max_length=20, blank=True)
    parameters = models.JSONField(default=dict)
    software = models.JSONField(default=dict)
    input_hmac = models.CharField(max_length=64, blank=True)
    instrument = models.JSONField(default=dict)
    groups = models.JSONField(default=list)
    withheld = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL)
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    correction_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-wave__closed_at", "-number"]
        constraints = [
            models.UniqueConstraint("wave", "number", name="release_numbered_once_per_wave"),
            models.UniqueConstraint("wave", condition=models.Q(is_interim=True), name="release_interim_once_per_wave"),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(state="done"),
                name="release_published_only_when_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) ^ ~models.Q(correction_reason=""),
                name="release_corrects_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave} release {self.number}"


class ReleaseInputs(models.Model):
    """The merged, organisation-level inputs a release was built from: no persons, no texts. The web role cannot read it."""

    release = models.OneToOneField(Release, primary_key=True, on_delete=models.CASCADE, related_name="inputs")
    document = models.JSONField()
    frozen_at = models.DateTimeField(auto_now_add=True)
