"""The files of raw answers that organisers ordered. Their rows, never what is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from surveyapp.models.consent import ConsentChoice, Purpose
from surveyapp.models.people import Account
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


def n_kept(account: Account) -> int:
    """How many files of somebody's are there or being made, in the scope that is set."""
    here = ~Q(file="") | Q(state__in=(RawExport.State.WAITING, RawExport.State.RUNNING))
    return RawExport.objects.filter(here, account=account, gone="").count()


def may_be_taken(export: RawExport, now: datetime) -> bool:
    """Whether there is a file, its time is not over, and nobody took anything back since: the deleting of files may lag
    behind."""
    is_there = bool(export.file) and not export.gone and export.expires_at is not None and export.expires_at > now
    return is_there and not is_outdated(export)


def is_outdated(export: RawExport) -> bool:
    """Whether somebody whose answers may be in the file withdrew them, or a permission, since it was made."""
    if export.taken_at is None:
        return False
    return _taken_back(export.taken_at, export.taken_at).filter(participation__wave=export.wave_id).exists()


def outdated() -> QuerySet[RawExport]:
    """Files that are still there and should not be, in every programme: for workers."""
    since = _taken_back(OuterRef("taken_at"), OuterRef(OuterRef("taken_at")))
    return RawExport.objects.exclude(file="").filter(Exists(since.filter(participation__wave=OuterRef("wave"))))


def owners_with_answers(wave: Wave) -> int:
    """Owners of the sites that answered a confidential wave, as counted at its close."""
    rows = Participation.objects.filter(wave=wave, n_submitted_at_close__gt=0)
    return rows.values("organisation__owner").distinct().count()


def is_too_small(wave: Wave) -> bool:
    """Whether a confidential wave's answers are of so few owners that they might be told apart."""
    return wave.is_confidential and owners_with_answers(wave) < least_owners(wave.programme)


def _taken_back(moment: Any, the_same: Any) -> QuerySet[Response]:
    """Responses begun before the moment and withdrawn after it, or sent before and allowed no longer. `the_same`: the
    moment as seen from within a query about a response's choices."""
    about = ConsentChoice.objects.filter(response=OuterRef("pk"), purpose__in=(Purpose.BENCHMARK, Purpose.RESEARCH))
    was_allowed = Q(submitted_at__lte=moment) | Exists(about.filter(is_granted=True, decided_at__lte=the_same))
    refused = Exists(about.filter(is_granted=False, decided_at__gt=the_same))
    rows = Response.objects.filter(started_at__lte=moment)
    return rows.filter(Q(withdrawn_at__gt=moment) | (Q(refused) & was_allowed))
