"""I11, I14 and I16: sums of people, weighted headlines, courses; and the side margins of I1."""

from __future__ import annotations

from collections import Counter
from math import fsum

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarking import pipeline
from benchmarking.stats.gate import leak
from benchmarking.stats.learners import Delegate, change_figure, later_figure
from benchmarking.stats.peer_groups import units
from benchmarking.stats.published_means import Pooled
from benchmarking.stats.side_margins import side_margins
from benchmarking.stats.weighted_totals import published_share, published_total
from benchmarking.stats.weighting import headline_weights
from tests.attack.how_many import LARGEST, few, many
from tests.attack.sectors import Shape, sector, sectors

SPREAD = Pooled(15.0, 40)
PEOPLE = st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, 40.0, 900.0]), min_size=1, max_size=40)


def tree_and_contributors(inputs):
    contributors = inputs.contributors()
    return pipeline.build_tree(contributors, inputs.order, 6), contributors


@many
@given(PEOPLE, st.integers(1, 5))
def test_a_total_stands_only_where_nobody_is_most_of_it(amounts, advised):
    given_by = {f"o{i}": amount for i, amount in enumerate(amounts)}
    of = {owner: "consultant" if i < advised else owner for i, owner in enumerate(given_by)}
    by_group = Counter({of[owner]: 0.0 for owner in given_by})
    for owner, amount in given_by.items():
        by_group[of[owner]] += amount
    largest, second, *_ = [*sorted(by_group.values(), reverse=True), 0.0]
    figure = published_total(given_by, of)
    if figure is not None:
        total = fsum(amounts)
        assert len(amounts) >= 20
        assert sum(amount > 0 for amount in by_group.values()) >= 6
        assert largest <= total / 4
        assert total - largest - second >= largest / 10
        assert len(f"{figure.value:.15g}".replace(".", "").strip("0")) <= 2


def test_one_large_owner_closes_a_total_that_stands_without_it():
    amounts = {f"o{i}": 10.0 for i in range(24)}
    of = {owner: owner for owner in amounts}
    assert published_total(amounts, of).value == 240
    assert published_total(amounts | {"o0": 90.0}, of) is None
    assert published_total(dict(list(amounts.items())[:19]), of) is None


@many
@given(PEOPLE, st.data())
def test_a_weighted_share_near_an_end_is_a_bound(weights, data):
    weighing = {f"o{i}": weight for i, weight in enumerate(weights)}
    holding = {owner: data.draw(st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0])) for owner in weighing}
    figure = published_share(weighing, holding, {owner: owner for owner in weighing})
    if figure is not None:
        p = max(weights) / fsum(weights)
        share = fsum(weighing[o] * holding[o] for o in weighing) / fsum(weights)
        assert len(weights) >= 20
        assert (figure.bound == "under") == (share < 3 * p)
        assert (figure.bound == "over") == (share > 1 - 3 * p)


def headlines(inputs, weight):
    """Rows of weights over units: every group, the unweighted headline among them, and the weighted one."""
    tree, contributors = tree_and_contributors(inputs)
    order = sorted(units(tree.cohorts[0], tree, contributors, tree.cohorts[0].members))
    its = [units(c, tree, contributors, c.members) for c in tree.cohorts]
    rows = [[float(unit in cohort) for unit in order] for cohort in its]
    return np.array([*rows, [weight(tree, contributors)(unit) for unit in order]]), order


def of_leaves(tree, contributors):
    """Raked to a register in which every second leaf is three times as large."""
    n = Counter(leaf for _, leaf in units(tree.cohorts[0], tree, contributors, tree.cohorts[0].members))
    register = {leaf: size * (1.0 + 2 * (i % 2)) for i, (leaf, size) in enumerate(sorted(n.items()))}
    weights = headline_weights(n, [({leaf: leaf for leaf in n}, register)])
    return lambda unit: weights.by_leaf[unit[1]]


def of_owners(tree, contributors):
    """1/m for each of m sites, what was rejected."""
    sites = Counter(c.owner for c in contributors)
    return lambda unit: 1 / sites[unit[0]]


def fewest_solved(rows, order):
    """The least number of units that some combination of the rows is about, by echelon form: 1 pins an owner."""
    solved = rows.astype(float).copy()
    for column in range(len(order)):
        below = [r for r in range(len(solved)) if abs(solved[r, column]) > 1e-9]
        if below:
            pivot = min(below, key=lambda r: int((abs(solved[r]) > 1e-9).sum()))
            for r in set(below) - {pivot}:
                reduced = solved[r] - solved[pivot] * solved[r, column] / solved[pivot, column]
                if (abs(reduced) > 1e-9).sum() < (abs(solved[r]) > 1e-9).sum():
                    solved[r] = reduced
    counts = (abs(solved) > 1e-9).sum(axis=1)
    return int(counts[counts > 0].min())


