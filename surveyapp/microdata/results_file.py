"""Organisation-level results from a file: a row an organisation, a column a score from 0 to 100, facets beside.

The whole file is checked before anything is stored: either everything comes back, or every problem.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from surveyapp.instruments.answers import SUPPRESSED
from surveyapp.instruments.results import ResultsTable
from surveyapp.instruments.schema import Instrument
from surveyapp.microdata import results_columns, spreadsheet
from surveyapp.microdata.results_columns import NotResults
from surveyapp.microdata.results_rows import Decisions, Rows
from surveyapp.microdata.spreadsheet import UnreadableFile

__all__ = ["Decisions", "NotResults", "ResultsFile", "read"]


@dataclass(frozen=True)
class ResultsFile:
    """The table, the wording of its headings, and what a report should tell.

    `skipped`: "row 7, Civil Service (median): why". `without_column`: items of the instrument that the file lacks.
    `marks`: how many cells said what instead of a number ("" is blank).
    """

    table: ResultsTable
    wording: Mapping[str, str]
    sheet: str
    skipped: tuple[str, ...]
    ignored: tuple[str, ...]
    without_column: tuple[str, ...]
    marks: Counter[str]

    @property
    def suppressed(self) -> frozenset[str]:
        """Items of which the source withheld the number of one organisation or more."""
        answers = (answer for each in self.table.organisations for answer in each.document.items())
        return frozenset(code for code, answer in answers if answer.get("missing") == SUPPRESSED)


def read(path: Path, instrument: Instrument, decisions: Decisions | None = None) -> ResultsFile:
    """Read and check a CSV, .ods or .xlsx file. Raises NotResults with every problem, each naming its place."""
    try:
        data = spreadsheet.contents(path)
        sheets = spreadsheet.sheets(path.name, data)
    except UnreadableFile as error:
        raise NotResults([str(error)]) from error
    columns = results_columns.find(sheets, instrument)
    rows = Rows(columns, instrument, decisions or Decisions())
    organisations = rows.read()
    return ResultsFile(
        table=ResultsTable(organisations, hashlib.sha256(data).hexdigest()),
        wording=columns.wording(),
        sheet=columns.sheet.name,
        skipped=tuple(rows.skipped),
        ignored=columns.ignored,
        without_column=tuple(c for c in instrument.ordered if _is_score(instrument, c) and c not in columns.items),
        marks=rows.marks,
    )


def _is_score(instrument: Instrument, code: str) -> bool:
    return instrument.items[code].kind == "score"
