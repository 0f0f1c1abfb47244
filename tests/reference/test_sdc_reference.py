import re
from pathlib import Path

import pytest

from benchmarking.stats.gate import leak
from tests.reference import sdc

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "disclosure_control.md"


@pytest.fixture(scope="module", params=sdc.TABLES)
def table(request, reference_data):
    return sdc.Table(reference_data, request.param)


def pinned(table, known, rows, *, whole):
    ranges = {str(row.facets): table.derived(row, known, whole=whole) for row in rows}
    return {row: ends for row, ends in ranges.items() if ends[1] - ends[0] < (1 if whole else 1e-6)}


def test_the_tables_are_read_as_the_reference_reads_them(table):
    assert [sum(table.counts[i] for i in table.inside(row.facets)) for row in table.reference] == [
        row.count for row in table.reference
    ]


def test_what_is_known_holds_the_true_counts(table):
    sums = [(known, sum(table.counts[i] for i in known.cells)) for known in [*table.printed, *table.reasons]]
    assert [known for known, count in sums if not known.least <= count <= known.most] == []


def test_a_plain_linear_program_pins_down_no_withheld_count(table):
    assert table.withheld
    assert pinned(table, table.printed, table.withheld, whole=False) == {}


def test_nor_does_one_that_knows_the_rules_and_the_reasons(table):
    assert pinned(table, [*table.printed, *table.reasons], table.withheld, whole=True) == {}


def test_no_empty_cell_that_the_reference_protects_is_seen_to_be_empty(table):
    """Elsewhere it may be: nobody is left over, as the rules allow; the reference prints those zeros too."""
    empty = [row for row in table.reference if not row.count and row.is_suppressed]
    assert pinned(table, table.printed, empty, whole=False) == {}


def test_it_would_pin_what_the_reference_protects_if_all_margins_were_printed(reference_data):
    """The attack can succeed: with every total of regions and of both large columns, two cells of B are left to one sum."""
    table = sdc.Table(reference_data, "z1_region_hovedint")
    rows = {str(row.facets): row for row in table.reference}
    small = rows[str({"region": "B", "hovedint": "arbeid"})]
    others = [row for row in table.reference if row is not small]
    known = [sdc.Known(table.inside(row.facets), row.count, row.count) for row in others]
    assert pinned(table, known, [small], whole=False)


def test_every_printed_number_is_of_six_or_more_and_no_difference_of_few(table):
    assert min(known.least for known in table.printed) >= sdc.K
    rows = {c.code: c.members for c in table.tree.cohorts}
    rows |= {margin.code: frozenset().union(*margin.units.values()) for margin in table.margins}
    assert leak(rows, {c.organisation: c.owner for c in table.contributors}, sdc.K) is None


def test_the_shares_withheld_are_those_of_the_page(reference_data):
    said = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \(\d+ %\) \| (\d+) \(\d+ %\) \|$", PAGE.read_text(), re.MULTILINE)
    assert [(name, *map(int, numbers)) for name, *numbers in said] == list(sdc.shares(reference_data))
