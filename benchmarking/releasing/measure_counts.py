"""How many of the measures a group shows: counted from published figures alone."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.utils.translation import gettext as _

from benchmarking.models.figure import Figure
from benchmarking.selectors.figures import SECTOR

OF_THE_SECTOR_ALONE = ("people_needed", "skill_tier", "dont_know")


def measure_counts(release_id: UUID) -> dict[str, set[str]]:
    """Group → the metrics of which it shows anything, without those that no group below the sector ever has."""
    found: dict[str, set[str]] = defaultdict(set)
    for cohort, metric in Figure.objects.filter(release=release_id).values_list("cohort", "metric").distinct():
        if metric.partition(":")[0] not in OF_THE_SECTOR_ALONE:
            found[cohort].add(metric)
    return found


def withheld_measures(group: str, found: dict[str, set[str]]) -> str:
    """How many that the sector shows are withheld here; "" for none, and for the sector itself."""
    missing = len(found.get(SECTOR, set()) - found.get(group, set()))
    if group == SECTOR or not missing:
        return ""
    text = _("Of the %(all)s measures of the whole sector %(missing)s are withheld here.")
    return text % {"all": len(found[SECTOR]), "missing": missing}
