from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.gate import atoms, leak
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor

K = 6


def own(rows):
    """Every record is a contributor of its own."""
    return {record: record for records in rows.values() for record in records}


def people(*counts):
    """Disjoint groups of so many records each."""
    return [frozenset(f"{'abcdefgh'[i]}{j:02}" for j in range(n)) for i, n in enumerate(counts)]


def found(rows, k=K):
    return leak(rows, own(rows), k)


def test_a_group_and_the_sector_show_who_is_not_in_the_group():
    group, rest = people(20, 3)
    caught = found({"sector": group | rest, "group": group})
    assert caught.records == rest
    assert caught.combination == {"sector": 1, "group": -1}


def test_two_overlapping_groups_and_their_union_show_who_is_in_both():
    left, right, both, rest = people(9, 8, 2, 20)
    rows = {"sector": left | right | both | rest, "l": left | both, "r": right | both, "union": left | right | both}
    caught = found(rows)
    assert caught.records == both
    assert caught.combination == {"l": 1, "r": 1, "union": -1}


def test_siblings_across_a_side_margin_show_a_cell_that_nobody_printed():
    """Small sites of a and b are published, all small sites too: the small ones of c are left over."""
    small_a, large_a, small_b, large_b, small_c, large_c = people(8, 9, 7, 9, 4, 12)
    tree = {"a": small_a | large_a, "a small": small_a, "b": small_b | large_b, "b small": small_b}
    sector = frozenset().union(small_a, large_a, small_b, large_b, small_c, large_c)
    assert found({"sector": sector, **tree}) is None
    caught = found({"sector": sector, **tree, "small": small_a | small_b | small_c})
    assert caught.records == small_c
    assert caught.combination == {"small": 1, "a small": -1, "b small": -1}


def test_a_release_before_and_one_after_a_single_joiner_show_the_joiner():
    stayers, joiner = people(24, 1)
    caught = found({"interim": stayers, "final": stayers | joiner})
    assert caught.records == joiner
    assert caught.combination == {"final": 1, "interim": -1}


def test_a_corrected_record_is_two_records_of_one_contributor():
    stayers, before, after = people(24, 1, 1)
    rows = {"first": stayers | before, "restated": stayers | after}
    contributor = own(rows) | {"b00": "corrected", "c00": "corrected"}
    assert leak(rows, contributor, K).contributors == {"corrected"}


def test_a_difference_of_many_atoms_is_seen_too():
    """Ten atoms of one record each differ between two rows: more than the search takes, but one difference."""
    stayers, *single = people(30), *[frozenset({f"x{i}"}) for i in range(10)]
    everybody = stayers[0].union(*single)
    marks = {f"mark {i}": stayers[0] | one | frozenset({f"y{i}{j}" for j in range(12)}) for i, one in enumerate(single)}
    rows = {"all": everybody, "stayers": stayers[0], **marks}
    assert leak(rows, own(rows), 10) is None
    assert len(leak(rows, own(rows), 11).contributors) == 10


def test_several_sites_of_one_contributor_are_one():
    group, rest = people(20, 7)
    rows = {"sector": group | rest, "group": group}
    assert leak(rows, own(rows), K) is None
    assert leak(rows, own(rows) | dict.fromkeys(["b00", "b01"], "one"), K) is None
    assert leak(rows, own(rows) | dict.fromkeys(["b00", "b01", "b02"], "one"), K).records == rest


def test_a_row_that_is_too_small_itself_is_a_leak():
    assert found({"few": people(5)[0]}).combination == {"few": 1}
    assert found({"few": people(6)[0]}) is None


def test_no_rows_leak_nothing():
    assert found({}) is None
    assert found({"nobody": frozenset()}) is None


def test_a_gate_for_one_and_an_unknown_record_are_refused():
    with pytest.raises(ValueError, match="k = 1"):
        found({"few": people(5)[0]}, k=1)
    with pytest.raises(ValueError, match="without a contributor: a00"):
        leak({"few": {"a00"}}, {}, K)


def test_records_in_the_same_rows_are_one_atom():
    one, two = people(3, 2)
    assert [(a.rows, a.records) for a in atoms({"x": one | two, "y": two}, own({"x": one | two}))] == [
        ({"x"}, one),
        ({"x", "y"}, two),
    ]


