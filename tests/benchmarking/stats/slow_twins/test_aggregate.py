from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.aggregate import agreement, merge_respondents, missing_reason, n_raters
from benchmarking.stats.records import ItemRule, Missing, RespondentRecord

LEVEL = ItemRule("L", "mean", {str(n): float(n) for n in range(1, 6)}, 1, 5)
MODEL = ItemRule("M", "once")
TWINS = ItemRule("T", "union", exclusive=frozenset({"none"}))
RULES = [LEVEL, MODEL, TWINS]

REASON = st.sampled_from(list(Missing))
CODES = st.frozensets(st.sampled_from(["a", "b", "c", "none"]), min_size=1)
ANSWERS = {
    "L": st.sampled_from(["1", "2", "3", "4", "5"]) | st.integers(4, 20).map(lambda quarters: quarters / 4) | REASON,
    "M": st.sampled_from(["own", "contract", "supplier"]) | REASON,
    "T": CODES | st.sampled_from(["a", "none"]) | REASON,
}


@st.composite
def crowds(draw):
    """Respondents whose submission orders differ, so that the last one is never by chance."""
    said = st.tuples(
        st.sampled_from(["alpha", "beta"]),
        st.sampled_from(["it", "qa", "hr"]),
        st.fixed_dictionaries({}, optional=ANSWERS),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
    )
    crowd = draw(st.lists(said, max_size=9))
    orders = draw(st.permutations(range(len(crowd))))
    return [RespondentRecord(*one[:4], order, one[4]) for one, order in zip(crowd, orders, strict=True)]


def slow_reason(reasons):
    if all(reason == Missing.NOT_SHOWN for reason in reasons):
        return Missing.NOT_SHOWN
    shown = [reason for reason in reasons if reason != Missing.NOT_SHOWN]
    if any(reason == Missing.SUPPRESSED for reason in reasons):
        return Missing.SUPPRESSED
    if all(reason == Missing.DOES_NOT_APPLY for reason in shown):
        return Missing.DOES_NOT_APPLY
    return Missing.DONT_KNOW if Missing.DONT_KNOW in shown else Missing.NOT_ANSWERED


def slow_merged(records, rule):
    stated = [r for r in records if not isinstance(r.answers.get(rule.code, Missing.NOT_SHOWN), Missing)]
    if not stated:
        return slow_reason([r.answers.get(rule.code, Missing.NOT_SHOWN) for r in records])
    meetings = sorted((r for r in stated if r.is_agreed), key=lambda r: r.order)
    if meetings:
        stated = meetings[-1:]
    if rule.merge == "once":
        coordinators = [r for r in stated if r.is_coordinator] or stated
        return max(coordinators, key=lambda r: r.order).answers[rule.code]
    if rule.merge == "union":
        named = set()
        for record in stated:
            answer = record.answers[rule.code]
            named |= {answer} if isinstance(answer, str) else answer
        return named - {"none"} or named
    means = []
    for role in {r.role for r in stated}:
        levels = [Fraction(r.answers[rule.code]) for r in stated if r.role == role]
        means.append(sum(levels) / len(levels))
    return pytest.approx(float(sum(means) / len(means)))


@given(crowds())
def test_merged_answers_are_those_of_the_slow_twin(crowd):
    found = merge_respondents(crowd, RULES)
    assert list(found) == sorted({record.organisation for record in crowd})
    for organisation, merged in found.items():
        its = [record for record in crowd if record.organisation == organisation]
        for rule in RULES:
            assert merged.values[rule.code] == slow_merged(its, rule)
        raters = [record for record in its if not record.is_agreed]
        assert merged.n_respondents == (len(raters) or 1)
        assert set(merged.roles) == {record.role for record in raters}


@given(st.lists(REASON, min_size=1))
def test_the_reason_of_an_organisation_is_that_of_the_slow_twin(reasons):
    assert missing_reason(reasons) == slow_reason(reasons)


@given(st.lists(st.booleans()))
def test_raters_are_counted_as_by_the_slow_twin(meetings):
    raters = 0
    for is_meeting in meetings:
        raters += not is_meeting
    assert n_raters(meetings) == (raters if raters or not meetings else 1)


def slow_deviation(points):
    centre = sum(points) / len(points)
    return sum(abs(point - centre) for point in points) / len(points)


@given(crowds())
def test_agreement_is_that_of_the_slow_twin(crowd):
    expected = {}
    for organisation in {record.organisation for record in crowd}:
        said = [
            r.answers["L"] for r in crowd if r.organisation == organisation and not r.is_agreed and "L" in r.answers
        ]
        points = [(Fraction(level) - 1) * 25 for level in said if not isinstance(level, Missing)]
        if len(points) >= 2:
            expected[organisation] = len(points), pytest.approx(float(slow_deviation(points)), abs=1e-9)
    found = agreement(crowd, RULES)
    assert {one.organisation: (one.n_raters, one.average_deviation) for one in found} == expected
    assert {one.item for one in found} <= {"L"}
