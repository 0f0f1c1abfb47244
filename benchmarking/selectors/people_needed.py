"""Published totals of people, as pages read and print them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from benchmarking.models.figure import Figure as FigureRow
from benchmarking.stats.weighted_totals import TOTAL
from surveyapp.instruments.schema import FeedsSkillGroup, Instrument, SkillGroup


def people_metric(group: str) -> str:
    """The metric of the people that the whole sector needs in a group of skills."""
    return f"people_needed:{group}"


def counted_groups(instrument: Instrument) -> Iterator[SkillGroup]:
    """The skill groups of which the instrument asks how many people should move up, in its order."""
    feeds = (item.feeds for item in instrument.items.values())
    asked = {each.skill_group for each in feeds if isinstance(each, FeedsSkillGroup) and each.measure == "people"}
    return (group for group in instrument.skill_groups if group.code in asked)


def totals_of(release_id: UUID) -> dict[str, tuple[float, int]]:
    """Metric → total and n, of one release."""
    rows = FigureRow.objects.filter(release=release_id, statistic=TOTAL, value__isnull=False)
    return {metric: (value or 0.0, n) for metric, value, n in rows.values_list("metric", "value", "n_owners")}


def printed(total: float) -> str:
    """Two digits and no more: 1,200 or 7.4, as the reader's language writes it."""
    return str(number_format(f"{total:.2g}" if total < 10 else round(total), force_grouping=True))


def why_not(least: int) -> str:
    """One reason for all: which of them it was would tell about the largest."""
    return _(
        "Fewer than %(least)s companies; or too few that need anybody; or one or two make up most of the total; or beside other "
        "numbers it would tell who is short."
    ) % {"least": least}
