"""A page of results that is ready: what stands on it, rendered and compressed before anybody asks."""

from __future__ import annotations

from django.db import models


class KeptPage(models.Model):
    """The inside of one page of results: no menu, no form's token, nothing of who looks. Row-level security: only in its
    organisation's scope.

    `survey` and `group` as the address asks, "" for none. `state`: of all that it was made from (selectors.kept_pages);
    "" where it is to be made, which makes the row work. `frame`: title, opening, contents, other surveys. `packed`: the
    rest, as config.compression packs it, with its checksum and size. `is_prepared`: workers see to it; the others were
    kept by a visit. `counted`: of a survey without results how many companies had confirmed. `release`: the newest that was out when a worker last saw to it, `software` what it ran.
    """

    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="kept_pages")
    survey = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=64, blank=True)
    frame = models.JSONField(default=dict)
    packed = models.BinaryField(default=bytes)
    checksum = models.BigIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    counted_wave = models.ForeignKey("surveyapp.Wave", null=True, on_delete=models.CASCADE, related_name="+")
    counted = models.PositiveIntegerField(null=True)
    is_prepared = models.BooleanField(default=False)
    release = models.ForeignKey("benchmarking.Release", null=True, on_delete=models.CASCADE, related_name="+")
    software = models.CharField(max_length=64, blank=True)
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "survey", "group", "language"], name="page_kept_once_per_address"
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="pages_to_be_made", condition=models.Q(state=""))]
