"""Files read back by other libraries than those that wrote them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from defusedxml import ElementTree
from openpyxl import load_workbook
from pypdf import PdfReader

from benchmarking.dashboards.finding import Parts, Reason

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIGITS = re.compile(r"[−+-]?\d+(?:\.\d+)?")


def packed(text):
    """Without the places where a line may end, and without marks of direction."""
    return re.sub(r"[\s\u00a0\u2060\u2066-\u2069\u200e\u200f]", "", text)


def pdf_text(content):
    return packed(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def sheets(content):
    """Name of each sheet → its title and the lines of its table, the heads first."""
    found = {}
    for sheet in load_workbook(BytesIO(content)):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[sheet.title] = (rows[0][0], rows[3:])
    return found


def numbers_of(row):
    """What a spreadsheet should hold as numbers of a page's row, and the marks in place of those that are missing."""
    found = []
    for cell in row[1:]:
        if not isinstance(cell, Reason):
            texts = cell.parts if isinstance(cell, Parts) else (cell,)
            found += [float(text.replace("−", "-")) for text in texts if DIGITS.fullmatch(text)]
    return found


def _cells(content):
    return (str(cell.value) for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row)


def charts(content):
    """Title of a finding → its charts: categories, series by name with a number or None for each category, and intervals."""
    found = {}
    with ZipFile(BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                relations = archive.read(name.replace("slides/", "slides/_rels/") + ".rels").decode()
                if target := re.search(r'Target="\.\./charts/([^"]+)"', relations):
                    title = re.sub(r" \(\d\sof\s\d\)$", "", _title(archive.read(name)))
                    found.setdefault(title, []).append(_chart(archive.read(f"ppt/charts/{target[1]}")))
    return found


def _title(slide):
    tree = ElementTree.fromstring(slide)
    return "".join(each.text or "" for each in next(tree.iter(f"{DRAWING}p")).iter(f"{DRAWING}t"))


def _chart(xml):
    tree, series, reach = ElementTree.fromstring(xml), {}, {}
    categories = []
    for each in tree.iter(f"{CHART}ser"):
        name = each.find(f"{CHART}tx").find(f".//{CHART}v").text
        categories = _points(each.find(f"{CHART}cat"), str)
        series[name] = [_points(each.find(f"{CHART}val"), float).get(at) for at in categories]
        bars = each.find(f"{CHART}errBars")
        if bars is not None:
            reach[name] = [_points(bars.find(f"{CHART}{side}"), float) for side in ("minus", "plus")]
    return list(categories.values()), series, reach


def _points(element, kind):
    return {int(point.get("idx")): kind(point.find(f"{CHART}v").text) for point in element.iter(f"{CHART}pt")}


def everything(content):
    """Every text in a file and in whatever is packed into it, embedded workbooks too."""
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            is_book = "xl/workbook.xml" in names
            # A workbook's cells are read as such: in its XML a text is only the number of its place in a list.
            rest = [name for name in names if not is_book or not name.startswith(("xl/worksheets", "xl/shared"))]
            return " ".join([*(_cells(content) if is_book else ()), *(everything(archive.read(name)) for name in rest)])
    return content.decode(errors="replace")
