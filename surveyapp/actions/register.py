"""Keep a programme's register of organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from surveyapp.actions.refusals import Refused
from surveyapp.instruments.results import OrganisationResult
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.register import RegisterEvent


class NameTaken(Refused):
    """The register knows a name under another reference; only a person can say which of them is right."""


def match_register(
    *, programme: Programme, results: Sequence[OrganisationResult], is_newest: bool
) -> list[Organisation]:
    """The organisation of each result, by reference, else by name; those not yet in the register are added.

    An organisation keeps its identity when it is renamed: its reference counts. Only the newest results change what
    the register says. To be called within an action's transaction. Raises NameTaken.
    """
    known = list(programme.organisations.select_related("owner"))
    found = _found(known, results)
    clashes = list(_clashes(known, results, found, is_newest))
    if clashes:
        raise NameTaken(f"{'; '.join(clashes)}. Correct the reference or the name, in the file or in the register.")
    owners = _owners(programme, (result.owner or result.name for result in results))
    if is_newest:
        _update(results, found, owners)
    whole = _complete(programme, results, found, owners)
    events = [_event(each, RegisterEvent.Kind.ADDED) for each, known in zip(whole, found, strict=True) if known is None]
    RegisterEvent.objects.bulk_create(events, batch_size=500)
    return whole


def _event(organisation: Organisation, kind: str, changes: dict[str, list[str]] | None = None) -> RegisterEvent:
    return RegisterEvent(organisation=organisation, kind=kind, changes=changes or {}, at=timezone.now())


def _found(known: Iterable[Organisation], results: Sequence[OrganisationResult]) -> list[Organisation | None]:
    by_name = {each.name: each for each in known}
    by_reference = {each.reference: each for each in by_name.values() if each.reference}
    return [by_reference.get(result.reference) or by_name.get(result.name) for result in results]


def _clashes(
    known: Iterable[Organisation],
    results: Sequence[OrganisationResult],
    found: Sequence[Organisation | None],
    is_newest: bool,
) -> Iterator[str]:
    by_name = {each.name: each for each in known}
    for result, organisation in zip(results, found, strict=True):
        if organisation is None:
            continue
        holder = by_name.get(result.name, organisation)
        if organisation.reference and result.reference not in ("", organisation.reference):
            yield f"“{result.name}” is {organisation.reference} in the register and {result.reference} in the file"
        elif is_newest and holder is not organisation:
            yield f"{result.reference} is called “{result.name}” in the file, the name of another organisation"


def _owners(programme: Programme, names: Iterable[str]) -> dict[str, Owner]:
    """Owner by name. Bulk creation leaves those that are there as they are."""
    wanted = dict.fromkeys(names)
    Owner.objects.bulk_create([Owner(programme=programme, name=name) for name in wanted], ignore_conflicts=True)
    return {owner.name: owner for owner in programme.owners.filter(name__in=wanted)}


def _update(
    results: Sequence[OrganisationResult], found: Sequence[Organisation | None], owners: dict[str, Owner]
) -> None:
    changed, events = [], []
    for result, organisation in zip(results, found, strict=True):
        if organisation is not None:
            before = _described(organisation)
            organisation.name, organisation.reference = result.name, result.reference or organisation.reference
            organisation.facets = {**organisation.facets, **result.facets}
            organisation.owner = owners[result.owner] if result.owner else organisation.owner
            changed.append(organisation)
            now = _described(organisation)
            differs = {name: [before.get(name, ""), value] for name, value in now.items() if before.get(name) != value}
            events += [_event(organisation, RegisterEvent.Kind.CHANGED, differs)] if differs else []
    Organisation.objects.bulk_update(changed, ["name", "reference", "facets", "owner"], batch_size=500)
    RegisterEvent.objects.bulk_create(events, batch_size=500)


def _described(organisation: Organisation) -> dict[str, str]:
    """As events call what an organisation is."""
    facets = {f"facet:{code}": value for code, value in organisation.facets.items()}
    return {"name": organisation.name, "reference": organisation.reference, "owner": organisation.owner.name, **facets}


def _complete(
    programme: Programme,
    results: Sequence[OrganisationResult],
    found: Sequence[Organisation | None],
    owners: dict[str, Owner],
) -> list[Organisation]:
    whole = [
        organisation
        or Organisation(
            programme=programme,
            owner=owners[result.owner or result.name],
            name=result.name,
            reference=result.reference,
            facets=dict(result.facets),
        )
        for result, organisation in zip(results, found, strict=True)
    ]
    Organisation.objects.bulk_create([each for each in whole if each._state.adding], batch_size=500)  # noqa: SLF001
    return whole
