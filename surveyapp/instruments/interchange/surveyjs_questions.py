"""One element of a SurveyJS page as one of our questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveyapp.instruments.checks.items import MOST_CHOICES
from surveyapp.instruments.interchange.building import Builder
from surveyapp.instruments.interchange.surveyjs_choices import Choices, Element, Offered, number_in
from surveyapp.instruments.interchange.surveyjs_texts import Languages
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.sentences import Sentence

CHOOSING = {
    "radiogroup": "single", "dropdown": "single", "buttongroup": "single", "imagepicker": "single",
    "checkbox": "multiple", "tagbox": "multiple", "ranking": "ranking",
}  # fmt: skip
NUMBERS = ("nouislider", "slider", "bootstrapslider")
TYPED = {"text": True, "comment": False, "editor": False, "masked": True}
# Keys that only arrange or name things: nothing of what is asked is lost with them.
ARRANGEMENT = {
    "type", "name", "title", "description", "help", "html", "valueName", "colCount", "startWithNewLine", "width",
    "minWidth", "maxWidth", "titleLocation", "descriptionLocation", "indent", "innerIndent", "rows", "cols", "size",
    "placeHolder", "placeholder", "hideNumber", "optionsCaption", "renderAs", "state", "storeOthersAsComment",
    "displayMode", "rateType", "rateDisplayMode", "autocomplete", "showNumber", "showQuestionNumbers", "inputType",
    "autoGrow", "allowResize", "separateSpecialChoices", "itemSize", "searchEnabled", "allowClear", "showClearButton",
    "showTitle", "visible", "isRequired", "requiredErrorText", "visibleIf", "validators", "elements", "questions",
    "imageHeight", "imageWidth", "imageFit", "alternateRows", "columnMinWidth", "isAllRowRequired", "eachRowRequired",
    "showLabel", "cellType", "maxLength", "min", "max", "minValue", "maxValue", "step", "rangeMin", "rangeMax",
    "rateValues", "rateMin", "rateMax", "rateStep", "rateCount", "minRateDescription", "maxRateDescription",
    "labelTrue", "labelFalse", "valueTrue", "valueFalse", "choices", "columns", "items", "hasOther", "showOtherItem",
    "otherText", "hasNone", "showNoneItem", "noneText", "multiSelect", "maxSelectedChoices", "maxSelectLimit",
    "hasComment", "showCommentArea", "commentText", "templateElements", "templateTitle", "panelCount", "rowCount",
    "minPanelCount", "maxPanelCount", "minRowCount", "maxRowCount", "questionTitleLocation", "choicesByUrl",
    "choicesFromQuestion", "choicesFromQuestionMode", "choicesOrder", "page", "requiredIf",
}  # fmt: skip


@dataclass(frozen=True)
class Questions:
    """Makes items of elements, and notes what does not carry over."""

    builder: Builder
    languages: Languages
    wording: Wording
    choices: Choices

    def item(self, element: Element, place: str) -> tuple[dict[str, Any], Offered] | None:
        """The element as an item without its condition, with what it offers; None when noted as not carried over."""
        made = self._kind(element, place)
        if made is None:
            return None
        item, offered = made
        item["text"] = self._title(element, item, place)
        if not item["text"]:
            self.builder.note(place, Sentence("Not carried over: it shows no words."))
            return None
        item |= self._help(element, place)
        if item["kind"] != "info":
            item |= {**self._limits(element, item, place), **self._required(element, place)}
        self.note_lost(element, place)
        return item, offered

    def _kind(self, element: Element, place: str) -> tuple[dict[str, Any], Offered] | None:
        kind = str(element.get("type", "text"))
        if kind in CHOOSING:
            return self._chosen(element, CHOOSING[kind], place)
        if kind in ("rating", "boolean"):
            return self._rated(element, place) if kind == "rating" else self._boolean(element, place)
        if kind in TYPED:
            return self._typed(element, place), Offered()
        if kind in NUMBERS:
            return {"kind": "number", "whole": number_in(element, "step", 1.0).is_integer()}, Offered()
        if kind == "html":
            return {"kind": "info"}, Offered()
        self.builder.note(place, Sentence("Not carried over: there is no “{kind}” here.", kind=kind))
        return None

    def _chosen(self, element: Element, kind: str, place: str) -> tuple[dict[str, Any], Offered]:
        if element.get("type") == "imagepicker":
            kind = "multiple" if element.get("multiSelect") else "single"
            self.builder.note(place, Sentence("The pictures are left out, their words stay."))
        offered = self.choices.of(element.get("choices"), place)
        self.choices.add_special(offered, element, place, several=kind == "multiple")
        if not offered.choices or len(offered.choices) > MOST_CHOICES:
            why = (
                Sentence("more than {most} choices", most=MOST_CHOICES)
                if offered.choices
                else Sentence("its choices are not in the file")
            )
            self.builder.note(place, Sentence("Asked for as words on one line: {why}.", why=why))
            return {"kind": "text", "one_line": True}, Offered()
        if len(offered.choices) == 1:
            self.builder.note(place, Sentence("It has one choice: “None of these” is offered beside it."))
            offered.add("none of these", own_words("none", self.languages.all))
        return {"kind": kind, "choices": offered.choices}, offered

    def _rated(self, element: Element, place: str) -> tuple[dict[str, Any], Offered]:
        offered = self.choices.steps(element, place)
        if len(offered.choices) < 2:
            self.builder.note(place, Sentence("Asked for as a number: its steps are not in the file."))
            return {"kind": "number"}, Offered()
        return {"kind": "rating", "choices": offered.choices}, offered

    def _boolean(self, element: Element, place: str) -> tuple[dict[str, Any], Offered]:
        offered = Offered()
        for key, otherwise, value in (("labelTrue", "yes", "valueTrue"), ("labelFalse", "no", "valueFalse")):
            said = self.wording.text(self.languages.texts(element.get(key)), place, fills=False)
            stands_for = element.get(value, otherwise == "yes")
            is_scalar = isinstance(stands_for, str | int | float)
            text = {**own_words(otherwise, self.languages.all), **said}
            offered.add(stands_for if is_scalar else otherwise, text)
        return {"kind": "single", "choices": offered.choices}, offered

    def _typed(self, element: Element, place: str) -> dict[str, Any]:
        match str(element.get("inputType", "text")):
            case "number" | "range":
                return {"kind": "number"}
            case "date":
                return {"kind": "date"}
            case "text" | "":
                return {"kind": "text", "one_line": TYPED[str(element.get("type", "text"))]}
            case other:
                self.builder.note(
                    place, Sentence("Asked for as words on one line: there is no “{other}” here.", other=other)
                )
                return {"kind": "text", "one_line": True}

    def _title(self, element: Element, item: Mapping[str, Any], place: str) -> dict[str, str]:
        if item["kind"] == "info":
            return self.wording.text(self.languages.texts(element.get("html")), place)
        title = self.wording.text(self.languages.texts(element.get("title")), place)
        return title or self.wording.text(self.languages.texts(element.get("name")), place)

    def _help(self, element: Element, place: str) -> dict[str, Any]:
        said = [self.wording.text(self.languages.texts(element.get(key)), place) for key in ("description", "help")]
        found = [text for text in said if text]
        if not found:
            return {}
        shared = [code for code in self.languages.all if all(code in text for text in found)]
        return {"help": {code: "\n".join(text[code] for text in found) for code in shared}}

    def _required(self, element: Element, place: str) -> dict[str, Any]:
        if element.get("requiredIf"):
            self.builder.note(
                place, Sentence("It may be left open: whether it is required cannot depend on other answers here.")
            )
        return {"required": True} if element.get("isRequired") in (True, "true") else {}

    def _limits(self, element: Element, item: Mapping[str, Any], place: str) -> dict[str, Any]:
        """What validators and properties say about numbers, days, lengths and how many may be chosen."""
        validators = element.get("validators")
        sources: list[Element] = [element]
        for validator in validators if isinstance(validators, list) else []:
            if isinstance(validator, dict) and validator.get("type") in ("numeric", "text", "answercount"):
                sources.append(validator)
            else:
                kind = validator.get("type") if isinstance(validator, dict) else validator
                self.builder.note(place, Sentence("Its check “{kind}” is left out.", kind=str(kind)[:40]))
        limits = {key: value for source in sources for key, value in _limit(source, item).items()}
        return self._message(sources[1:], place) | _consistent(limits, item)

    def _message(self, validators: list[Element], place: str) -> dict[str, Any]:
        for validator in validators:
            if text := self.wording.text(self.languages.texts(validator.get("text")), place, fills=False):
                return {"message": text}
        return {}

    def note_lost(self, element: Element, place: str) -> None:
        """Say which properties of an element we do not have."""
        if element.get("choicesByUrl"):
            self.builder.note(place, Sentence("Its choices come from an address, which is not fetched."))
        if element.get("choicesOrder") not in (None, "none", "initial"):
            self.builder.note(place, Sentence("Its choices stand in the order of the file."))
        if element.get("choicesFromQuestion"):
            self.builder.note(place, Sentence("Its choices do not follow another question."))
        for key in sorted(element.keys() - ARRANGEMENT):
            self.builder.note(place, Sentence("Its “{key}” is left out.", key=key[:60]))


def _limit(source: Element, item: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    match item["kind"]:
        case "number":
            for keys, ours in (
                (("min", "minValue", "rangeMin"), "minimum"),
                (("max", "maxValue", "rangeMax"), "maximum"),
            ):
                given = [number for key in keys if (number := number_in(source, key, float("nan"))) == number]
                found |= {ours: given[0]} if given else {}
        case "date":
            for key, ours in (("min", "earliest"), ("max", "latest")):
                found |= {ours: source[key]} if _is_day(source.get(key)) else {}
        case "text":
            longest = number_in(source, "maxLength", 0.0)
            found |= {"longest": int(longest)} if 1 <= longest <= 20_000 else {}
        case "multiple" | "ranking":
            most = max(number_in(source, key, 0.0) for key in ("maxCount", "maxSelectedChoices", "maxSelectLimit"))
            shared = [choice for choice in item["choices"] if not choice.get("exclusive")]
            found |= {"maximum_choices": int(most)} if 1 <= most <= len(shared) else {}
    return found


def _consistent(limits: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    for low, high in (("minimum", "maximum"), ("earliest", "latest")):
        if low in limits and high in limits and limits[low] >= limits[high]:
            return {}
    return limits


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
