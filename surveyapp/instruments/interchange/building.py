"""Put a questionnaire together from another product's parts: permanent codes, pages of at most four questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments import loader
from surveyapp.instruments.checks.structure import MOST_ITEMS_ON_A_PAGE
from surveyapp.instruments.interchange.report import FileRefused, Finding, Imported, SourceFormat
from surveyapp.instruments.problems import InstrumentError

LONGEST_CODE = 60


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


def choice_code_from(name: str, taken: Collection[str]) -> str:
    """As `code_from`; a choice's code may begin with a digit."""
    code = code_from(f"c{name}", {f"c{other}" for other in taken}).removeprefix("c")
    return code.strip("_") or code_from("", taken, prefix="choice")


@dataclass
class _Page:
    title: dict[str, str]
    intro: dict[str, str] | None = None
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
    _sections: list[tuple[str, dict[str, str], list[_Page]]] = field(default_factory=list)

    def note(self, place: str, sentence: str) -> None:
        """Say what did not carry over, and where it stands in the file."""
        self.findings.append(Finding(place, sentence))

    def begin_section(self, title: Mapping[str, str], *, name: str = "") -> None:
        """What follows belongs to a new section; a section without any question is left out at the end."""
        code = code_from(name or next(iter(title.values())), {code for code, _, _ in self._sections}, prefix="section")
        self._sections.append((code, dict(title), []))

    def begin_page(self, title: Mapping[str, str], intro: Mapping[str, str] | None = None) -> None:
        """What follows stands on a new page of the current section."""
        if not self._sections:
            self.begin_section(title)
        self._sections[-1][2].append(_Page(dict(title), dict(intro) if intro else None))

    def add_item(self, code: str, item: Mapping[str, Any]) -> None:
        """A question of the current page, or of another page with the same title once four stand on it."""
        if not self._sections or not self._sections[-1][2]:
            self.begin_page(self._sections[-1][1] if self._sections else self.name)
        pages = self._sections[-1][2]
        if len(pages[-1].items) == MOST_ITEMS_ON_A_PAGE:
            pages.append(_Page(pages[-1].title))
        pages[-1].items.append(code)
        self.items[code] = dict(item)

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
        }

    def finish(self) -> Imported:
        """The checked questionnaire. Raises FileRefused with every problem that remains."""
        definition = self.definition()
        if not definition["items"]:
            raise FileRefused(["The file holds no question. Choose a file with a questionnaire in it."])
        try:
            loader.read(definition, languages_complete=False)
        except InstrumentError as error:
            raise FileRefused(error.problems) from error
        return Imported(self.source_format, definition, tuple(self.findings))

    def _sections_with_questions(self) -> list[dict[str, Any]]:
        sections = []
        page_codes: set[str] = set()
        for code, title, pages in self._sections:
            listed: list[dict[str, Any]] = []
            for page in (page for page in pages if page.items):
                page_code = code_from(f"{code}_{len(listed) + 1}", page_codes, prefix="page")
                page_codes.add(page_code)
                listed.append({"code": page_code, "title": page.title, "items": page.items})
                if page.intro:
                    listed[-1]["intro"] = page.intro
            if listed:
                sections.append({"code": code, "title": title, "kind": "general", "pages": listed})
        return sections
