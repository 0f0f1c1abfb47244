"""Results of organisations that come from a file instead of from respondents, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.instruments.answers import Document
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class OrganisationResult:
    """One organisation: `document` has a value or a missing reason for every item of the version.

    `reference` and `owner` may be empty; without an owner an organisation owns itself.
    """

    reference: str
    name: str
    owner: str
    facets: Mapping[str, str]
    document: Document


@dataclass(frozen=True)
class ResultsTable:
    """A whole file, checked. `sha256` is that of its bytes."""

    organisations: tuple[OrganisationResult, ...]
    sha256: str


def with_wording(instrument: Instrument, wording: Mapping[str, str]) -> Instrument:
    """The instrument with the file's wording as the help of its scores; a help of its own stays.

    `wording`: item → words, taken for every language of the instrument.
    """
    items = dict(instrument.items)
    for code, words in wording.items():
        if items[code].help is None:
            text = dict.fromkeys(instrument.languages, words)
            items[code] = items[code].model_copy(update={"help": text})
    return instrument.model_copy(update={"items": items})
