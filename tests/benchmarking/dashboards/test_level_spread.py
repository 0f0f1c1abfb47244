"""How a page shows a group spread over the levels of a question."""

from dataclasses import replace

import pytest

from benchmarking.dashboards.level_spread import spreads
from benchmarking.dashboards.next_levels import all_questions, all_steps
from benchmarking.selectors.figures import Figures
from benchmarking.stats.records import Figure
from tests.benchmarking.dashboards.conftest import figure


def plain(text):
    return text.replace("\u00a0", " ")


def cut(level, value, cohort="sector", item="ANA2", half=10.0, **more):
    interval = (max(0.0, value - half), min(100.0, value + half)) if value is not None else (None, None)
    return Figure(**figure(f"{cohort} item:{item} at_least_{level}", 64, value, interval, **more))


def with_cuts(comparison, *cuts):
    """Those cuts in their group, and none else."""
    by_group = dict(comparison.by_group)
    for code, its in comparison.by_group.items():
        kept = {metric: found for metric, found in its.by_metric.items() if not metric.startswith("item:")}
        for each in (each for each in cuts if each.cohort == code):
            kept[each.metric] = kept.get(each.metric, {}) | {each.statistic: each}
        by_group[code] = Figures(code, kept)
    return replace(comparison, by_group=by_group)


ALL = [cut(2, 80.0), cut(3, 50.0), cut(4, 20.0), cut(5, 5.0)]


def pieces(comparison):
    found = spreads(comparison, ["ANA2"])["ANA2"]
    return [(piece.levels, piece.low, piece.high, piece.is_yours) for piece in found.pieces]


def test_shares_at_each_level_are_what_lies_between_two_cuts(compared):
    assert pieces(with_cuts(compared(), *ALL)) == [
        ((1,), 0, 20, True),
        ((2,), 20, 50, False),
        ((3,), 50, 80, False),
        ((4,), 80, 95, False),
        ((5,), 95, 100, False),
    ]


@pytest.mark.parametrize(
    "left_open",
    [None, cut(3, None, least=10.0, most=14.0), cut(3, 99.0, bound="at_least")],
)
def test_levels_that_the_figures_leave_open_stand_together(compared, left_open):
    cuts = [each for each in (ALL[0], left_open, *ALL[2:]) if each]
    found = with_cuts(compared(), *cuts)
    assert pieces(found)[1] == ((2, 3), 20, 80, False)
    row = next(row for row in all_questions(found).rows if "ANA2" in row[0])
    assert plain(row[3]) == "1: 20 %; 2–3: 60 %; 4: 15 %; 5: 5 %"
    assert row[3].parts == ("20", "60 (levels 2–3)", "60 (levels 2–3)", "15", "5", "the group")


def test_where_the_group_has_no_shares_the_sectors_stand_there_and_say_so(compared):
    found = all_questions(with_cuts(compared("sector/biologics"), *ALL))
    row = next(row for row in found.rows if "ANA2" in row[0])
    assert plain(row[3]).startswith("the whole sector, n = 64: 1: 20 %; 2: 30 %")
    assert row[4] == "not shown for this group"
    assert [plain(value) for value in found.figure["layout"]["meta"]["rows"][0]["values"]] == ["1", "sector, n = 64"]


def test_without_any_share_there_is_neither_chart_nor_column(compared):
    found = all_questions(with_cuts(compared()))
    assert (found.figure, found.key) == (None, ())
    assert "Share at each level" not in [column.head for column in found.columns]


@pytest.mark.parametrize(("level", "outlined"), [(1.0, [(1,)]), (2.5, [(2,)]), (5.0, [(5,)]), (None, [])])
def test_your_level_is_outlined_between_two_the_lower_one(compared, level, outlined):
    comparison = with_cuts(compared(), *ALL)
    comparison = replace(comparison, own=replace(comparison.own, items={"ANA2": level}))
    found = spreads(comparison, ["ANA2"])["ANA2"]
    assert [piece.levels for piece in found.pieces if piece.is_yours] == outlined
    drawn = all_questions(comparison).figure["layout"].get("shapes", ())
    assert [shape["line"]["color"] for shape in drawn] == ["@you"] * len(outlined)


def test_each_piece_is_named_by_its_number_where_there_is_room(compared):
    drawn = all_questions(with_cuts(compared(), *ALL)).figure["data"]
    assert [text for trace in drawn if trace["type"] == "scatter" for text in trace["text"]] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("share", "half", "said"),
    [
        (80.0, 10.0, "More than half of the whole sector stand higher than you on: “How is ANA2 done?”."),
        (61.0, 10.0, "More than half of the whole sector stand higher than you on: “How is ANA2 done?”."),
        (60.0, 10.0, "On no question is it clear that more than half of the whole sector stand higher than you."),
    ],
)
def test_more_than_half_stand_higher_only_where_the_interval_says_so(compared, share, half, said):
    assert all_questions(with_cuts(compared(), cut(2, share, half=half))).words == said


def test_the_pair_of_every_question_below_the_top_stands_in_order(compared):
    comparison = compared()
    assert [step.question for step in all_steps(comparison)][-1] == "How is ANA2 done?"
    assert len(all_steps(comparison)) == 6
    top = replace(comparison, own=replace(comparison.own, items={"ANA2": 5.0}))
    assert (all_steps(top), all_steps(replace(comparison, own=None))) == ([], [])
