"""Letters as plain text with named places: {organisation}, {link}. Nothing in them is ever carried out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from surveyapp.instruments.direction import on_one_line, plain

PLACES = (
    "greeting", "name", "organisation", "survey", "programme", "organiser", "contact", "minutes", "closes", "link",
    "unsubscribe",
)  # fmt: skip
ADDRESSES = ("link", "unsubscribe")  # of the recipient alone: in the letter, never in its subject
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
PLACE = re.compile(r"\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a letter, and where: `field` is subject or body, `line` and `column` count from 1; 0: the whole."""

    code: str
    field: str
    line: int = 0
    column: int = 0
    value: str = ""


def problems(subject: str, body: str, *, needs_link: bool = True) -> list[Problem]:
    """Everything that keeps the words from being a letter, in reading order."""
    found = [Problem("empty", name) for name, text in (("subject", subject), ("body", body)) if not text.strip()]
    found += [Problem("too_long", "subject")] if len(subject) > LONGEST_SUBJECT else []
    found += [Problem("too_long", "body")] if len(body) > LONGEST_BODY else []
    found += _wrong_places("subject", subject, [each for each in PLACES if each not in ADDRESSES])
    found += _wrong_places("body", body, PLACES)
    if needs_link and body.strip() and "{link}" not in body:
        found.append(Problem("no_link", "body"))
    return found


def _wrong_places(field: str, text: str, allowed: Collection[str]) -> list[Problem]:
    return [
        Problem(_code(each[1]), field, *_where(text, each.start()), each[0])
        for each in PLACE.finditer(text)
        if each[1] not in allowed
    ]


def _code(name: str | None) -> str:
    if name is None:
        return "brace"
    return "not_in_subject" if name in ADDRESSES else "unknown"


def _where(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def fill_subject(text: str, values: Mapping[str, str]) -> str:
    """One line: a line break in somebody's name would begin another header."""
    return on_one_line(_fill(text, values))[:LONGEST_SUBJECT]


def fill_body(text: str, values: Mapping[str, str]) -> str:
    """The text with its values, each put in once and as it is: what looks like a place in a name stays what it is.

    A line that names something that there is not (no closing date) is left out, unless it carries the link.
    """
    lines = (line for line in text.replace("\r\n", "\n").split("\n") if _has_all(line, values))
    return _fill("\n".join(lines), values).strip() + "\n"


def _has_all(line: str, values: Mapping[str, str]) -> bool:
    named = [each[1] for each in PLACE.finditer(line) if each[1]]
    return "link" in named or all(values.get(name) for name in named)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: values.get(place[1] or "", ""), plain(text))
