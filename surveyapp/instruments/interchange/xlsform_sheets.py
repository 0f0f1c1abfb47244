"""The sheets of an XLSForm with their rows and columns named as its authors know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.interchange.spreadsheets import Table, tables
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import at

SHEETS = ("survey", "choices", "settings", "external_choices")
# Read for pyxform only.
MORE_SHEETS = ("entities", "osm")
MOST_SURVEY_ROWS = 4_000
# What older and lazier files call a column → its name in the specification.
ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "calculate": "calculation",
    "readonly": "read_only",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "list_name": "list_name",
}
OWN = ("waymark::", "waymark_")
PREFIXES = ("bind", "control", "media", "body", "instance")


@dataclass(frozen=True)
class Column:
    """One column: its name in the specification, its language ("" without one) and what stands in row 1."""

    name: str
    language: str
    header: str


@dataclass(frozen=True)
class Row:
    """A row that is not empty. `number` is the one the spreadsheet shows."""

    sheet: str
    number: int
    cells: Mapping[Column, str]

    def get(self, name: str) -> str:
        """What stands in a column, the one without a language first; "" when empty."""
        found = [(column.language, text) for column, text in self.cells.items() if column.name == name]
        return min(found)[1] if found else ""

    def by_language(self, name: str) -> dict[str, str]:
        """Language as the file calls it → text."""
        return {column.language: text for column, text in self.cells.items() if column.name == name}

    def place(self, column: str = "") -> str:
        """Where this is, as findings and refusals say it."""
        header = next((c.header for c in self.cells if c.name == column), column)
        return in_sheet(self.sheet, self.number, header)


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def has(self, column: str) -> bool:
        return any(found.name == column for found in self.columns)


@dataclass(frozen=True)
class Workbook:
    """The sheets that make an XLSForm, and the bare tables behind them for pyxform."""

    filename: str
    survey: Sheet
    choices: Sheet
    settings: Sheet
    external: Sheet
    bare: Mapping[str, Table] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        return self.settings.rows[0].get(name) if self.settings.rows else ""


def read_workbook(content: bytes, filename: str) -> Workbook:
    """The workbook's sheets. Raises FileRefused when there is no survey in it."""
    found = {name.lower().strip(): table for name, table in tables(content, filename, _wanted).items()}
    if "survey" not in found and len(found) == 1 and not found.keys() & set(SHEETS):
        found = {"survey": next(iter(found.values()))}
    if "survey" not in found:
        raise FileRefused(at(filename, "there is no sheet “survey”. Use a workbook with the sheets of an XLSForm."))
    sheets = {name: _sheet(name, found.get(name, [])) for name in SHEETS}
    if len(found["survey"]) > MOST_SURVEY_ROWS:
        raise FileRefused(
            at("survey", "more than {most:,} rows. Divide the questionnaire into several.", most=MOST_SURVEY_ROWS)
        )
    survey, choices, settings, external = (sheets[name] for name in SHEETS)
    return Workbook(filename, survey, choices, settings, external, found)


def _wanted(name: str, how_many: int) -> bool:
    return name.lower().strip() in (*SHEETS, *MORE_SHEETS) or how_many == 1


def _sheet(name: str, table: Table) -> Sheet:
    columns = tuple(column_of(header) for header in (table[0] if table else ()))
    rows = tuple(_rows(name, columns, table[1:]))
    return Sheet(name, tuple(column for column in columns if column.name), rows)


def _rows(name: str, columns: tuple[Column, ...], table: Table) -> Iterator[Row]:
    for number, cells in enumerate(table, start=2):
        given = {column: text for column, text in zip(columns, cells, strict=False) if column.name and text}
        if given:
            yield Row(name, number, given)


def column_of(header: str) -> Column:
    """What a header means: "label::English (en)", "bind:relevant", "list name", "media::image::fr"."""
    if header.lower().startswith(OWN):
        return Column(header.lower(), "", header)
    parts = [part.strip() for part in header.split("::" if "::" in header else ":")]
    if parts[0].lower() in PREFIXES and len(parts) > 1:
        parts = parts[1:]
        if parts[0].lower() == "jr" and len(parts) > 1:
            parts = [f"{parts[0]}:{parts[1]}", *parts[2:]]
    elif parts[0].lower() == "jr":
        parts = [":".join(parts)]
    name = parts[0].lower().replace(" ", "_")
    return Column(ALIASES.get(name, name), parts[1] if len(parts) > 1 else "", header)
