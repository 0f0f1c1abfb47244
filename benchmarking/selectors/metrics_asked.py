"""The measures that a questionnaire gives, in its order: what a release of it may show. It knows the questionnaire only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarking.selectors.barrier_items import naming_item, severity_items
from benchmarking.selectors.headlines import OVERALL, dont_know_metric
from benchmarking.selectors.people_needed import counted_groups, people_metric
from benchmarking.selectors.places import FAMILY
from surveyapp.instruments.schema import FeedsBarrier, Instrument


def expected(instrument: Instrument) -> Iterator[str]:
    """Metric codes, as figures have them."""
    if instrument.dimensions:
        yield OVERALL
    for dimension in instrument.dimensions:
        yield f"dimension:{dimension.code}"
    yield from _scores(instrument)
    yield from _statistics(instrument)
    yield from _skills(instrument)
    yield from _barriers(instrument)
    for dimension in instrument.dimensions:
        if any(instrument.items[code].dont_know for code in dimension.items):
            yield dont_know_metric(dimension.code)
    for code in instrument.ordered:
        if instrument.items[code].publish == "cuts":
            yield f"item:{code}"


def _scores(instrument: Instrument) -> Iterator[str]:
    for code in instrument.ordered:
        if instrument.items[code].kind == "score" and instrument.items[code].publish == "mean":
            yield f"score:{code}"


def _statistics(instrument: Instrument) -> Iterator[str]:
    for each in instrument.statistics:
        if not isinstance(instrument.items[each.item].feeds, FeedsBarrier):
            yield f"statistic:{each.code}"


def _skills(instrument: Instrument) -> Iterator[str]:
    counted = {group.code for group in counted_groups(instrument)}
    for group in instrument.skill_groups:
        yield f"group_short:{group.code}"
        if group.code in counted:
            yield people_metric(group.code)
        for skill in group.skills:
            yield f"skill_short:{skill.code}"
            yield f"skill_tier:{skill.code}"
            for measure in ("needed", "current", "gap"):
                yield f"skill:{skill.code}:{measure}"


def _barriers(instrument: Instrument) -> Iterator[str]:
    naming = naming_item(instrument)
    severities = severity_items(instrument, naming) if naming else {}
    for choice in instrument.choices(naming) if naming else ():
        if not choice.exclusive:
            yield f"barrier:{choice.code}"
            if choice.code in severities:
                yield f"barrier_strong:{choice.code}"


MOST_VALUES = 120  # of a facet that is listed value by value


def values_of(instrument: Instrument, facet: str) -> dict[str, Mapping[str, str]]:
    """Value → its name in every language, of a facet or of its families, in the questionnaire's order; {} for one that has more
    than can be listed, such as countries."""
    for each in instrument.facets:
        if each.code == facet:
            choices = instrument.choices(each.item)
            return {choice.code: choice.text for choice in choices} if len(choices) <= MOST_VALUES else {}
        if f"{each.code}{FAMILY}" == facet:
            return {family: each.family_names.get(family, {}) for family in each.families}
    return {}
