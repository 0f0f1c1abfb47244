"""How sure one can be of an organisation's own score: derived from what the survey's release states, never stored."""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt
from uuid import UUID

from benchmarking.models.release import Release

# Points of 0-100, stated as a default where too few sites have two answers to judge from.
DEFAULT_SEM = 5.0


def standard_error(n_respondents: int, rater_sd: float | None) -> float:
    """Standard error of measurement, in points of 0-100: rater_sd / √respondents; the default where it is not known.

    0 where nobody here rated anything: of the scores of a file no error is known. Source: STATISTICS 1, several raters.
    """
    if not n_respondents:
        return 0.0
    return DEFAULT_SEM if rater_sd is None else round(rater_sd / sqrt(n_respondents), 2)


def published_rater_sds(waves: Collection[UUID]) -> dict[UUID, float]:
    """Wave id → how far one rater is off, in whole points, by its newest published release; waves that state it only."""
    published = Release.objects.filter(wave__in=waves, published_at__isnull=False).order_by("number")
    stated = dict(published.values_list("wave_id", "parameters"))
    return {
        wave: float(parameters["rater_sd"])
        for wave, parameters in stated.items()
        if not parameters.get("rater_sd_is_default", True)
    }
