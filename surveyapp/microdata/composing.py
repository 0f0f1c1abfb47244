"""What goes into a file: which columns, in which words, and what its cover says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveyapp.actions.raw_exports import NotToBeHad
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.microdata import about_rows, layout, notes
from surveyapp.microdata.about_rows import About
from surveyapp.microdata.cells import Column, Reading, columns
from surveyapp.microdata.contents import Contents, Study
from surveyapp.microdata.counts import in_database
from surveyapp.microdata.layout import Wanted
from surveyapp.microdata.snapshot import ROWS, Row, Snapshot
from surveyapp.microdata.variables import Variable
from surveyapp.models.answers import UnlinkedAnswers
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.raw_export import RawExport
from surveyapp.selectors.facets import with_families
from surveyapp.selectors.instruments import of_row
from surveyapp.selectors.populations import least_owners, peer_order

NEEDS_WIDTHS = (RawExport.Kind.SAV, RawExport.Kind.DTA, RawExport.Kind.XLSX)
FROM, TO = 20, 60


@dataclass(frozen=True)
class _Source:
    """Versions, the wave's own first, and how rows of them are read."""

    versions: Sequence[Instrument]
    reading: Reading


def compose(export: RawExport, snapshot: Snapshot, moment: datetime, advance: Callable[[int], None]) -> Contents:
    """Everything that a writer asks for. `advance` is told per cent while rows are read."""
    source = _source(export, snapshot)
    variables = _variables(export, source, snapshot)
    expected = in_database(snapshot, variables)
    widths = _widths(snapshot, variables, source.reading) if export.kind in NEEDS_WIDTHS else {}
    batches = _Rows(snapshot, variables, source.reading, advance, expected.n_rows)
    title = f"{_say(export, export.wave.programme.name)}: {_say(export, export.wave.title) or export.wave.slug}"
    return Contents(
        title=title,
        language=export.language,
        study=_study(export, source.versions[0]),
        facts=_facts(export, source, moment, expected.n_rows, len(variables)),
        notes=notes.notes(export, layout.left_out(source.versions, _wanted(export)), widths),
        variables=variables,
        reasons=layout.reasons(),
        made_at=moment,
        expected=expected,
        batches=batches,
        widths=widths,
    )


@dataclass(frozen=True)
class _Rows:
    snapshot: Snapshot
    variables: Sequence[Variable]
    reading: Reading
    advance: Callable[[int], None]
    n_rows: int

    def __call__(self, *, with_answers: bool = True) -> Iterator[list[Column]]:
        wanted = self.variables if with_answers else [each for each in self.variables if not each.item]
        done = said = 0
        for rows in self.snapshot.rows(None if with_answers else []):
            yield columns(wanted, rows, self.reading)
            done += len(rows)
            percent = FROM + (TO - FROM) * done // max(1, self.n_rows)
            if percent != said:
                said = percent
                self.advance(percent)


def _source(export: RawExport, snapshot: Snapshot) -> _Source:
    """The wave's own version, then others that answers are in, the newest first."""
    used = {pk for (pk,) in snapshot.ask(f"SELECT DISTINCT version FROM {ROWS} found")}  # noqa: S608
    rows = InstrumentVersion.objects.filter(pk__in={*used, export.wave.instrument_version_id})
    found = sorted(rows, key=lambda row: (row.pk == export.wave.instrument_version_id, row.published_at), reverse=True)
    versions = {row.pk: of_row(row) for row in found}
    own = next(iter(versions.values()))
    segment = next(iter(peer_order(export.wave.programme, own)), "")
    named: Mapping[UUID, str] = {row.pk: row.version for row in found}
    return _Source(list(versions.values()), Reading(named, lambda facets: with_families(own, facets), segment))


