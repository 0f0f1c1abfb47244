"""What a survey's public report says beside its figures, and the files made of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class SectorReport(models.Model):
    """The organiser's words in the public report of a wave, and whether it is public. No number is ever typed here.

    `texts`: name → language → text (foreword, paid_by, run_by, mode, contact). `sentences`: ids of published figures that
    page one says in words, [] for those that are suggested. `taken_back_at`: since when it is public no more, with the
    reason that its address then gives.
    """

    class Licence(models.TextChoices):
        CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY 4.0)")
        CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)")
        CC0 = "CC0-1.0", _("Creative Commons Zero 1.0 (CC0), no rights reserved")
        RESERVED = "all-rights-reserved", _("All rights reserved")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.OneToOneField("surveyapp.Wave", on_delete=models.PROTECT, related_name="sector_report")
    texts = models.JSONField(default=dict, blank=True)
    licence = models.CharField(max_length=30, choices=Licence.choices, default=Licence.CC_BY)
    sentences = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_reason = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(taken_back_at__isnull=True),
                name="sector_report_public_or_taken_back",
            ),
        ]


class SectorReportFile(WorkRow):
    """One file of a published report: asked for by the worker's sweep or the organiser's page, made by a worker, public.

    `of`: which state of figures and words it was made of (`selectors.sector_reports.state_of`); another state has other
    rows. `file`: its name in Django's default storage.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        PNG = "png", _("Picture")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("benchmarking.Release", on_delete=models.PROTECT, related_name="report_files")
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=3, choices=Kind.choices)
    of = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["requested_at"]
