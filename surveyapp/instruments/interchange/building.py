"""Put a questionnaire together from another product's parts: permanent codes, pages of at most four questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments import loader
from surveyapp.instruments.checks.items import RESERVED
from surveyapp.instruments.checks.structure import MOST_ITEMS_ON_A_PAGE, SECTIONS_WITH_LONGER_PAGES
from surveyapp.instruments.checks.texts import texts
from surveyapp.instruments.interchange.report import FileRefused, Finding, Imported, SourceFormat
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import Sentence, at

LONGEST_CODE = 60
LONGEST_SLUG = 50  # as long as the field that keeps it
# The longest real questionnaire seen has 330 questions.
MOST_QUESTIONS = 3_000
MOST_CHOICES_IN_ALL = 30_000
MOST_FINDINGS = 5_000
MOST_MENTIONS = 5_000  # of questions in conditions


def code_from(name: str, taken: Collection[str], *, prefix: str = "q") -> str:
    """A permanent code made from another product's name: plain letters, digits and underscores, and not taken yet.

    A name that is a code already stays as it is. Raises nothing: a name without any usable character becomes its
    prefix with a number.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    code = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")[:LONGEST_CODE]
    if not code or not code[0].isalpha():
        code = f"{prefix}_{code}".rstrip("_")
    unique, number = code, 2
    while unique in taken:
        unique, number = f"{code}_{number}", number + 1
    return unique


def _printable(words: str) -> str:
    """What a file holds may stand in a sentence, but not its control characters."""
    if isinstance(words, Sentence):
        values = {name: _printable(value) if isinstance(value, str) else value for name, value in words.values.items()}
        return Sentence(words.template, **values)
    return "".join(character if character.isprintable() else " " for character in words)


def choice_code_from(name: str, taken: Collection[str]) -> str:
    """As `code_from`; a choice's code may begin with a digit."""
    code = code_from(f"c{name}", ()).removeprefix("c").strip("_") or "choice"
    unique, number = code, 2
    while unique in taken or unique in RESERVED:
        unique, number = f"{code}_{number}", number + 1
    return unique


def slug_from(*names: str) -> str:
    """The slug of a questionnaire from the first of its names that begins with a letter; without one "questionnaire"."""
    plain = (unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() for name in names)
    slugs = (re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:LONGEST_SLUG].strip("-") for name in plain)
    return next((slug for slug in slugs if slug[:1].isalpha()), "questionnaire")


@dataclass
class _Page:
    title: dict[str, str]
    intro: dict[str, str] | None = None
    code: str = ""
    items: list[str] = field(default_factory=list)


