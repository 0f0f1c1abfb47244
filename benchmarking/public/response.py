"""How many were invited, and how many of the register answered, by group: of counts that the release shows."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.public.figure_row import Row, Strip, figure_id
from benchmarking.public.wording import Asked
from benchmarking.selectors.figures import Group
from benchmarking.selectors.sector_reports import Source

METRIC, STATISTIC = "response", "rate"
INVITED = "invited"


def invited(source: Source) -> Iterator[Row]:
    """One row a group that is shown, in steps of five as the release stores it; none where nobody was invited from here."""
    about = Asked(
        _("Invited"),
        _("Companies with a personal link to the survey, whether they answered or not. Rounded to the nearest five."),
        _("companies in the register, as it places them"),
        _("does not apply"),
    )
    for group in source.groups:
        if group.invited is not None:
            yield _invited(group, about)


def _invited(group: Group, about: Asked) -> Row:
    return Row(
        id=figure_id(group.code, INVITED, "count"),
        group=group.code,
        group_name=words.said(group.label),
        metric=INVITED,
        statistic="count",
        asked=about,
        unit="companies",
        value=str(group.invited),
        printed=about_so_many(group.invited),
        silent=about.silent,
    )


def about_so_many(count: int | None) -> str:
    return "" if count is None else _("about %(count)s") % {"count": count}


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
