from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from benchmarking.stats.weighted_totals import published_share, published_total, two_digits

OWNERS = [f"w{i:02}" for i in range(30)]
AMOUNT = st.sampled_from([0, 1, 2, 3, 5, 8, 13, 40, 120])
TENTHS = st.sampled_from([0, 0, 0, 3, 5, 10, 10])


def slow_digits(amount):
    """As one would write it: the first two digits, and the third from five on counts one more."""
    return Decimal(amount).quantize(Decimal((0, (1,), Decimal(amount).adjusted() - 1)), ROUND_HALF_UP)


@given(st.integers(1, 10**9), st.integers(-6, 3))
def test_two_digits_are_those_of_decimal_arithmetic(digits, exponent):
    amount = Decimal(digits).scaleb(exponent)
    assert Decimal(repr(two_digits(float(amount)))) == slow_digits(amount)


@st.composite
def workforces(draw, amount=AMOUNT):
    """Owner → people, a few more or fewer than twenty, and who knows whose."""
    n = draw(st.integers(18, 30))
    people = {owner: draw(amount) for owner in OWNERS[:n]}
    shared = draw(st.sets(st.sampled_from(OWNERS[:n]), max_size=4))
    return people, {owner: "consultant" if owner in shared else owner for owner in OWNERS}


def slow_groups(people, known_by):
    """What each contributor holds, from the most to the least."""
    return sorted((sum(p for o, p in people.items() if known_by[o] == g) for g in set(known_by.values())), reverse=True)


def slow_total(people, known_by):
    most, second, *others = slow_groups(people, known_by)
    whole = sum(people.values())
    if (
        len(people) < 20
        or len([p for p in (most, second, *others) if p]) < 6
        or 4 * most > whole
        or 10 * (whole - most - second) < most
    ):
        return None
    return float(slow_digits(whole)), len(people)


@given(workforces())
def test_totals_are_those_of_the_slow_twin(drawn):
    people, known_by = drawn
    found = published_total({owner: float(p) for owner, p in people.items()}, known_by)
    assert (found and (found.value, found.n_owners, found.bound)) == (
        slow_total(people, known_by) and (*slow_total(people, known_by), "")
    )


def slow_share(people, holding, known_by):
    """In tenths of a person, so that everything is counted."""
    base = {owner: people[owner] for owner in holding}
    whole = sum(base.values())
    if len(base) < 20 or not whole:
        return None
    share = Fraction(sum(base[owner] * tenths for owner, tenths in holding.items()), 10 * whole)
    edge = Fraction(3 * slow_groups(base, known_by)[0], whole)
    printed = next(step for step in range(0, 301, 5) if Fraction(step, 100) >= edge)
    if printed >= 50:
        return None
    if share < edge:
        return printed, len(base), "under"
    if share > 1 - edge:
        return 100 - printed, len(base), "over"
    return next(p for p in range(101) if 100 * share - p < Fraction(1, 2)), len(base), ""


@st.composite
def shares(draw):
    people, known_by = draw(workforces(st.sampled_from([0, 4, 5, 6, 7, 8, 9, 10])))
    return people, {owner: draw(TENTHS) for owner in people if owner != "w29"}, known_by


def sector_of(largest, *others):
    """The largest owner first; every second number is how many tenths of an owner hold."""
    people = {owner: n for owner, (n, _) in zip(OWNERS, (largest, *others), strict=False)}
    return (
        people,
        {owner: t for owner, (_, t) in zip(OWNERS, (largest, *others), strict=False)},
        dict(zip(OWNERS, OWNERS, strict=True)),
    )


# 57 of 200 are 28.5 %; 60 of 200 are just three times the largest tenth, which is not below it.
HALF_A_PER_CENT = sector_of((10, 10), *[(10, 10)] * 4, (7, 10), (3, 0), *[(10, 0)] * 14)
AT_THE_EDGE = sector_of((20, 10), *[(10, 10)] * 4, *[(7, 0)] * 20)


@given(shares())
@example(HALF_A_PER_CENT)
@example(AT_THE_EDGE)
def test_shares_are_those_of_the_slow_twin(drawn):
    people, holding, known_by = drawn
    found = published_share(
        {owner: float(p) for owner, p in people.items()}, {o: t / 10 for o, t in holding.items()}, known_by
    )
    slow = slow_share(people, holding, known_by)
    assert (found and (found.value, found.n_owners, found.bound)) == slow
