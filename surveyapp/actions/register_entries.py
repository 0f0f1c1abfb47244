"""Organisations by hand: add, change, leave, return, and merge into another. Each with its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_events import alone, happened
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register, RegisterEvent
from surveyapp.selectors.register_duplicates import pair_key

FIELDS = ("name", "reference", "email", "website", "contact_name")
Kind = RegisterEvent.Kind


class Taken(Refused):
    """Another organisation has this name or reference. `field` is which of them."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Stale(Refused):
    """The organisation was changed since the page was made."""


@transaction.atomic
def add_organisation(
    *, programme: Programme, said: Mapping[str, Any], by: Account | None, by_kind: str = "", source: str = ""
) -> Organisation:
    """Put one organisation into the register. `said`: name, and what is known of reference, email, website,
    contact_name, facets, and owner by name; without an owner it is its own. Raises Taken."""
    alone(programme)
    _refuse_taken(programme, said, None)
    owner = _owner(programme, said.get("owner") or said["name"])
    fields = {name: said.get(name, "") for name in FIELDS}
    facets = {code: value for code, value in said.get("facets", {}).items() if value}
    added = Organisation.objects.create(programme=programme, owner=owner, facets=facets, **fields)
    happened(added, Kind.ADDED, by=by, source=source)
    audit.record(action="organisation.added", target=added, by=by, by_kind=by_kind, programme=programme)
    return added


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, said: Mapping[str, Any], by: Account | None, seen: str = "", source: str = ""
) -> Organisation:
    """Change what `said` names, and write down each old and new value; nothing changed is nothing written.

    `seen`: the `mark` of the page it was said on. Raises Taken, and Stale where somebody else changed it meanwhile.
    """
    alone(organisation.programme)
    held = _held(organisation)
    if seen and seen != mark(held):
        raise Stale(_("Somebody changed this organisation meanwhile. Look at it as it is now, then change it."))
    _refuse_taken(held.programme, said, held)
    changes = _change(held, said)
    if changes:
        held.save()
        happened(held, Kind.CHANGED, by=by, changes=changes, source=source)
        audit.record(
            action="organisation.changed", target=held, by=by, programme=held.programme, fields=sorted(changes)
        )
    return held


def _change(held: Organisation, said: Mapping[str, Any]) -> dict[str, list[str]]:
    changes = {}
    for name in FIELDS:
        if name in said and said[name] != getattr(held, name):
            changes[name] = [getattr(held, name), said[name]]
            setattr(held, name, said[name])
    for code, value in said.get("facets", {}).items():
        if value != held.facets.get(code, ""):
            changes[f"facet:{code}"] = [held.facets.get(code, ""), value]
    held.facets = {code: value for code, value in {**held.facets, **said.get("facets", {})}.items() if value}
    if said.get("owner") and said["owner"] != held.owner.name:
        changes["owner"] = [held.owner.name, said["owner"]]
        held.owner = _owner(held.programme, said["owner"])
    return changes


@transaction.atomic
def leave(*, organisation: Organisation, by: Account) -> None:
    """It is in the register no more; its surveys stay as they are. Leaving twice is once."""
    alone(organisation.programme)
    held = _held(organisation)
    if held.left_at is None:
        held.left_at = timezone.now()
        held.save(update_fields=["left_at"])
        happened(held, Kind.LEFT, by=by)
        audit.record(action="organisation.left", target=held, by=by, programme=held.programme)


@transaction.atomic
def come_back(*, organisation: Organisation, by: Account) -> None:
    """Undo leaving, or a merger: it is in the register again, with the owner it has now."""
    alone(organisation.programme)
    held = _held(organisation)
    if held.left_at is not None:
        held.left_at = held.merged_into = None
        held.save(update_fields=["left_at", "merged_into"])
        happened(held, Kind.RETURNED, by=by)
        audit.record(action="organisation.returned", target=held, by=by, programme=held.programme)


@transaction.atomic
def merge(*, organisation: Organisation, into: Organisation, by: Account) -> None:
    """The organisation goes on in another one: it leaves the register, and counts with the other's owner from now on.

    Its past surveys stay its own, with the owner they were closed with. Raises Refused for itself, for another
    programme's, and for one that is not in the register.
    """
    alone(organisation.programme)
    ids = sorted([organisation.pk, into.pk])
    found = {each.pk: each for each in Organisation.objects.select_for_update(of=("self",)).filter(pk__in=ids)}
    one, other = found[organisation.pk], found[into.pk]
    if one == other or one.programme_id != other.programme_id:
        raise Refused(_("Choose another organisation of this register."))
    if one.left_at is not None or other.left_at is not None:
        raise Refused(_("One of the two is not in the register any more."))
    changes = {} if one.owner == other.owner else {"owner": [one.owner.name, other.owner.name]}
    one.merged_into, one.left_at, one.owner = other, timezone.now(), other.owner
    one.save(update_fields=["merged_into", "left_at", "owner"])
    happened(one, Kind.MERGED, by=by, changes=changes, other=other)
    happened(other, Kind.ABSORBED, by=by, other=one)
    audit.record(action="organisation.merged", target=one, by=by, programme=one.programme, into=str(other.pk))


@transaction.atomic
def keep_apart(*, one: Organisation, other: Organisation, by: Account) -> None:
    """Two that look like one are two, and are not shown as one again. Raises Refused for another programme's."""
    if one == other or one.programme_id != other.programme_id:
        raise Refused(_("Choose another organisation of this register."))
    row = alone(one.programme)
    key = pair_key(one.pk, other.pk)
    if key not in row.apart:
        row.apart = [*row.apart, key]
        row.save(update_fields=["apart"])
        audit.record(action="organisation.kept_apart", target=one, by=by, programme=one.programme, other=str(other.pk))


@transaction.atomic
def declare(*, programme: Programme, frame: str, takes_requests: bool, by: Account) -> Register:
    """Say what the register is worth, and whether anybody may ask to be in it."""
    row = alone(programme)
    if (row.frame, row.takes_requests) != (frame, takes_requests):
        row.frame, row.takes_requests = frame, takes_requests
        row.save(update_fields=["frame", "takes_requests"])
        audit.record(
            action="register.declared", target=row, by=by, programme=programme, frame=frame, join_page=takes_requests
        )
    return row


def mark(organisation: Organisation) -> str:
    """Another one after each change."""
    newest = organisation.events.values_list("pk", flat=True).first()
    return str(newest or 0)


def _held(organisation: Organisation) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("programme", "owner")
    return rows.get(pk=organisation.pk)


def _owner(programme: Programme, name: str) -> Owner:
    return Owner.objects.get_or_create(programme=programme, name=name)[0]


def _refuse_taken(programme: Programme, said: Mapping[str, Any], but: Organisation | None) -> None:
    others = Organisation.objects.filter(programme=programme).exclude(pk=but.pk if but else UUID(int=0))
    if "name" in said and others.filter(name__iexact=said["name"]).exists():
        raise Taken("name", _("Another organisation has this name. Add the place to tell them apart."))
    if said.get("reference") and others.filter(reference=said["reference"]).exists():
        raise Taken("reference", _("Another organisation has this reference."))
