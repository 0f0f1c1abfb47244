"""Where an organisation stands in the peer tree, from its facets and the questionnaire alone; and what places are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from surveyapp.instruments.schema import Instrument

FAMILY = "_family"


def value_of(instrument: Instrument, facets: Mapping[str, str], name: str) -> str:
    """The value of a facet, "" where unknown; a family is looked up in the questionnaire."""
    if name in facets or not name.endswith(FAMILY):
        return facets.get(name) or ""
    facet = next((each for each in instrument.facets if each.code == name.removesuffix(FAMILY)), None)
    families = facet.families if facet else {}
    code = facets.get(name.removesuffix(FAMILY))
    return next((family for family, codes in families.items() if code in codes), "")


def path_of(instrument: Instrument, facets: Mapping[str, str], order: Sequence[str]) -> tuple[str, ...]:
    """As deep as its values are known without a gap."""
    return tuple(takewhile(bool, (value_of(instrument, facets, name) for name in order)))


def names_of(instrument: Instrument, facet: str, value: str) -> Mapping[str, str]:
    """Language → what the questionnaire calls a value of a facet or of a family; {} where it has no name."""
    for each in instrument.facets:
        if each.code == facet:
            texts = {choice.code: choice.text for choice in instrument.choices(each.item)}
            return texts.get(value) or {}
        if f"{each.code}{FAMILY}" == facet:
            return each.family_names.get(value) or {}
    return {}
