"""The files of raw answers that organisers ordered. Their rows, never what is in them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from surveyapp.models.consent import ConsentChoice, Purpose
from surveyapp.models.raw_export import RawExport
from surveyapp.models.response import Response
from surveyapp.models.row_scope import programme_scope
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors.populations import least_owners

SHOWN_AT_MOST = 50


def of_wave(wave: Wave) -> list[RawExport]:
    """The newest first; in the programme's scope alone."""
    with programme_scope(wave.programme_id):
        rows = RawExport.objects.filter(wave=wave).select_related("account")
        return list(rows[:SHOWN_AT_MOST])


def of_id(wave: Wave, export_id: UUID) -> RawExport | None:
    """A file of this wave; None for any other."""
    with programme_scope(wave.programme_id):
        rows = RawExport.objects.select_related("account", "wave__programme")
        return rows.filter(pk=export_id, wave=wave).first()


def may_be_taken(export: RawExport, now: datetime) -> bool:
    """Whether there is a file, its time is not over, and nobody took anything back since: the deleting of files may lag
    behind."""
    is_there = bool(export.file) and not export.gone and export.expires_at is not None and export.expires_at > now
    return is_there and not is_outdated(export)


def is_outdated(export: RawExport) -> bool:
    """Whether somebody whose answers may be in the file withdrew them, or a permission, since it was made."""
    return export.taken_at is not None and _taken_back(export.wave_id, export.taken_at).exists()


def outdated() -> QuerySet[RawExport]:
    """Files that are still there and should not be, in every programme: for workers."""
    of_wave = Response.objects.filter(participation__wave=OuterRef("wave"))
    withdrawn = of_wave.filter(withdrawn_at__gt=OuterRef("taken_at"))
    return RawExport.objects.exclude(file="").filter(
        Exists(withdrawn)
        | Exists(
            _refusals()
            .filter(response__participation__wave=OuterRef("wave"))
            .filter(decided_at__gt=OuterRef("taken_at"))
        )
    )


def owners_with_answers(wave: Wave) -> int:
    """Owners of the sites that answered a confidential wave, as counted at its close."""
    rows = Participation.objects.filter(wave=wave, n_submitted_at_close__gt=0)
    return rows.values("organisation__owner").distinct().count()


def is_too_small(wave: Wave) -> bool:
    """Whether a confidential wave's answers are of so few owners that they might be told apart."""
    return wave.is_confidential and owners_with_answers(wave) < least_owners(wave.programme)


def _taken_back(wave_id: UUID, moment: datetime) -> QuerySet[Response]:
    refused = _refusals().filter(response=OuterRef("pk"), decided_at__gt=moment)
    rows = Response.objects.filter(participation__wave=wave_id)
    return rows.filter(Q(withdrawn_at__gt=moment) | Exists(refused))


def _refusals() -> QuerySet[ConsentChoice]:
    return ConsentChoice.objects.filter(is_granted=False, purpose__in=(Purpose.BENCHMARK, Purpose.RESEARCH))
