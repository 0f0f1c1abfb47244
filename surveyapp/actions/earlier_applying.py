"""Write a checked earlier survey: all of it in one transaction, or nothing.

It becomes a closed wave whose people are known by nothing: their links are revoked from the beginning and have no address.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.actions import audit
from surveyapp.actions.earlier_sites import Said, Sites
from surveyapp.actions.earlier_waves import refuse_taken
from surveyapp.actions.refusals import Refused
from surveyapp.actions.responses import UNMISTAKABLE
from surveyapp.instruments import codebook, loader
from surveyapp.instruments.answers import Document
from surveyapp.instruments.schema import Instrument as Questionnaire
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.consent import Consent
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import facets, instruments

Step = EarlierWave.Step
# Of a row's moments; PostgreSQL hands over ids and times as two lists.
MOMENTS = """
    UPDATE surveyapp_response r SET started_at = v.began FROM unnest(%(ids)s::uuid[], %(began)s::timestamptz[]) v (id, began)
    WHERE r.id = v.id
"""
CONSENTS = """
    UPDATE surveyapp_consent c SET given_at = v.began FROM unnest(%(ids)s::uuid[], %(began)s::timestamptz[]) v (id, began)
    WHERE c.response_id = v.id
"""


@dataclass(frozen=True)
class Row:
    """One row of the file that is written: its number, whose it is, and what it answers. Moments have no zone."""

    number: int
    site: Said
    role: str
    language: str
    submitted: datetime | None
    started: datetime | None
    document: Document


@transaction.atomic
def apply_earlier_wave(about: EarlierWave, chunks: Iterator[Sequence[Row]], written: Callable[[int], None]) -> Wave:
    """Make the closed wave with everything in it. Run by a worker; `written` is told how many rows are.

    Its results are not built by this: whoever organises looks at it first, and may take it back until then. Raises
    Refused, and writes nothing, if the file was written already or its short name is taken.
    """
    rows = EarlierWave.objects.select_for_update(of=("self",)).select_related("programme", "by")
    about = rows.get(pk=about.pk)
    if about.step != Step.APPLYING:
        raise Refused(_("This file was written already, or laid aside."))
    refuse_taken(about.programme, about.slug)
    writing = _Writing(about, _wave(about, _version(about)))
    n = 0
    for chunk in chunks:
        writing.write(chunk)
        n += len(chunk)
        written(n)
    if not n:
        raise Refused(_("The file holds no row that can be taken in."))
    writing.finish()
    _finish(about, writing, n)
    return writing.wave


def _version(about: EarlierWave) -> InstrumentVersion:
    """The one that was chosen; else what came with the file, frozen as the first version of a questionnaire of its own."""
    if about.instrument_version is not None:
        return about.instrument_version
    read = loader.read(about.definition)
    sha256 = loader.definition_hash(read)
    registered, _created = Instrument.objects.get_or_create(slug=read.slug, defaults={"programme": about.programme})
    if registered.programme_id != about.programme_id:
        raise Refused(_("The short name %(slug)s belongs to another questionnaire.") % {"slug": read.slug})
    found = registered.versions.filter(sha256=sha256).first()
    if found is not None:
        return found
    version = InstrumentVersion.objects.create(
        instrument=registered, version=read.version, definition=json.loads(loader.canonical(read)), sha256=sha256
    )
    audit.record(action="instrument.published", target=version, by=about.by, programme=about.programme, sha256=sha256)
    return version


def _wave(about: EarlierWave, version: InstrumentVersion) -> Wave:
    """Closed now, as answers are kept from a close on; the days of its fieldwork order the programme's waves."""
    zone = ZoneInfo(about.programme.timezone)
    return Wave.objects.create(
        programme=about.programme,
        instrument_version=version,
        slug=about.slug,
        title=dict.fromkeys(about.programme.languages, about.title),
        state=Wave.State.CLOSED,
        frame=about.frame,
        population={"": about.n_in_frame} if about.n_in_frame else {},
        opens_at=datetime.combine(about.began_on, time(0), zone),
        closes_at=datetime.combine(about.ended_on, time(23, 59), zone),
        closed_at=timezone.now(),
    )


