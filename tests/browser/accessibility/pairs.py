"""Light or dark, left to right or right to left, narrow or wide: four looks in which every two of them meet."""

from __future__ import annotations

from typing import NamedTuple

SCHEMES, DIRECTIONS, WIDTHS = ("light", "dark"), ("ltr", "rtl"), (320, 1280)


class Look(NamedTuple):
    scheme: str
    direction: str
    width: int

    def __str__(self) -> str:
        return f"{self.scheme}-{self.direction}-{self.width}"


LOOKS = (
    Look("light", "ltr", 320),
    Look("light", "rtl", 1280),
    Look("dark", "ltr", 1280),
    Look("dark", "rtl", 320),
)
