"""Qualtrics' matrices and side-by-side questions: a question of ours for each row, never a grid."""

from __future__ import annotations

from typing import Any

from surveyapp.instruments.interchange.composing import TICK, Option, named
from surveyapp.instruments.interchange.qualtrics_asking import Asking
from surveyapp.instruments.interchange.qualtrics_file import mapping
from surveyapp.instruments.interchange.qualtrics_single import TOTAL
from surveyapp.instruments.sentences import Sentence

FIELDS = {"TE": "text", "CS": "number"}
MOST_CELLS = 2_000


def matrix(asking: Asking, above: dict[str, str] | None = None) -> None:
    """Rows that share their answers. `above`: what is asked about several matrices side by side."""
    selector, sub = asking.question.kind[1:]
    if selector not in ("Likert", "Bipolar", "Profile", *FIELDS):
        asking.note(
            Sentence(
                "A matrix of the kind “{selector}” is not known here, so it is left out. Ask it in another way.",
                selector=selector[:40],
            )
        )
        return
    rows, answers = asking.options("Choices"), asking.options("Answers")
    if not rows or (not answers and selector != "Profile"):
        asking.note(Sentence("The matrix has no rows or no answers and is left out. Add some and import again."))
    elif len(rows) * len(answers) > MOST_CELLS:
        asking.note(Sentence("The matrix has more than {most:,} fields and is left out. Divide it.", most=MOST_CELLS))
    elif len(answers) == 1 and selector in ("Likert", "Bipolar"):
        _column(asking, rows, answers[0], above)
    else:
        asking.composer.turn(asking.title, _under(above or {}, asking.stem()), repeats=True)
        for row in rows:
            _row(asking, row, answers, is_several=sub == "MultipleAnswer")


def _column(asking: Asking, rows: list[Option], answer: Option, above: dict[str, str] | None) -> None:
    """A single column: its rows are the choices of one question."""
    asking.composer.turn_after_rows(asking.title)
    asking.note(Sentence("The matrix has a single column. Its rows are the choices of one question now."))
    item = asking.item("multiple", _under(above or {}, asking.stem()), merge="union")
    heading = asking.composer.words_if_any(asking.question.place, answer.texts)
    code = asking.add_closed(
        asking.question.tag, item | ({"help": heading} if heading else {}), rows, asking.question.number
    )
    for row, ours in named(rows, asking.composer.builder.items[code] if code else {}).items():
        asking.composer.register(f"{asking.question.number}/{row}", code or "", {answer.name: ours}, kind=TICK)


def _row(asking: Asking, row: Option, answers: list[Option], *, is_several: bool) -> None:
    place = Sentence("{question}, row {name}", question=asking.question.place, name=row.name[:20])
    text = asking.composer.words(place, row.texts, f"Row {row.name}")
    if asking.question.kind[1] == "Bipolar":
        text = {language: words.replace(":", " – ") for language, words in text.items()}
    name, known_as = _names(asking, row)
    shown = asking.row_condition(row.name)
    if kind := FIELDS.get(asking.question.kind[1]):
        _cells(asking, kind, text, row, answers)
    else:
        item = asking.item("multiple", text, merge="union") if is_several else asking.item("single", text)
        code = asking.add_closed(name, item, _answers_of(asking, row, answers), known_as, [shown])
        if code and not is_several:
            _rated(asking.composer.builder.items[code], answers)
    if asking.has_text(row.name):
        beside = {"kind": "text", "text": _beside(text, asking.composer.stock("which")), "one_line": True}
        asking.add(f"{name}_TEXT", {**beside, "optional": True}, f"{known_as}/TEXT", [shown])


def _names(asking: Asking, row: Option) -> tuple[str, str]:
    own = asking.question.get("ChoiceDataExportTags", row.name).strip()
    name = own if own.startswith(f"{asking.question.tag}_") else f"{asking.question.tag}_{own or row.name}"
    return name, f"{asking.question.number}/{row.name}"


def _answers_of(asking: Asking, row: Option, answers: list[Option]) -> list[Option]:
    """In a profile each row has answers of its own."""
    if asking.question.kind[1] != "Profile":
        return answers
    own = mapping(mapping(asking.question.own.get("Answers")).get(row.name))
    parts = [part for part in own if isinstance(own[part], dict)]
    return [Option(part, asking.question.texts("Answers", row.name, part, "Display")) for part in parts]


def _rated(item: dict[str, Any], answers: list[Option]) -> None:
    """A scale whose exported values count up one by one is a rating with these values."""
    values = [option.called for option in answers]
    numbers = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 4]
    counts_up = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(values)))
    if item["kind"] == "single" and counts_up and len(item["choices"]) == len(numbers):
        item["kind"] = "rating"
        item["choices"] = [{**choice, "value": n} for choice, n in zip(item["choices"], numbers, strict=True)]


def _cells(asking: Asking, kind: str, text: dict[str, str], row: Option, answers: list[Option]) -> None:
    if kind == "number" and asking.settings().get("ChoiceTotal"):
        asking.note(TOTAL)
    name, known_as = _names(asking, row)
    for answer in answers:
        heading = asking.composer.words(
            Sentence("{question}, column {answer}", question=asking.question.place, answer=answer.name[:20]),
            answer.texts,
            answer.name,
        )
        item = asking.item(kind, _beside(text, heading)) | ({"one_line": True} if kind == "text" else {})
        shown = asking.row_condition(row.name)
        asking.add(f"{name}_{answer.name}", item, f"{known_as}/{answer.name}", [shown])


def side_by_side(asking: Asking) -> None:
    """Each column is a matrix of its own."""
    columns = mapping(asking.question.own.get("AdditionalQuestions"))
    if not columns:
        asking.note(Sentence("The question has no columns and is left out. Add some and import again."))
    above = asking.stem()
    for number in columns:
        matrix(asking.of(asking.question.column(number)), above)


def _beside(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {language: f"{first[language]} – {second[language]}" for language in first if language in second}


def _under(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    if not first:
        return second
    return {language: f"{first[language]}\n{second[language]}" for language in first if language in second}
