"""Everything that packed responses say of an organisation, as the record that `aggregate` makes of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarking.stats.exact_sums import Integers
from benchmarking.stats.packed_answers import REASONS, STATED, Bytes, Flags, PackedItem, PackedResponses
from benchmarking.stats.packed_merge import NOBODY, by_priority, merge_means, merged_reasons, speakers
from benchmarking.stats.records import AnswerValue, MergedRecord


def suits(item: PackedItem) -> bool:
    """Whether an item can be merged packed: no mean of several choices, no union of numbers, which have no meaning."""
    if item.rule.merge == "union":
        return item.number is None
    return item.rule.merge == "once" or not item.takes_several


def merge_packed(
    said: PackedResponses, items: Sequence[PackedItem], organisations: Sequence[str], roles: Sequence[str]
) -> dict[str, MergedRecord]:
    """`aggregate.merge_respondents` of the same responses, to the bit: one record for each organisation that has any.

    organisations, roles: the names behind `said.organisation` and `said.role`. items: all that `suits`. Raises ValueError
    as `packed_merge.merge_means`. Source: STATISTICS 1, several raters.
    """
    if not len(said):
        return {}
    rank = by_priority(said)
    means = [item for item in items if item.rule.merge == "mean"]
    values = _means(said, means, len(organisations))
    for item in items:
        if item.rule.merge != "mean":
            merge = _once if item.rule.merge == "once" else _union
            values[item.rule.code] = merge(said, rank, item, len(organisations))
    raters, meetings = (_counts(said, flags, len(organisations)) for flags in (~said.is_agreed, said.is_agreed))
    spoken = _roles(said, organisations, roles)
    return {
        name: MergedRecord(
            organisation=name,
            values={item.rule.code: values[item.rule.code][place] for item in items},
            n_respondents=int(raters[place]) or 1,
            roles=spoken[place],
        )
        for place, name in sorted(enumerate(organisations), key=lambda pair: pair[1])
        if raters[place] or meetings[place]
    }


def _counts(said: PackedResponses, chosen: Flags, n_organisations: int) -> Integers:
    return np.bincount(said.organisation[chosen], minlength=n_organisations)


def _roles(said: PackedResponses, organisations: Sequence[str], roles: Sequence[str]) -> list[tuple[str, ...]]:
    found: list[set[str]] = [set() for _ in organisations]
    pairs = np.unique(np.stack([said.organisation, said.role], axis=1)[~said.is_agreed], axis=0)
    for organisation, role in pairs.tolist():
        found[organisation].add(roles[role])
    return [tuple(sorted(names)) for names in found]


def _means(said: PackedResponses, items: Sequence[PackedItem], n_organisations: int) -> dict[str, list[AnswerValue]]:
    merged = merge_means(said, items, n_organisations)
    return {
        item.rule.code: _or_reason(merged.values[:, place].tolist(), merged.reasons[:, place])
        for place, item in enumerate(items)
    }


def _or_reason(values: Sequence[AnswerValue], reasons: Bytes) -> list[AnswerValue]:
    return [value if byte == STATED else REASONS[byte] for value, byte in zip(values, reasons.tolist(), strict=True)]


def _once(said: PackedResponses, rank: Integers, item: PackedItem, n_organisations: int) -> list[AnswerValue]:
    speaks = speakers(said, rank, item, n_organisations)
    reasons = merged_reasons(said, item.columns[:1], (speaks != NOBODY)[:, None])[:, 0]
    return _or_reason(_stated_at(said, item, speaks), reasons)


def _stated_at(said: PackedResponses, item: PackedItem, places: Integers) -> list[AnswerValue]:
    """What the responses at these places state; anything where the place is that of nobody."""
    if item.number is not None:
        return list(said.numbers[places, item.number].tolist())
    if item.takes_several:
        return [_named(row, item) for row in said.vector[places][:, item.columns] > STATED]
    states = said.vector[places, item.columns[0]].tolist()
    return [item.codes[state - STATED] if state >= STATED else "" for state in states]


def _named(chosen: Flags, item: PackedItem) -> frozenset[str]:
    return frozenset(item.codes[place] for place in np.flatnonzero(chosen))


def _union(said: PackedResponses, rank: Integers, item: PackedItem, n_organisations: int) -> list[AnswerValue]:
    """Every code that anybody named; where a meeting stated the item, those of the latest one alone."""
    is_chosen = _chosen(said, item)
    named = np.zeros((n_organisations, len(item.codes)), np.bool_)
    response, code = np.nonzero(is_chosen)
    named[said.organisation[response], code] = True
    speaks = speakers(said, rank, item, n_organisations)
    agreed = np.flatnonzero((speaks != NOBODY) & said.is_agreed[speaks])
    named[agreed] = is_chosen[speaks[agreed]]
    reasons = merged_reasons(said, item.columns[:1], (speaks != NOBODY)[:, None])[:, 0]
    codes = [_named(row, item) for row in named]
    return _or_reason([all_of - item.rule.exclusive or all_of for all_of in codes], reasons)


def _chosen(said: PackedResponses, item: PackedItem) -> Flags:
    """(responses, codes) Whether each response names each code."""
    if item.takes_several:
        several: Flags = said.vector[:, item.columns] > STATED
        return several
    one: Flags = said.vector[:, item.columns] == np.arange(STATED, STATED + len(item.codes))
    return one
