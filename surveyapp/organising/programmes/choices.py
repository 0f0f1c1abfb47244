"""What can be chosen for a programme: languages, time zones, currencies, questionnaires."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

Choices = list[tuple[str, str]]
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NO_MONEY = ("XXX", "XTS")  # of ISO 4217: no currency, and one for tests


def languages(codes: Iterable[str]) -> Choices:
    return [(code, own_name(code)) for code in codes]


def of_the_interface() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


@lru_cache
def timezones() -> tuple[tuple[str, str], ...]:
    """UTC, then places by region."""
    places = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return (("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places))


def currencies() -> Choices:
    """Those in use today, by their code; the name in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").currencies
    return [(code, f"{code} {names.get(code, '')}".strip()) for code in sorted(_in_use())]


@lru_cache
def _in_use() -> frozenset[str]:
    from babel.core import get_global

    rows = (row for rows in get_global("territory_currencies").values() for row in rows)
    return frozenset(code for code, _, until, is_tender in rows if until is None and is_tender) - {*NO_MONEY}


def name_of(instrument: Instrument) -> str:
    return localised(instrument.name, get_language() or "", instrument.default_language) or instrument.slug
