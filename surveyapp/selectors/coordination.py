"""Who coordinates whom, as disclosure control asks: an account that serves several owners knows all their answers."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from surveyapp.models.people import Membership
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave


def account_and_owner(programme: Programme, wave: Wave | None = None) -> list[tuple[str, str]]:
    """(account, owner) for every organisation of the programme that somebody coordinates, taking part or not.

    With a wave: the owner as it was when that wave closed, where the organisation took part in it.
    """
    return _pairs(_memberships(programme, wave))


def of_several_owners(programme: Programme, wave: Wave | None = None) -> list[tuple[str, str]]:
    """As `account_and_owner`, of those accounts alone that coordinate for more than one owner."""
    rows = _memberships(programme, wave)
    several = rows.values("account").annotate(n=Count("its_owner", distinct=True)).filter(n__gt=1)
    return _pairs(rows.filter(account__in=several.values("account")))


def _memberships(programme: Programme, wave: Wave | None) -> QuerySet[Any, Any]:
    then = Participation.objects.filter(wave=wave, organisation=OuterRef("organisation")).values("owner")[:1]
    owner = Coalesce(Subquery(then), "organisation__owner", output_field=UUIDField())
    return Membership.objects.filter(organisation__programme=programme).annotate(its_owner=owner)


def _pairs(rows: QuerySet[Any, Any]) -> list[tuple[str, str]]:
    pairs = rows.values_list("account_id", "its_owner")
    return sorted({(str(account), str(owner)) for account, owner in pairs})
