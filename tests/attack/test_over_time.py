"""I4 and I6 across waves, I7 and I15: what is public stays public, and what comes after the close must not be subtracted."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from benchmarking import pipeline
from benchmarking.selectors import earlier_releases
from benchmarking.stats import releases_over_time
from benchmarking.stats.gate import leak
from tests.attack import stayers, streams
from tests.attack.how_many import IS_STUDY, LARGEST, few, fewest, many
from tests.attack.release import SMALL
from tests.attack.sectors import Change, Shape, changed, changes, sector, sectors

K = 6
NOTHING = Change(frozenset(), frozenset(), frozenset())
# Three waves of forty take these attackers a minute.
N_WAVES, MOST_IN_WAVES = (3, min(LARGEST, 40)) if IS_STUDY else (2, 30)
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


@fewest
@given(sectors(most=MOST_IN_WAVES))
def test_who_has_kept_every_wave_corners_nobody(drawn):
    """I6 on the union of waves: whether it takes all that stayed for unchanged, or knows who changed."""
    released = streams.waves(drawn, N_WAVES)
    assert stayers.nobody_is_within_thirty_points(released) == []
    assert stayers.nobody_s_answer_is_known(released) == []
    assert stayers.nobody_is_within_thirty_points(released, knows_changes=True) == []
    assert stayers.nobody_s_answer_is_known(released, knows_changes=True) == []


@few
@given(sectors(least=26, most=MOST_IN_WAVES), st.integers(1, 8), st.data())
def test_an_interim_and_a_final_release_corner_nobody_whatever_happens_in_between(drawn, late, data):
    released = streams.interim_and_close(drawn, late, data.draw(changes(drawn.waves[0])))
    assert stayers.nobody_is_within_thirty_points(released, knows_changes=True) == []
    assert stayers.nobody_s_answer_is_known(released, knows_changes=True) == []


@few
@given(sectors(least=26, most=LARGEST), st.integers(1, 5))
def test_fewer_than_six_latecomers_change_no_figure_of_the_sector(drawn, late):
    """I15, and rule 11: they count next time."""
    between, final = streams.interim_and_close(drawn, late, NOTHING) or ([], [])
    if final:
        assert [f for f in final.figures if f.cohort == "sector"] == list(between.figures)


def test_six_latecomers_in_the_base_of_every_metric_do():
    between, final = streams.interim_and_close(sector(Shape(1, 60, alike=0, silent=0)), 16, NOTHING)
    assert {f.n_owners for f in between.figures if f.metric == "overall"} == {44}
    assert {f.n_owners for f in final.figures if f.metric == "overall" and f.cohort == "sector"} == {60}


@fewest
@given(sectors(most=MOST_IN_WAVES))
def test_what_is_frozen_of_the_releases_before_gives_the_same_figures_without_them(drawn):
    """A release is built anew from its own inputs alone."""
    earlier = streams.waves(drawn, 1)
    refused: dict[str, int] = {}
    before = [earlier_releases.Earlier(each.inputs, each.instrument, each.figures) for each in earlier]
    inputs = drawn.waves[1]
    beside = earlier_releases.beside(before, pipeline._sector, refused)
    built = pipeline.compute_whole(inputs, SMALL, beside=beside).figures
    assert pipeline.compute(replace(inputs, refused=refused), SMALL)[1] == built
