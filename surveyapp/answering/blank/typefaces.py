"""The web fonts as files that Typst reads: unpacked once for each process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

# Package, part of it, and the family it is called by: parts of one family would hide each other.
WANTED = (
    ("source-sans-3", "latin-400", "Source Sans 3"),
    ("source-sans-3", "latin-600", "Source Sans 3"),
    ("source-sans-3", "latin-ext-400", "Source Sans 3 Extended"),
    ("source-sans-3", "latin-ext-600", "Source Sans 3 Extended"),
    ("source-serif-4", "latin-600", "Source Serif 4"),
    ("source-serif-4", "latin-ext-600", "Source Serif 4 Extended"),
    ("noto-sans-arabic", "arabic-400", "Noto Sans Arabic"),
    ("noto-sans-arabic", "arabic-600", "Noto Sans Arabic"),
)
FAMILY_NAME_IDS = (1, 16)


@cache
def folder() -> Path:
    """A folder of TrueType files. It lives in the system's temporary folder and goes with the process."""
    made = Path(tempfile.mkdtemp(prefix="waymark-fonts-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for package, part, family in WANTED:
        packed = (
            settings.BASE_DIR / "node_modules" / "@fontsource" / package / "files" / f"{package}-{part}-normal.woff2"
        )
        _unpack(packed, family, made)
    return made


def _unpack(packed: Path, family: str, made: Path) -> None:
    with TTFont(packed) as font:
        font.flavor = None
        for name_id in FAMILY_NAME_IDS:
            # Instances of a variable font carry the family name of its lightest weight.
            font["name"].setName(family, name_id, 3, 1, 0x409)
        font.save(made / f"{packed.stem}.ttf")
