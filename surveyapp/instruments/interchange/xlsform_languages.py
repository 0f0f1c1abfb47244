"""Which languages an XLSForm has, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.instruments.interchange.languages import free_code, language_code
from surveyapp.instruments.interchange.report import Finding
from surveyapp.instruments.interchange.xlsform_sheets import Row, Workbook
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import Sentence


@dataclass(frozen=True)
class Languages:
    """`codes`: what the file calls a language → its code; "" stands for columns without a language."""

    codes: Mapping[str, str]
    default: str
    findings: tuple[Finding, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.codes.values()))

    def texts(self, row: Row, column: str) -> dict[str, str]:
        """Code → what a row says in a translated column. A column without a language fills the default one's gap."""
        found = {self.codes[language]: text for language, text in row.by_language(column).items() if language}
        plain = row.by_language(column).get("", "")
        if plain:
            found.setdefault(self.codes.get("", self.default), plain)
        return found


def languages_of(workbook: Workbook) -> Languages:
    """The languages of the columns of survey and choices. The default: the settings', else the first column's."""
    codes: dict[str, str] = {}
    findings = []
    for name, place in _named(workbook):
        if name in codes:
            continue
        code = language_code(name)
        if code is None:
            code = free_code(codes.values())
            findings.append(
                Finding(
                    place,
                    Sentence(
                        "“{name}” is no language that we know: it is called {code}. Name it as English (en).",
                        name=name,
                        code=code,
                    ),
                )
            )
        codes[name] = code
    wanted = workbook.setting("default_language")
    default = codes.get(wanted) or language_code(wanted) or next(iter(codes.values()), "en")
    return Languages({"": default, **codes}, default, tuple(findings))


def _named(workbook: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in (workbook.survey, workbook.choices):
        for column in sheet.columns:
            if column.language and column.name in ("label", "hint", "constraint_message", "required_message"):
                yield (
                    column.language,
                    in_sheet(sheet.name, 1, column.header),
                )
