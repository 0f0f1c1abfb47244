"""The web fonts as files that Typst reads, unpacked once for each process, and which letters they hold."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

# Package, part of it, and the family it is called by: parts of one family would hide each other.
WANTED = (
    ("source-sans-3", "latin-400", "Source Sans 3"),
    ("source-sans-3", "latin-600", "Source Sans 3"),
    ("source-sans-3", "latin-ext-400", "Source Sans 3 Extended"),
    ("source-sans-3", "latin-ext-600", "Source Sans 3 Extended"),
    ("source-sans-3", "greek-400", "Source Sans 3 Greek"),
    ("source-sans-3", "greek-600", "Source Sans 3 Greek"),
    ("source-sans-3", "cyrillic-400", "Source Sans 3 Cyrillic"),
    ("source-sans-3", "cyrillic-600", "Source Sans 3 Cyrillic"),
    ("source-serif-4", "latin-600", "Source Serif 4"),
    ("source-serif-4", "latin-ext-600", "Source Serif 4 Extended"),
    ("source-serif-4", "greek-600", "Source Serif 4 Greek"),
    ("source-serif-4", "cyrillic-600", "Source Serif 4 Cyrillic"),
    ("noto-sans-arabic", "arabic-400", "Noto Sans Arabic"),
    ("noto-sans-arabic", "arabic-600", "Noto Sans Arabic"),
)
FAMILY_NAME_IDS = (1, 16)
BUILT_IN = frozenset("≤≥≠≈∞√→←↑↓◆◇")  # of the typefaces that Typst brings itself
INVISIBLE = ("Cf", "Zs", "Zl", "Zp")  # categories of Unicode that need no shape
NO_SHAPE = re.compile("[\ufe00-\ufe0f\x00-\x08\x0b-\x1f\x7f]")  # say how another letter looks, or nothing
NO_LETTER = "?"


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


def drawable(value: Any) -> Any:
    """Texts in dicts and lists with "?" for letters that no typeface has: PDF/UA allows none without a shape, so that one
    emoji in a name would leave its organisation without a file."""
    if isinstance(value, dict):
        return {key: drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(each) for each in value]
    return _drawable_text(value) if isinstance(value, str) else value


def _drawable_text(text: str) -> str:
    known, whole = _letters() | {"\t", "\n"}, unicodedata.normalize("NFC", NO_SHAPE.sub("", text))
    return "".join(
        letter if letter in known or unicodedata.category(letter) in INVISIBLE else NO_LETTER for letter in whole
    )


@cache
def _letters() -> frozenset[str]:
    files = (path for path in folder().iterdir() if path.stem.startswith(("source-sans", "noto")))
    return BUILT_IN.union(*({chr(code) for code in _codes(path)} for path in files))


def _codes(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())
