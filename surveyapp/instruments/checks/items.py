"""What each kind of item must and must not declare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from surveyapp.instruments.schema import Choice, Instrument, Item

RESERVED = frozenset({"dont_know", "does_not_apply", "not_shown", "not_answered"})
# A closed answer is packed into one byte, whose first four values are the missing reasons.
MOST_CHOICES = 250
BRINGS_CHOICES = ("country", "recommend")


def item_problems(instrument: Instrument) -> Iterator[str]:
    """Faults of the items one by one; a scale is judged through the items that use it."""
    for code, item in instrument.items.items():
        if item.scale and item.scale not in instrument.scales:
            yield f"items.{code}.scale: there is no scale {item.scale}. Add it to scales or correct it."
            continue
        choices = instrument.choices(code)
        for problem in _problems_of(item, choices):
            yield _placed(item, problem)


def _placed(item: Item, problem: str) -> str:
    if item.scale and problem.startswith(".choices"):
        return f"scales.{item.scale}{problem.removeprefix('.choices')}"
    return f"items.{item.code}{problem}"


def _problems_of(item: Item, choices: tuple[Choice, ...]) -> Iterator[str]:
    yield from _choice_problems(item, choices)
    yield from _value_problems(item, choices)
    yield from _exclusive_problems(item, choices)
    yield from _number_problems(item)
    yield from _kind_problems(item)
    yield from _merge_problems(item, choices)


def _choice_problems(item: Item, choices: tuple[Choice, ...]) -> Iterator[str]:
    if item.scale and item.choices:
        yield ": has both choices and a scale. Keep one of them."
    if item.kind in BRINGS_CHOICES and (item.choices or item.scale):
        yield f": a {item.kind} item brings its own choices. Remove choices and scale."
    if item.is_closed and len(choices) < 2:
        yield f": a {item.kind} item needs at least two choices. Add choices or a scale."
    if not item.is_closed and choices:
        yield f": a {item.kind} item has no choices. Remove them or change its kind."
    if len(choices) > MOST_CHOICES:
        yield f".choices: {len(choices)} choices, at most {MOST_CHOICES} are possible. Group them."
    for choice in choices:
        if choice.code in RESERVED:
            yield f".choices.{choice.code}: this code is reserved. Set {choice.code} on the item instead."


def _value_problems(item: Item, choices: tuple[Choice, ...]) -> Iterator[str]:
    if item.kind not in ("anchored", "rating"):
        return
    for choice in choices:
        if choice.value is None:
            yield f".choices.{choice.code}: no value. Add the number this level stands for."
    values = [choice.value for choice in choices if choice.value is not None]
    if any(lower >= upper for lower, upper in pairwise(values)):
        yield ".choices: values do not ascend. Order the choices from the lowest value to the highest."
    if item.kind == "anchored":
        yield from _first_step_problems(choices)


def _first_step_problems(choices: tuple[Choice, ...]) -> Iterator[str]:
    for choice in choices[:-1]:
        if choice.first_step is None:
            yield f".choices.{choice.code}: no first_step. Say what to do first to reach the next level."
    for choice in choices[-1:]:
        if choice.first_step is not None:
            yield f".choices.{choice.code}: a first_step, but no level is higher. Remove it."


def _exclusive_problems(item: Item, choices: tuple[Choice, ...]) -> Iterator[str]:
    shared = [choice for choice in choices if not choice.exclusive]
    for choice in choices:
        if choice.exclusive and item.kind == "ranking":
            yield f".choices.{choice.code}: exclusive, but a ranking has no such choice. Set dont_know instead."
        elif choice.exclusive and item.kind != "multiple":
            yield f".choices.{choice.code}: exclusive, but only one can be chosen anyway. Remove it."
    if item.kind == "multiple" and choices and not shared:
        yield ".choices: every choice is exclusive. Make the item single."
    if item.maximum_choices is None:
        return
    if not item.takes_several:
        yield ".maximum_choices: only a multiple item or a ranking has it. Remove it."
    elif item.maximum_choices > len(shared):
        yield (f".maximum_choices: {item.maximum_choices}, but only {len(shared)} can be chosen together. Lower it.")


def _number_problems(item: Item) -> Iterator[str]:
    if item.kind not in ("number", "score"):
        for name in ("minimum", "maximum", "unit"):
            if getattr(item, name) is not None:
                yield f".{name}: a {item.kind} item has none. Remove it or make the item a number."
    elif item.minimum is not None and item.maximum is not None and item.minimum >= item.maximum:
        yield f".minimum: {item.minimum:g} is not below the maximum {item.maximum:g}. Correct one."


# Which kinds may declare a field that the others must leave at its default.
ONLY_FOR = {
    "whole": ("number",),
    "one_line": ("text",),
    "longest": ("text",),
    "earliest": ("date",),
    "latest": ("date",),
    "lowest": ("recommend",),
    "highest": ("recommend",),
    "choices_from": ("single", "multiple", "ranking"),
}
ANSWERING_FIELDS = ("optional", "required", "message", "dont_know", "does_not_apply", "feeds")


def _kind_problems(item: Item) -> Iterator[str]:
    for name, kinds in ONLY_FOR.items():
        if getattr(item, name) not in (None, False) and item.kind not in kinds:
            yield f".{name}: a {item.kind} item has none. Remove it."
    if item.kind == "info":
        for name in ANSWERING_FIELDS:
            if getattr(item, name):
                yield f".{name}: a panel of text takes no answer. Remove it."
    if item.optional and item.required:
        yield ".required: it is optional too. Keep one of them."
    if item.earliest and item.latest and item.earliest > item.latest:
        yield f".earliest: {item.earliest} is after the latest day {item.latest}. Correct one."


def _merge_problems(item: Item, choices: tuple[Choice, ...]) -> Iterator[str]:
    if item.merge == "union" and item.kind != "multiple":
        yield ".merge: union needs several choices. Use once, or make the item multiple."
    if item.merge != "mean" or item.kind in ("number", "score"):
        return
    if item.takes_several or item.kind in ("text", "date", "info") or any(choice.value is None for choice in choices):
        yield ".merge: mean needs a number behind every choice. Add values or use once."
