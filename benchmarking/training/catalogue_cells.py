"""One cell of a catalogue's spreadsheet: how it is written, and how it is read or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.models.training import TrainingModule
from benchmarking.training.spreadsheet import Cell, Formula

SEPARATED = re.compile(r"[;\n]+")
YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "نعم"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "لا"})
# 1,400 and 1.400 are fourteen hundred to one reader and one point four to another.
COULD_BE_TWO_NUMBERS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
# In figures alone: 1e5 is a slip of the finger more often than a hundred thousand.
FIGURES = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class CellRefused(Exception):  # noqa: N818 - the cell is at fault, not the program
    """The cell cannot be read; the message says how to mend it."""


def words(cell: Cell) -> str:
    """Its words: 3 for 3.0. Raises CellRefused for a formula."""
    if isinstance(cell, Formula):
        raise CellRefused(_("The cell holds a formula or an error, no value. Paste it as a value."))
    return f"{cell:.15g}" if isinstance(cell, float) else cell.strip()


def number(cell: Cell) -> Decimal | None:
    """None for an empty cell. A decimal comma is read, and spaces between thousands are; an exponent is not."""
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}")
    said = words(cell)
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", said)
    if not plain:
        return None
    if COULD_BE_TWO_NUMBERS.fullmatch(plain):
        reading = {"value": said, "plain": re.sub(r"[.,]", "", plain)}
        raise CellRefused(_("“%(value)s” can be read in two ways. Write %(plain)s for thousands.") % reading)
    pointed = _with_point(plain)
    if not FIGURES.fullmatch(pointed):
        raise CellRefused(_("“%(value)s” is no number.") % {"value": said[:60]})
    return Decimal(pointed)


def _with_point(plain: str) -> str:
    """1.400,50 and 1,400.50 with a point for the last of both marks, and no other."""
    if "," in plain and "." in plain:
        thousands, decimal = (".", ",") if plain.rfind(",") > plain.rfind(".") else (",", ".")
        return plain.replace(thousands, "").replace(decimal, ".")
    return plain.replace(",", ".")


def whole(cell: Cell) -> int | None:
    found = number(cell)
    if found is None:
        return None
    if found != found.to_integral_value() or abs(found) > 10**9:
        raise CellRefused(_("“%(value)s” is no whole number.") % {"value": words(cell)[:60]})
    return int(found)


def real(cell: Cell) -> float | None:
    found = number(cell)
    return None if found is None else float(found)


def yes_or_no(cell: Cell) -> bool:
    said = words(cell).casefold()
    if said not in YES | NO:
        raise CellRefused(_("“%(value)s” is neither yes nor no.") % {"value": said[:60]})
    return said in YES


def listed(cell: Cell) -> tuple[str, ...]:
    """Codes apart by semicolons, commas or line ends."""
    return tuple(filter(None, (part.strip() for part in re.split(r"[;,\n]+", words(cell)))))


def days(cell: Cell) -> tuple[str, ...]:
    return tuple(_day(part.strip()) for part in re.split(r"[;,\n]+", words(cell)) if part.strip())


def _day(said: str) -> str:
    dotted = DOTTED_DAY.fullmatch(said)
    try:
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
        return date.fromisoformat(said.removesuffix(" 00:00:00")).isoformat()
    except ValueError:
        raise CellRefused(_("“%(day)s” is no day. Write it as 2027-03-31.") % {"day": said[:60]}) from None


def levels_raised(cell: Cell) -> dict[str, int]:
    """sk_python: 3; sk_clean: 2"""
    found: dict[str, int] = {}
    for skill, level in _pairs(cell):
        if not re.fullmatch(r"\d", level):
            said = _("“%(skill)s: %(level)s” is no level. Write, for example, sk_python: 3; sk_clean: 2.")
            raise CellRefused(said % {"skill": skill[:60], "level": level[:60]})
        if skill in found:
            raise CellRefused(_("“%(skill)s” stands twice. Keep one.") % {"skill": skill[:60]})
        found[skill] = int(level)
    return found


def links(cell: Cell) -> dict[str, tuple[str, ...]]:
    """A skill and an address in each line; several lines may be of one skill."""
    found: dict[str, tuple[str, ...]] = {}
    for skill, address in _pairs(cell):
        if address not in found.get(skill, ()):
            found[skill] = (*found.get(skill, ()), address)
    return found


def _pairs(cell: Cell) -> list[tuple[str, str]]:
    pairs = []
    for part in filter(None, (each.strip() for each in SEPARATED.split(words(cell)))):
        skill, colon, value = part.partition(":")
        if not colon or not skill.strip() or not value.strip():
            said = _("“%(part)s” names no skill and value. Write, for example, sk_python: 3; sk_clean: 2.")
            raise CellRefused(said % {"part": part[:60]})
        pairs.append((skill.strip(), value.strip()))
    return pairs


def named(cell: Cell, names: Mapping[str, str]) -> str:
    """The code of something that may be called by its name: names is code → name. What is neither is given back."""
    said = words(cell)
    by_name = {name.casefold(): code for code, name in names.items()} | {code.casefold(): code for code in names}
    return by_name.get(said.casefold(), said)


def level(cell: Cell) -> str:
    """By its code or its name in any language of these pages."""
    said = words(cell)
    for language, _name in settings.LANGUAGES:
        with override(language):
            names = {each.value: str(each.label) for each in TrainingModule.Level}
        if (found := named(cell, names)) in names:
            return found
    return said


def in_words(value: object) -> Cell | None:
    """How a value of an entry stands in a cell; None for an empty one."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return None
        case int() | float() | Decimal():
            return float(value)
        case tuple():
            return "; ".join(map(str, value))
        case Mapping():
            return "; ".join(f"{skill}: {each}" for skill, found in value.items() for each in _each(found))
    return str(value)


def _each(found: object) -> tuple[object, ...]:
    return found if isinstance(found, tuple) else (found,)
