"""One row of a list: what it says of an organisation, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from surveyapp.organising.register.columns import FACET
from surveyapp.selectors.register import RegisterFacet

LONGEST = {"name": 200, "reference": 64, "owner": 200, "email": 254, "website": 200, "contact_name": 200}
LONGEST_FACET = 100


@dataclass(frozen=True)
class Problem:
    """`column`: what the column was taken for. `code` names the sentence in problem_words."""

    column: str
    code: str
    value: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """What a row says. `facets` has the facets of the file alone, "" where a cell is empty."""

    name: str = ""
    reference: str = ""
    owner: str = ""
    email: str = ""
    website: str = ""
    contact_name: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)


def read(
    cells: Sequence[str], columns: Mapping[str, str], facets: Mapping[str, RegisterFacet]
) -> tuple[Entry, list[Problem]]:
    """The entry as far as it can be understood, and the problems of its cells."""
    said = {target: cells[int(at)] if int(at) < len(cells) else "" for at, target in columns.items() if target}
    problems = list(_problems(said))
    said = {target: undefused(value) for target, value in said.items()}
    known: dict[str, str] = {}
    for target, value in said.items():
        if target.startswith(FACET):
            code = target.removeprefix(FACET)
            known[code], wrong = _facet(facets.get(code) or RegisterFacet(code, code), value)
            problems += [wrong] if wrong else []
    fields = {name: said.get(name, "")[:longest] for name, longest in LONGEST.items()}
    return Entry(**fields, facets=known), problems


def _problems(said: Mapping[str, str]) -> Iterator[Problem]:
    if not said.get("name"):
        yield Problem("name", "no_name")
    for target, value in said.items():
        if value.startswith("="):
            yield Problem(target, "formula", value[:60])
        elif len(value) > LONGEST.get(target, LONGEST_FACET):
            yield Problem(target, "too_long", value[:60], str(LONGEST.get(target, LONGEST_FACET)))
    if said.get("email") and not is_address(said["email"]):
        yield Problem("email", "no_address", said["email"][:60])
    if said.get("website") and ("." not in said["website"] or " " in said["website"]):
        yield Problem("website", "no_website", said["website"][:60])


def _facet(facet: RegisterFacet, value: str) -> tuple[str, Problem | None]:
    """The code of a choice, known by its code or by its words in any language; free facets take the words themselves."""
    if not value or not facet.choices:
        return value[:LONGEST_FACET], None
    code = facet.spellings.get(value.casefold(), "")
    examples = ", ".join(list(facet.choices.values())[:6])[:200]
    wrong = None if code else Problem(f"{FACET}{facet.code}", "unknown_value", value[:60], examples)
    return code, wrong


def undefused(value: str) -> str:
    """Without the apostrophe that keeps words from becoming a formula."""
    return value[1:] if value.startswith("'") and value[1:2] in ("=", "+", "-", "@") else value


def is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
