"""Invented names: two syllables that make no known place, and a word for the trade."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

FIRST = [
    "Tarn",
    "Hal",
    "Vel",
    "Mor",
    "Ash",
    "Brin",
    "Cor",
    "Dun",
    "El",
    "Fen",
    "Gar",
    "Hollin",
    "Ister",
    "Kel",
    "Lor",
    "Mel",
    "Nor",
    "Ost",
    "Pel",
    "Quen",
    "Ros",
    "Sel",
    "Thorn",
    "Ul",
    "Wen",
    "Yar",
]
SECOND = ["wick", "den", "mere", "holm", "stead", "brook", "ford", "lea", "marsh", "fell", "croft", "wood"]
QUALIFIERS = ["", "Upper ", "Lower ", "Great ", "Little ", "Old ", "New ", "East ", "West "]
TRADES = {
    "contract_manufacturer_cdmo": "Biomanufacturing",
    "both": "Biotech",
    "own_products": "Biologics",
    "supplier": "Process Systems",
    "research_organisation": "Institute",
}


def place_names() -> Iterator[str]:
    """Place-like names in a fixed order that does not put neighbours together."""
    for qualifier, second, first in product(QUALIFIERS, SECOND, FIRST):
        yield qualifier + first + second


def company_name(place: str, business_model: str) -> str:
    return f"{place} {TRADES[business_model]}"
