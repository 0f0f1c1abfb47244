"""What is published about barriers: who names one, and who is held back a lot or stopped by it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarking.selectors.barrier_items import naming_item, severity_items
from benchmarking.selectors.rules import item_rules
from benchmarking.selectors.scored import Measure, Sector, Values
from benchmarking.stats.records import AnswerValue, Metric

# "A lot": from two thirds of the scale up, 2 of 0-3, in points.
STRONG_FROM = 66.0


def measures(sector: Sector) -> Iterator[Measure]:
    """Two shares a barrier, both of everybody who was asked what holds them back."""
    naming = naming_item(sector.instrument)
    if naming is None:
        return
    severities = severity_items(sector.instrument, naming)
    k = sector.k(naming)
    for choice in sector.instrument.choices(naming):
        if choice.exclusive:
            continue
        yield Measure(Metric(f"barrier:{choice.code}", "share", _named(sector, naming, choice.code), k=k))
        if choice.code in severities:
            strong = _strong(sector, naming, choice.code, severities[choice.code])
            yield Measure(Metric(f"barrier_strong:{choice.code}", "share", strong, k=k))


def _named(sector: Sector, naming: str, barrier: str) -> Values:
    return sector.values(naming, lambda value: float(names(value, barrier)))


def names(value: AnswerValue, barrier: str) -> bool:
    return isinstance(value, frozenset) and barrier in value


def _strong(sector: Sector, naming: str, barrier: str, severity: str) -> Values:
    """Named without saying how much is not stated; not named is not strong."""
    rule = item_rules(sector.instrument)[severity]
    named = _named(sector, naming, barrier)
    stated = {o.inputs.organisation: rule.number(o.value(severity)) for o in sector.organisations}

    def strong(organisation: str) -> float | None:
        number = stated[organisation]
        return None if number is None else float(rule.points(number) >= STRONG_FROM)

    return {organisation: strong(organisation) if value else value for organisation, value in named.items()}
