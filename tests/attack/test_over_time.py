"""I4 and I6 across waves, I7 and I15: what is public stays public, and what comes after the close must not be subtracted."""

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking import pipeline
from benchmarking.stats import releases_over_time
from benchmarking.stats.gate import leak
from tests.attack.how_many import LARGEST, few, many
from tests.attack.sectors import Shape, changed, changes, sector, sectors

K = 6
DIMENSIONS = ("A1", "A2", "A3", "B1", "B2", "B3")


def tree_of(inputs):
    return pipeline.build_tree(inputs.contributors(), inputs.order, K)


def rows(tree, inputs):
    """Cohort → record versions of its members now: one that changed is another, one that went is none."""
    versions = {o.organisation: version(o) for o in inputs.organisations}
    return {
        cohort.code: frozenset(versions[member] for member in cohort.members & versions.keys())
        for cohort in tree.cohorts
    }


def version(organisation):
    scores = [each if isinstance(each, float) else None for each in map(organisation.values.get, DIMENSIONS)]
    return releases_over_time.record_version(organisation.organisation, scores)


def known_by(*waves):
    """Record version → knowledge group."""
    return {version(o): o.knowledge_group or o.owner for inputs in waves for o in inputs.organisations}


def what_stands_gives_nobody_away(before, after, tree):
    """I15: the release, and whatever is computed anew after the change, added and subtracted."""
    of = known_by(before, after)
    first, second = rows(tree, before), rows(tree, after)
    found = releases_over_time.corrected(first, second, of)
    restated = {cohort: second[cohort] for cohort in found.anew}
    union = {f"{name} {c}": its for name, each in (("old", first), ("new", restated)) for c, its in each.items()}
    return [] if (leaked := leak(union, of, K)) is None else [dict(leaked.combination)]


@many
@given(sectors(most=LARGEST), st.data())
def test_up_to_five_changes_after_the_close_restate_no_figure_but_the_root_s(drawn, data):
    before = drawn.waves[0]
    after = changed(before, data.draw(changes(before)), drawn.shape)
    tree = tree_of(before)
    found = releases_over_time.corrected(rows(tree, before), rows(tree, after), known_by(before, after))
    assert found.anew == frozenset()
    assert found.asks_root == ("sector" in found.marked)


@few
@given(sectors(least=30, most=LARGEST), st.data())
def test_however_many_change_old_and_new_figures_together_give_nobody_away(drawn, data):
    before = drawn.waves[0]
    after = changed(before, data.draw(changes(before, most=16)), drawn.shape)
    assert what_stands_gives_nobody_away(before, after, tree_of(before)) == []


def nine_of_one_group_and_one_of_another(before, tree):
    red, blue = tree.children("sector")[:2]
    edited = {*sorted(red.members)[:9], min(blue.members)}
    mirrored = {"values": {item: 5.5 - (i % 3) / 2 for i, item in enumerate(DIMENSIONS)}}
    organisations = (o if o.organisation not in edited else replace(o, **mirrored) for o in before.organisations)
    return replace(before, organisations=tuple(organisations))


def test_without_the_question_of_the_union_an_old_and_a_new_release_show_one_owner(monkeypatch):
    before = sector(Shape(1, 60, alike=0)).waves[0]
    tree = tree_of(before)
    after = nine_of_one_group_and_one_of_another(before, tree)
    assert what_stands_gives_nobody_away(before, after, tree) == []
    monkeypatch.setattr(releases_over_time, "union_leak", lambda *_: None)
    assert what_stands_gives_nobody_away(before, after, tree) != []


def late_joiner(inputs):
    """Everybody, and everybody but the last, who comes with an answer of its own."""
    *others, last = inputs.organisations
    return replace(inputs, organisations=tuple(others)), replace(inputs, organisations=(*others, last))


def an_interim_and_a_final_release_give_nobody_away(interim, final):
    """I4 over time, as the pages would see it: record versions of both releases, counted by whoever knows them."""
    first, second = ({version(o) for o in inputs.organisations} for inputs in (interim, final))
    return releases_over_time.union_leak(
        {"interim": {"sector": first}, "final": {"sector": second}}, known_by(interim, final), K
    )


@many
@given(sectors(most=LARGEST))
def test_who_joins_alone_between_two_releases_is_seen_by_the_gate(drawn):
    interim, final = late_joiner(drawn.waves[0])
    assert an_interim_and_a_final_release_give_nobody_away(interim, final) is not None
    first, second = ({o.organisation for o in each.organisations} for each in (interim, final))
    of = {o.organisation: o.knowledge_group or o.owner for o in final.organisations}
    assert releases_over_time.counted_at_close(first, second, of).now == frozenset(first)


def moved_to_other_cells(inputs):
    """Prefilled answers that nobody touched, in a register whose facets were tidied up."""
    return replace(
        inputs, organisations=tuple(replace(o, facets={**o.facets, "size": "tidied"}) for o in inputs.organisations)
    )


def a_tidied_register_hides_no_joiner(inputs):
    """I4: answers that stayed are the same records whatever their facets say; only so is a joiner left alone."""
    interim, final = late_joiner(inputs)
    seen = an_interim_and_a_final_release_give_nobody_away(interim, moved_to_other_cells(final))
    return [] if seen is not None else ["the joiner passes for one of many"]


@many
@given(sectors(most=LARGEST))
def test_facets_are_no_part_of_a_record(drawn):
    assert a_tidied_register_hides_no_joiner(drawn.waves[0]) == []


# What a record is, is said by `version`: the scores alone. With all that is known of an organisation it would be this.
def test_were_whole_records_hashed_a_joiner_would_pass(monkeypatch):
    monkeypatch.setitem(globals(), "version", lambda o: sha256(repr(o).encode()).hexdigest())
    assert a_tidied_register_hides_no_joiner(sector(Shape(1, 40)).waves[0]) != []


def waves_together(drawn):
    """Units, not versions: whoever stayed is taken to have answered the same."""
    return {
        str(number): {c.code: c.members for c in tree_of(inputs).cohorts} for number, inputs in enumerate(drawn.waves)
    }


@few
@given(sectors(most=40))
def test_what_the_gate_says_of_three_waves_is_a_true_combination(drawn):
    of = {o.organisation: o.knowledge_group or o.owner for inputs in drawn.waves for o in inputs.organisations}
    together = waves_together(drawn)
    found = releases_over_time.union_leak(together, of, K)
    if found is not None:
        total: dict[str, Fraction] = {}
        for name, factor in found.combination.items():
            wave, _, cohort = name.partition(": ")
            for unit in together[wave][cohort]:
                total[unit] = total.get(unit, Fraction()) + factor
        assert {unit for unit, factor in total.items() if factor} == found.records
        assert len({of[unit] for unit in found.records}) < K


@pytest.mark.parametrize("joined", [1, 5])
def test_a_wave_that_a_few_joined_beside_the_one_before_is_found(joined):
    first = sector(Shape(1, 60, alike=0)).waves[0]
    fewer = replace(first, organisations=first.organisations[:-joined])
    releases = {"2026": {"sector": {o.organisation for o in fewer.organisations}}}
    releases["2027"] = {"sector": {o.organisation for o in first.organisations}}
    of = {o.organisation: o.owner for o in first.organisations}
    assert releases_over_time.union_leak(releases, of, K) is not None
