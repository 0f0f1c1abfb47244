"""What a SurveyJS question lets one choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.checks.items import MOST_CHOICES
from surveyapp.instruments.interchange.building import choice_code_from
from surveyapp.instruments.interchange.showing import written
from surveyapp.instruments.interchange.surveyjs_texts import Languages
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.sentences import Sentence

Element = Mapping[str, Any]
MOST_STEPS = 50
LONGEST_LIST = 5_000


@dataclass
class Offered:
    """Choices in their order, and the file's value of each → our code."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)

    def add(self, value: str | float | bool, text: dict[str, str], /, **more: Any) -> str:
        """One more choice; a value that stands there already is not added again."""
        name = written(value)
        # One more than a question may have is enough to tell that there are too many.
        if name not in self.codes and len(self.codes) <= MOST_CHOICES:
            self.codes[name] = choice_code_from(name, self.codes.values())
            self.choices.append({"code": self.codes[name], "text": text, **more})
        return self.codes.get(name, "")


@dataclass(frozen=True)
class Choices:
    """Reads lists of choices, and notes what they lose."""

    languages: Languages
    wording: Wording

    def of(self, raw: object, place: str) -> Offered:
        """The choices of a list whose parts are values or mappings with value and text."""
        offered = Offered()
        for number, part in enumerate(raw[:LONGEST_LIST] if isinstance(raw, list) else [], start=1):
            self._add(offered, part, Sentence("{place}, choice {number}", place=place, number=number))
        return offered

    def _add(self, offered: Offered, part: object, place: str) -> None:
        given: Element = part if isinstance(part, dict) else {"value": part}
        value = given.get("value", given.get("text"))
        if isinstance(value, dict):
            value = next(iter(value.values()), None)
        if not isinstance(value, str | int | float) or value == "":
            self.wording.builder.note(place, Sentence("Not carried over: it has no value."))
            return
        if written(value) in offered.codes:
            self.wording.builder.note(
                place, Sentence("“{value}” stands in its list twice: offered once.", value=written(value))
            )
            return
        text = self.wording.text(self.languages.texts(given.get("text", value)), place, fills=False)
        offered.add(value, text or dict.fromkeys(self.languages.all, written(value)), **self._number(value))
        for key in sorted(given.keys() - {"value", "text"}):
            self.wording.builder.note(place, Sentence("Its “{key}” is left out.", key=key))

    @staticmethod
    def _number(value: object) -> dict[str, float]:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
        return {"value": float(value)} if is_number else {}  # type: ignore[arg-type]

    def add_special(self, offered: Offered, element: Element, place: str, *, several: bool) -> None:
        """Append “None” and “Other” where the question has them."""
        if element.get("hasNone") or element.get("showNoneItem"):
            exclusive = {"exclusive": True} if several else {}
            offered.add("none", self._words(element, "noneText", "none", place), **exclusive)
        if element.get("hasOther") or element.get("showOtherItem"):
            offered.add("other", self._words(element, "otherText", "other", place))

    def _words(self, element: Element, key: str, otherwise: str, place: str) -> dict[str, str]:
        given = self.wording.text(self.languages.texts(element.get(key)), place, fills=False)
        return {**own_words(otherwise, self.languages.all), **given}

    def steps(self, element: Element, place: str) -> Offered:
        """The steps of a rating: its own values, else the numbers from the lowest to the highest."""
        if element.get("rateValues"):
            offered = self.of(element["rateValues"], place)
        else:
            offered = Offered()
            for step in _numbers(element):
                offered.add(step, dict.fromkeys(self.languages.all, written(step)))
        for number, choice in enumerate(offered.choices, start=1):
            choice["value"] = float(number)
        self._describe_ends(offered, element, place)
        return offered

    def _describe_ends(self, offered: Offered, element: Element, place: str) -> None:
        for key, index in (("minRateDescription", 0), ("maxRateDescription", -1)):
            said = self.wording.text(self.languages.texts(element.get(key)), place, fills=False)
            if said and offered.choices:
                text = offered.choices[index]["text"]
                offered.choices[index]["text"] = {
                    code: f"{words}: {said[code]}" if code in said else words for code, words in text.items()
                }


def _numbers(element: Element) -> Iterator[int]:
    low = number_in(element, "rateMin", 1.0)
    high = number_in(element, "rateMax", number_in(element, "rateCount", 5.0) + low - 1)
    step = max(1, int(number_in(element, "rateStep", 1.0)))
    yield from list(range(int(low), int(high) + 1, step))[:MOST_STEPS] if abs(high - low) < 1e6 else ()


def number_in(element: Element, key: str, otherwise: float) -> float:
    """A number in the file, also one written as words; `otherwise` for anything else."""
    value = element.get(key)
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else otherwise
    except (ValueError, OverflowError):
        return otherwise
    return number if abs(number) < 1e15 else otherwise
