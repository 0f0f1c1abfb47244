"""Whose answers the rows of an earlier survey are: organisations of the register, found by reference, name or domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.register import RegisterEvent

KNOWN = """
    SELECT id, name, reference, waymark_name_key(name), waymark_domain(website, email)
    FROM surveyapp_organisation WHERE programme_id = %s ORDER BY left_at NULLS FIRST, created_at, id
"""
# A name of signs alone is compared as it stands.
KEYS = "SELECT n, coalesce(nullif(waymark_name_key(n), ''), lower(n)) FROM unnest(%s::text[]) n"
DOMAINS = """SELECT n, CASE WHEN position('@' in n) > 0 THEN waymark_domain('', n) ELSE waymark_domain(n, '') END
    FROM unnest(%s::text[]) n"""
LONGEST_NAME = 200


@dataclass(frozen=True)
class Said:
    """What a row says of its organisation; all of it may be empty."""

    name: str = ""
    reference: str = ""
    owner: str = ""
    domain: str = ""

    @property
    def is_silent(self) -> bool:
        return not (self.name or self.reference or self.domain)


@dataclass
class Sites:
    """Finds the organisation of each row. `found` counts those of the register, `added` those that it did not have."""

    programme: Programme
    _by_reference: dict[str, UUID] = field(default_factory=dict)
    _by_name: dict[str, UUID] = field(default_factory=dict)
    _by_domain: dict[str, UUID] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _keys: dict[str, str] = field(default_factory=dict)
    _domains: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(KNOWN, [self.programme.pk])
            for pk, name, reference, key, domain in cursor.fetchall():
                self._names.add(name)
                self.remember(pk, reference, key or name.lower(), domain)

    def remember(self, pk: UUID, reference: str, name: str, domain: str) -> None:
        """The first that is called so stays: whoever is in the register now before whoever has left."""
        for key, known in ((reference, self._by_reference), (name, self._by_name), (domain, self._by_domain)):
            if key:
                known.setdefault(key, pk)

    def look_up(self, rows: Iterable[Said]) -> None:
        """Learn the comparable forms of names and domains that were not seen before, all at once."""
        rows = list(rows)
        names = list({each.name for each in rows if each.name} - self._keys.keys())
        domains = list({each.domain for each in rows if each.domain} - self._domains.keys())
        with connection.cursor() as cursor:
            for query, wanted, known in ((KEYS, names, self._keys), (DOMAINS, domains, self._domains)):
                if wanted:
                    cursor.execute(query, [wanted])
                    known |= dict(cursor.fetchall())

    def find(self, said: Said) -> UUID | None:
        """The organisation, after `look_up`; None for one that is not known."""
        return (
            self._by_reference.get(said.reference)
            or self._by_name.get(self._keys.get(said.name, ""))
            or self._by_domain.get(self._domains.get(said.domain) or said.domain)
        )

    def key(self, said: Said) -> tuple[str, str]:
        """What makes two rows of an unknown organisation the same."""
        if said.reference:
            return "reference", said.reference
        return ("name", self._keys[said.name]) if said.name else ("domain", self._domains[said.domain] or said.domain)

    def add(self, rows: Sequence[Said], *, at: datetime, source: str) -> None:
        """Organisations that the register never had join it as ones that have left: they are there for their past alone."""
        new: dict[tuple[str, str], Said] = {}
        for said in rows:
            if not said.is_silent and self.find(said) is None:
                new.setdefault(self.key(said), said)
        for key, organisation in self.create(new, at=at, source=source).items():
            said = new[key]
            self.remember(organisation.pk, said.reference, self._keys.get(said.name, ""), "")
            if key[0] == "domain":
                self._by_domain[key[1]] = organisation.pk

    def create(
        self, new: Mapping[tuple[str, str], Said], *, at: datetime, source: str
    ) -> dict[tuple[str, str], Organisation]:
        """The organisations, each with its owner and the event that it was added."""
        names = {key: self._free(said.name or said.domain or said.reference) for key, said in new.items()}
        owned_by = {key: (said.owner or names[key])[:LONGEST_NAME] for key, said in new.items()}
        owners = self._owners(owned_by.values())
        made = {
            key: Organisation(
                programme=self.programme,
                owner=owners[owned_by[key]],
                name=names[key],
                reference=said.reference[:64],
                website=said.domain[:200] if said.domain and "@" not in said.domain else "",
                left_at=at,
            )
            for key, said in new.items()
        }
        Organisation.objects.bulk_create(made.values(), batch_size=500)
        RegisterEvent.objects.bulk_create(
            [RegisterEvent(organisation=o, kind=RegisterEvent.Kind.ADDED, at=at, source=source) for o in made.values()],
            batch_size=500,
        )
        return made

    def _free(self, name: str) -> str:
        """The name, with a number behind it where another organisation is called so."""
        free, number = name[:LONGEST_NAME], 2
        while free in self._names:
            free, number = f"{name[: LONGEST_NAME - 8]} ({number})", number + 1
        self._names.add(free)
        return free

    def _owners(self, names: Iterable[str]) -> dict[str, Owner]:
        wanted = list(dict.fromkeys(names))
        Owner.objects.bulk_create(
            [Owner(programme=self.programme, name=name) for name in wanted], ignore_conflicts=True, batch_size=500
        )
        return {owner.name: owner for owner in self.programme.owners.filter(name__in=wanted)}
