"""Grids of SurveyJS taken apart: we show questions one below the other, never in a grid."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from typing import Any

from surveyapp.instruments.interchange.surveyjs_choices import Element
from surveyapp.instruments.interchange.surveyjs_texts import Languages
from surveyapp.instruments.sentences import Sentence

GRIDS = ("matrix", "matrixdropdown", "matrixdynamic")
MOST_PARTS = 200
MOST_NAMED = 1_000
SHARED = ("isRequired", "visible", "validators")


def parts_of(
    element: Element, languages: Languages, place: str, note: Callable[[str, str], None]
) -> list[dict[str, Any]]:
    """The grid as elements of its own kind, named grid.row, grid.row.column or grid.column."""
    kind = element.get("type")
    if kind == "multipletext":
        return [_entry(element, part) for part in _named(element.get("items"))]
    if kind == "matrix":
        return _rows(element, languages, note, place)
    columns = _named(element.get("columns"))
    if kind == "matrixdynamic":
        note(place, Sentence("Its rows are added by the person in SurveyJS: its columns are asked once."))
        return [_cell(element, {}, column, languages) for column in columns]
    pairs = list(islice(product(_named(element.get("rows")), columns), MOST_PARTS + 1))
    if len(pairs) > MOST_PARTS:
        note(place, Sentence("More than {most} cells: those after them are left out.", most=MOST_PARTS))
    return [_cell(element, row, column, languages) for row, column in pairs[:MOST_PARTS]]


def _rows(element: Element, languages: Languages, note: Callable[[str, str], None], place: str) -> list[dict[str, Any]]:
    rows = _named(element.get("rows"))
    if len(rows) > MOST_PARTS:
        note(place, Sentence("More than {most} rows: those after them are left out.", most=MOST_PARTS))
    columns = element.get("columns")
    several = element.get("cellType") == "checkbox"
    scale = {"type": "checkbox", "choices": columns} if several else {"type": "rating", "rateValues": columns}
    return [
        {
            **scale,
            "name": f"{element.get('name')}.{row['name']}",
            "title": _joined(languages, element.get("title"), row["title"]),
            "isRequired": element.get("isRequired")
            or element.get("isAllRowRequired")
            or element.get("eachRowRequired"),
        }
        for row in (rows or [{"name": "row", "title": None}])[:MOST_PARTS]
    ]


def _cell(element: Element, row: Element, column: Element, languages: Languages) -> dict[str, Any]:
    kind = column.get("cellType") or element.get("cellType") or "dropdown"
    own = {key: value for key, value in column.items() if key not in ("cellType", "name", "title", "text", "value")}
    names = [str(part["name"]) for part in (row, column) if part]
    titles = [part.get("title") for part in (row, column) if part]
    choices = column.get("choices") or element.get("choices")
    return {
        **own,
        **({"choices": choices} if choices else {}),
        "type": "dropdown" if kind == "default" else kind,
        "name": ".".join([str(element.get("name")), *names]),
        "title": _joined(languages, element.get("title"), *titles),
    }


def _entry(element: Element, part: Element) -> dict[str, Any]:
    own = {key: value for key, value in part.items() if key not in ("value", "text")}
    return {**own, "type": "text", "name": f"{element.get('name')}.{part['name']}"}


def _named(parts: object) -> list[dict[str, Any]]:
    """Rows, columns or items, each with a name and a title, however short they are written."""
    found = []
    for part in parts[:MOST_NAMED] if isinstance(parts, list) else []:
        given = part if isinstance(part, dict) else {"value": part}
        name = given.get("name", given.get("value", given.get("text")))
        if isinstance(name, str | int | float):
            found.append({**given, "name": name, "title": given.get("title", given.get("text", name))})
    return found


def _joined(languages: Languages, *titles: object) -> dict[str, str]:
    """Titles one after the other, in the languages that all of them have."""
    texts = [texts for title in titles if (texts := languages.texts(title))]
    shared = [code for code in languages.all if all(code in text for text in texts)] or [languages.default]
    return {code: ": ".join(str(text.get(code) or next(iter(text.values()))) for text in texts) for code in shared}
