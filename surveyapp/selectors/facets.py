"""Facts about an organisation in the form that peer groups are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveyapp.instruments.conditions import Answers, is_visible, references
from surveyapp.instruments.schema import FacetDef, Instrument
from surveyapp.instruments.texts import localised


def with_families(instrument: Instrument, facets: Mapping[str, str]) -> dict[str, str]:
    """The facets, and for each that has families the coarser `<code>_family`; a value in no family has none."""
    found = {code: value for code, value in facets.items() if value}
    for facet in instrument.facets:
        family = _family(facet, found.get(facet.code, ""))
        if family:
            found.setdefault(f"{facet.code}_family", family)
    return found


def _family(facet: FacetDef, value: str) -> str:
    return next((family for family, values in facet.families.items() if value in values), "")


def answered(instrument: Instrument, answers: Answers) -> dict[str, str]:
    """The facets that answers state: facet → choice code."""
    stated = {facet.code: answers.get(facet.item, {}).get("value") for facet in instrument.facets}
    return {code: value for code, value in stated.items() if isinstance(value, str)}


def is_in_population(instrument: Instrument, facets: Mapping[str, str], answers: Answers) -> bool:
    """Whether an organisation is one of those that the figures speak of.

    The instrument's rule is read on the answers, filled up from the facets. An organisation is left out only if
    everything the rule asks for is known: what nobody stated excludes nobody.
    """
    if instrument.population is None:
        return True
    rule = instrument.population.when
    known = {facet.item: {"value": facets[facet.code]} for facet in instrument.facets if facets.get(facet.code)}
    stated = {**{code: answer for code, answer in answers.items() if "value" in answer}, **known}
    unknown = any(mention.item not in stated for mention in references(rule))
    return unknown or is_visible(rule, stated)


def path(facets: Mapping[str, str], order: Sequence[str]) -> tuple[str, ...]:
    """The facet values from the root of the peer tree down, as far as they are known without a gap."""
    values = [facets.get(code, "") for code in order]
    return tuple(values[: values.index("")] if "" in values else values)


def value_name(instrument: Instrument, code: str, value: str, language: str) -> str:
    """A facet's value, or a family's, in words; the value itself where the instrument has none."""
    default = instrument.default_language
    for facet in instrument.facets:
        if code == facet.code:
            texts = {choice.code: choice.text for choice in instrument.choices(facet.item)}
            return localised(texts.get(value), language, default) or value
        if code == f"{facet.code}_family":
            return localised(facet.family_names.get(value), language, default) or value
    return value
