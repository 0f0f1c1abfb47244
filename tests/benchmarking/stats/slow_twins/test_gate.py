from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.gate import MOST_ATOMS, atoms, leaks
from tests.benchmarking.stats.test_gate import overlapping_rows, rank


def slow_atoms(rows, contributor):
    """Records of which no row holds the one without the other."""
    records = sorted(set().union(*rows.values()))
    alike = {
        r: frozenset(s for s in records if all((r in row) == (s in row) for row in rows.values())) for r in records
    }
    return [
        ({name for name in rows if r in rows[name]}, alike[r], {contributor[s] for s in alike[r]})
        for r in records
        if r == min(alike[r])
    ]


@given(overlapping_rows())
def test_atoms_are_those_of_the_slow_twin(sector):
    found = atoms(*sector)
    assert [(a.rows, a.records, a.contributors) for a in found] == slow_atoms(*sector)


def signed(records):
    """A combination and its negative are one: the first record is added."""
    return frozenset((r, sign * records[min(records)]) for r, sign in records.items())


def slow_leaks(rows, contributor, k):
    """Every sum and difference of up to five atoms of too few, in exact fractions: does it follow from the rows?"""
    columns = [its for _, its, _ in slow_atoms(rows, contributor)]
    table = [[Fraction(min(its) in row) for its in columns] for row in rows.values()]
    for n in range(1, MOST_ATOMS + 1):
        for chosen in combinations(range(len(columns)), n):
            involved = {contributor[r] for a in chosen for r in columns[a]}
            for signs in product((1, -1), repeat=n if len(involved) < k else 0):
                total = [Fraction(dict(zip(chosen, signs, strict=False)).get(a, 0)) for a in range(len(columns))]
                if any(total) and rank([*table, total]) == rank(table):
                    yield signed({r: sign for a, sign in zip(chosen, signs, strict=True) for r in columns[a]})


def as_added_up(caught, rows):
    left = {r: sum(c for name, c in caught.combination.items() if r in rows[name]) for r in caught.records}
    return signed({r: int(sign) for r, sign in left.items()})


@settings(max_examples=40)
@given(overlapping_rows(), st.integers(2, 5))
def test_the_gate_names_every_combination_of_few_atoms_that_the_slow_twin_finds(sector, k):
    rows, contributor = sector
    found = {as_added_up(caught, rows) for caught in leaks(rows, contributor, k)}
    columns = [its for _, its, _ in slow_atoms(rows, contributor)]
    few = {each for each in found if sum(bool(its & {r for r, _ in each}) for its in columns) <= MOST_ATOMS}
    assert few == set(slow_leaks(rows, contributor, k))
