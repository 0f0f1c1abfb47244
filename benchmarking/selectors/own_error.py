"""How sure one can be of an organisation's own score: derived from what the survey's release states, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery

from benchmarking.models.release import Release
from benchmarking.stats.reliability import measurement_error


def standard_error(n_respondents: int, rater_sd: float | None) -> float:
    """Standard error of measurement, in points of 0-100: rater_sd / √respondents; the default where it is not known.

    0 where nobody here rated anything: of the scores of a file no error is known. Source: STATISTICS 1, several raters.
    """
    return round(measurement_error(n_respondents, rater_sd), 2) if n_respondents else 0.0


def rater_sd(parameters: Mapping[str, Any] | None) -> float | None:
    """How far one rater is off, in whole points, as a release states it; None where it does not, or there is none."""
    if not parameters or parameters.get("rater_sd_is_default", True):
        return None
    return float(parameters["rater_sd"])


def published_parameters() -> Subquery:
    """For rows that have a wave: the parameters of its newest published release; None where there is none."""
    published = Release.objects.filter(wave=OuterRef("wave"), published_at__isnull=False).order_by("-number")
    return Subquery(published.values("parameters")[:1])
