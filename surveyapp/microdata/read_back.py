"""Read a finished file again, by another program than wrote it, and count what it says."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZipFile

import defusedxml.ElementTree
import numpy as np
import pandas as pd
import pyreadstat

from surveyapp.microdata import worksheet_rows
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.counts import Counts, Tally
from surveyapp.microdata.ddi import NAMESPACE
from surveyapp.microdata.package import DDI, TIDY, WIDE
from surveyapp.microdata.variables import REASONS, STATA_LETTERS, Variable
from surveyapp.microdata.workbook import DATA

CELLS_AT_ONCE = 400_000
LETTERS = {letter: f"?{code}" for code, letter in STATA_LETTERS.items()}


class FileUnlike(Exception):  # noqa: N818 - it is not an error of the program alone
    """A file says something else than the database; it may not be offered."""


def check(kind: str, path: Path, contents: Contents) -> None:
    """Raises FileUnlike, and whatever a reader raises of a file that is cut."""
    for what, counts in CHECKS[kind](path, contents):
        if differences := counts.differences(contents.expected):
            raise FileUnlike(f"{what} and the database differ. {'; '.join(differences[:10])}")


def _wide(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield "The wide table", _count_wide(file, contents)


def _tidy(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield "The tidy table", _count_tidy(file, contents)


def _package(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    with ZipFile(path) as archive:
        for name, count in ((WIDE, _count_wide), (TIDY, _count_tidy)):
            with archive.open(name) as entry:
                yield name, count(TextIOWrapper(entry, encoding="utf-8", newline=""), contents)
        with archive.open(DDI) as entry:
            yield DDI, _count_codebook(entry, contents)
        if (broken := archive.testzip()) is not None:
            raise FileUnlike(f"{broken} cannot be read.")


def _codebook(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    with path.open("rb") as file:
        yield "The codebook", _count_codebook(file, contents)


def _workbook(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    kept = [each for place, each in enumerate(contents.variables) if each.item or not place]
    with ZipFile(path) as archive:
        yield "The workbook", _count_rows(_rows_of_data(archive, kept), kept, Tally(contents.variables))
        if (broken := archive.testzip()) is not None:
            raise FileUnlike(f"{broken} cannot be read.")


def _rows_of_data(archive: ZipFile, kept: Sequence[Variable]) -> Iterator[Sequence[Any]]:
    """Of every sheet of data. XlsxWriter numbers sheets in the order they were added."""
    book = defusedxml.ElementTree.fromstring(archive.read("xl/workbook.xml"))
    names = [sheet.attrib["name"] for sheet in book.iterfind(".//{*}sheet")]
    for place, name in enumerate(names, start=1):
        if name.startswith(DATA):
            with archive.open(f"xl/worksheets/sheet{place}.xml") as entry:
                found = worksheet_rows.rows(entry, len(kept))
                if next(found) != [each.name for each in kept]:
                    raise FileUnlike("The workbook has other columns.")
                yield from found


def _count_wide(file: TextIO, contents: Contents) -> Counts:
    rows = csv.reader(file)
    if next(rows) != [variable.name for variable in contents.variables]:
        raise FileUnlike("The table has other columns.")
    return _count_rows(rows, contents.variables, Tally(contents.variables))


def _count_rows(rows: Iterable[Sequence[Any]], variables: Sequence[Variable], tally: Tally) -> Counts:
    """Some rows at once, so that memory does not grow with them."""
    rows, n = iter(rows), 0
    while found := list(islice(rows, max(1, CELLS_AT_ONCE // len(variables)))):
        n += len(found)
        for variable, cells in zip(variables, zip(*found, strict=True), strict=True):
            _count_words(tally, variable, cells)
    return tally.result(n)


def _count_words(tally: Tally, variable: Variable, cells: Sequence[Any]) -> None:
    if not variable.item:
        return
    if variable.is_text:
        tally.add_texts(variable, sum(cell not in ("", None) for cell in cells))
        return
    counted = Counter(cells)
    numbers = variable.numbers if variable.kind in ("code", "why") else None
    reasons = {cell: counted.pop(cell) for cell in REASONS if cell in counted}
    tally.add(variable, {f"?{code}": n for code, n in reasons.items()})
    if numbers is not None:
        tally.add(variable, {numbers[str(cell)]: n for cell, n in counted.items()})
    elif variable.kind in ("flag", "rank"):
        tally.add(variable, {float(cell): n for cell, n in counted.items()})
    else:
        tally.add(variable, {1.0: sum(n for cell, n in counted.items() if cell not in ("", None))})


def _count_tidy(file: TextIO, contents: Contents) -> Counts:
    tally, rows = Tally(contents.variables), csv.reader(file)
    next(rows)
    open_ones = {each.item for each in contents.variables if each.kind in ("text", "number", "date")}
    said: Counter[tuple[str, str, str, str]] = Counter()
    n_rows = 0
    first = next((each.item or each.name for each in contents.variables[1:]), "")
    for _response, item, option, value, reason in rows:
        n_rows += item == first and not option
        said[item, option, ("1" if value else "") if item in open_ones else value, reason] += 1
    by_place = {(each.item, each.option): each for each in contents.variables if each.item and each.kind != "why"}
    whys = {each.item: each for each in contents.variables if each.kind == "why"}
    for (item, option, value, reason), n in said.items():
        if (variable := by_place.get((item, option))) is not None:
            _count_said(tally, variable, whys.get(item), (value, reason, n))
    return tally.result(n_rows)


def _count_said(tally: Tally, variable: Variable, why: Variable | None, said: tuple[str, str, int]) -> None:
    value, reason, n = said
    if variable.is_text and why is not None:
        tally.add_texts(variable, n if value else 0)
        tally.add(why, {f"?{reason}" if reason else 0.0: n})
    elif reason:
        tally.add(variable, {f"?{reason}": n})
    else:
        tally.add(variable, {float(variable.numbers[value]) if variable.kind == "code" else float(value): n})


def _spss(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    yield "The SPSS file", _packages(pyreadstat.read_sav, path, contents)


def _stata(path: Path, contents: Contents) -> Iterator[tuple[str, Counts]]:
    yield "The Stata file", _packages(pyreadstat.read_dta, path, contents)


def _packages(read: Callable[..., Any], path: Path, contents: Contents) -> Counts:
    tally, n = Tally(contents.variables), 0
    at_once = max(100, CELLS_AT_ONCE * 5 // len(contents.variables))
    options: dict[str, Any] = {"user_missing": True, "disable_datetime_conversion": True}
    for table, _ in pyreadstat.read_file_in_chunks(read, str(path), at_once, **options):
        n += len(table)
        for variable in tally.variables:
            _count_column(tally, variable, table[variable.name])
    return tally.result(n)


def _count_column(tally: Tally, variable: Variable, column: pd.Series) -> None:
    if variable.is_text:
        tally.add_texts(variable, int((column.fillna("") != "").sum()))
        return
    codes = {variable.user_missing(code): f"?{code}" for code in REASONS} | LETTERS
    values, times = np.unique(column.to_numpy(), return_counts=True) if column.dtype != object else _unique(column)
    found: Counter[float | str] = Counter()
    for value, n in zip(values, times, strict=True):
        key = codes.get(value)
        is_coded = variable.kind in ("code", "flag", "rank", "why")
        found[key or (float(value) if is_coded else 1.0)] += int(n)
    tally.add(variable, found)


def _unique(column: pd.Series) -> tuple[list[Any], list[int]]:
    counted = Counter(column)
    return list(counted), list(counted.values())


def _count_codebook(file: Any, contents: Contents) -> Counts:
    """Each variable's frequencies; of those without categories the number of valid ones."""
    names = {"d": NAMESPACE}
    root = defusedxml.ElementTree.parse(file).getroot()
    variables = {each.name: each for each in contents.variables}
    tally = Tally(contents.variables)
    codes = {each.name: {each.user_missing(code): f"?{code}" for code in REASONS} for each in contents.variables}
    for var in root.iterfind("d:dataDscr/d:var", names):
        variable = variables.pop(var.attrib["name"])
        if not variable.item:
            continue
        for category in var.iterfind("d:catgry[d:catStat]", names):
            value = float(category.findtext("d:catValu", namespaces=names) or "nan")
            n = int(category.findtext("d:catStat", namespaces=names) or 0)
            tally.add(variable, {codes[variable.name].get(value, value): n})
        valid = int(var.findtext("d:sumStat[@type='vald']", "0", names))
        if variable.kind in ("number", "date"):
            tally.add(variable, {1.0: valid})
        elif variable.kind == "rank":
            unranked = next(var.iterfind("d:catgry/d:catStat", names), None)
            tally.add(variable, {1.0: valid - int((unranked is not None and unranked.text) or 0)})
    if variables:
        raise FileUnlike("The codebook has other variables.")
    return tally.result(int(root.findtext("d:fileDscr/d:fileTxt/d:dimensns/d:caseQnty", "0", names)))


CHECKS: dict[str, Callable[[Path, Contents], Iterator[tuple[str, Counts]]]] = {
    "csv_wide": _wide,
    "csv_tidy": _tidy,
    "package": _package,
    "xlsx": _workbook,
    "sav": _spss,
    "dta": _stata,
    "ddi": _codebook,
}
