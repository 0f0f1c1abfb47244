import random

import pytest

from benchmarking.stats.group_outlook import GroupOutlook, group_outlook
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor

K, ORDER = 6, ("kind", "type")


def those(**numbers):
    # `those(red=7)`: seven owners with one red organisation each; `red_plant` is a red plant.
    made = []
    for name, n in numbers.items():
        kind, _, type_ = name.partition("_")
        facets = {"kind": "" if kind == "none" else kind, "type": type_}
        made += [Contributor(f"{name}{at}", f"owner of {name}{at}", facets) for at in range(n)]
    return made


def states(contributors, **register):
    found = group_outlook(contributors, ORDER, {tuple(path.split("_")): n for path, n in register.items()} | {(): 99})
    return {"/".join(path) or "sector": (each.state, each.n, each.more, each.rest) for path, each in found.items()}


def test_a_group_misses_what_it_lacks_of_six():
    assert states(those(red=14, blue=8, green=4), red=20, blue=20, green=9) == {
        "sector": ("shown", 26, 0, 2),
        "blue": ("beside", 8, 2, 0),
        "green": ("too_few", 4, 2, 0),
        "red": ("shown", 14, 0, 0),
    }


def test_a_group_of_which_the_register_has_fewer_than_six_never_opens():
    assert states(those(red=20), red=30, green=5)["green"] == ("never", 0, 0, 0)


def test_no_group_opens_below_twenty_owners_of_the_sector():
    found = states(those(red=8, blue=7), red=9, blue=9)
    assert found == {"sector": ("shown", 15, 0, 0), "blue": ("sector", 7, 5, 0), "red": ("sector", 8, 5, 0)}


def test_a_sector_of_fewer_than_six_says_how_many_are_missing():
    assert states(those(red=4), red=9)["sector"] == ("too_few", 4, 2, 0)


def test_whoever_has_no_known_kind_stands_beside_the_groups():
    found = states(those(red=14, blue=8, none=3), red=20, blue=20)
    assert (found["sector"], found["blue"]) == (("shown", 25, 0, 3), ("beside", 8, 3, 0))


def test_a_group_below_one_that_is_hidden_waits_for_it():
    found = states(those(red_plant=14, blue_plant=7, green=4), red=20, blue=20, blue_plant=20, green=9)
    assert (found["blue"], found["blue/plant"]) == (("beside", 7, 2, 0), ("above", 7, 2, 0))


def test_a_group_that_is_its_whole_larger_group_is_shown_under_both_names():
    found = states(those(red_plant=12, blue_plant=12), red_plant=20)
    assert found["red/plant"] == ("shown", 12, 0, 0)


def test_owners_that_share_a_coordinator_count_once():
    shared = [Contributor(f"s{n}", f"o{n}", {"kind": "red"}, "together") for n in range(4)]
    found = group_outlook([*shared, *those(red=3, blue=20)], ORDER, {(): 99, ("red",): 30})
    assert found[("red",)] == GroupOutlook("too_few", 4, 2)


def test_one_entry_a_place_of_an_owner_says_what_all_its_sites_say():
    many = [
        Contributor(f"{each.organisation}.{n}", each.owner, each.facets) for each in those(red=14, blue=8) for n in "ab"
    ]
    assert states(many, red=20, blue=20) == states(those(red=14, blue=8), red=20, blue=20)


@pytest.mark.parametrize("seed", range(25))
def test_so_many_more_are_the_least_that_open_a_group(seed):
    # The slow twin: with one fewer than `more` further owners in the group, or in what is left beside it, it stays shut.
    chance = random.Random(seed)  # noqa: S311 - the same every time
    sector = [
        Contributor(str(n), f"o{n}", {"kind": chance.choice(["red", "blue", "green", "", "other"]), "type": chance.choice(["x", "y", ""])})
        for n in range(chance.randint(20, 45))
    ]  # fmt: skip
    known = {(each.facets["kind"],): 99 for each in sector if each.facets["kind"]}
    found = group_outlook(sector, ORDER, known | {(): 99})
    open_now = {cohort.path for cohort in build_tree(sector, ORDER, K).cohorts}
    for path, each in found.items():
        assert (each.state == "shown") >= (path in open_now)
        if each.state == "too_few" and len(path) == 1:
            further = [Contributor(f"new{n}", f"new{n}", {"kind": path[0]}) for n in range(each.more - 1)]
            cohorts = build_tree([*sector, *further], ORDER, K).cohorts
            assert path not in {cohort.path for cohort in cohorts} or path == ("other",)
    if found[()].rest:
        whole = [Contributor(f"new{n}", f"new{n}", {"kind": ""}) for n in range(found[()].rest)]
        opened = {cohort.path for cohort in build_tree([*sector, *whole], ORDER, K).cohorts}
        enough = {path for path, each in found.items() if len(path) == 1 and each.n >= K and path != ("other",)}
        assert enough <= opened
        shut = {cohort.path for cohort in build_tree([*sector, *whole[1:]], ORDER, K).cohorts}
        assert not enough <= shut
