"""Countries and territories by their two-letter codes (ISO 3166-1), named in any language by the Unicode CLDR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

# CLDR also names groupings, pseudo-territories and codes that are reserved but not officially assigned.
NOT_A_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


def country_names(language: str) -> Mapping[str, str]:
    """Two-letter code -> name in the language, for every code of COUNTRIES; English where the language is unknown."""
    return _names(language)


def alphabetical(name: str) -> str:
    """A key that sorts names as readers look for them: without accents and case, so that Österreich stands under O."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _names(language: str) -> dict[str, str]:
    english = Locale("en").territories
    try:
        own = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        own = english
    return {code: own.get(code) or english[code] for code in COUNTRIES}


COUNTRIES: tuple[str, ...] = tuple(
    sorted(
        code
        for code in map(str, Locale("en").territories)
        if re.fullmatch("[A-Z]{2}", code) and code not in NOT_A_COUNTRY
    )
)
