"""Qualtrics' questions that stand alone: choices, typed answers, sliders, orders, panels of text."""

from __future__ import annotations

from typing import Any

from surveyapp.instruments.interchange import panels
from surveyapp.instruments.interchange.composing import Option, named
from surveyapp.instruments.interchange.qualtrics_asking import Asking, whole
from surveyapp.instruments.interchange.qualtrics_file import below, mapping, written
from surveyapp.instruments.sentences import Sentence

SEVERAL = ("MAVR", "MAHR", "MACOL", "MSB")
ONE_LINE = ("SL", "PW", "AUTOC")
TOTAL = Sentence("What its numbers should add up to is not carried over. Say it in the text.")


def choice(asking: Asking) -> None:
    """One choice, several, or how likely one is to recommend something."""
    question = asking.question
    if question.kind[1] == "NPS":
        _recommend(asking)
        return
    options = asking.options()
    item = asking.item("single", asking.stem())
    if question.kind[1] in SEVERAL:
        item |= {"kind": "multiple", "merge": "union"} | _most(asking, options)
    code = asking.add_closed(question.tag, item, options, question.number)
    if code:
        _typed_beside(asking, code, options)
        _say_what_choices_lose(asking, options)


def _most(asking: Asking, options: list[Option]) -> dict[str, int]:
    settings = asking.settings()
    most, together = whole(settings.get("MaxChoices")), sum(not option.exclusive for option in options)
    if whole(settings.get("MinChoices")):
        asking.note(Sentence("A least number of choices is not carried over. Say in its text how many are expected."))
    return {"maximum_choices": most} if most and most < together else {}


def _typed_beside(asking: Asking, code: str, options: list[Option]) -> None:
    """The fields beside choices, each asked when its choice is chosen."""
    ours = named(options, asking.composer.builder.items[code])
    for option in options:
        if option.name in ours and asking.has_text(option.name):
            item = {"kind": "text", "text": asking.composer.stock("which"), "one_line": True, "optional": True}
            name = f"{asking.question.tag}_{option.name}_TEXT"
            when = {"item": code, "in": [ours[option.name]]}
            asking.add(name, item, f"{asking.question.number}/{option.name}", [when])


def _say_what_choices_lose(asking: Asking, options: list[Option]) -> None:
    if any(below(asking.question.own, "Choices", option.name, "DisplayLogic") for option in options):
        asking.note(Sentence("Some choices have conditions of their own. They are always offered now."))


def _recommend(asking: Asking) -> None:
    item = asking.item("recommend", asking.stem())
    for position, end in (("0", "lowest"), ("2", "highest")):
        label = asking.question.texts("ColumnLabels", position, "Display")
        if text := asking.composer.words_if_any(asking.question.place, label):
            item[end] = text
    code = asking.add(asking.question.tag, item, asking.question.number)
    asking.composer.targets.pop(asking.question.number, None)
    steps = {part: asking.question.get("RecodeValues", part) or part for part in asking.question.parts("Choices")}
    known = {part: step for part, step in steps.items() if step in {str(n) for n in range(11)}}
    asking.composer.register(asking.question.number, code, known)


def typed(asking: Asking) -> None:
    """Typed words, a number or a day, in one field or several."""
    if asking.question.kind[1] == "FORM":
        for option in fields(asking):
            text = asking.composer.words(asking.question.place, option.texts, f"Field {option.name}")
            item = asking.item("text", text, one_line=True)
            known_as = f"{asking.question.number}/{option.name}"
            asking.add(f"{asking.question.tag}_{option.name}", item, known_as, [asking.row_condition(option.name)])
        return
    asking.add(asking.question.tag, _typed(asking), asking.question.number)


def _typed(asking: Asking) -> dict[str, Any]:
    settings = asking.settings()
    if whole(settings.get("MinChars")):
        asking.note(Sentence("A least number of characters is not carried over."))
    match written(settings.get("ContentType")):
        case "ValidNumber":
            limits = mapping(settings.get("ValidNumber"))
            bounds = asking.bounds(limits.get("Min"), limits.get("Max"), limits.get("NumDecimals"))
            return asking.item("number", asking.stem(), **bounds)
        case "ValidDate":
            return asking.item("date", asking.stem())
        case "" | "None":
            pass
        case other:
            asking.note(Sentence("Answers had to be of the form “{other}”. Any words are taken now.", other=other[:40]))
    item = asking.item("text", asking.stem())
    if asking.question.kind[1] in ONE_LINE:
        item["one_line"] = True
    return item | ({"longest": longest} if (longest := whole(settings.get("MaxChars"))) else {})


def numbers(asking: Asking) -> None:
    """A number for each slider, or for each part of a sum."""
    limits = mapping(asking.question.own.get("Configuration"))
    bounds = asking.bounds(limits.get("CSSliderMin"), limits.get("CSSliderMax"), limits.get("NumDecimals"))
    if asking.question.kind[1] == "STAR":
        bounds = asking.bounds(0, whole(limits.get("StarCount")) or 5, 0)
    if asking.settings().get("ChoiceTotal"):
        asking.note(TOTAL)
    for option in fields(asking):
        text = asking.composer.words(asking.question.place, option.texts, f"Row {option.name}")
        item = asking.item("number", text, **bounds)
        known_as = f"{asking.question.number}/{option.name}"
        asking.add(f"{asking.question.tag}_{option.name}", item, known_as, [asking.row_condition(option.name)])


def fields(asking: Asking) -> list[Option]:
    """The choices that become questions of their own, on pages that begin with what is asked about all of them."""
    options = asking.options()
    if not options:
        asking.note(Sentence("The question has no fields and is left out. Add some and import again."))
        return []
    asking.composer.turn(asking.title, asking.stem(), repeats=True)
    return options


def order(asking: Asking) -> None:
    options = asking.options()
    if len(options) > 1:
        asking.add_closed(asking.question.tag, asking.item("ranking", asking.stem()), options, asking.question.number)
        _say_what_choices_lose(asking, options)
    else:
        asking.note(Sentence("Fewer than two things are to be put in order, so the question is left out."))


def panel(asking: Asking) -> None:
    """A text that asks nothing."""
    if asking.question.kind[1] == "GRB":
        asking.note(Sentence("Its picture is left out. Say in words what it showed."))
    asking.composer.add(asking.question.tag, panels.panel(asking.stem(), {}, asking.title), asking.when)


def drill_down(asking: Asking) -> None:
    """Lists that narrow each other become one list of every way through them."""
    ways = [
        Option(
            option.name, {lang: text.replace("~", " – ") for lang, text in option.texts.items()}, called=option.called
        )
        for option in asking.options("Answers")
    ]
    asking.note(Sentence("Its lists narrowed each other. They are one list now."))
    asking.add_closed(asking.question.tag, asking.item("single", asking.stem()), ways, asking.question.number)


def groups(asking: Asking) -> None:
    """Things sorted into groups become a choice of group for each thing."""
    groups = mapping(asking.question.own.get("Groups"))
    default = next(iter(asking.question.languages))
    options = [
        Option(part, {default: written(below(group, "Display")) or written(group)}) for part, group in groups.items()
    ]
    asking.note(Sentence("The order within a group is not carried over. Each thing is given a group only."))
    for thing in fields(asking):
        text = asking.composer.words(asking.question.place, thing.texts, f"Thing {thing.name}")
        name, known_as = f"{asking.question.tag}_{thing.name}", f"{asking.question.number}/{thing.name}"
        asking.add_closed(name, asking.item("single", text), options, known_as, [asking.row_condition(thing.name)])
