"""What has been published: releases that coordinators may see, their groups, and the figures of a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from benchmarking.models.figure import Figure as FigureRow
from benchmarking.models.release import Release
from benchmarking.selectors import headlines
from benchmarking.selectors.headlines import HeadlineNote
from benchmarking.selectors.overlaps import Since
from benchmarking.selectors.overlaps import read as read_since
from benchmarking.stats.records import Figure
from benchmarking.stats.thresholds import LEAST_OWNERS_SENSITIVE
from surveyapp.instruments.schema import Instrument

SECTOR = "sector"

# Read as plain values: a page has a thousand figures, and a model for each costs more than the query.
FIELDS = tuple(each.name for each in fields(Figure))

# Release → its questionnaire. A release never changes, and reading a questionnaire takes longer than any query of a page.
_INSTRUMENTS: dict[UUID, Instrument] = {}
KEPT_AT_MOST = 32


@dataclass(frozen=True)
class Group:
    """A published peer group. `facet` and `value` are of a group across the tree: everybody with that value. `label` is language → text; `population` the register's count, `invited` companies with a personal link in steps of five, None where unknown;
    `headlines`, of the sector alone, metric → how its headline stands."""

    code: str
    path: tuple[str, ...]
    label: Mapping[str, str]
    parent: str | None
    n_owners: int
    n_units: int
    population: int | None = None
    invited: int | None = None
    is_residual: bool = False
    facet: str = ""
    value: str = ""
    headlines: Mapping[str, HeadlineNote] = field(default_factory=dict)


@dataclass(frozen=True)
class WithheldGroup:
    """A group that cannot be shown, and why; never a count. `facet` and `value` as of a group."""

    code: str
    label: Mapping[str, str]
    parent: str
    reason: str
    facet: str = ""
    value: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """From the sector down; of a group across the tree its code."""
        return (self.code,) if self.facet else tuple(self.code.split("/")[1:])


@dataclass(frozen=True)
class Publication:
    """A complete, published release: the texts, groups and withheld groups that pages need.

    `since`: which release came before, and what may be told of both; None where none did or nothing is known.
    `mostly_noise`: metrics on which nobody gets a position, as raters of one organisation differ as much as
    organisations do. `totals_from`: the companies that a total needs, None where it was made before there were any.
    `stands_corrected`: answers behind it were withdrawn later; its figures stand all the same.
    `suppressed`: items without a figure as the file they came from withheld some organisations' numbers.
    `sensitive_from`: the companies that a figure of sensitive questions needs in every group of a family.
    """

    id: UUID
    number: int
    wave_id: UUID
    published_at: datetime
    instrument: Instrument
    groups: tuple[Group, ...]
    withheld: tuple[WithheldGroup, ...] = ()
    mostly_noise: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    stands_corrected: bool = False
    totals_from: int | None = None
    sensitive_from: int = LEAST_OWNERS_SENSITIVE
    is_interim: bool = False
    since: Since | None = None

    def group(self, code: str) -> Group | None:
        return next((group for group in self.groups if group.code == code), None)

    def withheld_group(self, code: str) -> WithheldGroup | None:
        return next((group for group in self.withheld if group.code == code), None)


@dataclass(frozen=True)
class Figures:
    """The figures of one group, by metric and statistic."""

    cohort: str
    by_metric: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)

    def of(self, metric: str) -> Mapping[str, Figure]:
        """Statistic → figure of one metric; empty where nothing of it is published in this group."""
        return self.by_metric.get(metric, {})

    def one(self, metric: str, statistic: str) -> Figure | None:
        return self.of(metric).get(statistic)


def publications(wave_ids: Collection[UUID]) -> dict[UUID, Publication]:
    """Wave id → its newest published release. Waves without one are absent."""
    rows = Release.objects.filter(wave__in=wave_ids, published_at__isnull=False).order_by("wave_id", "-number")
    found: dict[UUID, Publication] = {}
    for row in rows.distinct("wave_id"):
        found[row.wave_id] = _publication(row)
    return found


def figures(release_id: UUID, cohorts: Collection[str]) -> dict[str, Figures]:
    """Cohort code → its figures, for every code asked for."""
    return of_releases({release_id: cohorts})[release_id]


def of_releases(wanted: Mapping[UUID, Collection[str]]) -> dict[UUID, dict[str, Figures]]:
    """Release → cohort code → its figures, for every code asked for of each release, in one query; none for none."""
    return figures_and_means(wanted, ())[0]


def figures_and_means(
    wanted: Mapping[UUID, Collection[str]], means_of: Collection[UUID]
) -> tuple[dict[UUID, dict[str, Figures]], dict[UUID, Figures]]:
    """As `of_releases`; and release → the sector's means, for every other release named. All in one query."""
    found: dict[tuple[UUID, str], dict[str, dict[str, Figure]]] = {
        (release, code): {} for release, cohorts in wanted.items() for code in cohorts
    }
    found |= {(release, SECTOR): {} for release in means_of if (release, SECTOR) not in found}
    for release, *figure in _rows(wanted, means_of):
        row = Figure(*figure)
        found[release, row.cohort].setdefault(row.metric, {})[row.statistic] = row
    figures = {
        release: {code: Figures(code, found[release, code]) for code in cohorts} for release, cohorts in wanted.items()
    }
    return figures, {release: Figures(SECTOR, found[release, SECTOR]) for release in means_of}


