"""Packed responses become one value an item and organisation: the same as `aggregate`, to the bit, for whole waves.

No object is made of any response: sums of bytes by organisation and role, and for what does not average the place of
the response that speaks for the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.exact_sums import Floats, Integers, add_up_exactly, exact_sums, halves
from benchmarking.stats.packed_answers import STATED, Bytes, Flags, PackedItem, PackedResponses, table_sums

FRACTIONS = 2**8
"""Levels that are multiples of 1/256 are added as whole numbers; others by `exact_sums`."""

NOBODY = -1


@dataclass(frozen=True)
class MergedMeans:
    """Items that merge by mean: `values` (organisations, items) in the item's own unit, NaN where nobody stated one, and
    `reasons` of the same shape, the byte of the missing reason, `STATED` where there is a value."""

    values: Floats
    reasons: Bytes


def merge_means(said: PackedResponses, items: Sequence[PackedItem], n_organisations: int) -> MergedMeans:
    """The mean over roles of the means within each role, of items of a single choice or a number.

    said: responses whose organisations run from 0 to n_organisations - 1. A meeting's latest stated value stands instead
    of it. Missing: `MergedMeans.reasons`, by the rule of `aggregate.missing_reason`; not shown for an organisation
    without responses. Equal to `aggregate.merge_respondents` to the bit. Raises ValueError for a stated code without a
    number, or a number outside the item's range. Source: STATISTICS 1, several raters.
    """
    _refuse_what_has_no_number(said, items)
    values = np.full((n_organisations, len(items)), np.nan)
    whole = [place for place, item in enumerate(items) if _adds_as_whole(item)]
    values[:, whole] = _means_of_levels(said, [items[place] for place in whole], n_organisations)
    for place in sorted(set(range(len(items))) - set(whole)):
        values[:, place] = _mean_of_numbers(said, items[place], n_organisations)
    _overrule(values, said, items)
    columns = [item.columns[0] for item in items]
    return MergedMeans(values, merged_reasons(said, columns, ~np.isnan(values)))


def merged_reasons(said: PackedResponses, columns: Sequence[int], is_stated: Flags) -> Bytes:
    """Why nobody stated a value, by organisation and column: the byte of `aggregate.missing_reason`, else `STATED`.

    is_stated: (organisations, columns). Only the responses of organisations that lack something are read again.
    """
    found = np.full(is_stated.shape, STATED, np.uint8)
    lacking = np.flatnonzero(~is_stated.all(axis=1))
    if not len(lacking):
        return found
    place = np.full(len(is_stated), NOBODY)
    place[lacking] = np.arange(len(lacking))
    its = np.flatnonzero(place[said.organisation] != NOBODY)
    reason = _reasons(said.vector[its], columns, place[said.organisation[its]], len(lacking))
    found[lacking] = np.where(is_stated[lacking], STATED, reason)
    return found


def _reasons(vector: Bytes, columns: Sequence[int], group: Integers, n_groups: int) -> Bytes:
    """How often each reason was given, 21 bits each, side by side in one whole number; then the rule."""
    table = np.zeros((len(columns), 256), np.int64)
    table[:, 1:STATED] = 1, 1 << 21, 1 << 42
    counts = table_sums(vector, columns, table, group, n_groups)
    not_answered, dont_know, does_not_apply = (counts >> bits & 2**21 - 1 for bits in (0, 21, 42))
    only_not_applicable = (does_not_apply > 0) & (not_answered == 0) & (dont_know == 0)
    rules = [counts == 0, only_not_applicable, dont_know > 0]
    return np.select(rules, [np.uint8(0), np.uint8(3), np.uint8(2)], np.uint8(1)).astype(np.uint8)


def _adds_as_whole(item: PackedItem) -> bool:
    levels = item.levels[~np.isnan(item.levels)] * FRACTIONS
    return item.number is None and bool((levels == np.rint(levels)).all() and (np.abs(levels) < 2**15).all())


def _means_of_levels(said: PackedResponses, items: Sequence[PackedItem], n_organisations: int) -> Floats:
    """Sums and counts of each role come as one whole number, the count in its upper bits."""
    levels = np.array([item.levels for item in items]).reshape(-1, 256)
    scale = FRACTIONS if (levels[~np.isnan(levels)] % 1).any() else 1
    lowest = np.nanmin(levels, initial=0.0)
    raters = said if not said.is_agreed.any() else said.only(~said.is_agreed)
    n_roles = int(raters.role.max(initial=0)) + 1
    # Role after role, so that what a role says of all organisations lies together.
    group = raters.role * n_organisations + raters.organisation
    bits, kind = _width(group, (np.nanmax(levels, initial=0.0) - lowest) * scale)
    shifted: NDArray[np.int32] | NDArray[np.int64] = np.where(
        np.isnan(levels), 0, (levels - lowest) * scale + 2.0**bits
    ).astype(kind)
    columns = [item.columns[0] for item in items]
    sums = table_sums(raters.vector, columns, shifted, group, n_organisations * n_roles)
    return _over_roles(
        (_role_means(its, bits, scale, lowest) for its in np.split(sums, n_roles)),
        (n_organisations, len(items)),
        n_roles,
    )


def _role_means(sums: NDArray, bits: int, scale: int, lowest: float) -> tuple[Floats, Flags]:
    """One role's means and whether anybody in it stated a value; 0 where nobody did."""
    stated = sums >> bits
    total = (sums & (1 << bits) - 1) / scale
    return (total + lowest * stated if lowest else total) / np.maximum(stated, 1), stated > 0


