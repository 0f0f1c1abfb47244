"""A questionnaire as an XLSForm, for ODK, Kobo and whoever edits in a spreadsheet; our own import restores it whole."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl
from babel import Locale, UnknownLocaleError
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.instruments import piping
from surveyapp.instruments.interchange.xlsform_conditions import constraint_of, relevant_of
from surveyapp.instruments.schema import Choice, Instrument, Item, Page, Section, Text

LONGEST_CELL = 30_000  # Excel takes 32,767 characters
TYPES = {
    "single": "select_one", "anchored": "select_one", "rating": "select_one", "country": "select_one",
    "multiple": "select_multiple", "ranking": "rank", "text": "text", "date": "date", "info": "note", "recommend": "range",
}  # fmt: skip
# What XLSForm says by itself; the rest of an item stands beside it in `waymark::item`.
SAID = {
    "code", "text", "help", "choices", "required", "message", "minimum", "maximum", "whole", "one_line", "longest",
    "earliest", "latest", "maximum_choices",
}  # fmt: skip
PLAIN_KINDS = ("single", "multiple", "ranking", "number", "text", "date", "info")
OF_THE_FORM = {"slug", "version", "name", "languages", "default_language", "items", "sections", "scales"}

Line = dict[str, str]


def write(instrument: Instrument) -> bytes:
    """The questionnaire as an .xlsx workbook with the sheets survey, choices and settings.

    Every language has its columns. What XLSForm has no word for stands in columns `waymark::…`, which other tools
    ignore. Nothing raises.
    """
    export = _Export(instrument)
    book = openpyxl.Workbook()
    book.remove(book.active)
    _fill(book.create_sheet("survey"), list(export.survey()))
    _fill(book.create_sheet("choices"), list(export.choices()))
    _fill(book.create_sheet("settings"), [export.settings()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, lines: list[Line]) -> None:
    headers = list(dict.fromkeys(header for line in lines for header in line))
    sheet.append(headers)
    for line in lines:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", line.get(header, "")) or None for header in headers])
    for row in sheet.iter_rows():
        for cell in row:
            # A text that begins with "=" is a text, never a formula.
            cell.data_type = "s" if cell.value is not None else cell.data_type
    sheet.freeze_panes = "A2"


class _Export:
    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.names = {language: _language_name(language) for language in instrument.languages}

    def survey(self) -> Iterator[Line]:
        for section in self.instrument.sections:
            yield self._begin_section(section)
            for page in section.pages:
                yield from self._page(section, page)
            yield {"type": "end_group"}

    def _begin_section(self, section: Section) -> Line:
        own = {"code": section.code, "kind": section.kind, **({"who": section.who} if section.who else {})}
        line = {"type": "begin_group", "name": f"section_{section.code}", **self._texts("label", section.title)}
        return {**line, "waymark::group": _json(own)}

    def _page(self, section: Section, page: Page) -> Iterator[Line]:
        line = {"type": "begin_group", "name": f"page_{page.code}", **self._texts("label", page.title)}
        yield {**line, "appearance": "field-list", "waymark::group": _json({"page": page.code})}
        if page.intro:
            intro = {"type": "note", "name": f"intro_{page.code}", **self._texts("label", page.intro)}
            yield {**intro, "waymark::item": _json({"page_intro": True})}
        for code in page.items:
            yield self._question(self.instrument.items[code])
        yield {"type": "end_group"}

    def _question(self, item: Item) -> Line:
        relevant = relevant_of(self.instrument, item.visible_when) if item.visible_when else ""
        line = {
            "type": self._type(item),
            "name": item.code,
            **self._texts("label", item.text),
            **self._texts("hint", item.help),
            "required": "yes" if item.required else "",
            "relevant": relevant,
            "constraint": constraint_of(item),
            **self._texts("constraint_message", item.message),
            "parameters": "start=0 end=10 step=1" if item.kind == "recommend" else "",
            "appearance": "multiline" if item.kind == "text" and not item.one_line else "",
            "waymark::item": self._own(item, relevant),
        }
        return {header: cell for header, cell in line.items() if cell}

    def _type(self, item: Item) -> str:
        if item.kind in ("number", "score"):
            return "integer" if item.whole else "decimal"
        kind = TYPES[item.kind]
        return f"{kind} {self._list_of(item)}" if kind.startswith(("select", "rank")) else kind

    @staticmethod
    def _list_of(item: Item) -> str:
        return f"scale_{item.scale}" if item.scale else "countries" if item.kind == "country" else f"of_{item.code}"

    def _own(self, item: Item, relevant: str) -> str:
        own = item.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=SAID)
        if item.kind in PLAIN_KINDS:
            own.pop("kind", None)
        if item.visible_when:
            own["relevant"] = relevant
        return _json(own)

    def choices(self) -> Iterator[Line]:
        """Each list once: those of scales by the scale's name, the others by their question's."""
        written = set()
        for code in self.instrument.placed:
            item = self.instrument.items[code]
            name = self._list_of(item)
            if item.is_closed and item.kind != "recommend" and name not in written:
                written.add(name)
                yield from (self._choice(name, choice) for choice in self.instrument.choices(code))

    def _choice(self, list_name: str, choice: Choice) -> Line:
        own = choice.model_dump(mode="json", exclude_defaults=True, exclude={"code", "text"})
        line = {"list_name": list_name, "name": choice.code, **self._texts("label", choice.text)}
        return {**line, "waymark_choice": _json(own)} if own else line

    def settings(self) -> Line:
        """The form's own settings, and beside them everything that is not a question."""
        definition = self.instrument.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        own = {key: value for key, value in definition.items() if key not in OF_THE_FORM}
        unasked = {code: item for code, item in definition["items"].items() if code not in self.instrument.placed}
        unused = {
            key: choices for key, choices in definition.get("scales", {}).items() if key not in self._used_scales()
        }
        own |= {"name": definition["name"], **({"items": unasked} if unasked else {})}
        own |= {"scales": unused} if unused else {}
        own["languages"] = definition["languages"]
        line = {
            "form_title": self.instrument.name[self.instrument.default_language],
            "form_id": self.instrument.slug,
            "version": self.instrument.version,
            "default_language": self.names[self.instrument.default_language],
        }
        return {
            **line,
            **dict(pair for key, value in own.items() for pair in _in_cells(f"waymark::{key}", _json(value))),
        }

    def _used_scales(self) -> set[str]:
        return {scale for code in self.instrument.placed if (scale := self.instrument.items[code].scale)}

    def _texts(self, column: str, text: Text | Mapping[str, str] | None) -> Line:
        return {
            f"{column}::{self.names[language]}": piping.PIPE.sub(r"${\1}", words)
            for language, words in (text or {}).items()
        }


def _in_cells(header: str, text: str) -> Iterator[tuple[str, str]]:
    for number, start in enumerate(range(0, len(text), LONGEST_CELL), start=1):
        yield (header if number == 1 else f"{header}::{number}"), text[start : start + LONGEST_CELL]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value not in ({}, None) else ""


def _language_name(language: str) -> str:
    try:
        return f"{Locale.parse(language, sep='-').get_display_name('en')} ({language})"
    except (UnknownLocaleError, ValueError):
        return f"{language} ({language})"
