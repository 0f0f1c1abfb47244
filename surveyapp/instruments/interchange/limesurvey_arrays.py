"""LimeSurvey's arrays and lists of fields: a question of ours for each row, never a grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveyapp.instruments.interchange.composing import Option
from surveyapp.instruments.interchange.limesurvey_asking import Asking
from surveyapp.instruments.interchange.limesurvey_model import Entry
from surveyapp.instruments.interchange.limesurvey_single import point_choices
from surveyapp.instruments.sentences import Sentence

MOST_CELLS = 2_000


def array_of_points(asking: Asking, highest: int) -> None:
    for entry, text in _rows(asking):
        item = asking.item("rating", text, with_help=False, choices=point_choices(asking, highest))
        asking.add(item, entry.code, when=asking.row_conditions(entry))


def array_of_stock(asking: Asking, **words: str) -> None:
    options = [Option(code, asking.composer.stock(word)) for code, word in words.items()]
    for entry, text in _rows(asking):
        item = asking.item("single", text, with_help=False)
        asking.add_closed(item, options, entry.code, when=asking.row_conditions(entry))


def array(asking: Asking) -> None:
    """Rows that share their choices; a rating where the codes of these count up one by one."""
    options = asking.options(asking.question.options())
    if not options:
        asking.note(Sentence("The question has no choices and is left out. Add choices and import again."))
        return
    for entry, text in _rows(asking):
        item = asking.item("single", text, with_help=False)
        code = asking.add_closed(item, options, entry.code, when=asking.row_conditions(entry))
        if code:
            rated(asking.composer.builder.items[code])


def rated(item: dict[str, Any]) -> None:
    """Make a single choice a rating if the codes of its choices count up from 0 or 1, and give each its number."""
    codes = [choice["code"] for choice in item.get("choices", ())]
    scales = (range(len(codes)), range(1, len(codes) + 1))
    steps = next((steps for steps in scales if codes == [str(step) for step in steps]), None)
    if item["kind"] == "single" and len(codes) > 2 and steps is not None:
        item["kind"] = "rating"
        item["choices"] = [{**choice, "value": n} for choice, n in zip(item["choices"], steps, strict=True)]


def dual_array(asking: Asking) -> None:
    """Each row is asked twice, once for each scale."""
    for entry, text in _rows(asking):
        for scale, header in ((0, "dualscale_headerA"), (1, "dualscale_headerB")):
            options = asking.options(asking.question.options(scale))
            asked = _beside(
                text, asking.composer.words_if_any(asking.question.place, asking.question.attributes.get(header, {}))
            )
            item = asking.item("single", asked, with_help=False)
            if options:
                asking.add_closed(item, options, f"{entry.code}_{scale}", when=asking.row_conditions(entry))
    for scale in (0, 1):
        if not asking.question.options(scale):
            asking.note(
                Sentence("Scale {scale} has no choices and is left out. Add choices and import again.", scale=scale + 1)
            )


def cells(asking: Asking) -> None:
    """A two-way array: a field for each row and column, or ticks for each row."""
    columns = asking.question.rows(1)
    if len(asking.question.rows()) * len(columns) > MOST_CELLS:
        asking.note(Sentence("The array has more than {most:,} fields and is left out. Divide it.", most=MOST_CELLS))
        return
    if not columns:
        asking.note(Sentence("The array has no columns and is left out. Add columns and import again."))
        return
    is_ticked = asking.question.kind == ":" and asking.question.is_set("multiflexible_checkbox")
    for entry, text in _rows(asking):
        if is_ticked:
            _ticked_row(asking, entry, text, columns)
            continue
        for column in columns:
            heading = asking.composer.words(column.place, column.texts, f"Column {column.code}")
            asking.add(
                _cell(asking, _beside(text, heading)), f"{entry.code}_{column.code}", when=asking.row_conditions(entry)
            )


def _ticked_row(asking: Asking, entry: Entry, text: dict[str, str], columns: list[Entry]) -> None:
    options = asking.options(columns)
    item = asking.item("multiple", text, with_help=False, merge="union")
    asking.add_closed(item, options, entry.code, when=asking.row_conditions(entry))


def _cell(asking: Asking, text: dict[str, str]) -> dict[str, Any]:
    if asking.question.kind == ":" or asking.question.is_set("numbers_only"):
        bounds = asking.number(("", "multiflexible_min", "multiflexible_max"))
        return asking.item("number", text, with_help=False, **bounds)
    return asking.item("text", text, with_help=False, one_line=True, **asking.longest())


def fields(asking: Asking) -> None:
    """Several numbers (K) or short texts (Q) under one question."""
    is_number = asking.question.kind == "K" or asking.question.is_set("numbers_only")
    for entry, text in _rows(asking):
        if is_number:
            item = asking.item(
                "number", text, with_help=False, **asking.number(("slider_layout", "slider_min", "slider_max"))
            )
        else:
            item = asking.item("text", text, with_help=False, one_line=True, **asking.longest())
        asking.add(item, entry.code, when=asking.row_conditions(entry))


def _rows(asking: Asking) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Each row with what it asks, on pages of their own that begin with what the whole array asks."""
    entries = asking.question.rows()
    if not entries:
        asking.note(Sentence("The question has no rows and is left out. Add rows and import again."))
        return
    stem = asking.composer.words_if_any(asking.question.place, asking.question.texts)
    if len(entries) == 1:
        yield entries[0], _only_row(asking, stem, entries[0])
        return
    help_text = asking.composer.words_if_any(
        Sentence("{question}, help", question=asking.question.place), asking.question.help
    )
    asking.composer.turn(asking.title, _under(stem, help_text), repeats=True)
    for entry in entries:
        yield entry, asking.composer.words(entry.place, entry.texts, f"Row {entry.code}")
    asking.composer.turn_after_rows(asking.title)


def _only_row(asking: Asking, stem: dict[str, str], entry: Entry) -> dict[str, str]:
    row = asking.composer.words_if_any(entry.place, entry.texts)
    if stem or row:
        return _beside(stem, row)
    return asking.stem()


def _beside(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return _joined(first, second, " – ")


def _under(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return _joined(first, second, "\n")


def _joined(first: dict[str, str], second: dict[str, str], sign: str) -> dict[str, str]:
    if not first or not second:
        return first or second
    return {language: f"{first[language]}{sign}{second[language]}" for language in first if language in second}
