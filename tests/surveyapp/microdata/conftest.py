import io

import openpyxl
import pandas as pd
import pytest

from surveyapp.instruments import loader

HEADINGS = ["Code", "Organisation name", "Region", "INDEX. Overall index", "Q1_yes", "Q1_no"]
ROWS = [
    ["A1", "Alder", "North", "61.5", "70", "30"],
    ["B2", "Birch", "south", "[c]", "0", "100"],
    ["C3", "Cedar", "", "[z]", "", "55.25"],
]


def score(text):
    return {"kind": "score", "publish": "mean", "text": {"en": text}}


@pytest.fixture
def instrument():
    """Three scores, and a region beside."""
    region = {"kind": "single", "text": {"en": "Region"}, "feeds": {"facet": "region"}}
    choices = [{"code": "north", "text": {"en": "North"}}, {"code": "south", "text": {"en": "South"}}]
    page = {"code": "all", "title": {"en": "All"}, "items": ["INDEX", "Q1_yes", "Q1_no", "REGION"]}
    return loader.read(
        {
            "slug": "trees",
            "version": "1",
            "name": {"en": "Trees"},
            "languages": ["en"],
            "default_language": "en",
            "unit_of_analysis": "organisation",
            "roles": {},
            "items": {
                "INDEX": score("Index of everything"),
                "Q1_yes": score("Content"),
                "Q1_no": score("Not content"),
                "REGION": region | {"choices": choices},
            },
            "sections": [{"code": "all", "title": {"en": "All"}, "kind": "facts", "pages": [page]}],
            "facets": [{"code": "region", "name": {"en": "Region"}, "item": "REGION"}],
        }
    )


@pytest.fixture
def table():
    """The small table, to be changed before it is written."""
    return [list(row) for row in (HEADINGS, *ROWS)]


@pytest.fixture
def write(tmp_path):
    """Write rows as a file of the kind its name says."""

    def write_rows(rows, name="trees.csv", sheet="Results"):
        path = tmp_path / name
        path.write_bytes(WRITERS[path.suffix](rows, sheet))
        return path

    return write_rows


def as_csv(rows, sheet):
    text = io.StringIO(newline="")
    pd.DataFrame(rows).to_csv(text, index=False, header=False)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows, sheet):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append([number(cell) for cell in row])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_ods(rows, sheet):
    data = io.BytesIO()
    frame = pd.DataFrame([[number(cell) for cell in row] for row in rows])
    frame.to_excel(data, engine="odf", sheet_name=sheet, index=False, header=False)
    return data.getvalue()


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


WRITERS = {".csv": as_csv, ".xlsx": as_xlsx, ".ods": as_ods}
