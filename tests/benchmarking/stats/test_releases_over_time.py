import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.releases_over_time import (
    Counted,
    Restatement,
    corrected,
    counted_at_close,
    may_publish_interim,
    record_version,
    union_leak,
)


def owners(n, name="o"):
    return frozenset(f"{name}{i:02}" for i in range(n))


def own(*sets):
    return {owner: owner for its in sets for owner in its}


def test_a_record_is_the_same_while_its_scores_are():
    version = record_version("a", [50.0, None, 1 / 3])
    assert version == record_version("a", [50, None, 0.3333333333])
    others = [
        record_version("a", [50.0, 0.0, 1 / 3]),
        record_version("b", [50.0, None, 1 / 3]),
        record_version("a", [50.0, None]),
    ]
    assert version not in others
    assert record_version("a", [0.0]) == record_version("a", [-0.0])


def test_one_who_joins_the_next_wave_is_caught_and_six_are_not():
    stayers, joiner, six = owners(24), owners(1, "j"), owners(6, "j")
    for joining, caught in ((joiner, True), (six, False)):
        releases = {"2026": {"sector": stayers}, "2027": {"sector": stayers | joining}}
        found = union_leak(releases, own(stayers, six), 6)
        assert (found is not None) == caught
        if caught:
            assert found.combination == {"2027: sector": 1, "2026: sector": -1}


def test_one_who_changes_groups_between_waves_is_caught():
    a, b = owners(10, "a"), owners(12, "b")
    before = {"sector": a | b, "a": a}
    after = {"sector": a | b, "a": a - {"a00"}}
    assert union_leak({"2026": before, "2027": after}, own(a, b), 6).contributors == {"a00"}


@pytest.mark.parametrize(("n", "so_far", "allowed"), [(19, 0, False), (20, 0, True), (20, 1, False), (60, 0, True)])
def test_there_is_one_interim_release_from_twenty_owners(n, so_far, allowed):
    assert may_publish_interim(owners(n), own(owners(n)), so_far) == allowed


def test_an_interim_release_needs_knowledge_groups_too():
    of = {owner: "one" if i < 15 else owner for i, owner in enumerate(sorted(owners(20)))}
    assert may_publish_interim(owners(20), of, 0)
    assert not may_publish_interim(owners(20), of, 0, k=7)
    with pytest.raises(ValueError, match="may only be raised"):
        may_publish_interim(owners(20), own(owners(20)), 0, least=19)


@pytest.mark.parametrize(("late", "counts"), [(0, True), (1, False), (5, False), (6, True), (9, True)])
def test_latecomers_count_if_there_are_none_or_six(late, counts):
    interim, after = owners(22), owners(late, "l")
    found = counted_at_close(interim, interim | after, own(interim, after))
    assert found == (Counted(interim | after, frozenset()) if counts else Counted(interim, after))


def test_who_was_in_the_interim_release_stays_in():
    interim = owners(22)
    assert counted_at_close(interim, interim - {"o00"}, own(interim)) == Counted(interim, frozenset())


def test_without_an_interim_release_everybody_counts():
    assert counted_at_close(frozenset(), owners(3), own(owners(3))) == Counted(owners(3), frozenset())


def test_latecomers_of_one_consultant_are_one():
    interim, late = owners(22), owners(7, "l")
    of = own(interim, late)
    assert counted_at_close(interim, interim | late, of).next_wave == frozenset()
    assert counted_at_close(interim, interim | late, of | {"l00": "l01", "l02": "l01"}).next_wave == late


A, B = owners(14, "a"), owners(12, "b")
PUBLISHED = {"sector": A | B, "sector/a": A}


def changed(rows, *gone, **anew):
    """Records withdrawn, and records that have another version since."""
    return {cohort: frozenset(anew.get(r, r) for r in its if r not in gone) for cohort, its in rows.items()}


def versions(*records):
    return {record: f"{record} corrected" for record in records}


def known(rows, anew):
    return own(*rows.values()) | {new: old for old, new in anew.items()}


@pytest.mark.parametrize("n", [1, 5])
def test_a_few_corrections_leave_figures_standing_and_marked(n):
    anew = versions(*sorted(A)[:n])
    found = corrected(PUBLISHED, changed(PUBLISHED, **anew), known(PUBLISHED, anew))
    assert found == Restatement(frozenset(), frozenset(PUBLISHED), asks_root=True)


def test_corrections_elsewhere_do_not_touch_a_group():
    anew = versions("b00")
    found = corrected(PUBLISHED, changed(PUBLISHED, **anew), known(PUBLISHED, anew))
    assert found == Restatement(frozenset(), frozenset({"sector"}), asks_root=True)


def test_withdrawals_are_changes():
    assert corrected(PUBLISHED, changed(PUBLISHED, "a00"), known(PUBLISHED, {})).marked == frozenset(PUBLISHED)


def test_six_corrections_in_a_group_are_computed_anew():
    anew = versions(*sorted(A)[:6])
    found = corrected(PUBLISHED, changed(PUBLISHED, **anew), known(PUBLISHED, anew))
    assert found == Restatement(frozenset(PUBLISHED), frozenset(), asks_root=False)


def test_six_in_the_sector_of_which_one_in_a_group_would_show_the_one():
    """Old less new of the sector, less old less new of the group, is the one outside it. So nothing is computed anew."""
    anew = versions(*sorted(A)[:8], "b00")
    found = corrected(PUBLISHED, changed(PUBLISHED, **anew), known(PUBLISHED, anew))
    assert found == Restatement(frozenset(), frozenset(PUBLISHED), asks_root=True)


def test_nothing_changed_is_nothing_to_do():
    assert corrected(PUBLISHED, PUBLISHED, own(A, B)) == Restatement(frozenset(), frozenset(), asks_root=False)


def test_other_groups_and_a_low_limit_are_refused():
    with pytest.raises(ValueError, match="same cohorts"):
        corrected(PUBLISHED, {"sector": A | B}, own(A, B))
    with pytest.raises(ValueError, match="may only be raised"):
        corrected(PUBLISHED, PUBLISHED, own(A, B), k=5)
    with pytest.raises(ValueError, match="may only be raised"):
        counted_at_close(A, A, own(A), k=5)


@given(st.sets(st.sampled_from(sorted(A | B)), max_size=12), st.sets(st.sampled_from(sorted(A | B)), max_size=3))
def test_whatever_is_computed_anew_leaves_no_small_difference(corrections, withdrawn):
    anew = versions(*corrections - withdrawn)
    after = changed(PUBLISHED, *withdrawn, **anew)
    found = corrected(PUBLISHED, after, known(PUBLISHED, anew))
    releases = {"old": PUBLISHED, "new": {cohort: after[cohort] for cohort in found.anew}}
    assert union_leak(releases, known(PUBLISHED, anew), 6) is None
    if len(corrections | withdrawn) < 6:
        assert found.anew == frozenset()