@dataclass
class _Writing:
    """What is under way: participations by organisation, and what their answers say of them."""

    about: EarlierWave
    wave: Wave
    participations: dict[UUID, Participation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.instrument: Questionnaire = instruments.instrument(self.wave.instrument_version_id)
        self.codebook = codebook.codebook_hash(self.instrument)
        self.sites = Sites(self.about.programme)
        self.now = timezone.now()
        self.source = f"{self.about.title}: {self.about.file_name}"[:200]
        self.zone = ZoneInfo(self.about.programme.timezone)
        self.consent = consent_sentence(self.about.programme.default_language)

    def write(self, chunk: Sequence[Row]) -> None:
        organisations = self._organisations(chunk)
        self._take_part(organisations)
        responses = [self._response(row, organisation) for row, organisation in zip(chunk, organisations, strict=True)]
        Invitation.objects.bulk_create([each.invitation for each in responses], batch_size=500)
        Response.objects.bulk_create(responses, batch_size=500)
        pairs = list(zip(responses, chunk, strict=True))
        ResponseAnswers.objects.bulk_create([self._answers(*pair) for pair in pairs], batch_size=250)
        Consent.objects.bulk_create(
            [Consent(response=each, language=each.language, sentences=[self.consent]) for each in responses],
            batch_size=500,
        )
        self._moments(pairs)

    def _organisations(self, chunk: Sequence[Row]) -> list[UUID]:
        """The organisation of each row; a row that names none is one of its own."""
        said = [row.site for row in chunk]
        self.sites.look_up(said)
        self.sites.add(said, at=self.now, source=self.source)
        silent = {("row", str(row.number)): _alone(self.about, row) for row in chunk if row.site.is_silent}
        alone = self.sites.create(silent, at=self.now, source=self.source)
        found = [
            alone[("row", str(row.number))].pk if row.site.is_silent else self.sites.find(row.site) for row in chunk
        ]
        return [each for each in found if each is not None]

    def _take_part(self, organisations: Sequence[UUID]) -> None:
        new = list(dict.fromkeys(each for each in organisations if each not in self.participations))
        known = Organisation.objects.in_bulk(new)
        for each in new:
            self.participations[each] = Participation(
                wave=self.wave,
                organisation_id=each,
                owner_id=known[each].owner_id,
                facets=dict(known[each].facets),
                facets_confirmed_at=self.now,
                confirmed_at=self.now,
                is_imported=True,
            )
        Participation.objects.bulk_create([self.participations[each] for each in new], batch_size=500)

    def _response(self, row: Row, organisation: UUID) -> Response:
        participation = self.participations[organisation]
        participation.facets |= facets.answered(self.instrument, row.document)
        language = self._language(row.language)
        invitation = Invitation(
            participation=participation,
            role=row.role[:64],
            language=language,
            token_sha256=secrets.token_hex(32),
            revoked_at=self.now,
        )
        return Response(
            participation=participation,
            invitation=invitation,
            instrument_version_id=self.wave.instrument_version_id,
            started_version_id=self.wave.instrument_version_id,
            state=Response.State.SUBMITTED,
            role=row.role[:64],
            language=language,
            reference="WM-" + "".join(secrets.choice(UNMISTAKABLE) for _ in range(12)),
            submitted_at=self._submitted(row),
        )

    def _language(self, said: str) -> str:
        plain = said.strip().lower().replace("_", "-")
        known = self.instrument.languages
        return next((each for each in known if plain.startswith(each.lower())), self.instrument.default_language)[:12]

    def _submitted(self, row: Row) -> datetime:
        """As the file says; else the last day, in the order of the file."""
        if row.submitted is not None:
            return row.submitted.replace(tzinfo=self.zone)
        noon = datetime.combine(self.about.ended_on, time(12), self.zone)
        return noon + timedelta(microseconds=row.number)

    def _answers(self, response: Response, row: Row) -> ResponseAnswers:
        vector, numbers = codebook.pack(self.instrument, row.document)
        return ResponseAnswers(
            response=response,
            participation=response.participation,
            role=response.role,
            document=row.document,
            vector=vector,
            numbers=numbers,
            codebook_sha256=self.codebook,
        )

    def _moments(self, pairs: Sequence[tuple[Response, Row]]) -> None:
        began = []
        for response, row in pairs:
            submitted = response.submitted_at or self.now
            started = row.started.replace(tzinfo=self.zone) if row.started else submitted
            began.append(min(started, submitted))
        values: dict[str, Any] = {"ids": [response.pk for response, _ in pairs], "began": began}
        with connection.cursor() as cursor:
            cursor.execute(MOMENTS, values)
            cursor.execute(CONSENTS, values)

    def finish(self) -> None:
        """What answers say of their sites is known once all are read."""
        if self.instrument.facets:
            Participation.objects.bulk_update(self.participations.values(), ["facets"], batch_size=500)


def consent_sentence(language: str) -> str:
    """What stands in the place of the sentences that a person agreed to."""
    with override(language):
        return _("Imported: consent was given to whoever held this survey then, in words that are not kept here.")


def _alone(about: EarlierWave, row: Row) -> Said:
    with override(about.programme.default_language):
        return Said(name=_("%(survey)s, answer in row %(row)s") % {"survey": about.slug, "row": row.number})


def _finish(about: EarlierWave, writing: _Writing, n: int) -> None:
    """The file and what was shown of it go; what was counted stays."""
    file, about.file = about.file, ""
    transaction.on_commit(lambda: default_storage.delete(file))
    about.step, about.applied_at, about.wave = Step.APPLIED, writing.now, writing.wave
    about.instrument_version_id, about.definition = writing.wave.instrument_version_id, None
    about.seen, about.given_values = [], {}
    done = {"responses": n, "organisations": len(writing.participations)}
    about.report = {**about.report, "done": done}
    about.save()
    about.problems.all().delete()
    detail: dict[str, Any] = {"file": about.file_name, "sha256": about.sha256, **done}
    audit.record(action="earlier_wave.imported", target=writing.wave, by=about.by, programme=about.programme, **detail)
