"""Who owns whom: every n that is printed counts owners, so each move is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_events import alone
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.register import RegisterEvent


@transaction.atomic
def assign_owner(*, programme: Programme, organisations: Collection[UUID], owner: str, by: Account) -> int:
    """Give organisations of the register an owner by name; "" makes each its own. Returns how many moved.

    Closed surveys keep the owners they were closed with.
    """
    alone(programme)
    rows = Organisation.objects.select_for_update(of=("self",)).filter(programme=programme, pk__in=organisations)
    moved = [each for each in rows.select_related("owner") if each.owner.name != (owner or each.name)]
    owners = {name: _owner(programme, name) for name in {owner or each.name for each in moved}}
    _move(moved, [owners[owner or each.name] for each in moved], by)
    if moved:
        audit.record(
            action="owner.assigned", target=programme, by=by, programme=programme, owner=owner, organisations=len(moved)
        )
    return len(moved)


@transaction.atomic
def merge_owners(*, owner: Owner, into: Owner, by: Account) -> int:
    """Everything the first owner has belongs to the second from now on. Returns how many organisations moved.

    Raises Refused for the same owner and for one of another programme.
    """
    alone(owner.programme)
    if owner == into or owner.programme_id != into.programme_id:
        raise Refused(_("Choose another owner of this register."))
    moved = list(Organisation.objects.select_for_update(of=("self",)).filter(owner=owner).select_related("owner"))
    _move(moved, [into] * len(moved), by)
    audit.record(
        action="owner.merged",
        target=owner,
        by=by,
        programme=owner.programme,
        into=str(into.pk),
        organisations=len(moved),
    )
    return len(moved)


def _move(organisations: Sequence[Organisation], owners: Sequence[Owner], by: Account) -> None:
    now, events = timezone.now(), []
    for each, owner in zip(organisations, owners, strict=True):
        changes = {"owner": [each.owner.name, owner.name]}
        kind = RegisterEvent.Kind.CHANGED
        events.append(RegisterEvent(organisation=each, kind=kind, changes=changes, by=by, at=now))
        each.owner = owner
    Organisation.objects.bulk_update(organisations, ["owner"], batch_size=500)
    RegisterEvent.objects.bulk_create(events, batch_size=500)


def _owner(programme: Programme, name: str) -> Owner:
    return Owner.objects.get_or_create(programme=programme, name=name)[0]
