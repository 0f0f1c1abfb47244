import pytest

from benchmarking.stats.peer_groups import SUB_GROUPS_FROM
from surveyapp.instruments.loader import read
from surveyapp.organising.response_table import GROUPS_FROM, rows
from surveyapp.selectors.response_counts import Counts, Segment
from tests.benchmarking.small_sector import DEFINITION

BESIDE = "none or at least 6 companies are left beside it"


def states(*segments):
    """Of segments as path, companies that have finished, and companies in the register; the last is the sector."""
    found = [
        Segment(path, Counts(registered=2 * owners, finished=2 * companies, companies=companies, owners=owners))
        for path, companies, owners in segments
    ]
    table = rows(found, read(DEFINITION), ["kind", "type"], 6)
    return [(row.state, row.is_enough) for row in table]


def test_a_group_that_is_large_enough_is_promised_nothing_of_what_is_beside_it():
    found = states((("red",), 6, 9), (("red", "plant"), 6, 9), ((), 24, 30))
    assert found == [
        (f"Enough by itself; shown if {BESIDE}", True),
        (f"Enough by itself; shown if its larger group is, and {BESIDE}", True),
        ("Enough to be shown", True),
    ]


def test_a_group_of_a_sector_too_small_for_groups_says_from_when_there_are_any():
    found = states((("red",), 8, 9), ((), 19, 30))
    assert found[0] == ("Enough by itself; groups open at 20 companies of the whole sector", True)
    assert GROUPS_FROM == SUB_GROUPS_FROM


@pytest.mark.parametrize(
    ("companies", "owners", "state"),
    [
        (4, 5, "Cannot be shown: fewer than 6 companies in the register"),
        (4, 6, "2 more companies needed"),
        (5, 6, "1 more company needed"),
    ],
)
def test_no_more_companies_are_asked_for_than_the_register_has(companies, owners, state):
    """Two sites each: the register has 10 organisations of 5 companies."""
    assert states((("red",), companies, owners), ((), 24, 30))[0] == (state, False)