def _width(group: Integers, highest: float) -> tuple[int, type]:
    """Bits for the sum below those for the count, and the smallest type that holds both."""
    largest = int(np.bincount(group, minlength=1).max())
    fits = largest * highest < 2**16 and largest < 2**14
    return (16, np.int32) if fits else (36, np.int64)


def _over_roles(roles: Iterable[tuple[Floats, Flags]], shape: tuple[int, ...], n_roles: int) -> Floats:
    """The mean over roles of their means, NaN where no role stated anything: halves are added up, and rounded once."""
    high, rest, n = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    kept, are_exact = [], True
    for means, is_stated in roles:
        kept.append(means)
        are_exact = are_exact and add_up_exactly(means, n_roles)
        parts = halves(means)
        high += parts[0]
        rest += parts[1]
        n += is_stated
    sums = high + rest if are_exact else _summed_one_by_one(kept)
    return np.where(n, sums / np.maximum(n, 1), np.nan)


def _summed_one_by_one(means: Sequence[Floats]) -> Floats:
    """By `fsum` itself; a role that stated nothing adds 0."""
    stacked = np.stack([each.ravel() for each in means])
    n_cells = stacked.shape[1]
    return exact_sums(stacked.ravel(), np.tile(np.arange(n_cells), len(means)), n_cells).reshape(means[0].shape)


def _mean_of_numbers(said: PackedResponses, item: PackedItem, n_organisations: int) -> Floats:
    numbers = numbers_of(said, item)
    its = np.flatnonzero(~np.isnan(numbers) & ~said.is_agreed)
    n_roles = int(said.role.max(initial=0)) + 1
    group = said.role[its] * n_organisations + said.organisation[its]
    n = np.bincount(group, minlength=n_organisations * n_roles)
    means = exact_sums(numbers[its], group, n_organisations * n_roles) / np.maximum(n, 1)
    roles = zip(np.split(means, n_roles), np.split(n > 0, n_roles), strict=True)
    return _over_roles(roles, (n_organisations,), n_roles)


def numbers_of(said: PackedResponses, item: PackedItem) -> Floats:
    """(n,) The number that each response states for an item, NaN where it states none."""
    if item.number is None:
        found: Floats = item.levels[said.vector[:, item.columns[0]]]
        return found
    return np.where(said.vector[:, item.columns[0]] >= STATED, said.numbers[:, item.number], np.nan)


def _refuse_what_has_no_number(said: PackedResponses, items: Sequence[PackedItem]) -> None:
    """As `ItemRule.number` does. Columns whose every choice has a number are not looked at."""
    for item in items:
        state = said.vector[:, item.columns[0]]
        if item.number is not None:
            its = said.numbers[state >= STATED, item.number]
            for number in its[~((its >= item.rule.minimum) & (its <= item.rule.maximum))][:1]:
                item.rule.number(float(number))
        for byte in np.flatnonzero(np.isnan(item.levels[STATED : STATED + len(item.codes)])):
            if (state == STATED + byte).any():
                item.rule.number(item.codes[byte])


def _overrule(values: Floats, said: PackedResponses, items: Sequence[PackedItem]) -> None:
    agreed = said.only(said.is_agreed)
    rank = by_priority(agreed)
    for place, item in enumerate(items) if len(agreed) else ():
        speaks = speakers(agreed, rank, item, len(values))
        its = speaks != NOBODY
        values[its, place] = numbers_of(agreed, item)[speaks[its]]


def by_priority(said: PackedResponses) -> Integers:
    """Places of responses, the one that speaks before all others last: a meeting's, the coordinator's, the latest."""
    return np.lexsort((said.order, said.is_coordinator & ~said.is_agreed, said.is_agreed))


def speakers(said: PackedResponses, rank: Integers, item: PackedItem, n_organisations: int) -> Integers:
    """(organisations,) The place of the response that speaks for each on one item, -1 where nobody stated it.

    rank: `by_priority` of the responses. The latest meeting that stated a value, else the coordinator, else the latest
    submitted that did: `once` of `aggregate.merge_respondents`. Source: STATISTICS 1.
    """
    stated = rank[said.vector[rank, item.columns[0]] >= STATED]
    found = np.full(n_organisations, NOBODY)
    found[said.organisation[stated]] = stated  # of several, the one assigned last stands
    return found
