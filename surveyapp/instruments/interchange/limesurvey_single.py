"""LimeSurvey's questions with one answer, or several choices, in a single question of ours."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from surveyapp.instruments.interchange import panels
from surveyapp.instruments.interchange.composing import Option, named
from surveyapp.instruments.interchange.limesurvey_asking import OTHER, Asking
from surveyapp.instruments.interchange.stock_words import numbered
from surveyapp.instruments.sentences import Sentence

HOURS = re.compile(r"[hH]")


def points(asking: Asking, highest: int) -> None:
    """A numbered scale without words."""
    asking.add(asking.item("rating", asking.stem(), choices=point_choices(asking, highest)))


def point_choices(asking: Asking, highest: int) -> list[dict[str, object]]:
    languages = asking.composer.languages
    return [{"code": str(n), "value": n, "text": numbered(languages, n)} for n in range(1, highest + 1)]


def stock_choice(asking: Asking, **words: str) -> None:
    """A question whose choices LimeSurvey brings itself, as code=word."""
    options = [Option(code, asking.composer.stock(word)) for code, word in words.items()]
    asking.add_closed(asking.item("single", asking.stem()), options)


def one_of_list(asking: Asking) -> None:
    """A list of which one is chosen, with a field for another answer if it has one."""
    options = asking.options(asking.question.options())
    if asking.question.has_other:
        options.append(asking.other())
    code = asking.add_closed(asking.item("single", asking.stem()), options)
    if code is None:
        return
    if asking.question.has_other and (ours := named(options, asking.composer.builder.items[code]).get(OTHER)):
        asking.add_typed_other(code, "other", ours)
    if asking.question.kind == "O":
        comment(asking, code)


def comment(asking: Asking, code: str) -> None:
    """The comment beside a list."""
    item = {"kind": "text", "text": asking.composer.stock("comment"), "optional": True}
    asking.add(item, "comment")


def several(asking: Asking) -> None:
    """Choices of which several may be ticked; each with a comment of its own for type P."""
    exclusive = set(re.split(r"[;,\s]+", asking.question.attribute("exclude_all_others")))
    options = [Option(entry.code, entry.texts, entry.code in exclusive) for entry in asking.question.rows()]
    if asking.question.has_other:
        options.append(Option("other", asking.other().texts, "other" in exclusive))
    code = asking.add_closed(_limited(asking, options), options)
    if code is None:
        return
    ours = named(options, asking.composer.builder.items[code])
    if asking.question.has_other and "other" in ours:
        asking.add_typed_other(code, "other", ours["other"])
    asking.add_ticks(code, options)
    if asking.question.kind == "P":
        _comments(asking, code, ours)
    _say_what_rows_lose(asking)


def _limited(asking: Asking, options: list[Option]) -> dict[str, object]:
    item = asking.item("multiple", asking.stem(), merge="union")
    most, together = asking.question.attribute("max_answers"), sum(not option.exclusive for option in options)
    if most.isascii() and most.isdigit() and 0 < int(most[:6]) < together:
        item["maximum_choices"] = int(most[:6])
    elif asking.question.is_set("max_answers") and not most.isdigit():
        asking.note(
            Sentence("“max_answers” is “{most}”, which is no number. Any number may be chosen.", most=most[:60])
        )
    return item


def _comments(asking: Asking, code: str, ours: dict[str, str]) -> None:
    for entry in asking.question.rows():
        if entry.code in ours:
            text = asking.composer.words(entry.place, entry.texts, f"Choice {entry.code}")
            item = {"kind": "text", "text": text, "help": asking.composer.stock("comment"), "optional": True}
            asking.add(item, f"{entry.code}comment", when=({"item": code, "in": [ours[entry.code]]},))


def _say_what_rows_lose(asking: Asking) -> None:
    for entry in asking.question.rows():
        if entry.relevance.strip("() ") not in ("", "1"):
            asking.composer.note(
                entry.place, Sentence("The choice has a condition of its own. It is always offered now.")
            )
    for name in ("array_filter", "array_filter_exclude"):
        if asking.question.is_set(name):
            asking.note(Sentence("“{name}” chose which choices are offered. All are offered now.", name=name))


def ranking(asking: Asking) -> None:
    """Choices put in order; how many, if the file says so."""
    options = asking.options(asking.question.options() or asking.question.rows())
    item = asking.item("ranking", asking.stem())
    most = asking.question.attribute("max_answers") or asking.question.attribute("max_subquestions")
    if most.isascii() and most.isdigit() and 0 < int(most[:6]) < len(options):
        item["maximum_choices"] = int(most[:6])
    if len(options) > 1:
        asking.add_closed(item, options)
    else:
        asking.note(Sentence("Fewer than two answers are to be put in order, so the question is left out."))


def number(asking: Asking) -> None:
    asking.add(asking.item("number", asking.stem(), **asking.number()))


def text(asking: Asking) -> None:
    """Typed words; a number where the file demands one."""
    if asking.question.is_set("numbers_only"):
        number(asking)
        return
    item = asking.item("text", asking.stem(), **asking.longest())
    asking.add(item | ({"one_line": True} if asking.question.kind == "S" else {}))


def day(asking: Asking) -> None:
    """A date between two others if the file names them."""
    limits: dict[str, Any] = {}
    for name, ours in (("date_min", "earliest"), ("date_max", "latest")):
        if found := _day(asking, name, "01-01" if ours == "earliest" else "12-31"):
            limits[ours] = found
    if HOURS.search(asking.question.attribute("date_format")):
        asking.note(Sentence("The question asks for a time of day too. Only the day is asked now."))
    if len(limits) == 2 and limits["earliest"] > limits["latest"]:
        asking.note(Sentence("Its earliest day is after its latest one. Neither is carried over."))
        limits.clear()
    asking.add(asking.item("date", asking.stem(), **limits))


def _day(asking: Asking, name: str, of_year: str) -> str | None:
    value = asking.question.attribute(name)
    if not value:
        return None
    try:
        return date.fromisoformat(f"{value}-{of_year}" if re.fullmatch(r"\d{4}", value) else value[:10]).isoformat()
    except ValueError:
        asking.note(
            Sentence("“{name}” is “{value}”, which is no day. There is no such limit now.", name=name, value=value[:60])
        )
        return None


def panel(asking: Asking) -> None:
    """A text that asks nothing."""
    help_text = asking.composer.words_if_any(
        Sentence("{question}, help", question=asking.question.place), asking.question.help
    )
    asking.composer.add(asking.question.code, panels.panel(asking.stem(), help_text, asking.title), asking.when)
