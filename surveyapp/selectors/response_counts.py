"""How answers come in, by segment: for organisers only."""

# ruff: noqa: S608 - statements are put together of parts written here; whatever comes from elsewhere is a parameter

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.selectors import site_rows
from surveyapp.selectors.populations import peer_order

Path = tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Organisations of one segment; `owners` are theirs, `companies` the owners among those that finished.

    Invited: somebody there has a link. Opened: the page behind one was fetched, by a person or by a mail scanner. Started:
    somebody agreed to answer and has not withdrawn. Finished: somebody submitted, or the answers came from a file, which is
    counted as imported too. After a confidential wave has closed only those who had finished are known to have started.
    """

    registered: int = 0
    invited: int = 0
    opened: int = 0
    started: int = 0
    finished: int = 0
    confirmed: int = 0
    imported: int = 0
    companies: int = 0
    owners: int = 0

    @property
    def all_imported(self) -> bool:
        """Everything came from a file: nobody was asked."""
        return 0 < self.imported == self.finished and not self.invited


@dataclass(frozen=True)
class Segment:
    """A place in the peer tree, () for the whole sector, and its counts."""

    path: Path
    counts: Counts


def segments(wave: Wave, instrument: Instrument, *, of_population: bool = False) -> list[Segment]:
    """The whole sector first, then every place in the peer tree in order of its path.

    `of_population`: without those that the questionnaire's figures do not speak of, as far as the register knows.
    """
    order = peer_order(wave.programme, instrument)
    found = site_rows.values(instrument, order)
    condition, parameters = of_wave(wave, instrument, of_population=of_population)
    names = [f"l{at}" for at in range(len(order))]
    statement = f"""
        WITH known AS (SELECT *{site_rows.as_columns(found)} FROM ({site_rows.EVERYBODY}) e WHERE {condition}),
            placed AS (SELECT {", ".join(["known.*", *site_rows.levels(len(order))])} FROM known)
        SELECT {site_rows.grouping(names)}, {"".join(f"{name}, " for name in names)}{site_rows.COUNTS}
        FROM placed GROUP BY {site_rows.rollup(names)}
    """
    rows = site_rows.fetch(statement, {**parameters, **found.parameters})
    return [Segment(path, Counts(*counts)) for path, counts in sorted(site_rows.by_path(rows, len(order)))]


def by_facet(wave: Wave, instrument: Instrument, codes: Sequence[str]) -> dict[str, dict[str, Counts]]:
    """Fact → value ("" where it is not known) → counts of the questionnaire's population, in one statement."""
    if not codes:
        return {}
    found = site_rows.values(instrument, codes)
    condition, parameters = of_wave(wave, instrument, of_population=True)
    names = [f"v{at}" for at in range(len(codes))]
    statement = f"""
        WITH known AS (SELECT *{site_rows.as_columns(found)} FROM ({site_rows.EVERYBODY}) e WHERE {condition})
        SELECT {", ".join([site_rows.grouping(names), *names, site_rows.COUNTS])}
        FROM known GROUP BY GROUPING SETS ({", ".join(f"({name})" for name in names)})
    """
    counted: dict[str, dict[str, Counts]] = {code: {} for code in codes}
    for grouping, *rest in site_rows.fetch(statement, {**parameters, **found.parameters}):
        at = next(n for n in range(len(codes)) if not int(grouping) >> (len(codes) - 1 - n) & 1)
        counted[codes[at]][rest[at]] = Counts(*rest[len(codes) :])
    return counted


def of_wave(wave: Wave, instrument: Instrument, *, of_population: bool) -> tuple[str, site_rows.Parameters]:
    """The condition on whom a table is of, and the parameters of `site_rows.EVERYBODY` with it."""
    parameters = {"waves": [wave.pk], "programme": wave.programme_id}
    if not of_population:
        return "true", parameters
    condition, more = site_rows.in_population(instrument, site_rows.EVERYBODY, parameters)
    return condition, {**parameters, **more}


def total(wave: Wave) -> Counts:
    """The counts of those taking part, in one query and without reading any questionnaire."""
    return totals([wave])[wave.pk]


def totals(waves: Collection[Wave]) -> dict[UUID, Counts]:
    """Wave → its `total`, of all of them in one query."""
    statement = f"SELECT wave, {site_rows.COUNTS} FROM ({site_rows.TAKING_PART}) t GROUP BY wave"
    found = {wave: Counts(*counts) for wave, *counts in site_rows.fetch(statement, {"waves": [w.pk for w in waves]})}
    return {wave.pk: found.get(wave.pk, Counts()) for wave in waves}
