"""Who may call what: staff of a programme. A stranger's question for it is answered as if it were not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission
from rest_framework.request import Request

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.permissions import may_organise, programmes_of


class MayCall(BasePermission):
    """Somebody known; and changes need a token that may change."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.method not in SAFE_METHODS and request.auth is not None and not request.auth.may_change:
            raise PermissionDenied("This token may only read. Changes need one with the scope “manage”.")
        return True


class Anybody(AllowAny):
    """Open to all: descriptions of the interface, and what is public."""


def programmes(request: Request) -> QuerySet[Programme]:
    """Those that the caller organises; with a token the token's alone."""
    mine = programmes_of(request.user)
    return mine.filter(pk=request.auth.programme_id) if request.auth is not None else mine


def require_organiser(request: Request, programme: Programme) -> None:
    """Raises Http404 for everybody but the programme's organisers, and for a token of another programme."""
    foreign = request.auth is not None and request.auth.programme_id != programme.pk
    if foreign or not may_organise(request.user, programme):
        raise Http404("There is no such thing, or it is not yours.")


def programme(request: Request, programme_id: UUID) -> Programme:
    found = Programme.objects.filter(pk=programme_id).first()
    checked: Programme = _checked(request, found, found)
    return checked


def wave(request: Request, wave_id: UUID) -> Wave:
    found = Wave.objects.select_related("programme", "instrument_version").filter(pk=wave_id).first()
    checked: Wave = _checked(request, found, found.programme if found else None)
    return checked


def one(request: Request, rows: QuerySet[Any], row_id: UUID, path: str = "programme") -> Any:
    """A row by its id, for the organisers of the programme that `path` leads to."""
    found = rows.filter(pk=row_id).first()
    owner = found
    for step in path.split("."):
        owner = getattr(owner, step) if owner is not None else None
    return _checked(request, found, owner)


def _checked(request: Request, found: Any, programme: Programme | None) -> Any:
    if found is None or programme is None:
        raise Http404("There is no such thing, or it is not yours.")
    require_organiser(request, programme)
    return found
