from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.attack_on_totals import Answered, HoldersBand, Total, answers_stay_possible

FEW, MANY = 1.5, 4.0


def sector(*leaves, advised=()):
    """Units by leaf: "f" and "m" hold with few and many people, "h" without saying how many, "0" does not, "-" said nothing."""
    names = [f"{chr(97 + i)}{j}" for i, leaf in enumerate(leaves) for j in range(len(leaf))]
    said = {"f": (True, (FEW,)), "m": (True, (MANY,)), "h": (True, ()), "0": (False, ()), "-": (None, ())}
    return {
        name: Answered(*said[c], "consultant" if name in advised else name)
        for name, c in zip(names, "".join(leaves), strict=True)
    }


def band(answered, letters, below=0, above=0):
    its = frozenset(name for name in answered if name[0] in letters)
    count = sum(answered[name].holds is True for name in its)
    return HoldersBand(its, max(0, count - below), count + above)


def total(answered, about=0.5):
    exact = sum(sum(each.amounts) for each in answered.values())
    return Total(exact - about, exact + about, (FEW, MANY))


def hides(answered, *bands, about=0.5):
    return answers_stay_possible(answered, bands, total(answered, about))


def test_two_who_hold_and_two_who_do_not_hide_each_other_in_any_leaf():
    answered = sector("fm00", "fmf000")
    assert hides(answered, band(answered, "a"), band(answered, "b"))


def test_a_single_holder_of_a_leaf_knows_that_nobody_else_there_holds():
    answered = sector("m000", "fmf000")
    assert not hides(answered, band(answered, "a"), band(answered, "b"))


def test_bands_that_bear_it_let_the_answer_be_in_another_leaf():
    answered = sector("m000", "fmf000")
    assert not hides(answered, band(answered, "a", 1, 1), band(answered, "b", 0, 2))
    assert hides(answered, band(answered, "a", 1, 1), band(answered, "b", 1, 1))


def test_a_total_that_nobody_else_could_make_up_tells_of_whom_it_is():
    large = Answered(True, (MANY, MANY, MANY), "large")
    answered = sector("ff0000") | {"a9": large}
    assert not hides(answered, band(answered, "a", 1, 2))
    assert hides(answered, band(answered, "a", 1, 2), about=8)


def test_what_only_a_consultant_could_turn_it_sees_through():
    answered = sector("ff0000", advised=("a0", "a1"))
    assert not hides(answered, band(answered, "a"))


def test_who_stated_nothing_has_nothing_to_hide():
    assert hides(sector("ff--00"))
    assert hides(sector("----"))


def test_bands_totals_and_amounts_that_are_not_true_are_refused():
    answered = sector("ff00")
    with pytest.raises(ValueError, match="does not hold"):
        answers_stay_possible(answered, [HoldersBand(frozenset(answered), 3, 5)], total(answered))
    with pytest.raises(ValueError, match="does not hold"):
        answers_stay_possible(answered, [], Total(5.0, 6.0, (FEW, MANY)))
    with pytest.raises(ValueError, match="not a possible one"):
        answers_stay_possible(answered, [], Total(2.5, 3.5, (MANY,)))


LEAVES = st.lists(st.text("fmh0-", min_size=1, max_size=4), min_size=1, max_size=2)


@settings(deadline=None)
@given(LEAVES, st.sets(st.sampled_from(["a0", "a1", "b0"])), st.integers(0, 2), st.integers(0, 2))
def test_it_is_what_trying_every_pair_and_every_amount_says(leaves, advised, below, above):
    answered = sector(*leaves, advised=advised)
    bands = [band(answered, letters, below, above) for letters in ("a", "b", "ab")]
    hidden = all(
        any(turned(answered, bands, rival, other, attacker) for other in answered)
        for attacker in {each.contributor for each in answered.values()}
        for rival, its in answered.items()
        if its.holds is not None and its.contributor != attacker
    )
    assert answers_stay_possible(answered, bands, total(answered)) == hidden


def turned(answered, bands, rival, other, attacker):
    """Both answer the other way; what is stated then adds up to the total in some way, the attacker's as it is."""
    one, two = answered[rival], answered[other]
    if two.holds is None or one.holds == two.holds or two.contributor == attacker:
        return False
    holds = {name: each.holds for name, each in answered.items()} | {rival: two.holds, other: one.holds}
    if not all(b.least <= sum(holds[unit] is True for unit in b.units) <= b.most for b in bands):
        return False
    known = sum(sum(each.amounts) for each in answered.values() if each.contributor == attacker)
    n_others = sum(
        len(each.amounts)
        for name, each in answered.items()
        if each.contributor != attacker and name not in (rival, other)
    )
    public = total(answered)
    ways = (way for said in (0, 1) for way in combinations_with_replacement((FEW, MANY), n_others + said))
    return any(public.least <= known + sum(way) <= public.most for way in ways)