def _rows(wanted: Mapping[UUID, Collection[str]], means_of: Collection[UUID]) -> Iterable[tuple[Any, ...]]:
    these = [Q(release=release, cohort__in=cohorts) for release, cohorts in wanted.items()]
    if means_of:
        these.append(Q(release__in=means_of, cohort=SECTOR, statistic="mean"))
    rows = FigureRow.objects.filter(reduce(or_, these)) if these else FigureRow.objects.none()
    return rows.order_by().values_list("release_id", *FIELDS)


def groups_of(row: Release) -> tuple[tuple[Group, ...], tuple[WithheldGroup, ...]]:
    """The groups that a release shows, and those that it withholds; without a count of these."""
    return tuple(_group(entry) for entry in row.groups), tuple(_withheld(entry) for entry in row.withheld)


def _publication(row: Release) -> Publication:
    assert row.published_at is not None  # noqa: S101 - the query says so; mypy cannot read it
    groups, withheld = groups_of(row)
    return Publication(
        id=row.id,
        number=row.number,
        wave_id=row.wave_id,
        published_at=row.published_at,
        instrument=_instrument(row),
        groups=groups,
        withheld=withheld,
        mostly_noise=frozenset(row.parameters.get("mostly_rater_noise", ())),
        suppressed=frozenset(row.parameters.get("suppressed_by_source", ())),
        stands_corrected=row.corrected_at is not None,
        totals_from=row.parameters.get("totals_from"),
        sensitive_from=row.parameters.get("owners_sensitive", LEAST_OWNERS_SENSITIVE),
        is_interim=row.is_interim,
        since=read_since(row.parameters.get("since")),
    )


def _instrument(row: Release) -> Instrument:
    if row.id not in _INSTRUMENTS:
        if len(_INSTRUMENTS) >= KEPT_AT_MOST:
            _INSTRUMENTS.clear()
        _INSTRUMENTS[row.id] = Instrument.model_validate(row.instrument)
    return _INSTRUMENTS[row.id]


def _group(entry: Mapping[str, Any]) -> Group:
    return Group(
        code=entry["code"],
        path=tuple(entry["path"]),
        label=entry["label"],
        parent=entry.get("parent"),
        n_owners=entry["n_owners"],
        n_units=entry["n_units"],
        population=entry.get("population"),
        invited=entry.get("invited"),
        is_residual=entry.get("is_residual", False),
        facet=entry.get("facet", ""),
        value=entry.get("value", ""),
        headlines=headlines.read(entry.get("headlines", {})),
    )


def _withheld(entry: Mapping[str, Any]) -> WithheldGroup:
    return WithheldGroup(
        code=entry.get("code") or "/".join((SECTOR, *entry["path"])),
        label=entry["label"],
        parent=entry["parent"],
        reason=entry["reason"],
        facet=entry.get("facet", ""),
        value=entry.get("value", ""),
    )
