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


def put_on(page, look: Look) -> None:
    """Put a page that is open into this look: the device's scheme and the window's width, not the direction."""
    page.emulate_media(color_scheme=look.scheme)
    page.set_viewport_size({"width": look.width, "height": page.viewport_size["height"]})
    page.look = look


def both(look: Look) -> tuple[Look, Look]:
    """This look and the other of its direction."""
    return look, next(each for each in LOOKS if each.direction == look.direction and each != look)
