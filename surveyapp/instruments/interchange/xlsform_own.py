"""What our own export writes beside an XLSForm, in columns `waymark::…`, so that reading it again loses nothing.

The one of the sheet choices is called `waymark_choice`: pyxform makes an element of XML of every column there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.building import Builder
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.interchange.showing import Condition
from surveyapp.instruments.interchange.xlsform_choices import extra
from surveyapp.instruments.interchange.xlsform_sheets import Row, Workbook
from surveyapp.instruments.interchange.xlsform_types import Type
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import at

ITEM, GROUP, CHOICE = "waymark::item", "waymark::group", "waymark_choice"
# Beside a condition stands what it was exported as: whoever changes the one has not changed the other.
EXPORTED = "relevant"


@dataclass
class Restored:
    """Puts back what stands in those columns; without them it changes nothing."""

    workbook: Workbook
    scales: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        return self.workbook.settings.has("waymark::languages")

    def is_intro(self, row: Row) -> bool:
        return bool(extra(row, ITEM).get("page_intro"))

    def item(self, row: Row, made: dict[str, Any], kind: Type) -> dict[str, Any]:
        """The item with what XLSForm cannot say of it."""
        more = {key: value for key, value in extra(row, ITEM).items() if key not in (EXPORTED, "visible_when")}
        whole = {**made, **more}
        if whole["kind"] in ("country", "recommend"):
            whole = {
                key: value for key, value in whole.items() if key not in ("choices", "minimum", "maximum", "whole")
            }
        if isinstance(scale := whole.get("scale"), str) and "choices" in whole:
            self.scales[scale] = whole.pop("choices")
        return whole

    def condition(self, row: Row) -> Condition | None:
        """The condition as it was, if nobody has changed the row's `relevant` since."""
        own = extra(row, ITEM)
        return own.get("visible_when") if own.get(EXPORTED) == row.get("relevant") else None

    def section(self, row: Row) -> tuple[str, dict[str, Any]]:
        """Code and properties of a section; its name where it is not one of ours."""
        own = extra(row, GROUP)
        return str(own.pop("code", row.get("name"))), {key: own[key] for key in ("kind", "who") if key in own}

    def page(self, row: Row) -> str:
        return str(extra(row, GROUP).get("page", ""))

    def finish(self, builder: Builder) -> Imported:
        """The checked questionnaire with what the settings keep of it."""
        more = self._settings()
        builder.items |= more.pop("items", {})
        more |= {"scales": {**more.get("scales", {}), **self.scales}} if self.scales else {}
        builder.more |= more
        return builder.finish()

    def _settings(self) -> dict[str, Any]:
        """Columns `waymark::<name>`, longer ones in parts `waymark::<name>::2`, each cell a piece of JSON."""
        pieces: dict[str, str] = {}
        for row in self.workbook.settings.rows[:1]:
            for column, text in sorted(row.cells.items(), key=lambda pair: _part(pair[0].name)):
                if column.name.startswith("waymark::"):
                    pieces[column.name.split("::")[1]] = pieces.get(column.name.split("::")[1], "") + text
        return {name: self._json(name, text) for name, text in pieces.items()}

    @staticmethod
    def _json(name: str, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise FileRefused(
                at(
                    in_sheet("settings", 2, f"waymark::{name}"),
                    "is damaged. Export the questionnaire anew.",
                )
            ) from None


def _part(name: str) -> tuple[str, int]:
    parts = name.split("::")
    return parts[1] if len(parts) > 1 else name, int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else 1
