"""The lists of choices of an XLSForm."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveyapp.instruments.checks.items import MOST_CHOICES
from surveyapp.instruments.interchange.building import choice_code_from
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.interchange.xlsform_languages import Languages
from surveyapp.instruments.interchange.xlsform_sheets import Row, Workbook
from surveyapp.instruments.places import in_column
from surveyapp.instruments.sentences import Sentence, at

KNOWN_COLUMNS = ("list_name", "name", "label", "waymark_choice")
MEDIA = ("image", "audio", "video", "big-image")
MEDIA_LOST = Sentence("Pictures, sounds and films are not carried over.")


@dataclass(frozen=True)
class Listed:
    """A list as an item has it: the choices, and what the file calls each → our code."""

    choices: tuple[dict[str, Any], ...]
    codes: Mapping[str, str]


@dataclass
class Lists:
    """Every list of a workbook, read once each; `used` names those that a question offers."""

    workbook: Workbook
    languages: Languages
    wording: Wording
    used: set[str] = field(default_factory=set)
    _read: dict[str, Listed] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        rows = defaultdict(list)
        for sheet in (self.workbook.choices, self.workbook.external):
            for row in sheet.rows:
                rows[row.get("list_name")].append(row)
        return rows

    def get(self, name: str) -> Listed | None:
        """The list of this name, or None when it is not in the workbook."""
        if name not in self._rows:
            return None
        self.used.add(name)
        if name not in self._read:
            self._read[name] = self._list(name)
        return self._read[name]

    def _list(self, name: str) -> Listed:
        codes: dict[str, str] = {}
        choices = []
        for row in self._rows[name]:
            original = row.get("name")
            if original in codes:
                self.wording.builder.note(
                    row.place("name"),
                    Sentence("“{original}” stands in its list twice: offered once.", original=original),
                )
            elif len(codes) <= MOST_CHOICES:
                codes[original] = choice_code_from(original, codes.values())
                choices.append({"code": codes[original], "text": self._text(row), **extra(row, "waymark_choice")})
        return Listed(tuple(choices), codes)

    def _text(self, row: Row) -> dict[str, str]:
        text = self.wording.text(self.languages.texts(row, "label"), row.place("label"))
        if text:
            return text
        self.wording.builder.note(row.place(), Sentence("This choice has no label: its name is shown."))
        return dict.fromkeys(self.languages.all, row.get("name"))

    def note_unused(self) -> None:
        """Say which lists no question offers, and which columns tell us nothing."""
        note = self.wording.builder.note
        for name, rows in self._rows.items():
            if name and name not in self.used:
                note(
                    rows[0].place(),
                    Sentence("No question that carried over offers the list “{name}”: it is left out.", name=name),
                )
        for column in self.workbook.choices.columns:
            if column.name in KNOWN_COLUMNS or not any(column in row.cells for row in self.workbook.choices.rows):
                continue
            lost = MEDIA_LOST if column.name in MEDIA else Sentence("This column is not carried over.")
            note(
                in_column("choices", column.header),
                lost,
            )


def at_least_two(listed: Listed, languages: tuple[str, ...]) -> Listed:
    """A list that one can choose from: a single choice gets “None of these” beside it."""
    code = choice_code_from("none", listed.codes.values())
    none = {"code": code, "text": own_words("none", languages)}
    return Listed((*listed.choices, none), listed.codes)


def extra(row: Row, column: str) -> dict[str, Any]:
    """What our own export wrote beside a row. Raises FileRefused where it was damaged."""
    text = row.get(column)
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FileRefused(at(row.place(column), "is damaged. Empty this cell or export the questionnaire anew."))
    return found
