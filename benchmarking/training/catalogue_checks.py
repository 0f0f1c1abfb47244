"""What is wrong with a catalogue, all of it: each problem with its module, its column and how to mend it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from math import isfinite
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue_entries import Entry, Supply
from surveyapp.instruments.schema import Instrument

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
CURRENCY = re.compile(r"[A-Z]{3}")
HIGHEST_LEVEL = 5
ESCO_HOST = "data.europa.eu"
MOST_DAYS, MOST_HOURS, MOST_PRICE, MOST_PEOPLE = 1_000, 10_000, Decimal(10_000_000), 10_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Seen nowhere, and no spreadsheet holds them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST = {"name": 200, "description": 4_000, "note": 2_000, "provider": 200}


@dataclass(frozen=True)
class Problem:
    """`column` is a field of the entry; `code` the module's, "" for the whole catalogue; `part` the skill or year it is of."""

    code: str
    column: str
    message: str
    part: str = ""


def problems(
    catalogue: Sequence[Entry], instrument: Instrument, languages: Collection[str], withdrawn: Collection[str] = ()
) -> list[Problem]:
    """Every problem of a whole catalogue: of each module, and of modules that refer to one another."""
    found = [problem for entry in catalogue for problem in of_entry(entry, instrument, languages)]
    return [*found, *_twice(catalogue), *_prerequisites(catalogue, withdrawn), *_circles(catalogue), *_money(catalogue)]


def of_entry(entry: Entry, instrument: Instrument, languages: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a module whatever the others are."""
    for place, message in (
        *_code(entry),
        *_texts(entry, languages),
        *_kind(entry, instrument),
        *_amounts(entry),
        *_dates(entry),
        *_raises(entry, instrument),
        *_links(entry),
        *_supply(entry.supply),
    ):
        column, _colon, part = place.partition(":")
        yield Problem(entry.code, column, message, part)


def is_esco(address: str) -> bool:
    """Only of the host that gives ESCO its addresses, without anything that could lead elsewhere."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    is_plain = re.fullmatch(r"[\x21-\x7e]+", address) is not None and not set(address) & set("\\\"'<>")
    is_there = parts.scheme in ("http", "https") and parts.netloc.lower() == ESCO_HOST and port is None
    return is_plain and is_there and parts.path.startswith("/esco/")


def _code(entry: Entry) -> Iterator[tuple[str, str]]:
    if not CODE.fullmatch(entry.code):
        yield (
            "code",
            _("A code begins with a letter and has only letters, digits, hyphens and underscores, 64 at most."),
        )


def _texts(entry: Entry, languages: Collection[str]) -> Iterator[tuple[str, str]]:
    if not any(text.strip() for text in entry.name.values()):
        yield "name", _("The name is missing. Write it in at least one language.")
    for column in ("name", "description", "note"):
        for language, text in getattr(entry, column).items():
            if language not in languages:
                yield column, _("“%(language)s” is no language of this survey.") % {"language": language}
            yield from ((column, message) for message in _text(text, LONGEST[column]))
    yield from (("provider", message) for message in _text(entry.provider, LONGEST["provider"]))


