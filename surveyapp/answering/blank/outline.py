"""A questionnaire as it stands on paper: numbered questions, and in words when each is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from surveyapp.forms.wording import Wording
from surveyapp.instruments.conditions import references
from surveyapp.instruments.schema import ChosenIn, FeedsSkill, Instrument, Item, ItemAnswered, ItemIn, Text

LONGEST_LIST = 20  # a longer list, such as countries, is a line to write on


@dataclass(frozen=True)
class Option:
    """`mark`: what stands in front, a box for several answers or a circle for one."""

    text: str
    mark: str = "circle"


@dataclass(frozen=True)
class Question:
    """`number` is 0 for a panel of text. `steps`: the numbers of a scale that is explained once on its page.
    `lines`: how many lines to write on."""

    number: int
    text: str
    help: str = ""
    when: str = ""
    how: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[str, ...] = ()
    lines: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Page:
    title: str
    intro: str
    scale: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Outline:
    """All that a paper questionnaire says, in one language, ready to be typeset."""

    language: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Writer:
    """Puts the outline together for what is asked of one person."""

    def __init__(self, instrument: Instrument, asked: Collection[str], language: str) -> None:
        self.instrument, self.language = instrument, language
        self.wording = Wording(instrument, language, {})
        self.asked = [code for code in instrument.placed if code in set(asked)]
        answered = [code for code in self.asked if instrument.items[code].takes_answer]
        self.numbers: Mapping[str, int] = {code: number for number, code in enumerate(answered, 1)}

    def say(self, text: Text | None) -> str:
        return self.wording.say(text)

    def outline(self, *, title: str, subtitle: str) -> Outline:
        """The whole; a section or page of which nothing is asked is left out."""
        sections = [
            (s, [page for page in s.pages if set(page.items) & set(self.asked)]) for s in self.instrument.sections
        ]
        return Outline(
            language=self.language,
            title=title,
            subtitle=subtitle,
            notes=self._notes(),
            sections=tuple(Section(self.say(s.title), tuple(map(self._page, pages))) for s, pages in sections if pages),
        )

    def _notes(self) -> tuple[str, ...]:
        told = _("This copy is for reading and preparing. Only what is entered in the survey itself counts.")
        rules = (self.instrument.item_rule, self.instrument.scope_text)
        return (told, *(self.say(rule) for rule in rules if rule))

    def _page(self, page: Any) -> Page:
        codes = [code for code in page.items if code in self.asked]
        rated = next((code for code in codes if _is_step(self.instrument.items[code])), None)
        choices = self.instrument.choices(rated) if rated else ()
        return Page(
            title=self.say(page.title),
            intro=self.say(page.intro),
            scale=tuple(f"{choice.code}: {self.say(choice.text)}" for choice in choices),
            questions=tuple(self._question(code) for code in codes),
        )

    def _question(self, code: str) -> Question:
        item = self.instrument.items[code]
        steps = tuple(choice.code for choice in self.instrument.choices(code)) if _is_step(item) else ()
        return Question(
            number=self.numbers.get(code, 0),
            text=self.say(item.text),
            help=self.say(item.help),
            when=self._when(code, item),
            how=_how(item),
            options=() if steps else self._options(code, item),
            steps=steps,
            lines=_lines(item, len(self.instrument.choices(code))),
            unit=item.unit or "",
        )

    def _options(self, code: str, item: Item) -> tuple[Option, ...]:
        choices = self.instrument.choices(code)
        mark = "box" if item.takes_several else "circle"
        listed = choices if len(choices) <= LONGEST_LIST else ()
        own = [Option(self.wording.choice(code, choice), mark) for choice in listed]
        reasons = [_("I do not know")] * item.dont_know + [self.say(item.does_not_apply)] * bool(item.does_not_apply)
        return (*own, *(Option(reason) for reason in reasons))

    def _when(self, code: str, item: Item) -> str:
        mentions = list(references(item.visible_when))
        if isinstance(item.choices_from, ChosenIn) and not mentions:
            return _("Of what you chose in question %(number)s.") % {"number": self._number(item.choices_from.item)}
        if not mentions:
            return ""
        if len(mentions) == 1 and item.visible_when is mentions[0]:
            return self._sentence(mentions[0])
        numbers = sorted({self.numbers[mention.item] for mention in mentions if mention.item in self.numbers})
        return _("Asked depending on your answers to questions %(numbers)s.") % {
            "numbers": _(", ").join(map(str, numbers))
        }

    def _sentence(self, mention: Any) -> str:
        number = self._number(mention.item)
        match mention:
            case ItemIn(item=item, codes=codes):
                texts = [self.say(choice.text) for choice in self.instrument.choices(item) if choice.code in codes]
                # Translators: between two quoted answers; the outer quotation marks are in the sentence.
                named = _("”, “").join(texts)
                return _("Only if your answer to question %(number)s is one of: “%(answers)s”.") % {
                    "number": number,
                    "answers": named,
                }
            case ItemAnswered():
                return _("Only if you answered question %(number)s.") % {"number": number}
            case _:
                return _("Asked depending on your answer to question %(number)s.") % {"number": number}

    def _number(self, code: str) -> str:
        """A question that is asked of somebody else has no number here."""
        return str(self.numbers.get(code, "–"))


def _is_step(item: Item) -> bool:
    return item.kind == "rating" and isinstance(item.feeds, FeedsSkill)


def _how(item: Item) -> str:
    if item.kind == "ranking":
        return _("Write the places: 1 for the first.")
    if item.kind == "multiple" and item.maximum_choices:
        return _("Choose at most %(n)s.") % {"n": item.maximum_choices}
    if item.kind == "multiple":
        return _("Choose all that apply.")
    return _("Day, month, year") if item.kind == "date" else ""


def _lines(item: Item, n_choices: int) -> int:
    if item.kind == "text":
        return 1 if item.one_line else 4
    return int(item.kind in ("number", "date") or n_choices > LONGEST_LIST)
