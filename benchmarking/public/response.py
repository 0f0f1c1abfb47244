"""How many of the register answered, by group: of counts that the release shows, where the register is a complete list."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.public.figure_row import Row, Strip, figure_id
from benchmarking.public.wording import Asked
from benchmarking.selectors.sector_reports import Source

METRIC, STATISTIC = "response", "rate"


def response(source: Source) -> Iterator[Row]:
    """One row a group that is shown; none without a complete register, or where more answered than it counts."""
    if not source.release.parameters.get("register_is_complete"):
        return
    about = Asked(
        _("Response rate"),
        _("Companies that took part, of all companies in the register when the survey opened."),
        _("companies in the register"),
        _("does not apply"),
    )
    for group in source.groups:
        population = group.population
        if not population or group.n_owners > population:
            continue
        rate = 100 * group.n_owners / population
        yield Row(
            id=figure_id(group.code, METRIC, STATISTIC),
            group=group.code,
            group_name=words.said(group.label),
            metric=METRIC,
            statistic=STATISTIC,
            asked=about,
            unit="per_cent",
            n=population,
            value=words.points(rate),
            printed=words.per_cent(words.points(rate)),
            interval="",
            silent=about.silent,
            strip=Strip(float(words.whole(rate))),
            note=_("%(n)s of %(population)s companies") % {"n": group.n_owners, "population": population},
        )
