"""Which method, with which limits and which software, a release was made by."""

from __future__ import annotations

import platform
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from django.conf import settings

from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import suppressed_by_source
from benchmarking.stats.attack_program import SAFE
from benchmarking.stats.intervals import STEPS
from benchmarking.stats.reliability import RaterNoise
from benchmarking.stats.side_margins import LARGEST_WEIGHT, LARGEST_WEIGHT_OF_QUANTILES
from benchmarking.stats.thresholds import Thresholds
from benchmarking.stats.weighted_totals import LARGEST, REST
from benchmarking.stats.weighted_totals import LEAST_OWNERS as TOTALS_FROM
from benchmarking.stats.weighting import LEAST_WORTH, TRIM

# Raised whenever a published figure would move for the same inputs (CHANGELOG, "Changed numbers").
METHOD_VERSION = "3"

LIBRARIES = ("numpy", "scipy", "statsmodels")


def parameters(
    inputs: Inputs, limits: Thresholds, noise: RaterNoise, mostly_noise: Sequence[str] = ()
) -> dict[str, Any]:
    """Every limit of disclosure control, the order of the peer tree, how far one rater is off (whole points), and the
    metrics on which organisations differ by little more than that."""
    return {
        **limits_used(inputs, limits),
        "rater_sd": round(noise.sd),
        "rater_sd_is_default": noise.is_default,
        "mostly_rater_noise": list(mostly_noise),
    }


def limits_used(inputs: Inputs, limits: Thresholds) -> dict[str, Any]:
    """The parameters that follow from the frozen inputs."""
    return {
        **asdict(limits),
        "suppressed_by_source": sorted(suppressed_by_source(inputs.counted())),
        "owners": max(limits.owners, inputs.least_owners),
        "owners_sensitive": max(inputs.least_owners_sensitive, inputs.least_owners),
        "order": list(inputs.order),
        "register_is_complete": bool(inputs.population),
        "half_width_steps": list(STEPS),
        "rival_points": round(SAFE),
        "since": _told(inputs),
        "totals_from": max(TOTALS_FROM, inputs.least_owners),
        "total_largest": LARGEST,
        "total_rest": REST,
        "sides": list(inputs.sides),
        **(_of_sides() if inputs.sides else {}),
        "weights_least": TRIM[0],
        "weights_most": TRIM[1],
        "weights_worth": LEAST_WORTH,
    }


def _told(inputs: Inputs) -> dict[str, Any] | None:
    """Of the release before, what may be told."""
    return {name: value for name, value in inputs.since.items() if name != "left_out"} if inputs.since else None


def _of_sides() -> dict[str, Any]:
    return {"side_largest": LARGEST_WEIGHT, "side_largest_of_quantiles": LARGEST_WEIGHT_OF_QUANTILES}


def software() -> dict[str, str]:
    """Waymark's version and those of what computes; they are part of what a release can be checked by."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    libraries = {name: version(name) for name in LIBRARIES}
    return {"waymark": project["version"], "python": platform.python_version(), **libraries}