@dataclass
class Builder:
    """Collects sections, pages, questions and findings in the order of the file, and checks the whole at the end."""

    source_format: SourceFormat
    slug: str
    version: str
    name: Mapping[str, str]
    languages: tuple[str, ...]
    default_language: str
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    # Further keys of the definition, such as scales or roles; they win over what is put together here.
    more: dict[str, Any] = field(default_factory=dict)
    _sections: list[tuple[str, dict[str, str], list[_Page]]] = field(default_factory=list)
    _more: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _n_choices: int = 0
    _n_mentions: int = 0

    def note(self, place: str, sentence: str) -> None:
        """Say what did not carry over, and where it stands in the file.

        Raises FileRefused beyond 5,000 findings, which nobody could read.
        """
        if len(self.findings) >= MOST_FINDINGS:
            raise FileRefused(
                at(place, "more than {most:,} things do not carry over. Simplify the file.", most=MOST_FINDINGS)
            )
        self.findings.append(Finding(_printable(place), _printable(sentence)))

    def begin_section(self, title: Mapping[str, str], *, name: str = "", more: Mapping[str, Any] | None = None) -> None:
        """What follows belongs to a new section; a section without any question is left out at the end.

        `more`: the section's kind and who takes it, where the file says so.
        """
        if len(self._sections) >= MOST_QUESTIONS:
            raise FileRefused(
                Sentence(
                    "The file holds more than {most:,} sections. Divide it into several files.", most=MOST_QUESTIONS
                )
            )
        code = code_from(name or next(iter(title.values())), self._more, prefix="section")
        self._sections.append((code, dict(title), []))
        self._more[code] = more or {}

    def begin_page(self, title: Mapping[str, str], intro: Mapping[str, str] | None = None, *, code: str = "") -> None:
        """What follows stands on a new page of the current section; with a code of its own where it has one."""
        if not self._sections:
            self.begin_section(title)
        self._sections[-1][2].append(_Page(dict(title), dict(intro) if intro else None, code))

    def add_item(self, code: str, item: Mapping[str, Any]) -> None:
        """A question of the current page, or of another page with the same title once four stand on it.

        Raises FileRefused beyond 3,000 questions or 30,000 choices.
        """
        if not self._sections or not self._sections[-1][2]:
            self.begin_page(self._sections[-1][1] if self._sections else self.name)
        if len(self.items) >= MOST_QUESTIONS:
            raise FileRefused(
                Sentence(
                    "The file holds more than {most:,} questions. Divide it into several files.",
                    most=MOST_QUESTIONS,
                )
            )
        self._refuse_too_many(item)
        section, _, pages = self._sections[-1]
        may_be_longer = self._more[section].get("kind") in SECTIONS_WITH_LONGER_PAGES
        if len(pages[-1].items) >= MOST_ITEMS_ON_A_PAGE and not may_be_longer:
            pages.append(_Page(pages[-1].title))
        pages[-1].items.append(code)
        self.items[code] = dict(item)

    def _refuse_too_many(self, item: Mapping[str, Any]) -> None:
        self._n_choices += len(item.get("choices", ()))
        self._n_mentions += _mentions(item.get("visible_when"))
        if self._n_choices > MOST_CHOICES_IN_ALL:
            raise FileRefused(
                Sentence(
                    "The file offers more than {most:,} choices. Divide it into several.", most=MOST_CHOICES_IN_ALL
                )
            )
        if self._n_mentions > MOST_MENTIONS:
            raise FileRefused(
                Sentence(
                    "Conditions name more than {most:,} questions. Divide the file into several.",
                    most=MOST_MENTIONS,
                )
            )

    def definition(self) -> dict[str, Any]:
        """The whole as plain data."""
        return {
            "slug": self.slug,
            "version": self.version,
            "name": dict(self.name),
            "languages": list(self.languages),
            "default_language": self.default_language,
            "unit_of_analysis": "organisation",
            "roles": {},
            "items": self.items,
            "sections": self._sections_with_questions(),
            **self.more,
        }

    def finish(self) -> Imported:
        """The checked questionnaire. Raises FileRefused with every problem that remains."""
        definition = self.definition()
        if not definition["items"]:
            raise FileRefused(Sentence("The file holds no question. Choose a file with a questionnaire in it."))
        try:
            loader.read(definition, languages_complete=False)
        except InstrumentError as error:
            raise FileRefused(error.problems) from error
        return Imported(self.source_format, definition, tuple(dict.fromkeys(self.findings)))

    def _sections_with_questions(self) -> list[dict[str, Any]]:
        sections = []
        page_codes: set[str] = set()
        for code, title, pages in self._sections:
            listed: list[dict[str, Any]] = []
            for page in (page for page in pages if page.items):
                page_code = code_from(page.code or f"{code}_{len(listed) + 1}", page_codes, prefix="page")
                page_codes.add(page_code)
                listed.append({"code": page_code, "title": page.title, "items": page.items})
                if page.intro:
                    listed[-1]["intro"] = page.intro
            if listed:
                sections.append({"code": code, "title": title, "kind": "general", "pages": listed, **self._more[code]})
        return sections


def _mentions(condition: Any) -> int:
    if not isinstance(condition, Mapping):
        return 0
    parts = [*condition.get("all", ()), *condition.get("any", ()), condition.get("not")]
    return 1 + sum(_mentions(part) for part in parts)


def only_complete_languages(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition without the languages that lack a text somewhere; the default language always stays.

    Raises InstrumentError for a definition that fails another check.
    """
    instrument = loader.read(definition, languages_complete=False)
    lacking = {lang for _, text in texts(instrument) for lang in instrument.languages if not text.get(lang, "").strip()}
    kept = [lang for lang in instrument.languages if lang not in lacking - {instrument.default_language}]
    plain = instrument.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {**_in_languages(plain, set(kept), instrument), "languages": kept}


def _in_languages(part: Any, kept: Collection[str], instrument: Instrument) -> Any:
    if isinstance(part, list):
        return [_in_languages(child, kept, instrument) for child in part]
    if not isinstance(part, dict):
        return part
    if part and part.keys() <= set(instrument.languages) and all(isinstance(text, str) for text in part.values()):
        return {language: text for language, text in part.items() if language in kept}
    return {key: _in_languages(child, kept, instrument) for key, child in part.items()}
