import csv
from io import StringIO

import pytest

from benchmarking.dashboards.files import finding_as_csv, safe
from benchmarking.dashboards.finding import Column, Finding


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