@few
@given(sectors(most=LARGEST))
def test_weights_are_constant_in_a_leaf_so_that_two_headlines_solve_nobody(drawn):
    rows, order = headlines(drawn.waves[0], of_leaves)
    leaves = {leaf: {rows[-1, i] for i, unit in enumerate(order) if unit[1] == leaf} for _, leaf in order}
    assert {len(weights) for weights in leaves.values()} == {1}
    assert fewest_solved(rows, order) >= 6


def test_weights_of_owners_would_let_two_headlines_solve_the_few_with_several_sites():
    assert fewest_solved(*headlines(sector(Shape(6, 40, alike=20, advised=0)).waves[0], of_owners)) < 6


def gives_away(tree, contributors, margins):
    """What the groups of the tree and side margins beside them add and subtract to."""
    known_by = {c.owner: c.known_by for c in contributors}
    everybody = units(tree.cohorts[0], tree, contributors, tree.cohorts[0].members)
    rows = {c.code: {" in ".join(u) for u in units(c, tree, contributors, c.members)} for c in tree.cohorts}
    rows |= {margin.code: {" in ".join(u) for u in margin.units} for margin in margins}
    return leak(rows, {" in ".join(u): known_by[u[0]] for u in everybody}, 6)


@few
@given(sectors(least=30, most=LARGEST))
def test_side_margins_hold_six_none_above_a_quarter_and_the_gate_finds_nothing(drawn):
    tree, contributors = tree_and_contributors(drawn.waves[0])
    margins = side_margins(tree, contributors, ["kind", "finer", "size"])
    known_by = {c.owner: c.known_by for c in contributors}
    assert gives_away(tree, contributors, margins) is None
    for margin in margins:
        owners = Counter(owner for owner, _ in margin.units)
        assert len({known_by[owner] for owner in owners}) >= 6
        assert 4 * max(owners.values()) <= owners.total()


def test_without_the_gate_side_margins_give_somebody_away(monkeypatch):
    tree, contributors = tree_and_contributors(sector(Shape(0, 30, zipf=0.7, alike=0)).waves[0])
    monkeypatch.setattr("benchmarking.stats.side_margins.leaks", lambda *_: iter(()))
    margins = side_margins(tree, contributors, ["kind", "finer", "size"])
    assert gives_away(tree, contributors, margins) is not None


def test_some_margins_stand_and_others_of_six_would_give_somebody_away():
    tree, contributors = tree_and_contributors(sector(Shape(0, 30, zipf=0.7, alike=0)).waves[0])
    of_six = {
        f"{facet}:{value}"
        for facet in ("kind", "finer", "size")
        for value, n in Counter(c.facets[facet] for c in contributors).items()
        if n >= 6
    }
    allowed = {margin.code for margin in side_margins(tree, contributors, ["kind", "finer", "size"])}
    assert set() < allowed < of_six


SCORES = st.one_of(st.none(), st.integers(0, 100).map(float))
DELEGATES = st.lists(
    st.builds(Delegate, st.sampled_from([f"o{i}" for i in range(12)]), SCORES, SCORES, SCORES), max_size=60
)
OWN = {f"o{i}": f"o{i}" for i in range(12)}


@many
@given(DELEGATES)
def test_a_course_shows_a_change_of_six_owners_and_ten_people_in_steps_of_a_hundred(delegates):
    both = [d for d in delegates if d.before is not None and d.after is not None]
    figure = change_figure(delegates, OWN, SPREAD)
    enough = len({d.owner for d in both}) >= 6 and len(both) >= 10
    assert (figure is not None) == enough
    if figure is not None:
        least, most = round(figure.least * figure.n_owners, 6), round(figure.most * figure.n_owners, 6)
        assert least % 100 == 0
        assert most - least in (100, 300)
        assert (most - least == 300) == (figure.value is None)
        true = fsum(fsum(d.after - d.before for d in its) / len(its) for its in by_owner(both).values())
        assert least - 1e-6 <= true <= most + 1e-6


def by_owner(delegates):
    return {owner: [d for d in delegates if d.owner == owner] for owner in {d.owner for d in delegates}}


@many
@given(DELEGATES)
def test_a_later_mean_stands_only_if_nobody_or_six_are_missing_from_it(delegates):
    both = [d for d in delegates if d.before is not None and d.after is not None]
    missing = {d.owner for d in both if d.later is None}
    if later_figure(delegates, OWN, SPREAD) is not None:
        assert not 0 < len(missing) < 6
