"""CSV: wide, a row a response; and tidy, a row an answer with its reason in a column of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from surveyapp.microdata import contents as tables
from surveyapp.microdata.cells import Column
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.csv_cells import safe, words
from surveyapp.microdata.variables import CODE_OF_REASON, Variable

TIDY = ("response_id", "item", "option", "value", "reason")
REASON_CODES = frozenset(CODE_OF_REASON.values())


def write_wide(file: TextIO, contents: Contents) -> None:
    writer = csv.writer(file)
    writer.writerow([variable.name for variable in contents.variables])
    for columns in contents.batches():
        pairs = zip(contents.variables, columns, strict=True)
        writer.writerows(zip(*(words(variable, column) for variable, column in pairs), strict=True))


def write_tidy(file: TextIO, contents: Contents) -> None:
    """Facts about a row are among its answers, under their variables' names."""
    writer = csv.writer(file)
    writer.writerow(TIDY)
    for columns in contents.batches():
        each = list(_tidy(contents.variables, columns))
        for row in zip(*each, strict=True):
            writer.writerows(row)


def _tidy(variables: Sequence[Variable], columns: Sequence[Column]) -> Iterator[list[tuple[str, str, str, str, str]]]:
    """For each variable but the row's own name a tuple a row."""
    said = dict(zip((v.name for v in variables), map(words, variables, columns), strict=True))
    whys = {variable.item: said[variable.name] for variable in variables if variable.kind == "why"}
    ids = said["response_id"]
    for variable in variables:
        if variable.kind == "why" or variable.name == "response_id":
            continue
        values = said[variable.name]
        reasons: Sequence[str] = [""] * len(values)
        if variable.is_text and variable.item:
            reasons = ["" if why == "answered" else why for why in whys[variable.item]]
        elif variable.has_reasons:
            reasons = [value if value in REASON_CODES else "" for value in values]
            values = ["" if reason else value for value, reason in zip(values, reasons, strict=True)]
        item = variable.item or variable.name
        option = variable.option if variable.item else ""
        yield [(name, item, option, value, reason) for name, value, reason in zip(ids, values, reasons, strict=True)]


def write_codebook(file: TextIO, contents: Contents) -> None:
    _write(file, tables.CODEBOOK, tables.codebook(contents))


def write_labels(file: TextIO, contents: Contents) -> None:
    _write(file, tables.LABELS, tables.labels(contents))


def write_reasons(file: TextIO, contents: Contents) -> None:
    _write(file, tables.REASONS, tables.reasons(contents))


def _write(file: TextIO, head: Sequence[str], lines: Iterator[tuple[str | float, ...]]) -> None:
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
