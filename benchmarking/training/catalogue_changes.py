"""What an import would change in a module, in words: the old and the new value of each column, each skill by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import takewhile
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue_entries import FIELDS, Entry, Supply
from benchmarking.training import catalogue_words
from benchmarking.training.catalogue_columns import OF_A_YEAR, SUPPLY, TEXTS, head_of
from surveyapp.instruments.direction import isolated

Names = Mapping[str, str]
SHOWN_LETTERS, BEFORE_THE_CHANGE = 80, 20


def changed(was: Entry, now: Entry, names: Names) -> list[str]:
    """A line a value that differs. names: skill → its name."""
    return [*_fields(was, now, names), *_raises(was.raises, now.raises, names), *_supply(was.supply, now.supply)]


def of_new(entry: Entry, names: Names) -> list[str]:
    """What decides whom a new module is for, what it takes and what it brings."""
    said = [
        _("%(column)s: %(value)s") % {"column": head_of(name), "value": _isolated(_said(entry, name))}
        for name in ("audience", "days", "price")
    ]
    raised = catalogue_words.raised(entry.raises, names)
    text = _("Raises %(skill)s to level %(level)s")
    return [*said, *(text % {"skill": _isolated(name), "level": level} for _code, name, level in raised)]


def _fields(was: Entry, now: Entry, names: Names) -> Iterator[str]:
    for name in FIELDS:
        if name in TEXTS:
            yield from _each_of(TEXTS[name], getattr(was, name), getattr(now, name))
        elif name == "skill_links":
            before, after = (
                {names.get(code, code): " ".join(its) for code, its in e.skill_links.items()} for e in (was, now)
            )
            yield from _each_of(head_of(name), before, after)
        elif name != "raises" and getattr(was, name) != getattr(now, name):
            yield _from_to(head_of(name), _said(was, name), _said(now, name))


def _each_of(head: str, was: Names, now: Names) -> Iterator[str]:
    """Texts by language, links by skill."""
    for key in dict.fromkeys((*was, *now)):
        if was.get(key, "") != now.get(key, ""):
            yield _from_to(f"{head} ({key})", *_about_the_change(was.get(key, ""), now.get(key, "")))


def _about_the_change(was: str, now: str) -> tuple[str, str]:
    """Of long texts only where they part, else both would look the same."""
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    is_long = max(len(was), len(now)) > SHOWN_LETTERS
    start = max(0, same - BEFORE_THE_CHANGE) if is_long else 0
    return _excerpt(was, start), _excerpt(now, start)


def _excerpt(text: str, start: int) -> str:
    cut = text[start : start + SHOWN_LETTERS]
    return ("…" if start and text else "") + cut + ("…" if len(text) > start + len(cut) else "")


def _from_to(head: str, was: str, now: str) -> str:
    said = {"column": _isolated(head), "was": _isolated(was or words.DASH), "now": _isolated(now or words.DASH)}
    return _("%(column)s: %(was)s → %(now)s") % said


def _raises(was: Mapping[str, int], now: Mapping[str, int], names: Names) -> Iterator[str]:
    for code, name, _level in catalogue_words.raised({**was, **now}, names):
        if was.get(code) == now.get(code):
            continue
        said = {"skill": _isolated(name), "was": was.get(code), "now": now.get(code)}
        if code not in was:
            yield _("Raises %(skill)s: new, to level %(now)s") % said
        elif code not in now:
            yield _("Raises %(skill)s: no longer, before to level %(was)s") % said
        else:
            yield _("Raises %(skill)s: to level %(was)s → to level %(now)s") % said


def _supply(was: tuple[Supply, ...], now: tuple[Supply, ...]) -> Iterator[str]:
    """The last of a year that stands twice, which is a problem of its own."""
    before, after = ({str(each.year): _of_a_year(each) for each in its} for its in (was, now))
    yield from _each_of(SUPPLY, before, after)


def _of_a_year(supply: Supply) -> str:
    stated = {name: getattr(supply, name) for name in ("places", "completers", "source")}
    return words.apart(
        f"{OF_A_YEAR[name][0]} {value}" for name, value in stated.items() if value is not None and value != ""
    )


def _said(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if value is None or value in ("", ()):
        return words.DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return HOW.get(name, str)(value)


def _number(value: float) -> str:
    return str(number_format(f"{value:.15g}"))


def _amount(value: Decimal) -> str:
    return str(number_format(value, 2 if value != int(value) else 0, force_grouping=True))


HOW: dict[str, Callable[[Any], str]] = {
    "days": _number,
    "hours": _number,
    "price": _amount,
    "level": catalogue_words.level_name,
    "audience": catalogue_words.audience_name,
    "dates": catalogue_words.dates,
    "prerequisites": words.apart,
}


def _isolated(text: str) -> str:
    return isolated(text, in_rtl=get_language_bidi())
