"""Several respondents of one organisation become one value an item, and how far they agree.

All sums are `math.fsum`, so the order in which respondents come in changes no digit.
Who may see the agreement inside an organisation is decided elsewhere: here it is only computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from benchmarking.stats.records import (
    AnswerValue,
    ItemRule,
    MergedRecord,
    Missing,
    RespondentRecord,
)
from benchmarking.stats.reliability import Verdict, agreement_verdict, average_deviation


def merge_respondents(records: Iterable[RespondentRecord], rules: Sequence[ItemRule]) -> dict[str, MergedRecord]:
    """One record an organisation, in order of organisation, with a value for every rule.

    mean: plain mean over roles of the mean within a role, in the item's own unit. once: the
    coordinator's stated answer, else the latest submitted stated one. union: every code anybody
    named. Where a meeting agreed on a value, that value stands instead of the raters' merge, the
    latest submitted one where several did; a reason why a meeting stated none overrides nobody.
    Where nobody stated a value: `missing_reason`. Raises ValueError for a value that does not suit
    its rule. Source: STATISTICS 1, several raters.
    """
    by_organisation: dict[str, list[RespondentRecord]] = defaultdict(list)
    for record in records:
        by_organisation[record.organisation].append(record)
    return {code: _merged(code, by_organisation[code], rules) for code in sorted(by_organisation)}


def _merged(organisation: str, records: Sequence[RespondentRecord], rules: Sequence[ItemRule]) -> MergedRecord:
    return MergedRecord(
        organisation=organisation,
        values={rule.code: _merged_value(records, rule) for rule in rules},
        n_respondents=n_raters(record.is_agreed for record in records),
        roles=tuple(sorted({record.role for record in records if not record.is_agreed})),
    )


def n_raters(agreed: Iterable[bool]) -> int:
    """How many people answered for an organisation, from each response's `is_agreed`.

    Raters alone count. Where there is nothing but agreed answers they count as one, however many people sat in the
    meeting and however many meetings there were: one value an item came out of them. 0 for no response.
    """
    flags = list(agreed)
    return flags.count(False) or min(1, len(flags))


def _merged_value(records: Sequence[RespondentRecord], rule: ItemRule) -> AnswerValue:
    answers = [(record, record.answers.get(rule.code, Missing.NOT_SHOWN)) for record in records]
    stated = [(record, value) for record, value in answers if not isinstance(value, Missing)]
    if not stated:
        return missing_reason(value for _, value in answers if isinstance(value, Missing))
    stated = _latest_agreed(stated) or stated
    if rule.merge == "mean":
        return _mean_over_roles(stated, rule)
    return _once(stated) if rule.merge == "once" else _union(stated, rule)


def _latest_agreed(
    stated: Sequence[tuple[RespondentRecord, AnswerValue]],
) -> list[tuple[RespondentRecord, AnswerValue]]:
    """What the last meeting agreed on, alone; it then merges with itself by the item's own rule."""
    agreed = [(record, value) for record, value in stated if record.is_agreed]
    return [max(agreed, key=lambda s: (s[0].order, s[0].role, _text(s[1])))] if agreed else []


def missing_reason(reasons: Iterable[Missing]) -> Missing:
    """The one reason of an organisation in which nobody stated a value.

    not_shown if nobody was shown the item; suppressed if the source of imported results has a number and withheld it;
    does_not_apply if all who were shown it said so; dont_know if any of them said so; else not_answered.
    """
    shown = {reason for reason in reasons if reason != Missing.NOT_SHOWN}
    if not shown:
        return Missing.NOT_SHOWN
    if Missing.SUPPRESSED in shown:
        return Missing.SUPPRESSED
    if shown == {Missing.DOES_NOT_APPLY}:
        return Missing.DOES_NOT_APPLY
    return Missing.DONT_KNOW if Missing.DONT_KNOW in shown else Missing.NOT_ANSWERED


def _mean_over_roles(stated: Sequence[tuple[RespondentRecord, AnswerValue]], rule: ItemRule) -> float:
    by_role: dict[str, list[float]] = defaultdict(list)
    for record, value in stated:
        number = rule.number(value)
        if number is not None:
            by_role[record.role].append(number)
    return _mean([_mean(numbers) for numbers in by_role.values()])


def _once(stated: Sequence[tuple[RespondentRecord, AnswerValue]]) -> AnswerValue:
    # Role and text decide only between answers of the same order, so that the result is never by
    # chance.
    _, value = max(stated, key=lambda s: (s[0].is_coordinator, s[0].order, s[0].role, _text(s[1])))
    return value


def _text(value: AnswerValue) -> str:
    return " ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _union(stated: Sequence[tuple[RespondentRecord, AnswerValue]], rule: ItemRule) -> frozenset[str]:
    named = frozenset[str]().union(*(_codes(value, rule) for _, value in stated))
    return named - rule.exclusive or named


def _codes(value: AnswerValue, rule: ItemRule) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, frozenset):
        return value
    raise ValueError(
        f"Item {rule.code}: {value!r} is a number, but a union is of codes. "
        "Merge the item by mean or once, or give its codes."
    )


@dataclass(frozen=True)
class Agreement:
    """How far two or more raters of one organisation agree on one item, in 0-100 points."""

    organisation: str
    item: str
    n_raters: int
    average_deviation: float

    @property
    def verdict(self) -> Verdict:
        """Agree up to 12 points, mixed up to 20, else split (STATISTICS 1)."""
        return agreement_verdict(self.average_deviation)


def agreement(records: Iterable[RespondentRecord], rules: Sequence[ItemRule]) -> tuple[Agreement, ...]:
    """Every organisation and `mean` item with two or more stated answers, in that order.

    Roles do not matter here. Missing answers are left out, never counted as disagreement, and so
    is what a meeting agreed on: it is nobody's rating.
    """
    points: dict[tuple[str, str], list[float]] = defaultdict(list)
    scored = [rule for rule in rules if rule.merge == "mean"]
    for record in (record for record in records if not record.is_agreed):
        for rule in scored:
            number = rule.number(record.answers.get(rule.code, Missing.NOT_SHOWN))
            if number is not None:
                points[record.organisation, rule.code].append(rule.points(number))
    return tuple(
        Agreement(organisation, item, len(values), average_deviation(values))
        for (organisation, item), values in sorted(points.items())
        if len(values) > 1
    )


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
