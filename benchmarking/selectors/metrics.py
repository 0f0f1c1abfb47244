"""What is published: one metric after another, with the value of every organisation behind it.

An item is published one way only. STATISTICS 3, rules 5 to 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarking.selectors import barrier_metrics, skill_metrics
from benchmarking.selectors.headlines import dont_know_metric
from benchmarking.selectors.rules import item_rules
from benchmarking.selectors.scored import Measure, Sector, Values
from benchmarking.stats.records import AnswerValue, ItemRule, Metric, Missing
from benchmarking.stats.score import has_dont_know
from surveyapp.instruments.schema import FeedsBarrier, Instrument, Statistic


def measures(sector: Sector) -> Iterator[Measure]:
    """Every metric that is estimated from answers, in a fixed order."""
    yield from _dimensions(sector)
    yield from _cuts(sector)
    yield from _scores(sector)
    yield from skill_metrics.measures(sector)
    yield from _statistics(sector)
    yield from barrier_metrics.measures(sector)
    yield from _dont_knows(sector)


def scores_of(sector: Sector) -> Iterator[Measure]:
    """Of these what a change between two waves is made of: dimensions and imported scores."""
    yield from _dimensions(sector)
    yield from _scores(sector)


def _dimensions(sector: Sector) -> Iterator[Measure]:
    for dimension in sector.instrument.dimensions:
        if not sector.suppressed.isdisjoint(dimension.items):
            continue
        scores = {o.inputs.organisation: o.dimensions[dimension.code].score for o in sector.organisations}
        stated: Values = {code: score for code, score in scores.items() if score is not None}
        k = sector.k(*dimension.items)
        yield Measure(Metric(f"dimension:{dimension.code}", "mean", stated, k=k, quantiles=True))


def _cuts(sector: Sector) -> Iterator[Measure]:
    rules = item_rules(sector.instrument)
    for code, item in sector.instrument.items.items():
        if item.publish == "cuts":
            levels = sorted(int(value) for value in sector.instrument.choice_values(code).values())
            values = sector.values(code, _number(rules[code]))
            yield Measure(Metric(f"item:{code}", "cuts", values, cuts=tuple(levels[1:]), k=sector.k(code)))


def _scores(sector: Sector) -> Iterator[Measure]:
    rules = item_rules(sector.instrument)
    for code, item in sector.instrument.items.items():
        if item.kind == "score" and item.publish == "mean" and code not in sector.suppressed:
            points = sector.values(code, _points(rules[code]))
            stated: Values = {organisation: value for organisation, value in points.items() if value is not None}
            yield Measure(Metric(f"score:{code}", "mean", stated, k=sector.k(code), quantiles=True))


def _statistics(sector: Sector) -> Iterator[Measure]:
    for statistic in sector.instrument.statistics:
        if is_estimated(sector.instrument, statistic):
            yield _share(sector, statistic)


def is_estimated(instrument: Instrument, statistic: Statistic) -> bool:
    """One of an item that is shown in cuts is derived from these; barriers have metrics of their own."""
    item = instrument.items[statistic.item]
    return item.publish != "cuts" and not isinstance(item.feeds, FeedsBarrier)


def _share(sector: Sector, statistic: Statistic) -> Measure:
    metric, k = f"statistic:{statistic.code}", sector.k(statistic.item, statistic.base)
    values = _held(sector, statistic)
    if sector.instrument.items[statistic.base].visible_when is None:
        return Measure(Metric(metric, "share", values, k=k))
    # Whoever was not shown a follow-up is outside its base, and so is whoever was and did not state it.
    stated: Values = {code: value for code, value in values.items() if value is not None}
    everybody = frozenset(o.inputs.organisation for o in sector.organisations)
    return Measure(Metric(metric, "share", stated, k=k), asked=everybody)


def _held(sector: Sector, statistic: Statistic) -> Values:
    """Of all in the base item's base: whoever was not led on to the item itself does not hold."""
    test = holds(sector.instrument, statistic)
    answers = {o.inputs.organisation: o.value(statistic.item) for o in sector.organisations}

    def held(organisation: str) -> float | None:
        value = answers[organisation]
        if isinstance(value, Missing):
            return 0.0 if value == Missing.NOT_SHOWN else None
        return float(test(value))

    base = sector.values(statistic.base, lambda _: 1.0)
    return {organisation: held(organisation) if stated else None for organisation, stated in base.items()}


def holds(instrument: Instrument, statistic: Statistic) -> Callable[[AnswerValue], bool]:
    """Whether a stated value counts: one of the codes; for a merged number, from the lowest to the highest of them."""
    values = instrument.choice_values(statistic.item)
    named = [values[code] for code in statistic.codes if code in values]

    def test(value: AnswerValue) -> bool:
        if isinstance(value, float):
            return bool(named) and min(named) <= value <= max(named)
        stated = frozenset({value}) if isinstance(value, str) else value
        return not stated.isdisjoint(statistic.codes)

    return test


def _dont_knows(sector: Sector) -> Iterator[Measure]:
    """Who did not know at least one item of a dimension that offers the answer, of all that stated one or did not know."""
    for dimension in sector.instrument.dimensions:
        is_offered = any(sector.instrument.items[code].dont_know for code in dimension.items)
        if not is_offered or not sector.suppressed.isdisjoint(dimension.items):
            continue
        found = {o.inputs.organisation: has_dont_know(o.dimensions[dimension.code]) for o in sector.organisations}
        answered: Values = {organisation: value for organisation, value in found.items() if value is not None}
        metric = Metric(dont_know_metric(dimension.code), "share", answered, k=sector.k(*dimension.items))
        yield Measure(metric, sector_alone=True)


def _number(rule: ItemRule) -> Callable[[AnswerValue], float]:
    return lambda value: rule.number(value) or 0.0


def _points(rule: ItemRule) -> Callable[[AnswerValue], float]:
    return lambda value: rule.points(rule.number(value) or 0.0)
