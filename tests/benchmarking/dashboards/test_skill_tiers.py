"""Which skills are clearly short at more companies than others, as a page says it."""

from dataclasses import replace

import pytest

from benchmarking.dashboards.page import page
from benchmarking.dashboards.skill_tiers import Placed, _title, _words, skill_tiers
from benchmarking.selectors.figures import Figures
from benchmarking.stats.derived import LARGEST, MIDDLE, SMALL, tier_figures
from tests.benchmarking.stats.test_published_tiers import share


def sector_of(counts, n=64):
    """Figures of a sector in which so many owners are short of each skill, with their tiers."""
    shares = {skill: share(count, n, skill) for skill, count in counts.items()}
    found = [*shares.values(), *tier_figures(shares)]
    by_metric = {}
    for figure in found:
        by_metric.setdefault(figure.metric, {})[figure.statistic] = figure
    return Figures("sector", by_metric)


@pytest.fixture
def shown(compared):
    def make(counts, n=64, group=""):
        comparison = compared(group)
        groups = tuple(replace(g, n_owners=n) if g.code == "sector" else g for g in comparison.publication.groups)
        publication = replace(comparison.publication, groups=groups)
        figures = {**comparison.by_group, "sector": sector_of(counts, n)}
        return replace(comparison, publication=publication, by_group=figures)

    return make


def plain(text):
    return text.replace("\u00a0", " ")


def test_clear_skills_are_named_and_stand_before_the_others(shown):
    found = skill_tiers(shown({"python": 6, "charts": 50}))
    assert found.title == "Clearly among the skills most often short: charts"
    assert plain(found.subtitle) == (
        "Skills by the share of companies that are short of each by a level or more. All organisations in the sector, "
        "n = 64, 2026 survey, publication 1"
    )
    assert found.words == "Clearly small: python."
    assert [tuple(map(plain, row)) for row in found.rows] == [
        ("Charts", "Data skills", "Clearly among the largest", "77 %", "63–87 %", "64", "Yes"),
        ("Python", "Data skills", "Clearly small", "11 %", "4–23 %", "64", "Yes"),
    ]


def test_where_no_skill_is_clear_all_stand_in_the_questionnaires_order(shown):
    for counts in ({"python": 30, "charts": 34}, {"python": 34, "charts": 30}):
        found = skill_tiers(shown(counts))
        assert found.title == "No skill is clearly short at more companies than most others"
        assert [(row[0], row[2]) for row in found.rows] == [("Python", "In the middle"), ("Charts", "In the middle")]
        assert found.words == "In the middle: 2 of 2 skills."


def test_tiers_are_those_of_the_sector_whichever_group_is_in_force(shown):
    counts = {"python": 6, "charts": 50}
    assert skill_tiers(shown(counts, group="sector/biologics")) == skill_tiers(shown(counts))


def test_below_twenty_companies_the_reason_stands_instead(shown):
    found = skill_tiers(shown({"python": 2, "charts": 17}, n=19))
    assert found.rows == ()
    assert found.withheld.reason == (
        "From twenty companies on it is told which skills are clearly short at more of them than other skills are. With "
        "fewer, chance alone would put skills in order."
    )


def test_a_release_that_was_made_before_there_were_tiers_says_nothing_of_them(shown):
    comparison = shown({"python": 6, "charts": 50})
    shares = {m: found for m, found in comparison.sector.by_metric.items() if m.startswith("skill_short:")}
    assert skill_tiers(replace(comparison, by_group={"sector": Figures("sector", shares)})) is None


def test_the_page_has_them_after_your_own_skills(shown):
    ids = [finding.id for finding in page(shown({"python": 6, "charts": 50})).findings]
    assert ids.index("skills") < ids.index("skill-tiers") < ids.index("twins")


def test_nothing_published_says_nothing_of_tiers(compared):
    assert skill_tiers(replace(compared(), publication=None)) is None


def placed(*tiers):
    return [Placed(f"Skill {i}", "Group", tier, None, is_short_here=False) for i, tier in enumerate(tiers)]


def test_many_are_named_where_they_are_the_largest_and_counted_elsewhere():
    found = _words(placed(*[LARGEST] * 4, *[SMALL] * 5, *[MIDDLE] * 11))
    assert found == (
        "Clearly among the largest: Skill 0; Skill 1; Skill 2; Skill 3. Clearly small: 5 of 20 skills. "
        "In the middle: 11 of 20 skills."
    )
    assert _title([f"Skill {i}" for i in range(4)]) == "Four skills are clearly among those most often short"
