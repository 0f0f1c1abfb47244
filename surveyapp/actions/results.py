"""Store organisation-level results that came from a file, as a closed wave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register import match_register
from surveyapp.actions.waves import close_wave, open_wave
from surveyapp.instruments.answers import Document
from surveyapp.instruments.results import ResultsTable
from surveyapp.models.answers import OrganisationAnswers
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave


class WaveTaken(Refused):
    """The programme has this wave already, with other contents."""


@dataclass(frozen=True)
class Imported:
    """The wave; `is_new` is False where it held the same file already, and nothing was changed."""

    wave: Wave
    is_new: bool


@transaction.atomic
def import_results(  # noqa: PLR0913 - a wave, what is in it, and who brings it
    *,
    programme: Programme,
    instrument_version: InstrumentVersion,
    wave_slug: str,
    table: ResultsTable,
    source: str,
    by: Account | None,
    by_kind: str = "",
    held_on: datetime | None = None,
    frame: str = Wave.Frame.PARTIAL_LIST,
) -> Imported:
    """Make the wave, bring in the organisations, store their results and close it, which asks for the release.

    The table has been checked against the version. Organisations are matched with the register by reference, else by
    name. The same file again changes nothing. `held_on` orders the waves of a programme (default now). Raises
    WaveTaken for a wave with other contents, NameTaken where register and file disagree about a name.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if found := programme.waves.filter(slug=wave_slug).first():
        _refuse_other_contents(found, instrument_version, table)
        return Imported(found, is_new=False)
    wave = _draft(programme, instrument_version, wave_slug, held_on or timezone.now(), frame)
    newer = programme.waves.filter(opens_at__gt=wave.opens_at).exists()
    organisations = match_register(programme=programme, results=table.organisations, is_newest=not newer)
    _store(wave, organisations, table, source)
    open_wave(wave=wave, by=by, by_kind=by_kind, opened_at=wave.opens_at)
    detail = {"source": source, "sha256": table.sha256, "organisations": len(organisations)}
    audit.record(action="results.imported", target=wave, by=by, by_kind=by_kind, programme=programme, **detail)
    close_wave(wave=wave, by=by, by_kind=by_kind)
    wave.refresh_from_db(fields=["state", "closed_at", "population"])
    return Imported(wave, is_new=True)


def _draft(programme: Programme, version: InstrumentVersion, slug: str, held_on: datetime, frame: str) -> Wave:
    return Wave.objects.create(
        programme=programme,
        instrument_version=version,
        slug=slug,
        title=dict.fromkeys(programme.languages, f"{slug} survey"),
        frame=frame,
        opens_at=held_on,
        closes_at=held_on,
    )


def _store(wave: Wave, organisations: Sequence[Organisation], table: ResultsTable, source: str) -> None:
    """The file speaks for the organisations: their facets are confirmed, so that no later register changes them."""
    now = timezone.now()
    participations = [
        Participation(
            wave=wave,
            organisation=organisation,
            facets=dict(result.facets),
            facets_confirmed_at=now,
            confirmed_at=now,
            is_imported=True,
        )
        for organisation, result in zip(organisations, table.organisations, strict=True)
    ]
    Participation.objects.bulk_create(participations, batch_size=500)
    OrganisationAnswers.objects.bulk_create(
        [
            OrganisationAnswers(
                participation=participation, document=result.document, source=source, source_sha256=table.sha256
            )
            for participation, result in zip(participations, table.organisations, strict=True)
        ],
        batch_size=500,
    )


def _refuse_other_contents(wave: Wave, version: InstrumentVersion, table: ResultsTable) -> None:
    rows = OrganisationAnswers.objects.filter(participation__wave=wave)
    stored = list(rows.values_list("document", "source_sha256", "source"))
    another = "Choose another name for these."
    if not stored:
        raise WaveTaken(f"{wave} is a survey that was not imported. {another}")
    if wave.instrument_version_id != version.pk:
        raise WaveTaken(f"{wave} has results of {wave.instrument_version}. {another}")
    if any(sha256 != table.sha256 for _, sha256, _ in stored):
        raise WaveTaken(f"{wave} has the results of another file, {stored[0][2]}. {another}")
    if _contents(document for document, *_ in stored) != _contents(each.document for each in table.organisations):
        raise WaveTaken(f"{wave} has the results of this file read with other options. {another}")


def _contents(documents: Iterable[Document]) -> Counter[frozenset[tuple[str, object, object]]]:
    """What is the same for the same documents in any order, also after their numbers went through JSON."""
    return Counter(
        frozenset((code, answer.get("value"), answer.get("missing")) for code, answer in document.items())
        for document in documents
    )
