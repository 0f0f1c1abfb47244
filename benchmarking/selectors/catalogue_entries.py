"""A module with all that is said of it, as plain values: what files, forms and pages read and compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from benchmarking.models.training import ModuleSupply, TrainingModule

Texts = Mapping[str, str]


@dataclass(frozen=True, order=True)
class Supply:
    """What one element has room for in a year and how many complete it; None where it was not stated."""

    year: int
    places: int | None = None
    completers: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Entry:
    """One module or element of a degree. Fields are those of `TrainingModule`; `raises` and `skill_links` name skills by code."""

    code: str
    name: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    provider: str = ""
    level: str = TrainingModule.Level.CPD
    audience: str = ""
    days: float | None = None
    hours: float | None = None
    price: Decimal | None = None
    currency: str = "EUR"
    dates: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    raises: Mapping[str, int] = field(default_factory=dict)
    raises_is_judgement: bool = True
    skill_links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_offered: bool = True
    note: Texts = field(default_factory=dict)
    supply: tuple[Supply, ...] = ()


FIELDS = tuple(each for each in Entry.__dataclass_fields__ if each not in ("code", "supply"))


def of_row(row: TrainingModule) -> Entry:
    """The entry of a stored module; its supply is read too, so prefetch it for several."""
    values = {name: getattr(row, name) for name in FIELDS}
    values |= {"dates": tuple(row.dates), "prerequisites": tuple(row.prerequisites)}
    values["skill_links"] = {skill: tuple(links) for skill, links in row.skill_links.items()}
    values["level"] = str(row.level)
    supply = (Supply(each.year, each.places, each.completers, each.source) for each in row.supply.all())
    return Entry(row.code, **values, supply=tuple(sorted(supply)))


def rows(programme_id: UUID) -> list[TrainingModule]:
    """Every module of a programme, withdrawn ones too, by code, with its supply."""
    return list(TrainingModule.objects.filter(programme=programme_id).order_by("code").prefetch_related("supply"))


def entries(programme_id: UUID) -> tuple[Entry, ...]:
    """The catalogue as it stands: what is not withdrawn, by code."""
    return tuple(of_row(row) for row in rows(programme_id) if row.withdrawn_at is None)


def withdrawn_codes(programme_id: UUID) -> frozenset[str]:
    found = TrainingModule.objects.filter(programme=programme_id, withdrawn_at__isnull=False)
    return frozenset(found.values_list("code", flat=True))


def fingerprint(programme_id: UUID) -> str:
    """A digest of the whole catalogue: equal as long as nobody changed anything."""
    stored = [[to_plain(of_row(row)), row.withdrawn_at is not None] for row in rows(programme_id)]
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()


def digest(entry: Entry) -> str:
    """Of one entry: whoever changes it says which one they have seen."""
    return hashlib.sha256(json.dumps(to_plain(entry), sort_keys=True).encode()).hexdigest()


def to_plain(entry: Entry) -> dict[str, Any]:
    """As JSON holds it; `from_plain` gives the same entry back."""
    plain = asdict(entry)
    return plain | {
        "price": None if entry.price is None else f"{entry.price:.2f}",
        "supply": [list(asdict(each).values()) for each in entry.supply],
    }


def from_plain(plain: Mapping[str, Any]) -> Entry:
    """Raises TypeError or ValueError for what `to_plain` did not make."""
    values = dict(plain)
    values["price"] = None if plain["price"] is None else Decimal(plain["price"])
    values["skill_links"] = {skill: tuple(links) for skill, links in plain["skill_links"].items()}
    values["supply"] = tuple(Supply(*each) for each in plain["supply"])
    for name in ("dates", "prerequisites"):
        values[name] = tuple(plain[name])
    return Entry(**values)


def supply_rows(module: TrainingModule, supply: Iterable[Supply]) -> list[ModuleSupply]:
    """Rows to be stored for a module."""
    return [ModuleSupply(module=module, **asdict(each)) for each in supply]
