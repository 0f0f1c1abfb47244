import pytest

from benchmarking.stats.follow_up import follow_up_tree
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor


@pytest.fixture
def sector():
    """Twelve red and ten blue, an owner each."""
    return [Contributor(f"r{n:02}", f"owner r{n}", {"kind": "red"}) for n in range(12)] + [
        Contributor(f"b{n:02}", f"owner b{n}", {"kind": "blue"}) for n in range(10)
    ]


def shown(sector, stated):
    tree = build_tree(sector, ["kind"])
    everybody = {c.organisation for c in sector}
    return [c.code for c in follow_up_tree(tree, sector, everybody, stated, 6).cohorts]


def without(sector, *codes):
    return {c.organisation for c in sector} - set(codes)


def test_two_others_in_every_group_open_the_tree(sector):
    stated = without(sector, "r00", "r01", "b00", "b01")
    assert shown(sector, stated) == ["sector", "sector/red", "sector/blue"]


def test_one_other_in_a_group_leaves_the_sector_alone(sector):
    assert shown(sector, without(sector, "r00", "r01", "b00")) == ["sector"]


def test_nobody_else_in_a_group_leaves_the_sector_alone(sector):
    assert shown(sector, without(sector, "r00", "r01")) == ["sector"]


@pytest.mark.parametrize("others", [(), ("r00",)])
def test_fewer_than_two_others_in_the_sector_show_nothing(sector, others):
    assert shown(sector, without(sector, *others)) == []


def test_two_sites_of_one_owner_are_one_other(sector):
    twin = [*sector, Contributor("r99", "owner r0", {"kind": "red"})]
    assert shown(twin, without(twin, "r00", "r99", "b00", "b01")) == ["sector"]


def test_too_few_who_stated_show_nothing(sector):
    assert shown(sector, {"r00", "r01", "r02", "r03", "r04"}) == []
