"""A joiner among stayers, and what else two releases of one metric tell together."""

from dataclasses import replace
from math import isnan

import pytest

from benchmarking.stats import attack_over_time as module
from benchmarking.stats.attack_check import Attacked
from benchmarking.stats.attack_over_time import Shown, attack_over_time
from tests.benchmarking.stats.sectors import Sector, holders, scores

STAYERS = scores(24)


def attacked(sector, **knowledge):
    contributors = [replace(c, knowledge_group=knowledge.get(c.owner, "")) for c in sector.contributors]
    return Attacked(sector.tree, contributors, sector.metric, {})


def exactly(sector):
    """As somebody would print who rounds nothing: sums and counts as they are."""
    totals = {(e.cohort, e.statistic): e.total for e in sector.estimates()}
    return [_exact(f, totals[f.cohort, f.statistic], sector.metric.kind) for f in sector.figures()]


def _exact(figure, total, kind):
    of = figure.n_units if kind == "mean" else 1
    return figure if isnan(total) else replace(figure, least=total / of, most=total / of)


def stands(before, now, *, exact, was=None, **knowledge):
    shown = exactly if exact else Sector.figures
    return attack_over_time(attacked(now, **knowledge), [Shown(was or attacked(before), shown(before))])(shown(now))


def test_a_joiner_is_seen_in_exact_sums_and_not_in_rounded_ones():
    before, now = Sector({"a": STAYERS}), Sector({"a": [*STAYERS, 99.0]})
    assert not stands(before, now, exact=True)
    assert stands(before, now, exact=False)


@pytest.mark.parametrize(("holding", "hidden"), [(7, True), (8, False)])
def test_a_joiner_is_seen_in_exact_counts_and_where_a_band_is_left(holding, hidden):
    """7 and 8 of 24 are both 6-8; 9 of 25 are 9-11, and only the joiner can be the ninth."""
    before = Sector({"a": holders(holding, 24)}, "share")
    now = Sector({"a": [*holders(holding, 24), 1.0]}, "share")
    assert not stands(before, now, exact=True)
    assert stands(before, now, exact=False) == hidden


def test_of_many_joiners_nobody_is_seen():
    assert stands(Sector({"a": STAYERS}), Sector({"a": [*STAYERS, *scores(7)]}), exact=True)


LOW, HIGH = [20.0, 40.0], [60.0, 80.0]


def test_who_takes_others_for_unchanged_who_are_not_finds_a_contradiction():
    assert stands(Sector({"a": LOW * 12}), Sector({"a": HIGH * 12}), exact=True)
    now = [*[0.0] * 6, *[1.0] * 16, 0.0, 0.0]  # 16 hold, of the 8 before only two
    assert stands(Sector({"a": holders(8, 24)}, "share"), Sector({"a": now}, "share"), exact=True)


UP_BY_90 = [score + 3.75 for score in STAYERS]
ANOTHER_WAY_ROUND = [*reversed(STAYERS)]


def test_who_is_wrong_about_a_joiner_gives_nobody_away():
    """Those who stayed rose by 90 together and the joiner brings 5: taken for unchanged they make it a joiner of 95."""
    before = Sector({"a": STAYERS})
    assert stands(before, Sector({"a": [*UP_BY_90, 5.0]}), exact=True)
    assert not stands(before, Sector({"a": [*ANOTHER_WAY_ROUND, 95.0]}), exact=True)


def test_who_is_wrong_about_a_holder_gives_nobody_away():
    """Four stayers began, three stopped: one more than before, which looks like the joiner."""
    changed = [*[0.0] * 3, *[1.0] * 9, *[0.0] * 12]
    before = Sector({"a": holders(8, 24)}, "share")
    assert stands(before, Sector({"a": [*changed, 0.0]}, "share"), exact=True)
    assert not stands(before, Sector({"a": [*reversed(holders(8, 24)), 1.0]}, "share"), exact=True)


def test_an_earlier_answer_is_given_away_by_a_later_release_too():
    """In the second of three releases the joiner had 95; in the third it has 5, and the others make up for it."""
    waves = [Sector({"a": its}) for its in (STAYERS, [*ANOTHER_WAY_ROUND, 95.0], [*UP_BY_90, 5.0])]
    shown = [Shown(attacked(wave), exactly(wave)) for wave in waves]
    assert not attack_over_time(attacked(waves[2]), shown[:2])(exactly(waves[2]))
    assert attack_over_time(attacked(waves[2]), shown[:1])(exactly(waves[2]))


def test_of_changes_that_all_went_one_way_exact_counts_tell_everything_and_bands_nothing():
    """Eight more than before, and somebody knows which eight said something new."""
    before, now = Sector({"a": holders(8, 24)}, "share"), Sector({"a": holders(16, 24)}, "share")
    assert not stands(before, now, exact=True)
    assert stands(before, now, exact=False)


CHANGED_ELSEWHERE = Sector({"a": LOW * 6, "other": STAYERS[:12]}), Sector({"a": HIGH * 6, "other": [*STAYERS[:12], 9]})


def test_answers_that_changed_elsewhere_hide_no_joiner():
    assert not stands(*CHANGED_ELSEWHERE, exact=True)


def test_were_whole_records_hashed_they_would(monkeypatch):
    """A record that knows of its wave is another one in the next: then everybody is new, and nobody joins."""
    number = iter(range(1000))
    monkeypatch.setattr(module, "record_version", lambda unit, _: f"{unit} {next(number)}")
    assert stands(*CHANGED_ELSEWHERE, exact=True)


def test_who_shared_a_consultant_then_still_knows_what_it_knew():
    """Of three joiners two are known to owners that shared a consultant last time: the third is what is left."""
    before, now = Sector({"a": STAYERS}), Sector({"a": [*STAYERS, 40.0, 50.0, 60.0]})
    today = {"a22": "one", "a24": "one", "a23": "other", "a25": "other"}
    assert stands(before, now, exact=True, **today)
    assert not stands(before, now, exact=True, was=attacked(before, a22="then", a23="then"), **today)


def test_other_cuts_are_another_question():
    before, now = (
        Sector({"a": [1.0, 2.0] * 12}, "cuts", cuts=(2,)),
        Sector({"a": [1.0, 2.0] * 12 + [3.0]}, "cuts", cuts=(3,)),
    )
    assert stands(before, now, exact=True)


def test_the_first_release_has_nothing_beside_it():
    sector = Sector({"a": STAYERS})
    assert attack_over_time(attacked(sector), [])(exactly(sector))
    assert attack_over_time(attacked(sector), [Shown(attacked(sector), [])])(exactly(sector))


def test_large_sectors_are_attacked_beside_each_earlier_release_in_turn(monkeypatch):
    waves = [Sector({"a": [*STAYERS, *[99.0] * joined]}) for joined in range(2)]
    shown = [Shown(attacked(wave), exactly(wave)) for wave in waves]
    quiet = Shown(attacked(waves[0]), waves[0].figures())
    for most in (400, 1):
        monkeypatch.setattr(module, "MOST_TOGETHER", most)
        assert not attack_over_time(attacked(waves[1]), [shown[0], quiet])(exactly(waves[1]))
        assert not attack_over_time(attacked(waves[1]), [quiet, shown[0]])(exactly(waves[1]))
        assert attack_over_time(attacked(waves[0]), [quiet, quiet])(waves[0].figures())
