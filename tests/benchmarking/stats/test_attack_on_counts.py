from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.attack_on_counts import NOT_STATED, PublishedCount, certainty
from benchmarking.stats.rounding import count_band

YES, NO = frozenset({1}), frozenset({0})
SHARE = [YES, NO]


def answers_of(yes, no, unstated=0):
    given_answers = [1] * yes + [0] * no + [NOT_STATED] * unstated
    return {f"u{i:02}": answer for i, answer in enumerate(given_answers)}


def bands(answers, width=3, exact=False):
    n = len(answers)
    counts = {name: sum(a == answer for a in answers.values()) for name, answer in (("yes", 1), ("not stated", -1))}
    found = {name: (count, count) if exact else count_band(count, n, width) for name, count in counts.items()}
    return [
        PublishedCount(name, frozenset(answers), frozenset({1 if name == "yes" else -1}), *band)
        for name, band in found.items()
    ]


def sure(published, answers, contributor=None, questions=SHARE):
    return certainty(published, answers, contributor or {u: u for u in answers}, questions)


def test_one_holder_among_ten_knows_from_an_exact_count_that_nobody_else_holds():
    answers = answers_of(1, 9)
    found = sure(bands(answers, exact=True), answers)
    assert (found.attacker, found.excluded) == ("u00", YES)


def test_bands_of_three_leave_the_holder_in_doubt():
    assert sure(bands(answers_of(1, 9)), answers_of(1, 9)) is None
    assert sure(bands(answers_of(0, 10)), answers_of(0, 10)) is None
    assert sure(bands(answers_of(10, 0)), answers_of(10, 0)) is None


def test_two_bands_together_can_say_what_neither_says():
    """Of twelve, 9-12 hold and 3-5 stated nothing: so nobody said no. Bands of six leave it open."""
    answers = answers_of(9, 0, 3)
    assert sure(bands(answers), answers).excluded == NO
    assert sure(bands(answers, width=6), answers) is None


def test_two_holders_of_one_knowledge_group_know_that_nobody_else_holds():
    answers = answers_of(2, 8)
    assert sure(bands(answers), answers) is None
    found = sure(bands(answers), answers, {u: "both" if u in ("u00", "u01") else u for u in answers})
    assert (found.attacker, found.excluded) == ("both", YES)


def test_no_bands_say_nothing():
    assert sure([], {}) is None


def test_what_cannot_be_attacked_is_named():
    with pytest.raises(ValueError, match="without an answer or a contributor: b"):
        sure([PublishedCount("x", frozenset({"a", "b"}), YES, 0, 2)], {"a": 1})
    with pytest.raises(ValueError, match="do not hold the true count: x"):
        sure([PublishedCount("x", frozenset({"a", "b"}), YES, 2, 2)], {"a": 1, "b": 0})


# The slow twin: every way in which everybody could have answered.


def sure_by_enumeration(published, answers, contributor, questions, possible):
    names = sorted(answers)
    worlds = [dict(zip(names, world, strict=True)) for world in product(possible, repeat=len(names))]
    worlds = [w for w in worlds if all(p.least <= sum(w[u] in p.answers for u in p.units) <= p.most for p in published)]
    for group in set(contributor.values()):
        own = [u for u in names if contributor[u] == group]
        seen = [w for w in worlds if all(w[u] == answers[u] for u in own)]
        for rival in (u for u in names if contributor[u] != group):
            if any(not any(w[rival] in question for w in seen) for question in questions):
                return True
    return False


@st.composite
def published_counts(draw):
    n = draw(st.integers(2, 6))
    possible = draw(st.sampled_from([(-1, 0, 1), (-1, 0, 1, 2)]))
    answers = {f"u{i}": draw(st.sampled_from(possible)) for i in range(n)}
    contributor = {f"u{i}": "u0" if i == 1 and draw(st.booleans()) else f"u{i}" for i in range(n)}
    counted = [frozenset({-1}), frozenset({1, 2}), frozenset({2})][: len(possible) - 1]
    rows = draw(st.lists(st.sets(st.sampled_from(sorted(answers)), min_size=1), min_size=1, max_size=3))
    width = draw(st.integers(1, 3))
    published = [
        PublishedCount(f"{i} {j}", frozenset(row), answer, *_band(row, answer, answers, width))
        for i, row in enumerate(rows)
        for j, answer in enumerate(counted)
    ]
    questions = [frozenset({1, 2}), frozenset({0}), *([frozenset({2}), frozenset({0, 1})] if len(possible) > 3 else [])]
    return published, answers, contributor, questions, possible


def _band(row, answer, answers, width):
    count = sum(answers[u] in answer for u in row)
    return width * (count // width), width * (count // width) + width - 1


@settings(max_examples=60)
@given(published_counts())
def test_the_integer_program_agrees_with_all_ways_to_answer(sector):
    published, answers, contributor, questions, possible = sector
    inside = frozenset().union(*(p.units for p in published))
    known = {u: a for u, a in answers.items() if u in inside}
    groups = {u: contributor[u] for u in known}
    expected = sure_by_enumeration(published, known, groups, questions, possible)
    assert (sure(published, known, groups, questions) is not None) == expected
