"""What two versions of a questionnaire ask alike: a change is made of nothing else (STATISTICS 2, waves)."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarking.stats.waves import Fielded, common_items
from surveyapp.instruments.changes import Change, compare
from surveyapp.instruments.schema import Instrument


def same_items(now: Instrument, then: Instrument) -> frozenset[str]:
    """Codes of the items a change may be made of: of one version all that both asked; of two those that are the same,
    in words, answers and who is asked, or that the later version declares so."""
    before, after = (Fielded(each.slug, each.version, frozenset(each.items)) for each in (then, now))
    if before == after:
        return frozenset(now.items)
    alike = {code: code for code, change in compare(then, now).items() if change is Change.SAME}
    return frozenset(code for _, code in common_items(before, after, alike))


def comparable(metrics: Iterable[str], now: Instrument, then: Instrument) -> frozenset[str]:
    """Of dimensions' and imported scores' metrics (dimension:AUT, score:EES) those that mean the same in both: their items
    are the same ones, and each is asked alike."""
    alike = same_items(now, then)
    return frozenset(metric for metric in metrics if _is_the_same(metric, now, then, alike))


def _is_the_same(metric: str, now: Instrument, then: Instrument, alike: frozenset[str]) -> bool:
    items, items_then = (_items(metric.partition(":")[2], each) for each in (now, then))
    return items == items_then and alike >= set(items)


def _items(key: str, instrument: Instrument) -> tuple[str, ...]:
    return next((tuple(each.items) for each in instrument.dimensions if each.code == key), (key,))
