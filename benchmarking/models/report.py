"""A file of an organisation's results that somebody asked for."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class Report(WorkRow):
    """Written as waiting work by its page, made by a worker, deleted when its time is over. Row-level security: only in
    its organisation's scope.

    `group`: the code of the peer group asked for, "" for the whole sector. `release`: what was published when it was
    made, None before anything was. `file`: its name in Django's default storage, "" until it is made and once it is
    deleted.
    """

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        PPTX = "pptx", _("PowerPoint")
        XLSX = "xlsx", _("Excel")
        CSV = "csv", _("CSV")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="reports")
    account = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="reports")
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.PROTECT, related_name="reports")
    release = models.ForeignKey("benchmarking.Release", null=True, on_delete=models.PROTECT, related_name="reports")
    group = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=4, choices=Format.choices)
    language = models.CharField(max_length=10)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
