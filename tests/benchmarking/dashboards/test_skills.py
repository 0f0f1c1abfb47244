"""Groups of skills that are short, and the gaps of single skills, each from a comparison written by hand."""

from dataclasses import replace

from benchmarking.dashboards import skills
from benchmarking.dashboards.shares import skill_groups


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_share_of_a_group_of_skills_is_said_to_be_of_its_first_question_alone(compared):
    found = skill_groups(compared())
    assert found.subtitle.startswith(
        "Share whose people have these skills only partly or hardly, by the first question about the group. "
    )
    assert found.words == (
        "Short at your site: data skills. The share looks at that question alone; your site does not count as short where "
        "your ratings meet every skill."
    )


def test_the_skills_table_has_every_gap_with_that_of_the_group(compared):
    found = skills.skills(compared())
    assert found.title == "Python is your widest gap, at 2 levels"
    assert found.rows == (
        ("Python", "Data skills", "1", "3", "2", "6 to 10 people", "1.5", "1.2 to 1.8", "31"),
        ("Charts", "Data skills", "2", "3", "1", "6 to 10 people", "not shown for this group", "", ""),
    )


def test_a_gap_of_others_is_said_to_be_of_the_companies_asked_with_their_own_n(compared):
    found = skills.skills(compared())
    assert [column.head for column in found.columns][-3:] == [
        "Mean gap of the companies asked",
        "95 % interval of the mean gap",
        "n",
    ]
    assert plain(found.subtitle).endswith(
        "Your site beside the companies asked in the whole sector, n = 31, 2026 survey, publication 1"
    )
    assert plain(found.source[1]) == "n = 31"
    assert "the mean gap of the companies asked: those of the whole sector whose people" in found.words


def test_the_picture_of_skills_has_n_and_interval_of_each_gap(compared):
    meta = skills.skills(compared()).payload["layout"]["meta"]
    assert plain(meta["n"]) == "n = 31"
    assert [column["head"] for column in meta["columns"]] == ["Your gap", "Mean gap of the companies asked", "People"]
    assert [plain(row["values"][1]) for row in meta["rows"]] == ["1.5, n = 31, 1.2 to 1.8", "not shown"]
    assert plain(meta["rows"][0]["values_narrow"]) == "gap 2; others’ gap 1.5, n = 31"


def test_gaps_of_different_bases_say_from_which_n_to_which(compared):
    comparison = compared()
    more = {"mean": replace(comparison.figures.one("skill:python:gap", "mean"), n_owners=20)}
    by_metric = {**comparison.figures.by_metric, "skill:charts:gap": more}
    both = replace(comparison, by_group={"sector": replace(comparison.figures, by_metric=by_metric)})
    assert plain(skills.skills(both).source[1]) == "n = 20–31"


def test_where_no_gap_of_the_group_is_published_the_skills_table_has_no_empty_columns(compared):
    found = skills.skills(compared("sector/biologics"))
    assert [column.head for column in found.columns][-2:] == ["Your gap", "People"]
    assert found.rows[0] == ("Python", "Data skills", "1", "3", "2", "6 to 10 people")


def test_skills_that_are_short_lead_with_n_interval_and_survey(compared):
    assert plain(skill_groups(compared()).title) == "Short most often: data skills, 45 %, n = 64, 34–56 %, 2026 survey"
