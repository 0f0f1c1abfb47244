"""The texts of a questionnaire as rows for translators, and back into it: everything or nothing."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments import loader
from surveyapp.instruments.changes import below
from surveyapp.instruments.checks.texts import texts as every_text
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import Sentence, at
from surveyapp.instruments.texts import localised

LONGEST = 10_000  # characters; the longest text of a real questionnaire seen has 3,000
PLACEHOLDER = re.compile(r"\{[A-Za-z_]+(?::[A-Za-z0-9_]+)?\}")  # {lower}, {answer:SIZE}


@dataclass(frozen=True)
class TextRow:
    """One text: where it stands, the question or part it belongs to, and what it says, language → text."""

    place: str
    context: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Edit:
    """One text in one language, as it was and as it would be."""

    place: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What rows would do to a questionnaire. `problems` hold up the whole; `left_out` are places the file does not name."""

    definition: dict[str, Any]
    edits: tuple[Edit, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The rows of one file against the texts that there are."""

    languages: tuple[str, ...]
    default_language: str
    known: Mapping[str, Mapping[str, str]]
    edits: list[Edit] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def rows(definition: Mapping[str, Any]) -> list[TextRow]:
    """Every text in the order of the questionnaire's parts; a language without the text has no entry.

    Raises InstrumentError for a definition that is not one.
    """
    instrument = loader.read(definition, languages_complete=False)
    return [TextRow(place, _context(instrument, place), dict(text)) for place, text in every_text(instrument)]


def missing(definition: Mapping[str, Any]) -> dict[str, list[TextRow]]:
    """Language → the texts that it lacks, for every language declared. Raises InstrumentError."""
    every = rows(definition)
    return {
        language: [row for row in every if not row.texts.get(language, "").strip()]
        for language in definition["languages"]
    }


def apply(definition: Mapping[str, Any], given: Iterable[TextRow]) -> Outcome:
    """The questionnaire with these texts, and what that changes; with any problem, the questionnaire as it was.

    A language that a row leaves out, and an empty text where there was none, change nothing. Spaces around a text do
    not count. Raises InstrumentError for a definition that is not one.
    """
    present = rows(definition)
    known = {row.place: row.texts for row in present}
    reading = _Reading(tuple(definition["languages"]), definition["default_language"], known)
    listed = list(given)
    _read_all(reading, listed)
    left_out = tuple(row.place for row in present if row.place not in {each.place for each in listed})
    if reading.problems:
        return Outcome(dict(definition), tuple(reading.edits), left_out, tuple(reading.problems))
    return _checked(definition, reading, left_out)


def add_language(definition: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The questionnaire with one more language, of which it has no text yet. Raises InstrumentError for a code that is
    none; a language that is there already changes nothing."""
    if language in definition["languages"]:
        return dict(definition)
    return _plain({**definition, "languages": [*definition["languages"], language]})


def drop_language(definition: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The questionnaire without a language and all its texts. Raises InstrumentError for the default language, which
    every text falls back to; a language that is not there changes nothing."""
    if language == definition["default_language"]:
        raise InstrumentError([at("languages", "{language} is the default language. Keep it.", language=language)])
    plain = _plain(definition)
    for place, _ in every_text(loader.read(plain, languages_complete=False)):
        _text_at(plain, place).pop(language, None)
    return plain | {"languages": [each for each in plain["languages"] if each != language]}


def _read_all(reading: _Reading, given: list[TextRow]) -> None:
    for place, count in Counter(row.place for row in given).items():
        if count > 1:
            reading.problems.append(at(place, "stands in {count} rows. Keep one of them.", count=count))
        elif place not in reading.known:
            reading.problems.append(at(place, "this questionnaire has no such text. Remove the row."))
    unknown = {language for row in given for language in row.texts} - set(reading.languages)
    reading.problems += [
        at(each, "not a language of this questionnaire. Add it there first.") for each in sorted(unknown)
    ]
    for row in given:
        for language in reading.languages:
            if row.place in reading.known and language in row.texts:
                _read_one(reading, row, language)


def _read_one(reading: _Reading, row: TextRow, language: str) -> None:
    text, known = _tidy(row.texts[language]), reading.known[row.place]
    before = known.get(language, "")
    if text == _tidy(before):
        return
    fault = _fault(
        text, before, known.get(reading.default_language, ""), is_source=language == reading.default_language
    )
    if fault:
        place = f"{row.place}, {language}"
        reading.problems.append(Sentence("{place}: {fault}", place=place, fault=fault))
    else:
        reading.edits.append(Edit(row.place, language, before, text))


def _fault(text: str, before: str, source: str, *, is_source: bool) -> str:
    if not text:
        return Sentence("the text is gone. Write it again, or leave the file's row out.")
    if len(text) > LONGEST:
        return Sentence("{n:,} characters. Shorten it to {most:,}.", n=len(text), most=LONGEST)
    wanted = _placeholders(before if is_source else source)
    if lost := wanted - _placeholders(text):
        return Sentence(
            "{listed} is lost. Keep it as it is, braces included: something is put in there.",
            listed=", ".join(sorted(lost)),
        )
    if strange := _placeholders(text) - wanted:
        return Sentence("{listed} stands in no other language. Remove it.", listed=", ".join(sorted(strange)))
    return ""


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _checked(definition: Mapping[str, Any], reading: _Reading, left_out: tuple[str, ...]) -> Outcome:
    changed = _plain(definition)
    for edit in reading.edits:
        _text_at(changed, edit.place)[edit.language] = edit.after
    try:
        loader.read(changed, languages_complete=False)
    except InstrumentError as error:
        return Outcome(dict(definition), tuple(reading.edits), left_out, error.problems)
    return Outcome(changed, tuple(reading.edits), left_out)


def _plain(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in the one form that is stored, whatever form it came in."""
    read = loader.read(copy.deepcopy(dict(definition)), languages_complete=False)
    plain: dict[str, Any] = json.loads(loader.canonical(read))
    return plain


def _text_at(plain: dict[str, Any], place: str) -> dict[str, str]:
    node: Any = plain
    for step in place.split("."):
        node = below(node, step)
    found: dict[str, str] = node
    return found


def _context(instrument: Instrument, place: str) -> str:
    """The question's own words beside its choices and hints, the section's beside its pages; "" for what stands alone."""
    match place.split("."):
        case ["items", code, *rest] if rest != ["text"]:
            found: Mapping[str, str] | None = instrument.items[code].text
        case ["sections", code, *rest] if rest != ["title"]:
            found = next(section.title for section in instrument.sections if section.code == code)
        case ["scales", code, *_]:
            found = next(_users_of_scale(instrument, code), None)
        case _:
            found = None
    return localised(found, instrument.default_language, instrument.default_language)


def _users_of_scale(instrument: Instrument, scale: str) -> Iterator[Mapping[str, str]]:
    return (instrument.items[code].text for code in instrument.ordered if instrument.items[code].scale == scale)
