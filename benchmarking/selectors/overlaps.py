"""How a release stores which release came before it and what may be told of both, and how pages read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from benchmarking.stats.overlap import Overlap
from benchmarking.stats.waves import WavePair


@dataclass(frozen=True)
class Since:
    """The release of the wave before, and what both have in common as far as it may be told."""

    release: UUID
    overlap: Overlap


def stored(release: UUID, overlap: Overlap) -> dict[str, Any]:
    """As JSON; `read` turns it back."""
    return {"release": str(release), "told": overlap.told, "method": overlap.method, **asdict(overlap.pair)}


def read(document: Mapping[str, Any] | None) -> Since | None:
    """None where a release was made without one before it."""
    if not document:
        return None
    pair = {name: document[name] for name in WavePair.__dataclass_fields__}
    return Since(UUID(document["release"]), Overlap(WavePair(**pair), document["told"], document["method"]))
