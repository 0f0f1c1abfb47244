import csv
from io import StringIO

import pytest

from benchmarking.dashboards import skills
from benchmarking.dashboards.files import finding_as_csv, safe
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.shares import skill_groups, twins
from tests.benchmarking.dashboards.tables import lines_of


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_stays_a_text(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(("text", "number"), [("+17", "17"), ("−13", "-13"), ("0", "0"), ("1.6", "1.6"), ("-4", "-4")])
def test_a_number_stays_a_number(text, number):
    assert safe(text) == number


def test_every_line_says_who_is_compared_with_how_many_and_when():
    finding = Finding(
        id="profile",
        title="",
        columns=(Column("Dimension"), Column("You", numeric=True)),
        rows=(('=Evil, "quoted"', "67"),),
        source=("The whole sector", "n = 64", "2026 survey", "publication 1"),
    )
    lines = list(csv.reader(StringIO(finding_as_csv(finding).removeprefix("\ufeff"))))
    assert lines == [
        [
            "Dimension",
            "You",
            "Why a number is missing",
            "Compared with",
            "Number of organisations",
            "Survey",
            "Publication",
        ],
        ['\'=Evil, "quoted"', "67", "", "The whole sector", "n = 64", "2026 survey", "publication 1"],
    ]


def test_gaps_that_are_not_shown_keep_their_columns_with_the_reason(compared):
    line = lines_of(finding_as_csv(skills.skills(compared("sector/biologics"))))[0]
    assert (line["Skill"], line["Mean gap of the companies asked"], line["n"]) == ("Python", "", "")
    assert line["Why a number is missing"] == "Mean gap of the companies asked: not shown for this group"


def test_gaps_stand_beside_their_n_and_both_ends_of_their_interval(compared):
    line = lines_of(finding_as_csv(skills.skills(compared())))[0]
    head = "95 % interval of the mean gap"
    assert [line[each] for each in ("Mean gap of the companies asked", f"{head}, from", f"{head}, to", "n")] == [
        "1.5",
        "1.2",
        "1.8",
        "31",
    ]


def test_a_share_is_a_plain_number_under_a_head_that_names_its_unit(compared):
    line = lines_of(finding_as_csv(skill_groups(compared())))[0]
    assert (line["Share, per cent"], line["95 % interval, from"], line["95 % interval, to"]) == ("45", "34", "56")


def test_a_band_of_counts_stays_words(compared):
    line = lines_of(finding_as_csv(twins(compared("sector/biologics"))))[0]
    assert line["Share, per cent"] == "3–5 of 14"
