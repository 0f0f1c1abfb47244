from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.releases_over_time import Counted, Restatement, corrected, counted_at_close, union_leak
from tests.benchmarking.stats.test_gate import leaks_by_enumeration

OWNERS = [f"w{i:02}" for i in range(16)]
SHARED = st.sets(st.sampled_from(OWNERS), max_size=3)


def known_by(shared):
    return {owner: "consultant" if owner in shared else owner for owner in OWNERS}


def slow_leak(rows, contributor, k):
    """A sum or difference of up to five atoms, or of any two rows, that too few are in."""
    pairs = list(rows.values()) + [one ^ other for one in rows.values() for other in rows.values()]
    few = any(0 < len({contributor[r] for r in pair}) < k for pair in pairs)
    return few or leaks_by_enumeration(rows, contributor, k)


@given(st.sets(st.sampled_from(OWNERS)), st.sets(st.sampled_from(OWNERS)), SHARED)
def test_who_counts_at_the_close_is_what_the_slow_twin_says(interim, at_close, shared):
    """Everybody of the two releases, unless the second would add one to five contributors to the first."""
    late = {owner for owner in OWNERS if owner in at_close and owner not in interim}
    waits = bool(interim) and len({known_by(shared)[owner] for owner in late}) in range(1, 6)
    now = interim if waits else interim | at_close
    assert counted_at_close(interim, at_close, known_by(shared)) == Counted(
        frozenset(now), frozenset(late if waits else ())
    )


@st.composite
def corrections(draw):
    """A sector, a group of it, and the records after some were corrected and some withdrawn."""
    group = set(OWNERS[: draw(st.integers(6, 10))])
    before = {"sector": set(OWNERS), "sector/a": group}
    anew = draw(st.sets(st.sampled_from(OWNERS), min_size=draw(st.sampled_from([0, 7])), max_size=14))
    gone = draw(st.sets(st.sampled_from(OWNERS), max_size=2))
    after = {
        code: {f"{owner}*" if owner in anew else owner for owner in its if owner not in gone}
        for code, its in before.items()
    }
    contributor = known_by(draw(SHARED))
    return before, after, {**contributor, **{f"{owner}*": contributor[owner] for owner in OWNERS}}


@settings(max_examples=40)
@given(corrections())
def test_corrections_are_what_the_slow_twin_says(drawn):
    before, after, contributor = drawn
    touched = {
        code: {contributor[r] for r in before[code] | after[code] if (r in before[code]) != (r in after[code])}
        for code in before
    }
    anew = {code for code, groups in touched.items() if len(groups) > 5}
    rows = {**before, **{f"{code} anew": after[code] for code in anew}}
    if slow_leak(rows, contributor, 6):
        anew = set()
    marked = {code for code, groups in touched.items() if groups} - anew
    assert corrected(before, after, contributor) == Restatement(frozenset(anew), frozenset(marked), "sector" in marked)


@settings(max_examples=40)
@given(corrections(), st.integers(6, 7))
def test_two_releases_together_are_one_table_for_the_gate(drawn, k):
    before, after, contributor = drawn
    rows = {"1": before["sector"], "2": before["sector/a"], "3": after["sector"], "4": after["sector/a"]}
    found = union_leak({"first": before, "second": after}, contributor, k)
    if slow_leak(rows, contributor, 6):
        assert found is not None
    if found is not None:
        assert found.contributors == {contributor[record] for record in found.records}
        assert 0 < len(found.contributors) < k
