"""The texts of a definition in further languages: a file for each, from the place of a text to the text.

`definitions/<slug>/<version>.yaml` holds the questionnaire in its default language, `definitions/<slug>/<version>/de.yaml`
its German texts, so that a translator works in one file and the structure stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.sentences import at


def add_language(definition: Any, language: str, texts: Mapping[str, Any]) -> None:
    """Put one language's texts into a definition of plain data, each at its place ("items.DT1.choices.planned.text").

    A place without a text is left to the check of completeness. Raises InstrumentError for every place that the
    definition does not have, and for whatever is not text.
    """
    places = dict(texts_by_place(definition))
    problems = [_problem(language, place, text, places) for place, text in texts.items()]
    found = [problem for problem in problems if problem]
    if found:
        raise InstrumentError(found)
    for place, text in texts.items():
        places[place][language] = text


def texts_by_place(definition: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a definition of plain data with its place, the very mapping that stands there."""
    default = definition.get("default_language") if isinstance(definition, dict) else None
    yield from _texts(definition, "", default)


def _texts(part: Any, path: str, default: Any) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(part, dict) and isinstance(part.get(default), str):
        yield path, part
        return
    for name, child in _children(part):
        yield from _texts(child, f"{path}.{name}" if path else name, default)


def _children(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, dict):
        yield from ((str(key), value) for key, value in part.items())
    if isinstance(part, list):
        yield from ((_name(child, position), child) for position, child in enumerate(part))


def _name(part: Any, position: int) -> str:
    return str(part.get("code", position)) if isinstance(part, dict) else str(position)


def _problem(language: str, place: str, text: Any, places: Mapping[str, Any]) -> str:
    if place not in places:
        return at(
            place,
            "text in {language} for a place that the questionnaire does not have. Correct or remove it.",
            language=language,
        )
    if not isinstance(text, str):
        return at(place, "must be text in {language}. Write it in quotes.", language=language)
    return ""
