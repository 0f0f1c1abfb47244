import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import Figure, Missing
from benchmarking.stats.skills_gap import (
    GroupGap,
    PublishedGap,
    SkillAnswers,
    SkillGap,
    SkillGroup,
    gap_index,
    group_gaps,
    own_gaps,
    published_gap,
)

CODE = SkillGroup("analytics", "practitioner", ("sk_python", "sk_repro", "sk_doe"))
DECIDE = SkillGroup("decide", "decision_maker", ("dk_data",))
BANDS = {"p1_2": (1, 2), "p6_10": (6, 10), "more": (51, None)}


def gaps_of(screen, current=None, needed=None):
    return own_gaps([CODE], SkillAnswers({"analytics": screen}, current or {}, needed or {}))


def rated(current, needed):
    return gaps_of("hardly", {"sk_python": current}, {"sk_python": needed})[0]


def test_a_skill_below_its_need_has_a_gap_and_no_surplus():
    assert rated(1.0, 3.5) == SkillGap("sk_python", "analytics", "practitioner", "rated", 1.0, 3.5, 2.5, 0.0)


def test_a_skill_above_its_need_has_a_surplus_and_no_gap():
    assert rated(4.0, 3.0) == SkillGap("sk_python", "analytics", "practitioner", "rated", 4.0, 3.0, 0.0, 1.0)


def test_not_needed_here_requires_nothing_and_lacks_nothing():
    for gap in gaps_of("not_needed_here"):
        assert (gap.state, gap.needed, gap.gap, gap.current) == ("not_needed", 0.0, 0.0, None)


def test_yes_lacks_nothing_and_its_levels_are_not_imputed():
    for gap in gaps_of("yes", {"sk_python": 1.0}, {"sk_python": 5.0}):
        assert (gap.state, gap.gap, gap.current, gap.needed, gap.surplus) == ("met", 0.0, None, None, None)


@pytest.mark.parametrize("screen", ["dont_know", *sorted(set(Missing) - {Missing.DOES_NOT_APPLY})])
def test_an_unknown_screen_leaves_the_gap_unknown(screen):
    assert [gap.gap for gap in gaps_of(screen, {"sk_python": 1.0}, {"sk_python": 5.0})] == [None] * 3


def test_a_rating_that_does_not_apply_is_a_skill_not_needed_here():
    assert (rated(Missing.DOES_NOT_APPLY, 3.0).state, rated(2.0, Missing.DOES_NOT_APPLY).gap) == ("not_needed", 0.0)


def test_a_missing_rating_leaves_the_gap_unknown_and_keeps_the_other():
    assert rated(Missing.DONT_KNOW, 3.0) == SkillGap("sk_python", "analytics", "practitioner", "unknown", None, 3.0)
    assert gaps_of("partly")[0].gap is None


@pytest.mark.parametrize(("gap", "prevalence"), [(None, None), (0.0, 0.0), (0.99, 0.0), (1.0, 1.0), (2.5, 1.0)])
def test_prevalence_counts_from_one_whole_level(gap, prevalence):
    assert SkillGap("s", "g", "a", "rated", gap=gap).prevalence == prevalence


def test_an_unknown_screen_code_is_refused_by_group():
    with pytest.raises(ValueError, match="Skill group analytics: 'maybe' is no answer"):
        gaps_of("maybe")


@pytest.mark.parametrize("bad", [5.1, -1.0, float("nan"), "3"])
def test_a_level_outside_the_scale_is_refused_by_skill(bad):
    with pytest.raises(ValueError, match=r"Skill sk_python: .* is not a level from 0 to 5"):
        rated(bad, 3.0)


def test_a_group_tells_its_skills_short_its_index_and_its_people():
    answers = SkillAnswers(
        {"analytics": "partly", "decide": "yes"},
        {"sk_python": 1.0, "sk_repro": 2.0, "sk_doe": 3.0},
        {"sk_python": 2.0, "sk_repro": 4.0, "sk_doe": 3.0},
        {"analytics": "p6_10"},
    )
    assert group_gaps([CODE, DECIDE], answers, BANDS) == (
        GroupGap("analytics", "practitioner", 20.0, True, ("sk_repro", "sk_python"), (6, 10)),
        GroupGap("decide", "decision_maker", 0.0, False, (), None),
    )


def test_a_group_screened_short_but_not_rated_is_short_with_no_index():
    answers = SkillAnswers({"analytics": "hardly"}, people={"analytics": Missing.DONT_KNOW})
    assert group_gaps([CODE], answers, BANDS) == (GroupGap("analytics", "practitioner", None, True, (), None),)


def test_a_group_whose_ratings_show_every_skill_met_is_not_short():
    levels = dict.fromkeys(CODE.skills, 3.0)
    (group,) = group_gaps([CODE], SkillAnswers({"analytics": "partly"}, levels, levels), BANDS)
    assert (group.is_short, group.index) == (False, 0.0)


def test_an_unknown_headcount_band_is_refused_by_group():
    with pytest.raises(ValueError, match="Skill group analytics: 'many' is no headcount band"):
        group_gaps([CODE], SkillAnswers({"analytics": "yes"}, people={"analytics": "many"}), BANDS)


def test_the_index_runs_over_known_skills_only():
    known = SkillGap("a", "g", "p", "rated", 0.0, 5.0, 5.0, 0.0)
    assert gap_index([known, SkillGap("b", "g", "p", "met", gap=0.0), SkillGap("c", "g", "p", "unknown")]) == 50.0
    assert gap_index([]) is None


@given(st.floats(0, 5), st.floats(0, 5))
def test_gap_less_surplus_is_the_signed_difference(current, needed):
    gap = rated(current, needed)
    assert gap.gap - gap.surplus == needed - current
    assert gap.gap * gap.surplus == 0


def mean(value, low=None, high=None, n=14, cohort="sector"):
    return Figure(cohort, "sk_python", "mean", n, n, value, low, high)


def test_a_published_gap_is_published_needed_minus_published_current():
    found = published_gap(mean(62.5, 56.5, 68.5), mean(37.5, 29.5, 45.5))
    assert found == PublishedGap("sector", 14, 25.0, 10.0)


def test_a_published_gap_keeps_a_surplus_negative_and_rounds_its_width_up():
    assert published_gap(mean(30.0, 25.0, 35.0), mean(40.0, 35.0, 45.0)) == PublishedGap("sector", 14, -10.0, 8.0)


def test_a_published_gap_without_an_interval_or_without_a_mean():
    assert published_gap(mean(60.0, 55.0, 65.0), mean(40.0)) == PublishedGap("sector", 14, 20.0, None)
    assert published_gap(mean(None, 0.0, 25.0), mean(40.0)) is None


@pytest.mark.parametrize("other", [mean(40.0, n=15), mean(40.0, cohort="sector/contract")])
def test_a_published_gap_needs_one_group_and_base(other):
    with pytest.raises(ValueError, match="a gap needs both from one group and base"):
        published_gap(mean(60.0), other)
