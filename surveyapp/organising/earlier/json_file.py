"""Answers as SurveyJS stores them: a list of objects, an object a person. Grids become a column for each row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from surveyapp.organising.earlier.limits import LARGEST_JSON, MOST_COLUMNS, MOST_ROWS
from surveyapp.organising.register.limits import FileRefused

DEEPEST = 3
UNSTORABLE = {0: None} | dict.fromkeys(range(0xD800, 0xE000))  # PostgreSQL stores neither NUL nor half a pair


def is_json(start: bytes) -> bool:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The headings, then the cells of each person's answers. Raises FileRefused."""
    people = [dict(_flat(each, "", 0)) for each in _people(file)]
    heads: dict[str, None] = {}
    for person in people:
        heads |= dict.fromkeys(person)
        if len(heads) > MOST_COLUMNS:
            raise FileRefused(_("There are more than %(most)s columns.") % {"most": MOST_COLUMNS})
    yield list(heads)
    for person in people:
        yield [person.get(head, "") for head in heads]


def _people(file: BinaryIO) -> list[Mapping[str, Any]]:
    content = file.read(LARGEST_JSON + 1)
    if len(content) > LARGEST_JSON:
        said = _("A JSON file may have %(most)s MB at most. Export the answers as CSV.")
        raise FileRefused(said % {"most": LARGEST_JSON // 1_000_000})
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise FileRefused(_("The JSON file is damaged. Export it anew.")) from None
    if isinstance(found, dict):
        found = next((part for part in found.values() if isinstance(part, list)), [found])
    people = [_answers(each) for each in found[: MOST_ROWS + 1] if isinstance(each, dict)]
    if not people:
        raise FileRefused(_("The JSON file holds no list of answers: it needs an object for each person."))
    return people


def _answers(person: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was answered; services put it into a field of its own, beside what they know of it."""
    inner = person.get("data")
    if isinstance(inner, dict):
        return {**{key: value for key, value in person.items() if key != "data"}, **inner}
    return person


def _flat(node: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict) and depth < DEEPEST:
        for key, value in node.items():
            yield from _flat(value, f"{name}.{key}" if name else str(key), depth + 1)
    else:
        yield name.translate(UNSTORABLE), _words(node).translate(UNSTORABLE)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
