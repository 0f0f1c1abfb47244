"""pyxform's verdict on a form, said with sheet, row and column."""

from __future__ import annotations

import logging
import re
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from surveyapp.instruments.interchange.spreadsheets import Table
from surveyapp.instruments.interchange.xlsform_sheets import OWN, Workbook
from surveyapp.instruments.places import in_column, in_sheet
from surveyapp.instruments.sentences import Sentence

ROW = re.compile(r"\[row : (?P<row>\d+)\]\s*")
WHERE = re.compile(r"On the '(?P<sheet>[\w ]+)' sheet, the '(?P<column>[^']+)' value is invalid\.\s*")
LONGEST = 400


def verdict(workbook: Workbook) -> list[str]:
    """What pyxform still refuses after our own checks; nothing for a form that it converts."""
    # pyxform says its warnings again through the log; none of them concerns whoever runs the server.
    logging.getLogger("pyxform").setLevel(logging.CRITICAL)
    try:
        convert(_plain(workbook), warnings=[], validate=False)
    except PyXFormError as error:
        return [_sentence(str(error))]
    return []


def _plain(workbook: Workbook) -> dict[str, Any]:
    plain: dict[str, Any] = {"sheet_names": list(workbook.bare), "fallback_form_name": "form"}
    for name, table in workbook.bare.items():
        headers = [header for header in (table[0] if table else ()) if _is_theirs(header)]
        plain[name] = _rows(table)
        plain[f"{name}_header"] = [dict.fromkeys(headers)]
    return plain


def _rows(table: Table) -> list[dict[str, str]]:
    return [
        {header: cell for header, cell in zip(table[0], cells, strict=False) if cell and _is_theirs(header)}
        for cells in table[1:]
    ]


def _is_theirs(header: str) -> bool:
    return bool(header) and not header.lower().startswith(OWN)


def _sentence(message: str) -> str:
    message = " ".join(message.split())
    row, where = ROW.search(message), WHERE.search(message)
    rest = WHERE.sub("", ROW.sub("", message)).partition("Learn more:")[0].strip()
    rest = rest if len(rest) <= LONGEST else f"{rest[: LONGEST - 1]}…"
    return Sentence("{place}: {fault}", place=_place(row, where), fault=rest)


def _place(row: re.Match[str] | None, where: re.Match[str] | None) -> str:
    sheet, column = (where["sheet"], where["column"]) if where else ("survey", "")
    if row:
        return in_sheet(sheet, int(row["row"]), column)
    return in_column(sheet, column) if column else sheet
