"""What each kind of item must and must not declare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from surveyapp.instruments.schema import Choice, Instrument, Item
from surveyapp.instruments.sentences import Sentence, at

RESERVED = frozenset({"dont_know", "does_not_apply", "not_shown", "not_answered"})
# A closed answer is packed into one byte, whose first four values are the missing reasons.
MOST_CHOICES = 250
# Where below the item, and what.
Faults = Iterator[tuple[str, Sentence]]
BRINGS_CHOICES = ("country", "recommend")


def item_problems(instrument: Instrument) -> Iterator[str]:
    """Faults of the items one by one; a scale is judged through the items that use it."""
    for code, item in instrument.items.items():
        if item.scale and item.scale not in instrument.scales:
            yield at(
                f"items.{code}.scale", "there is no scale {scale}. Add it to scales or correct it.", scale=item.scale
            )
            continue
        choices = instrument.choices(code)
        for place, fault in _problems_of(item, choices):
            yield Sentence("{place}: {fault}", place=_placed(item, place), fault=fault)


def _placed(item: Item, place: str) -> str:
    if item.scale and place.startswith(".choices"):
        return f"scales.{item.scale}{place.removeprefix('.choices')}"
    return f"items.{item.code}{place}"


def _problems_of(item: Item, choices: tuple[Choice, ...]) -> Faults:
    yield from _choice_problems(item, choices)
    yield from _value_problems(item, choices)
    yield from _exclusive_problems(item, choices)
    yield from _number_problems(item)
    yield from _kind_problems(item)
    yield from _merge_problems(item, choices)


def _choice_problems(item: Item, choices: tuple[Choice, ...]) -> Faults:
    if item.scale and item.choices:
        yield "", Sentence("has both choices and a scale. Keep one of them.")
    if item.kind in BRINGS_CHOICES and (item.choices or item.scale):
        yield "", Sentence("a {kind} item brings its own choices. Remove choices and scale.", kind=item.kind)
    if item.is_closed and len(choices) < 2:
        yield "", Sentence("a {kind} item needs at least two choices. Add choices or a scale.", kind=item.kind)
    if not item.is_closed and choices:
        yield "", Sentence("a {kind} item has no choices. Remove them or change its kind.", kind=item.kind)
    if len(choices) > MOST_CHOICES:
        yield (
            ".choices",
            Sentence("{n} choices, at most {most} are possible. Group them.", n=len(choices), most=MOST_CHOICES),
        )
    for choice in choices:
        if choice.code in RESERVED:
            yield (
                f".choices.{choice.code}",
                Sentence(
                    "this code is reserved. Set {choice} on the item instead.",
                    choice=choice.code,
                ),
            )


def _value_problems(item: Item, choices: tuple[Choice, ...]) -> Faults:
    if item.kind not in ("anchored", "rating"):
        return
    for choice in choices:
        if choice.value is None:
            yield f".choices.{choice.code}", Sentence("no value. Add the number this level stands for.")
    values = [choice.value for choice in choices if choice.value is not None]
    if any(lower >= upper for lower, upper in pairwise(values)):
        yield ".choices", Sentence("values do not ascend. Order the choices from the lowest value to the highest.")
    if item.kind == "anchored":
        yield from _first_step_problems(choices)


def _first_step_problems(choices: tuple[Choice, ...]) -> Faults:
    for choice in choices[:-1]:
        if choice.first_step is None:
            yield f".choices.{choice.code}", Sentence("no first_step. Say what to do first to reach the next level.")
    for choice in choices[-1:]:
        if choice.first_step is not None:
            yield f".choices.{choice.code}", Sentence("a first_step, but no level is higher. Remove it.")


def _exclusive_problems(item: Item, choices: tuple[Choice, ...]) -> Faults:
    shared = [choice for choice in choices if not choice.exclusive]
    for choice in choices:
        if choice.exclusive and item.kind == "ranking":
            yield (
                f".choices.{choice.code}",
                Sentence("exclusive, but a ranking has no such choice. Set dont_know instead."),
            )
        elif choice.exclusive and item.kind != "multiple":
            yield f".choices.{choice.code}", Sentence("exclusive, but only one can be chosen anyway. Remove it.")
    if item.kind == "multiple" and choices and not shared:
        yield ".choices", Sentence("every choice is exclusive. Make the item single.")
    if item.maximum_choices is None:
        return
    if not item.takes_several:
        yield ".maximum_choices", Sentence("only a multiple item or a ranking has it. Remove it.")
    elif item.maximum_choices > len(shared):
        yield (
            ".maximum_choices",
            Sentence(
                "{maximum_choices}, but only {n} can be chosen together. Lower it.",
                maximum_choices=item.maximum_choices,
                n=len(shared),
            ),
        )


def _number_problems(item: Item) -> Faults:
    if item.kind not in ("number", "score"):
        for name in ("minimum", "maximum", "unit"):
            if getattr(item, name) is not None:
                yield (
                    f".{name}",
                    Sentence("a {kind} item has none. Remove it or make the item a number.", kind=item.kind),
                )
    elif item.minimum is not None and item.maximum is not None and item.minimum >= item.maximum:
        yield (
            ".minimum",
            Sentence(
                "{minimum:g} is not below the maximum {maximum:g}. Correct one.",
                minimum=item.minimum,
                maximum=item.maximum,
            ),
        )


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


def _kind_problems(item: Item) -> Faults:
    for name, kinds in ONLY_FOR.items():
        if getattr(item, name) not in (None, False) and item.kind not in kinds:
            yield f".{name}", Sentence("a {kind} item has none. Remove it.", kind=item.kind)
    if item.kind == "info":
        for name in ANSWERING_FIELDS:
            if getattr(item, name):
                yield f".{name}", Sentence("a panel of text takes no answer. Remove it.")
    if item.optional and item.required:
        yield ".required", Sentence("it is optional too. Keep one of them.")
    if item.earliest and item.latest and item.earliest > item.latest:
        yield (
            ".earliest",
            Sentence(
                "{earliest} is after the latest day {latest}. Correct one.",
                earliest=item.earliest,
                latest=item.latest,
            ),
        )


def _merge_problems(item: Item, choices: tuple[Choice, ...]) -> Faults:
    if item.merge == "union" and item.kind != "multiple":
        yield ".merge", Sentence("union needs several choices. Use once, or make the item multiple.")
    if item.merge != "mean" or item.kind in ("number", "score"):
        return
    if item.takes_several or item.kind in ("text", "date", "info") or any(choice.value is None for choice in choices):
        yield ".merge", Sentence("mean needs a number behind every choice. Add values or use once.")
