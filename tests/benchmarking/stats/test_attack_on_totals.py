from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.attack_on_totals import Answered, HoldersBand, answers_stay_exchangeable


def sector(*leaves, sites=None, advised=()):
    """Units by leaf, "1" where one holds, "0" where not, "-" where not stated: "110-" is a0 to a3."""
    names = [f"{chr(97 + i)}{j}" for i, leaf in enumerate(leaves) for j in range(len(leaf))]
    held = [{"1": True, "0": False, "-": None}[c] for leaf in leaves for c in leaf]
    return {
        name: Answered(holds, (sites or {}).get(name, 1), "consultant" if name in advised else name)
        for name, holds in zip(names, held, strict=True)
    }


def band(answered, letters, least, most):
    return HoldersBand(frozenset(name for name in answered if name[0] in letters), least, most)


def test_two_who_hold_and_two_who_do_not_hide_each_other_in_any_leaf():
    answered = sector("1100", "111000")
    exact = [band(answered, "a", 2, 2), band(answered, "b", 3, 3)]
    assert answers_stay_exchangeable(answered, exact)


def test_a_single_holder_of_a_leaf_knows_that_nobody_else_there_holds():
    answered = sector("1000", "111000")
    assert not answers_stay_exchangeable(answered, [band(answered, "a", 1, 1), band(answered, "b", 3, 3)])


def test_bands_that_bear_the_exchange_let_it_be_in_another_leaf():
    answered = sector("1000", "111000")
    assert answers_stay_exchangeable(answered, [band(answered, "a", 0, 2), band(answered, "b", 3, 5)]) is False
    assert answers_stay_exchangeable(answered, [band(answered, "a", 0, 2), band(answered, "b", 1, 4)])


def test_what_only_a_consultant_could_exchange_it_sees_through():
    answered = sector("110000", advised=("a0", "a1"))
    assert not answers_stay_exchangeable(answered, [band(answered, "a", 2, 2)])


def test_a_company_of_two_sites_needs_another_one():
    answered = sector("111000", sites={"a0": 2})
    assert not answers_stay_exchangeable(answered, [band(answered, "a", 3, 5)])
    answered = sector("111000", sites={"a0": 2, "a3": 2, "a1": 2, "a4": 2})
    assert not answers_stay_exchangeable(answered, [band(answered, "a", 3, 5)])
    answered = sector("11110000", sites=dict.fromkeys(("a0", "a1", "a4", "a5"), 2))
    assert answers_stay_exchangeable(answered, [band(answered, "a", 3, 5)])


def test_who_stated_nothing_has_nothing_to_hide():
    answered = sector("11--00")
    assert answers_stay_exchangeable(answered, [band(answered, "a", 0, 2)])
    assert answers_stay_exchangeable(sector("----"), [])


def test_a_band_that_does_not_hold_the_count_is_refused():
    answered = sector("1100")
    with pytest.raises(ValueError, match="does not hold"):
        answers_stay_exchangeable(answered, [band(answered, "a", 3, 5)])


LEAVES = st.lists(st.text("01-", min_size=1, max_size=6), min_size=1, max_size=3)


@given(LEAVES, st.sets(st.sampled_from(["a0", "a1", "b0"])), st.integers(0, 2), st.integers(0, 2))
def test_it_is_what_trying_every_exchange_says(leaves, advised, below, above):
    answered = sector(*leaves, advised=advised)
    bands = [
        band(answered, letters, max(0, count - below), count + above)
        for letters in ("a", "b", "ab")
        for count in [sum(each.holds is True for name, each in answered.items() if name[0] in letters)]
    ]
    attackers = {each.contributor for each in answered.values()}
    hidden = all(
        any(exchangeable(answered, bands, rival, other, attacker) for other in answered)
        for rival in answered
        if answered[rival].holds is not None
        for attacker in attackers - {answered[rival].contributor} or {"nobody"}
    )
    assert answers_stay_exchangeable(answered, bands) == hidden


def exchangeable(answered, bands, rival, other, attacker):
    one, two = answered[rival], answered[other]
    if two.holds is None or one.holds == two.holds or two.contributor == attacker:
        return False
    after = {**answered, rival: two, other: one}
    return all(b.least <= sum(after[unit].holds is True for unit in b.units) <= b.most for b in bands)


def test_there_are_exchanges_to_try():
    answered = sector("1100")
    assert any(
        exchangeable(answered, [band(answered, "a", 2, 2)], a, b, "nobody") for a, b in combinations(answered, 2)
    )
