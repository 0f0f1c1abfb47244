"""Files are opened with the programs that analysts use, and have the answers, labels and reasons that were given."""

import csv
import json
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from surveyapp.microdata import workbook
from surveyapp.microdata.csv_cells import safe
from surveyapp.microdata.variables import REASONS
from tests.surveyapp.microdata.raw.answered import EMOJI, FORMULA, LINES, LONG, RTL

KINDS = ("csv_wide", "csv_tidy", "xlsx", "sav", "dta", "ddi", "package")
TEXTS = {FORMULA, LINES, RTL, LONG, EMOJI, "-5"}


def first_of(table):
    """The row of whom answered everything, and of whom was unsure."""
    return table[table["TEMPERATURE"] == -95.5].iloc[0], table[table["AREA"] == "quality"].iloc[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_made_checked_and_offered(made, kind):
    file = made(kind)
    assert (file.row.n_rows, file.row.size) == (5, file.path.stat().st_size)


def test_a_wide_table_is_read_by_pandas(made):
    table = pd.read_csv(made("csv_wide").path, na_values=list(REASONS), keep_default_na=False, dtype={"RECORDS": str})
    full, _ = first_of(table)
    assert (full["RECORDS"], full["BATCHES"], full["FIRST_USE"], full["COUNTRY"]) == ("3", 250, "2019-02-28", "DE")
    tools = [full[f"TOOLS_{option}"] for option in ("sheets", "lims", "paper", "nothing")]
    assert tools == [1, 0, 1, 0]
    assert (full["PRIORITIES_people"], full["PRIORITIES_training"], full["PRIORITIES_time"]) == (1, 2, 0)
    assert table["SITE_NAME"].iloc[list(table["TEMPERATURE"]).index(-95.5)] == f"'{FORMULA}"


def test_a_wide_table_says_every_reason_in_a_word(made):
    with made("csv_wide").path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    unsure = next(row for row in rows if row["AREA"] == "quality")
    assert [unsure[name] for name in ("COUNTRY", "TOOLS_lims", "MANY_why", "ORDER_buy", "SITE_NAME_why")] == [
        "dont_know",
        "does_not_apply",
        "not_shown",
        "not_answered",
        "does_not_apply",
    ]


def test_a_tidy_table_has_a_row_an_answer_with_its_reason_beside(made):
    table = pd.read_csv(made("csv_tidy").path, keep_default_na=False, dtype=str)
    said = table.set_index(["item", "option"]).sort_index()
    assert list(table.columns) == ["response_id", "item", "option", "value", "reason"]
    assert sorted(said.loc[("RECORDS", ""), "reason"]) == ["", "", "dont_know", "not_answered", "not_answered"]
    assert sorted(said.loc[("TOOLS", "paper"), "value"]) == ["", "", "", "1", "1"]
    assert set(table.loc[table["item"].isin(["SITE_NAME", "MANY", "WHY_LOW"]), "value"]) - {""} == set(map(safe, TEXTS))
    assert table["response_id"].nunique() == 5


def test_a_workbook_has_its_six_sheets_and_no_formula(made):
    book = openpyxl.load_workbook(made("xlsx").path)
    assert book.sheetnames == ["Cover", "Notes", "Data", "Labels", "Codebook", "Response log"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr", "d"}
    heads, *rows = book["Data"].iter_rows(values_only=True)
    full = next(row for row in (dict(zip(heads, row, strict=True)) for row in rows) if row["TEMPERATURE"] == -95.5)
    assert (full["SITE_NAME"], full["RECORDS"], full["FIRST_USE"].date().isoformat()) == (FORMULA, "3", "2019-02-28")
    labels = {(row[0], row[3]): row[5] for row in book["Labels"].iter_rows(min_row=2, values_only=True)}
    assert labels["RECORDS", "3"] == "Everything on screens."
    log = [cell.value for cell in book["Response log"][1]]
    assert {"organisation_id", "path", "role", "language", "submitted_on", "research_use"} <= set(log)


def test_data_go_on_in_another_sheet_where_rows_end(made, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(made("xlsx").path)
    assert [book[name].max_row for name in ("Data", "Data 2", "Data 3")] == [3, 3, 2]


def test_an_spss_file_keeps_labels_and_user_missing_values(made):
    table, about = pyreadstat.read_sav(made("sav", "de").path, user_missing=True, disable_datetime_conversion=True)
    assert about.column_names_to_labels["RECORDS"] == "Frage How are records kept at {answer:SITE_NAME}?"
    labels = about.variable_value_labels["RECORDS"]
    assert (labels[3.0], labels[-97.0]) == ("Frage Everything on screens.", "Ich weiß es nicht")
    assert about.missing_ranges["RECORDS"] == [{"lo": -99.0, "hi": -94.0}]
    assert sorted(table["RECORDS"]) == [-98.0, -98.0, -97.0, 3.0, 3.0]
    assert sorted(table["TEMPERATURE"]) == [-98e15, -97e15, -95.5, -95.5, 1e15]
    assert {*table["SITE_NAME"], *table["MANY"], *table["WHY_LOW"]} >= TEXTS
    kept, _ = pyreadstat.read_sav(made("sav", "de", stable_ids=True).path)
    assert sorted(kept["RECORDS"].dropna()) == [3.0, 3.0]
    assert {str(day) for day in kept["FIRST_USE"].dropna()} == {"2019-02-28"}


def test_a_stata_file_keeps_labels_and_extended_missing_values(made):
    path = made("dta", "ar").path
    table, about = pyreadstat.read_dta(path, user_missing=True)
    assert about.column_names_to_labels["AGREE_TOOLS"] == "سؤال The tools are good"
    assert about.variable_value_labels["AGREE_TOOLS"][5] == "سؤال Strongly agree"
    assert set(about.variable_value_labels["AGREE_TOOLS"]) >= set("abcdef")
    assert sorted(map(str, table["RECORDS"])) == ["3", "3", "b", "b", "c"]
    assert sorted(map(str, table["TEMPERATURE"])) == ["-95.5", "-95.5", "1000000000000000.0", "b", "c"]
    assert {*table["SITE_NAME"], *table["MANY"], *table["WHY_LOW"]} >= TEXTS
    plain = pd.read_stata(path)
    assert sorted(plain["AGREE_TOOLS"].dropna()) == ["سؤال Strongly agree", "سؤال Strongly agree"]
    assert {str(day.date()) for day in plain["FIRST_USE"].dropna()} == {"2019-02-28"}


def test_a_package_describes_every_table_it_holds(made):
    with zipfile.ZipFile(made("package").path) as archive:
        about = json.loads(archive.read("datapackage.json"))
        assert {each["path"] for each in about["resources"]} | {
            "README.txt",
            "datapackage.json",
            "ddi-codebook.xml",
        } == set(archive.namelist())
        for each in about["resources"]:
            head = next(csv.reader(archive.read(each["path"]).decode().splitlines()))
            assert head == [field["name"] for field in each["schema"]["fields"]]
        assert b"=1+1" not in archive.read("data.csv").replace(b"'=1+1", b"")


R = """
d <- foreign::read.spss(commandArgs(TRUE)[1], use.value.labels = FALSE, to.data.frame = TRUE, use.missings = TRUE)
cat(sum(d$RECORDS == 3, na.rm = TRUE), sum(is.na(d$RECORDS)))
"""


@pytest.mark.parametrize("program", [found for found in [shutil.which("Rscript")] if found] or ["pyreadstat"])
def test_an_spss_file_is_read_by_r_where_r_is_there(made, program):
    path = made("sav").path
    if program == "pyreadstat":
        table, _ = pyreadstat.read_sav(path)
        said = f"{(table['RECORDS'] == 3).sum()} {table['RECORDS'].isna().sum()}"
    else:
        said = subprocess.run([program, "-e", R, path], capture_output=True, text=True, check=True).stdout
    assert said == "2 3"
