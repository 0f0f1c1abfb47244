"""Every text exists in every declared language, and in no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from surveyapp.instruments.schema import Instrument, Part, Since
from surveyapp.instruments.sentences import at

Placed = list[tuple[str, Mapping[str, str]]]


def text_problems(instrument: Instrument, every: Placed, *, may_lack: bool = False) -> Iterator[str]:
    """Faults of `every` text. `may_lack`: a draft, where every text needs the default language only."""
    wanted = (instrument.default_language,) if may_lack else instrument.languages
    if instrument.default_language not in instrument.languages:
        yield at(
            "default_language",
            '"{default_language}" is not one of the languages {listed}. Add it to languages or choose one of them.',
            default_language=instrument.default_language,
            listed=", ".join(instrument.languages),
        )
    for path, text in every:
        yield from _language_problems(path, text, wanted, instrument.languages)


def texts(part: Any, path: str = "") -> Placed:
    """Every text below a part with its path, as ("items.DT1.choices.planned.text", {...})."""
    found: Placed = []
    _collect(part, path, found)
    return found


def _collect(part: Any, path: str, found: Placed) -> None:
    # Every page of a draft walks through its whole questionnaire: what can hold no text is not entered.
    if _is_text(part):
        found.append((path, part))
        return
    for name, child in _children(part):
        if isinstance(child, (dict, Part, tuple)):
            _collect(child, f"{path}.{name}" if path else name, found)


def _is_text(part: Any) -> bool:
    # In the schema, texts are the only mappings whose values are strings.
    return isinstance(part, dict) and bool(part) and all(isinstance(v, str) for v in part.values())


def _children(part: Any) -> Iterable[tuple[str, Any]]:
    match part:
        case dict():
            return [(str(key), value) for key, value in part.items()]
        case tuple():
            return [(getattr(v, "code", str(i)), v) for i, v in enumerate(part)]
        case Part() if not isinstance(part, Since):  # a map of codes looks like a text
            return [(name, getattr(part, name)) for name in _fields(type(part))]
    return ()


@cache
def _fields(kind: type[Part]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


def _language_problems(
    path: str, text: Mapping[str, str], wanted: tuple[str, ...], declared: tuple[str, ...]
) -> Iterator[str]:
    for language in wanted:
        if not text.get(language, "").strip():
            yield at(path, 'no text in "{language}". Add it.', language=language)
    for language in text.keys() - set(declared):
        yield at(
            path, 'text in "{language}", which is not declared. Add it to languages or remove it.', language=language
        )
