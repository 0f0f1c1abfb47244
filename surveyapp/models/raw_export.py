"""A file of raw answers that an organiser ordered: the one door by which they leave."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class RawExport(WorkRow):
    """Ordered by its page with a reason, made and checked by a worker, deleted when its time is over. Row-level
    security: only in its programme's scope.

    `file`: its name in Django's default storage, "" until it may be offered and once it is deleted. `taken_at`: the
    moment whose answers it holds. `gone`: why a file that was there is there no more. `n_downloads` counts those from
    a file's beginning; each request is in the audit trail.
    """

    class Kind(models.TextChoices):
        PACKAGE = "package", _("Everything in one zip")
        XLSX = "xlsx", _("Excel")
        SAV = "sav", _("SPSS")
        DTA = "dta", _("Stata")
        CSV_WIDE = "csv_wide", _("CSV, a row a response")
        CSV_TIDY = "csv_tidy", _("CSV, a row an answer")
        DDI = "ddi", _("Codebook for archives")

    class Gone(models.TextChoices):
        EXPIRED = "expired", _("Its time is over")
        DELETED = "deleted", _("Deleted by an organiser")
        OUTDATED = "outdated", _("Deleted because somebody took answers back")

    ENDINGS = {"package": "zip", "csv_wide": "csv", "csv_tidy": "csv", "ddi": "xml"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="raw_exports")
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.PROTECT, related_name="raw_exports")
    account = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="raw_exports")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=12)
    with_texts = models.BooleanField(default=False)
    with_names = models.BooleanField(default=False)
    stable_ids = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    n_rows = models.PositiveIntegerField(default=0)
    n_columns = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    gone = models.CharField(max_length=10, choices=Gone.choices, blank=True)
    n_downloads = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-requested_at"]

    @property
    def ending(self) -> str:
        return self.ENDINGS.get(self.kind, self.kind)
