"""A questionnaire made from a response file alone, for a survey whose questionnaire is lost: as far as the answers show it.

Nothing says who was asked what, which choices nobody chose, or in which order they stood; findings say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.building import Builder, choice_code_from, code_from
from surveyapp.instruments.interchange.report import Imported
from surveyapp.instruments.interchange.responses_cells import LONGEST_TEXT, NO, YES
from surveyapp.instruments.interchange.responses_headings import CODED, PART, Heading, is_about_the_row
from surveyapp.instruments.interchange.responses_labels import folded
from surveyapp.instruments.interchange.responses_seen import Seen
from surveyapp.instruments.interchange.stock_words import stock
from surveyapp.instruments.sentences import Sentence

MOST_CHOICES, LONGEST_CHOICE, LEAST_EACH = 60, 120, 2
LONGEST_QUESTION = 1_000
OPTION = re.compile(r"(?P<question>.*?)\s*\[(?P<option>[^\[\]]+)\]\s*", re.DOTALL)
# The steps of usual scales from the lowest: a file shows them in any order.
SCALES = (
    (
        "strongly disagree",
        "disagree",
        "neither agree or disagree",
        "neither agree nor disagree",
        "neutral",
        "agree",
        "strongly agree",
    ),
    ("never", "rarely", "seldom", "sometimes", "often", "very often", "always"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("very low", "low", "medium", "high", "very high"),
    ("yes", "no"),
)
SHOWN_ONLY = Sentence(
    "Made from the answers: it offers the choices that somebody chose. Add the others to compare it with later surveys."
)


@dataclass
class _Question:
    """What the file shows of one question: its column, or a column for each of its choices."""

    name: str
    text: str
    columns: list[int] = field(default_factory=list)
    options: list[tuple[str, str, int]] = field(default_factory=list)


def made(
    headings: Sequence[Heading], seen: Sequence[Seen], name: str, language: str
) -> tuple[Imported, dict[int, str]]:
    """The questionnaire, and which column is what of it. Raises FileRefused where no column is a question."""
    builder = Builder("responses", "earlier", "1", {language: name}, (language,), language)
    columns: dict[int, str] = {}
    for question in _questions(headings, seen):
        _add(builder, question, seen, language, columns)
    return builder.finish(), columns


def _questions(headings: Sequence[Heading], seen: Sequence[Seen]) -> list[_Question]:
    found: list[_Question] = []
    several: dict[tuple[str, str], _Question] = {}
    for at, (heading, column) in enumerate(zip(headings, seen, strict=False)):
        if not column.n or is_about_the_row(heading):
            continue
        coded = CODED.fullmatch(heading.name)
        code, parts, said = _split(heading, coded)
        ticked = OPTION.fullmatch(said) if _is_ticks(column) else None
        if ticked and parts:
            key = (code, ticked["question"])
            if key not in several:
                several[key] = _Question(code, ticked["question"] or code)
                found.append(several[key])
            several[key].options.append((parts[0], ticked["option"], at))
        else:
            text = re.sub(r"\s*\[\s*\]\s*$", "", said)
            bracketed = re.fullmatch(r"\[(.*)\]", text, re.DOTALL)
            found.append(_Question("_".join([code, *parts]), (bracketed[1] if bracketed else text) or code, [at]))
    return found


def _split(heading: Heading, coded: re.Match[str] | None) -> tuple[str, list[str], str]:
    if coded is None:
        return heading.name, [], heading.text or heading.name
    return coded["code"], PART.findall(coded["parts"]), heading.text or coded["text"].strip()


def _is_ticks(column: Seen) -> bool:
    return column.values is not None and {folded(value) for value in column.values} <= YES | NO


def _add(builder: Builder, question: _Question, seen: Sequence[Seen], language: str, columns: dict[int, str]) -> None:
    code = code_from(question.name, builder.items)
    text = {language: question.text[:LONGEST_QUESTION]}
    if len(question.options) > 1:
        choices: dict[str, str] = {}
        alone = len({part for part, _, _ in question.options}) == len(question.options)
        for part, words, at in question.options:
            choice = choice_code_from(part if alone else words, choices)
            choices[choice] = words
            columns[at] = f"option:{code}:{choice}"
        offered = [{"code": choice, "text": {language: words}} for choice, words in choices.items()]
        builder.add_item(code, {"kind": "multiple", "text": text, "choices": offered, "merge": "union"})
        return
    (at,) = question.columns or [question.options[0][2]]
    columns[at] = f"item:{code}"
    builder.add_item(code, {"text": text, **_kind(seen[at], language)})
    if "choices" in builder.items[code]:
        builder.note(Sentence("question {code}", code=code), SHOWN_ONLY)


def _kind(column: Seen, language: str) -> dict[str, Any]:
    if column.is_numeric:
        return {"kind": "number"}
    words = _few(column)
    if not words:
        return {"kind": "text", "longest": LONGEST_TEXT}
    taken: dict[str, str] = {}
    for each in words:
        taken[choice_code_from(each, taken)] = each
    choices = [{"code": code, "text": {language: text}} for code, text in taken.items()]
    if len(choices) == 1:
        choices.append({"code": choice_code_from("none", taken), "text": stock("none", [language])})
    return {"kind": "single", "choices": choices}


def _few(column: Seen) -> list[str]:
    """The words of a closed question, in order; none where the answers look typed."""
    if column.values is None or any(len(value) > LONGEST_CHOICE for value in column.values):
        return []
    spelt: dict[str, str] = {}
    for value in column.values:
        spelt.setdefault(folded(value), " ".join(value.split()))
    if len(spelt) > MOST_CHOICES or column.n < LEAST_EACH * len(spelt):
        return []
    return sorted(spelt.values(), key=_rank(list(spelt)))


def _rank(words: Sequence[str]) -> Any:
    """Numbered steps by their numbers, usual scales as they rise, other words as they came."""
    scale = max(SCALES, key=lambda each: len(set(each) & set(words)))
    places = {word: n for n, word in enumerate(scale)} if len(set(scale) & set(words)) > 1 else {}
    numbered: Mapping[str, int] = {w: int(found[0]) for w in words if (found := re.match(r"\d{1,3}", w))}
    if len(numbered) == len(words):
        places = dict(numbered)
    order = {word: n for n, word in enumerate(words)}
    return lambda word: (places.get(folded(word), len(scale) + order.get(folded(word), 0)), order.get(folded(word), 0))
