"""The installation's limits of disclosure control: as the method has them, or raised."""

from __future__ import annotations

from django.conf import settings

from benchmarking.stats.thresholds import LEAST_OWNERS_SENSITIVE, STANDARD, configured


def least_owners() -> int:
    """LEAST_OWNERS; raises ValueError for anything but a whole number of 6 or more."""
    return configured("LEAST_OWNERS", settings.LEAST_OWNERS, STANDARD.owners)


def least_owners_sensitive() -> int:
    """LEAST_OWNERS_SENSITIVE; raises ValueError for anything but a whole number of 11 or more."""
    return configured("LEAST_OWNERS_SENSITIVE", settings.LEAST_OWNERS_SENSITIVE, LEAST_OWNERS_SENSITIVE)
