"""What is broken in an XLSForm, each fault with its sheet, row and column; pyxform has the last word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from surveyapp.instruments.interchange.xlsform_sheets import Row, Sheet, Workbook
from surveyapp.instruments.interchange.xlsform_types import Type, type_of
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import at

NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:.\-]*|[^\W\d][\w:.\-]*")
REFERENCE = re.compile(r"\$\{(?:last-saved#)?([^{}]{1,200})\}")
WITH_REFERENCES = ("relevant", "constraint", "calculation", "label", "hint", "choice_filter", "trigger", "required")
MOST_PROBLEMS = 50
# What pyxform needs grows with the product of both; real forms have some hundred references, five groups deep.
MOST_REFERENCES = 5_000
DEEPEST = 20


def is_in_use(row: Row) -> bool:
    """Rows marked as disabled, and comments without type, name and label, are no part of the form."""
    if row.get("disabled").lower() in ("yes", "true", "true()"):
        return False
    return bool(row.get("type") or row.get("name") or row.get("label"))


def problems(workbook: Workbook) -> list[str]:
    """Everything that keeps the form from being read, in the order of the sheets; at most fifty."""
    found = [*_header_problems(workbook), *_size_problems(workbook)]
    if not found:
        rows = [row for row in workbook.survey.rows if is_in_use(row)]
        found = [*_row_problems(workbook, rows), *_nesting_problems(rows), *_choice_problems(workbook)]
    return found[:MOST_PROBLEMS]


def _size_problems(workbook: Workbook) -> Iterator[str]:
    depth = references = 0
    for row in workbook.survey.rows:
        kind = type_of(row.get("type"))
        depth += (kind.kind == "begin") - (kind.kind == "end")
        references += sum(text.count("${") for text in row.cells.values())
        if depth > DEEPEST:
            yield at(
                row.place("type"), "groups stand in groups more than {most} deep. Make the form flatter.", most=DEEPEST
            )
            return
        if references > MOST_REFERENCES:
            yield at(
                row.place(), "more than {most:,} references “${{…}}” up to here. Divide the form.", most=MOST_REFERENCES
            )
            return


def _header_problems(workbook: Workbook) -> Iterator[str]:
    if not workbook.survey.has("type"):
        yield at(in_sheet("survey", 1), "there is no column “type”. Add it: it says what kind of question each row is.")
    for sheet in (workbook.survey, workbook.choices, workbook.settings):
        yield from _repeated_headers(sheet)
    for name in ("list_name", "name"):
        if workbook.choices.rows and not workbook.choices.has(name):
            yield at(in_sheet("choices", 1), "there is no column “{name}”. Add it.", name=name)


def _repeated_headers(sheet: Sheet) -> Iterator[str]:
    counted = Counter((column.name, column.language) for column in sheet.columns)
    for column in sheet.columns:
        if counted[column.name, column.language] > 1:
            counted[column.name, column.language] = 0
            yield at(
                in_sheet(sheet.name, 1, column.header),
                "stands twice. Rename or remove one.",
            )


def _row_problems(workbook: Workbook, rows: list[Row]) -> Iterator[str]:
    lists = {row.get("list_name") for row in workbook.choices.rows}
    external = {row.get("list_name") for row in workbook.external.rows}
    names = {row.get("name") for row in rows}
    for row in rows:
        kind = type_of(row.get("type"))
        yield from _type_problems(row, kind, lists | names, external)
        yield from _name_problems(row, kind)
        yield from _label_problems(row, kind)
        yield from _reference_problems(row, names)


def _type_problems(row: Row, kind: Type, lists: set[str], external: set[str]) -> Iterator[str]:
    if not kind.words:
        yield at(row.place("type"), "is empty. Say what kind of question this is.")
    elif kind.kind == "unknown":
        yield at(row.place("type"), "“{kind}” is no type of question in XLSForm. Correct it.", kind=kind.words)
    elif (
        kind.is_select and not kind.is_external and not kind.list_name.startswith("${") and kind.list_name not in lists
    ):
        yield at(
            row.place("type"),
            "there is no list “{list_name}” on the sheet choices. Add it or correct the name.",
            list_name=kind.list_name,
        )
    elif kind.words.lower().startswith("select_one_external") and kind.list_name not in external:
        yield at(
            row.place("type"),
            "there is no list “{list_name}” on the sheet external_choices. Add it or correct the name.",
            list_name=kind.list_name,
        )


def _name_problems(row: Row, kind: Type) -> Iterator[str]:
    name = row.get("name")
    if not name and (kind.is_question or kind.kind == "begin") and kind.kind != "note" and kind.words:
        yield (
            at(row.place("name"), "is empty. Give the question a name.")
            if kind.is_question
            else at(row.place("name"), "is empty. Give the group a name.")
        )
    elif name and kind.kind != "end" and not NAME.fullmatch(name):
        yield at(
            row.place("name"),
            "“{name}” is no name. Begin with a letter and use letters, digits and “_” only.",
            name=name,
        )


def _label_problems(row: Row, kind: Type) -> Iterator[str]:
    shows = any(column.name in ("label", "hint", "image", "audio", "video", "big-image") for column in row.cells)
    if kind.is_question and not kind.is_silent and not shows and not row.get("calculation"):
        yield at(row.place("label"), "is empty. Write what the question says.")


def _reference_problems(row: Row, names: set[str]) -> Iterator[str]:
    for column, text in row.cells.items():
        if column.name not in WITH_REFERENCES:
            continue
        for name in dict.fromkeys(found.strip() for found in REFERENCE.findall(text)):
            if name not in names:
                yield at(
                    in_sheet(row.sheet, row.number, column.header),
                    "there is no question “{name}”. Correct the name or add the question.",
                    name=name,
                )


def _nesting_problems(rows: list[Row]) -> Iterator[str]:
    """Groups that are closed without being open, or never; names that stand twice in the same group."""
    opened: list[tuple[Row, Type]] = []
    names: list[dict[str, int]] = [{}]
    for row in rows:
        kind = type_of(row.get("type"))
        if kind.kind == "end":
            if not opened or opened[-1][1].group != kind.group:
                yield at(
                    row.place("type"),
                    "“{kind}” closes nothing that is open. Remove it or open the group.",
                    kind=kind.words,
                )
                continue
            opened.pop()
            names.pop()
            continue
        yield from _twice(row, names[-1])
        if kind.kind == "begin":
            opened.append((row, kind))
            names.append({})
    for row, kind in opened:
        yield at(
            row.place("type"), "“{kind}” is never closed. Add a row “end {group}”.", kind=kind.words, group=kind.group
        )


def _twice(row: Row, names: dict[str, int]) -> Iterator[str]:
    name = row.get("name").lower()
    if name and name in names:
        yield at(
            row.place("name"),
            "“{name}” is also the name of row {names}. Rename one.",
            name=row.get("name"),
            names=names[name],
        )
    if name:
        names.setdefault(name, row.number)


def _choice_problems(workbook: Workbook) -> Iterator[str]:
    may_repeat = workbook.setting("allow_choice_duplicates").lower() in ("yes", "true", "true()")
    seen: dict[tuple[str, str], int] = {}
    for row in workbook.choices.rows:
        list_name, name = row.get("list_name"), row.get("name")
        if list_name and not name:
            yield at(
                row.place("name"),
                "is empty. Give this choice of the list “{list_name}” a name.",
                list_name=list_name,
            )
        elif list_name and (list_name, name) in seen and not may_repeat:
            yield at(
                row.place("name"),
                "“{name}” stands in the list “{list_name}” already, in row {seen}. Rename or remove one.",
                name=name,
                list_name=list_name,
                seen=seen[list_name, name],
            )
        seen.setdefault((list_name, name), row.number)
