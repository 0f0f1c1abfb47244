"""The constants of disclosure control, in one place. They may be raised, never lowered."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Thresholds:
    """Numbers of owners, rounding steps and floors (STATISTICS 3, rules 2 to 8 and the table).

    Raises ValueError for a value below its default, a step other than 50 or 100 (the range of a
    sum, 100 n, must be a whole number of steps), and a clamp that is no whole number of steps:
    the proof of rule 4 needs every bound to be a multiple of the step.
    """

    owners: int = 6  # five others beside yourself; a metric's own k (11 where sensitive) is added
    sub_groups: int = 20  # owners in the sector before it has groups at all
    shares: int = 10  # owners before a share or a cut is shown, as a band of counts
    percentages: int = 20  # owners before a band's mid-point is printed as a per cent
    quantiles: int = 20  # owners before median and quartiles are shown
    fine_quantiles: int = 50  # owners before they are rounded to 1 point, and P10 and P90 shown
    own_sd: int = 20  # owners before an interval uses the group's own SD, not the sector's
    step: int = 50  # sums of 0-100 scores are rounded down to it
    clamp: int = 150  # a sum this close to either end of its range is printed as a bound
    band: int = 3  # counts in a band
    top_band: int = 3  # least counts in the joined band at the top
    sd_floor: float = 8.0  # a smaller SD in an interval would bound every member (Samuelson)

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < field.default:
                raise ValueError(
                    f"{field.name} = {getattr(self, field.name)} is below {field.default}: "
                    "limits of disclosure control may only be raised."
                )
        if self.step not in (50, 100) or self.clamp % self.step:
            raise ValueError(
                f"step = {self.step} with clamp = {self.clamp}: the step is 50 or 100, "
                "and the clamp a whole number of steps."
            )


STANDARD = Thresholds()

LEAST_OWNERS_SENSITIVE = 11
"""Ten others for sensitive items: the smallest group that ABS DataLab's rule of ten allows, and oneself."""

COARSE = Thresholds(step=100, clamp=200, band=6)
"""Rule 12: what a whole metric falls back to where the standard bands or sums give a rival away."""


def coarser(limits: Thresholds) -> Thresholds:
    """Rule 12 on top of limits that may have been raised already."""
    clamp = max(COARSE.clamp, COARSE.step * -(-limits.clamp // COARSE.step))
    return replace(limits, step=COARSE.step, clamp=clamp, band=max(COARSE.band, limits.band))


def configured(name: str, text: str | None, least: int) -> int:
    """A number of owners from the configuration: at least `least`, written in digits.

    Raises ValueError where it is missing, empty, zero, no whole number, or lower: a limit that cannot be read is
    never taken for no limit. Source: STATISTICS 3, contributors ("may only raise").
    """
    written = (text or "").strip()
    if not re.fullmatch(r"[0-9]{1,6}", written, re.ASCII) or int(written) < least:
        raise ValueError(
            f"{name} is {written!r}, but must be a whole number of {least} or more: a group shows figures only from so "
            "many owners, and the limit may be raised, never lowered."
        )
    return int(written)