def _variables(export: RawExport, source: _Source, snapshot: Snapshot) -> list[Variable]:
    wave = export.wave
    facets = [] if wave.is_confidential else _facet_codes(source, snapshot)
    segment = wave.is_confidential and _segments_are_large(export, source)
    roles = [role for (role,) in snapshot.ask(f"SELECT DISTINCT role FROM {ROWS} found ORDER BY role")]  # noqa: S608
    about = About(facets, roles, export.with_names, wave.is_confidential, with_segment=segment)
    before = about_rows.variables(source.versions, about, export.language)
    answers = layout.variables(source.versions, _wanted(export), [each.name for each in before])
    return before + answers


def _wanted(export: RawExport) -> Wanted:
    return Wanted(export.language, export.with_texts, export.wave.is_confidential)


def _facet_codes(source: _Source, snapshot: Snapshot) -> list[str]:
    """Every fact that any site in the file has, with the coarser ones made from it."""
    keys = {key for (key,) in snapshot.ask(f"SELECT DISTINCT jsonb_object_keys(facets) FROM {ROWS} found")}  # noqa: S608
    families = {f"{facet.code}_family" for facet in source.versions[0].facets if facet.families and facet.code in keys}
    return sorted(keys | families)


def _owners(export: RawExport, source: _Source) -> dict[str, set[UUID]]:
    """Coarsest peer group → owners whose answers to a confidential survey are in the file."""
    rows = UnlinkedAnswers.objects.filter(participation__wave=export.wave, benchmark_use=True)
    found: dict[str, set[UUID]] = defaultdict(set)
    for facets, owner in rows.values_list("participation__facets", "participation__organisation__owner").distinct():
        found[source.reading.facets(facets).get(source.reading.segment, "")].add(owner)
    return found


def _segments_are_large(export: RawExport, source: _Source) -> bool:
    """Whether every peer group has enough owners: else none is told. Raises NotToBeHad where all together are too few."""
    owners, least = _owners(export, source), least_owners(export.wave.programme)
    if len(set[UUID]().union(*owners.values())) < least:
        raise NotToBeHad("Too few owners of a confidential survey are in the file.")
    return len(owners) > 1 and min(map(len, owners.values())) >= least


def _widths(snapshot: Snapshot, variables: Sequence[Variable], reading: Reading) -> dict[str, int]:
    """The longest text of each column of texts, in bytes."""
    texts = [each for each in variables if each.is_text]
    found = dict.fromkeys((each.name for each in texts), 0)
    for rows in snapshot.rows([each.item for each in texts if each.item]):
        for variable, width in _of_rows(texts, rows, reading):
            found[variable.name] = max(found[variable.name], width)
    return found


def _of_rows(texts: Sequence[Variable], rows: Sequence[Row], reading: Reading) -> Iterator[tuple[Variable, int]]:
    for variable, column in zip(texts, columns(texts, rows, reading), strict=True):
        yield variable, max((len(text.encode()) for text in column.texts or ()), default=0)


def _say(export: RawExport, text: Mapping[str, str]) -> str:
    return localised(text, export.language, export.wave.programme.default_language)


def _study(export: RawExport, instrument: Instrument) -> Study:
    wave, programme = export.wave, export.wave.programme
    return Study(
        name=f"{programme.slug}-{wave.slug}",
        programme=_say(export, programme.name) or programme.slug,
        organiser=_say(export, programme.organiser_name),
        funder=_say(export, programme.funder),
        ethics=programme.ethics_reference,
        collected=(_iso(wave.opens_at), _iso(wave.closed_at)),
        frame=str(wave.get_frame_display()),
        universe=instrument.unit_of_analysis,
    )


def _iso(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _facts(export: RawExport, source: _Source, moment: datetime, n_rows: int, n_columns: int) -> list[tuple[str, str]]:
    versions = ", ".join(dict.fromkeys(source.reading.versions.values()))
    return [
        (_("Survey"), _say(export, export.wave.title) or export.wave.slug),
        (_("State"), str(export.wave.get_state_display())),
        (_("Questionnaire"), f"{source.versions[0].slug} {versions}"),
        (_("Language of the labels"), own_name(export.language)),
        (_("Answers as of (UTC)"), date_format(moment, "Y-m-d H:i:s")),
        (_("Responses"), str(n_rows)),
        (_("Columns"), str(n_columns)),
    ]
