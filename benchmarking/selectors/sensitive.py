"""Which metrics hold sensitive questions: it follows from the questionnaire alone, so that pages may say it."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarking.selectors import rules
from benchmarking.selectors.barrier_items import naming_item
from surveyapp.instruments.schema import Instrument


def holds_sensitive(instrument: Instrument, metric: str) -> bool:
    """Whether the limit of sensitive questions is a metric's own (`Sector.k` of the same items); False for an unknown one."""
    items = (instrument.items.get(code) for code in _items(instrument, metric))
    return any(item.sensitive for item in items if item)


def _items(instrument: Instrument, metric: str) -> Iterable[str]:
    kind, _, code = metric.partition(":")
    if kind in ("item", "score"):
        return (code,)
    if kind in ("dimension", "dont_know"):
        return (item for each in instrument.dimensions if each.code == code for item in each.items)
    if kind == "statistic":
        return (item for each in instrument.statistics if each.code == code for item in (each.item, each.base))
    if kind in ("barrier", "barrier_strong"):
        return filter(None, (naming_item(instrument),))
    return _screen(instrument, kind, code.split(":")[0])


def _screen(instrument: Instrument, kind: str, code: str) -> Iterable[str]:
    """The question about its group of skills, which leads on to all others about it."""
    screens = rules.group_items(instrument, "screen")
    if kind == "group_short":
        return filter(None, (screens.get(code),))
    if kind not in ("skill", "skill_short"):
        return ()
    groups = (group.code for group in rules.skill_groups(instrument) if code in group.skills)
    return filter(None, (screens.get(group) for group in groups))
