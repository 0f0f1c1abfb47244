"""Invented places and completers of the demonstration's catalogue. Nobody stated them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from benchmarking.selectors.catalogue_entries import Entry, Supply

SOURCE = "Invented for the demonstration"
# Code → (places, completers) in 2024 and in 2025; None where the imagined provider did not say.
STATED: dict[str, tuple[tuple[int | None, int | None], tuple[int | None, int | None]]] = {
    "A": ((40, 31), (48, 44)),
    "B": ((24, 22), (36, 33)),
    "UG_MODELLING": ((180, 164), (180, 171)),
    "UG_DESIGN_ECONOMICS": ((120, 108), (120, 112)),
    "UG_CONTROL": ((150, 133), (150, 138)),
    "MSC_DATA_MINING": ((60, 54), (64, 57)),
    "LAB_ERN": ((90, None), (90, 86)),
    "LAB_AUTOMATION": ((40, 37), (40, 38)),
    "WS_DOE_MASTERS": ((60, 52), (60, 55)),
    "WS_DOE_CPD": ((20, 14), (20, 18)),
    "WS_QBD_CPD": ((20, None), (24, None)),
    "RES_TWINS_CONTROL": ((None, 6), (None, 5)),
    "RES_HTP": ((None, 4), (None, 4)),
    "RES_DATA_AI": ((None, 7), (None, 9)),
}


def with_supply(entries: Iterable[Entry]) -> list[Entry]:
    """The catalogue with what it is imagined to train; some elements state nothing, as in life."""
    return [replace(entry, supply=tuple(_years(entry.code))) for entry in entries]


def _years(code: str) -> Iterable[Supply]:
    stated = STATED.get(code, ())
    return (Supply(year, *numbers, SOURCE) for year, numbers in zip((2024, 2025), stated, strict=False))
