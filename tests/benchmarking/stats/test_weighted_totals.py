import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import Figure
from benchmarking.stats.weighted_totals import published_share, published_total, total_figure, two_digits


def amounts(*given_amounts, n=20, each=1.0):
    rest = [each] * (n - len(given_amounts))
    return {f"o{i:02}": float(a) for i, a in enumerate([*given_amounts, *rest])}


def own(owners):
    return {owner: owner for owner in owners}


def total(its, **together):
    return published_total(its, own(its) | together)


def test_a_total_is_printed_with_two_digits_from_twenty_owners():
    assert total(amounts(5, 4, each=3)).value == 63
    assert total(amounts(5, n=19)) is None
    assert total(amounts(each=61.7)).value == 1200


def test_the_largest_may_be_a_quarter_and_no_more():
    assert total(amounts(6, each=18 / 19)).value == 24
    assert total(amounts(6.1, each=18 / 19)) is None


def test_owners_of_one_consultant_are_added_up_first():
    its = amounts(4, 4, each=1)
    assert total(its).value == 26
    assert total(its, o00="one", o01="one") is None


def test_a_total_of_nothing_is_not_shown():
    assert total(amounts(each=0)) is None
    assert total(amounts(1, 1, 1, each=0)) is None


def test_six_contributors_have_something_to_add():
    assert total(amounts(1, 1, 1, 1, 1, each=0)) is None
    assert total(amounts(1, 1, 1, 1, 1, 1, each=0)).value == 6
    assert total(amounts(1, 1, 1, 1, 1, 1, each=0), o00="one", o01="one") is None


def figure(its, n_asked=24):
    return total_figure("people_needed:data", its, own(its), n_asked)


def test_a_total_is_a_figure_of_the_sector_with_those_asked_as_n_and_what_rounds_to_it():
    assert figure(amounts(each=61.7)) == Figure(
        "sector", "people_needed:data", "total", 24, 24, 1200.0, least=1150.0, most=1250.0
    )
    assert figure(amounts(each=0)) is None


@given(st.lists(st.floats(0, 1000), min_size=20, max_size=40))
def test_the_bounds_of_a_total_hold_the_sum(its):
    found = figure(amounts(*its, n=len(its)), 40)
    assert found is None or found.least <= sum(its) + 1e-6
    assert found is None or found.most >= sum(its) - 1e-6


@given(st.lists(st.floats(0, 1000), min_size=20, max_size=40))
def test_what_is_shown_keeps_the_rules_of_dominance(its):
    figure = total({str(i): a for i, a in enumerate(its)})
    if figure:
        largest, _, *rest = sorted(its, reverse=True)
        assert largest <= 0.25 * sum(its) + 1e-9
        assert sum(rest) >= 0.1 * largest
        assert figure.value == pytest.approx(sum(its), rel=0.05)


@pytest.mark.parametrize(
    ("amount", "rounded"), [(1234, 1200), (1250, 1300), (99.6, 100), (7.35, 7.4), (10, 10), (0.0312, 0.031)]
)
def test_two_significant_digits(amount, rounded):
    assert two_digits(amount) == rounded


def share(weights, holders, part=1.0):
    holding = {o: part if o in holders else 0.0 for o in weights}
    return published_share(weights, holding, own(weights))


def first(n):
    return {f"o{i:02}" for i in range(n)}


@pytest.mark.parametrize(
    ("holders", "value", "bound"),
    [(0, 15, "under"), (2, 15, "under"), (3, 15, ""), (10, 50, ""), (17, 85, ""), (18, 85, "over"), (20, 85, "over")],
)
def test_near_an_end_a_share_is_only_under_or_over_three_times_the_largest_weight(holders, value, bound):
    figure = share(amounts(), first(holders))
    assert (figure.value, figure.bound, figure.n_owners) == (value, bound, 20)


def test_bounds_are_printed_in_steps_that_do_not_tell_the_largest_weight():
    assert [share(amounts(w, each=10), first(0)).value for w in (10, 11, 12, 13, 14)] == [15, 20, 20, 20, 25]


def test_a_weight_of_a_sixth_leaves_nothing_to_say():
    assert share(amounts(3, each=1), first(8)).value == 45
    assert share(amounts(4, each=1), first(8)) is None


def test_shares_need_twenty_owners_and_some_weight():
    assert share(amounts(n=19), first(8)) is None
    assert share(amounts(each=0), first(8)) is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: published_total({"a": -1.0}, {"a": "a"}),
        lambda: published_total({"a": float("nan")}, {"a": "a"}),
        lambda: published_total({}, {}, 19),
        lambda: published_share({"a": 1.0}, {"a": 1.5}, {"a": "a"}),
        lambda: published_share({"a": 1.0}, {"b": 0.5}, {"a": "a"}),
        lambda: two_digits(0),
        lambda: figure(amounts(n=25)),
    ],
)
def test_amounts_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError):
        wrong()