# The slow twin: exact fractions, every combination one after the other.


def rank(rows):
    rows, found_rank = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found_rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found_rank], rows[pivot] = rows[pivot], rows[found_rank]
        for r in range(len(rows)):
            if r != found_rank and rows[r][column]:
                factor = rows[r][column] / rows[found_rank][column]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[found_rank], strict=True)]
        found_rank += 1
    return found_rank


def leaks_by_enumeration(rows, contributor, k):
    records = sorted(frozenset().union(*rows.values()))
    columns = {}
    for record in records:
        columns.setdefault(tuple(record in row for row in rows.values()), set()).add(contributor[record])
    table = [[Fraction(signature[i]) for signature in columns] for i in range(len(rows))]
    full = rank(table)
    for n in range(1, 6):
        for chosen in combinations(range(len(columns)), n):
            if len(set().union(*(list(columns.values())[a] for a in chosen))) >= k:
                continue
            for signs in product((1, -1), repeat=n - 1):
                row = [Fraction(0)] * len(columns)
                for a, sign in zip(chosen, (1, *signs), strict=True):
                    row[a] = Fraction(sign)
                if rank([*table, row]) == full:
                    return True
    return False


def is_derived(caught, rows):
    """The combination, added up record by record, leaves 1 or -1 for the records named and nothing else."""
    left = {}
    for name, coefficient in caught.combination.items():
        for record in rows[name]:
            left[record] = left.get(record, 0) + coefficient
    return {r for r, c in left.items() if c} == caught.records and {abs(c) for c in left.values()} <= {0, 1}


@st.composite
def overlapping_rows(draw):
    n = draw(st.integers(8, 14))
    names = [f"r{i:02}" for i in range(n)]
    rows = draw(st.lists(st.sets(st.sampled_from(names), min_size=4), min_size=1, max_size=5))
    sites = draw(st.lists(st.integers(0, n - 1), max_size=2))
    contributor = {name: f"r{i if i not in sites else 0:02}" for i, name in enumerate(names)}
    return {str(i): frozenset(row) for i, row in enumerate(rows)}, contributor


@given(overlapping_rows(), st.integers(2, 6))
def test_the_gate_agrees_with_the_enumeration_of_all_combinations(sector, k):
    rows, contributor = sector
    caught = leak(rows, contributor, k)
    if leaks_by_enumeration(rows, contributor, k):
        assert caught
    if caught:
        assert 0 < len(caught.contributors) < k
        assert {contributor[r] for r in caught.records} == caught.contributors
        assert is_derived(caught, rows)


@given(st.lists(st.tuples(*[st.sampled_from("abcd")] * 3), min_size=20, max_size=120), st.sampled_from([6, 11]))
def test_no_tree_leaks(facets, k):
    """The laminar theorem: every non-empty remainder holds k, so every combination of published sums does."""
    order = ("x", "y", "z")
    sector = [Contributor(f"o{i:03}", f"o{i:03}", dict(zip(order, f, strict=True))) for i, f in enumerate(facets)]
    tree = build_tree(sector, order, k)
    assert found({c.code: c.members for c in tree.cohorts}, k) is None


@pytest.mark.parametrize("kind", ["complement", "union", "siblings", "joiner"])
@pytest.mark.parametrize("seed", range(50))
def test_planted_leaks_are_all_caught(kind, seed):
    random = np.random.default_rng(seed)
    rows, planted = plant(kind, random)
    caught = found(rows)
    assert caught
    assert is_derived(caught, rows)
    assert caught.records == planted


def plant(kind, random):
    """A sector of four groups in two sizes whose tree is safe, and one more row that is not."""
    cells = people(*random.integers(7, 15, 8))
    few = frozenset(random.choice(sorted(cells[7]), random.integers(1, 6), replace=False))
    groups = {f"group {i}": cells[2 * i] | cells[2 * i + 1] for i in range(4)}
    small = {f"small {i}": cells[2 * i] for i in range(3)}
    rows = {"sector": frozenset().union(*cells), **groups, **small}
    assert found(rows) is None
    more = {
        "complement": groups["group 3"] - few,
        "union": cells[0] | cells[2] | few,
        "siblings": groups["group 0"] | groups["group 1"] | cells[4] | few,
        "joiner": rows["sector"] - few,
    }
    return {**rows, kind: more[kind]}, few
