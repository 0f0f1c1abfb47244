"""Who coordinates whom, as disclosure control asks: an account that serves several owners knows all their answers."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from surveyapp.models.people import Membership
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave


def account_and_owner(programme: Programme, wave: Wave | None = None) -> list[tuple[str, str]]:
    """(account, owner) for every organisation of the programme that somebody coordinates, taking part or not.

    With a wave: the owner as it was when that wave closed, where the organisation took part in it.
    """
    then = Participation.objects.filter(wave=wave, organisation=OuterRef("organisation")).values("owner")[:1]
    pairs = (
        Membership.objects.filter(organisation__programme=programme)
        .annotate(owner=Coalesce(Subquery(then), "organisation__owner", output_field=UUIDField()))
        .values_list("account_id", "owner")
    )
    return sorted({(str(account), str(owner)) for account, owner in pairs})