def _text(text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield _("The text is too long: at most %(most)s characters.") % {"most": most}
    if CONTROL.search(text):
        yield _("The text holds control characters. Type it anew.")


def audiences(instrument: Instrument) -> tuple[str, ...]:
    """In the questionnaire's order."""
    return tuple(dict.fromkeys(group.audience for group in instrument.skill_groups))


def _kind(entry: Entry, instrument: Instrument) -> Iterator[tuple[str, str]]:
    if entry.level not in TrainingModule.Level.values:
        levels = ", ".join(TrainingModule.Level.values)
        yield "level", _("“%(level)s” is no level. Use one of: %(levels)s.") % {"level": entry.level, "levels": levels}
    known = ", ".join(audiences(instrument))
    if entry.audience and entry.audience not in audiences(instrument):
        said = _("“%(audience)s” is nobody this survey asks about. Use one of: %(known)s.")
        yield "audience", said % {"audience": entry.audience, "known": known}
    if entry.is_offered and not entry.audience and known:
        said = _("A module that plans may choose needs an audience. Use one of: %(known)s.")
        yield "audience", said % {"known": known}


def _amounts(entry: Entry) -> Iterator[tuple[str, str]]:
    for column, value, most in (("days", entry.days, MOST_DAYS), ("hours", entry.hours, MOST_HOURS)):
        if value is not None and not (isfinite(value) and 0 < value <= most):
            yield column, _("Write a number above 0 and up to %(most)s, or leave it empty.") % {"most": most}
    if entry.price is not None and not (entry.price.is_finite() and 0 <= entry.price <= MOST_PRICE):
        yield "price", _("Write a price from 0 to %(most)s, or leave it empty.") % {"most": MOST_PRICE}
    elif entry.price is not None and entry.price != round(entry.price, 2):
        yield "price", _("A price has two digits after the point at most.")
    if not CURRENCY.fullmatch(entry.currency):
        yield "currency", _("Write the currency as three capital letters, such as EUR.")


def _dates(entry: Entry) -> Iterator[tuple[str, str]]:
    for day in entry.dates:
        if not _is_day(day):
            yield "dates", _("“%(day)s” is no day. Write it as 2027-03-31.") % {"day": day}
        elif not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
            yield "dates", _("Write a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _raises(entry: Entry, instrument: Instrument) -> Iterator[tuple[str, str]]:
    audience_of = {skill.code: group.audience for group in instrument.skill_groups for skill in group.skills}
    for skill, level in entry.raises.items():
        about = {"skill": skill, "level": level, "most": HIGHEST_LEVEL}
        if skill not in audience_of:
            yield (
                "raises",
                _("The questionnaire does not ask about “%(skill)s”. Remove it or correct its code.") % about,
            )
        elif entry.audience in audience_of.values() and audience_of[skill] != entry.audience:
            said = _("“%(skill)s” is a skill for another audience (%(audience)s), so this module cannot raise it.")
            yield f"raises:{skill}", said % (about | {"audience": audience_of[skill]})
        if not 1 <= level <= HIGHEST_LEVEL:
            yield f"raises:{skill}", _("“%(skill)s” is raised to %(level)s; levels run from 1 to %(most)s.") % about


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    for skill, links in entry.skill_links.items():
        if skill not in entry.raises:
            said = _("A link stands at “%(skill)s”, which this module does not raise.")
            yield f"skill_links:{skill}", said % {"skill": skill}
        for link in links:
            if not is_esco(link):
                said = _("“%(link)s” is no address of ESCO. They begin with https://data.europa.eu/esco/.")
                yield f"skill_links:{skill}", said % {"link": link[:100]}


def _supply(supply: Sequence[Supply]) -> Iterator[tuple[str, str]]:
    for year, times in Counter(each.year for each in supply).items():
        if times > 1:
            yield f"supply:{year}", _("The year %(year)s is stated more than once. Keep one.") % {"year": year}
    for each in supply:
        if not FIRST_YEAR <= each.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            yield f"supply:{each.year}", _("Write a year from %(first)s to %(last)s.") % years
        if any(number is not None and not 0 <= number <= MOST_PEOPLE for number in (each.places, each.completers)):
            yield f"supply:{each.year}", _("Places and completers are whole numbers from 0.")
        if each.places is None and each.completers is None:
            said = _("For %(year)s neither places nor completers are stated. State one of them or leave the year out.")
            yield f"supply:{each.year}", said % {"year": each.year}
        yield from ((f"supply:{each.year}", message) for message in _text(each.source, LONGEST["provider"]))


def _twice(catalogue: Sequence[Entry]) -> Iterator[Problem]:
    for code, times in Counter(entry.code.casefold() for entry in catalogue).items():
        if times > 1:
            first = next(entry.code for entry in catalogue if entry.code.casefold() == code)
            said = _("The code “%(code)s” stands %(times)s times, capitals aside. Give each module a code of its own.")
            yield Problem(first, "code", said % {"code": first, "times": times})


def _prerequisites(catalogue: Sequence[Entry], withdrawn: Collection[str]) -> Iterator[Problem]:
    by_code = {entry.code: entry for entry in catalogue}
    for entry in catalogue:
        for code in entry.prerequisites:
            if message := _why_not_before(entry, code, by_code, withdrawn):
                yield Problem(entry.code, "prerequisites", message % {"code": code})


def _why_not_before(entry: Entry, code: str, by_code: Mapping[str, Entry], withdrawn: Collection[str]) -> str:
    if code == entry.code:
        return _("A module cannot be its own prerequisite.")
    if code in by_code:
        is_dead_end = entry.is_offered and not by_code[code].is_offered
        return _("“%(code)s” is not offered in plans, so nobody could take it first.") if is_dead_end else ""
    if code in withdrawn:
        return _("“%(code)s” is withdrawn. Remove it, or bring that module back.")
    return _("No module has the code “%(code)s”. Remove it or correct it.")


def _circles(catalogue: Iterable[Entry]) -> Iterator[Problem]:
    before = {entry.code: [code for code in entry.prerequisites if code != entry.code] for entry in catalogue}
    while True:
        try:
            TopologicalSorter(before).prepare()
        except CycleError as circle:
            codes = list(reversed(circle.args[1]))
            said = _("These modules wait for each other: %(codes)s. Remove one of these prerequisites.")
            yield Problem(codes[0], "prerequisites", said % {"codes": " → ".join(codes)})
            for code in codes:  # what else there is, is found without this circle
                before[code] = []
        else:
            return


def _money(catalogue: Iterable[Entry]) -> Iterator[Problem]:
    """A budget is one sum of money."""
    priced = [entry for entry in catalogue if entry.is_offered and entry.price is not None]
    used = sorted({entry.currency for entry in priced})
    if len(used) > 1:
        said = _("Modules are priced in %(currencies)s. A plan has one budget, so give all prices in one currency.")
        yield Problem("", "currency", said % {"currencies": ", ".join(used)})
