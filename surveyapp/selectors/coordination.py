"""Who coordinates whom, as disclosure control asks: an account that serves several owners knows all their answers."""

from __future__ import annotations

from surveyapp.models.people import Membership
from surveyapp.models.programme import Programme


def account_and_owner(programme: Programme) -> list[tuple[str, str]]:
    """(account, owner) for every organisation of the programme that somebody coordinates, taking part or not."""
    pairs = Membership.objects.filter(organisation__programme=programme).values_list(
        "account_id", "organisation__owner_id"
    )
    return sorted({(str(account), str(owner)) for account, owner in pairs})
