"""What LimeSurvey and Qualtrics files have in common: plain texts with earlier answers in them, choices, pages, targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.checks.items import MOST_CHOICES
from surveyapp.instruments.checks.structure import MOST_ITEMS_ON_A_PAGE
from surveyapp.instruments.interchange.building import MOST_QUESTIONS, Builder, choice_code_from, code_from
from surveyapp.instruments.interchange.plain_text import listed, shortened, words_of
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.interchange.showing import Condition, Target
from surveyapp.instruments.interchange.stock_words import stock
from surveyapp.instruments.sentences import Sentence

Texts = Mapping[str, str]
# What a text says → the text with marks for earlier answers, and what could not be carried over.
Pipe = Callable[[str], tuple[str, list[str]]]

GAP = "…"
OPEN, CLOSE = "⟪", "⟫"  # around a code while markup is taken off the text
MARK = re.compile(rf"{OPEN}([A-Za-z][A-Za-z0-9_]*){CLOSE}")
TICK = "tick"  # a target that is one choice of a question that takes several


def mark(code: str) -> str:
    """Stands for the earlier answer to a question until the text is plain."""
    return f"{OPEN}{code}{CLOSE}"


@dataclass(frozen=True)
class Option:
    """A choice: the name the file gives it, and its texts."""

    name: str
    texts: Texts
    exclusive: bool = False
    called: str = ""  # what its code is made of, if not its name


@dataclass
class Composer:
    """Adds questions to a builder in the order of the file and remembers what earlier ones are called there."""

    builder: Builder
    pipe: Pipe = field(default=lambda text: (text, []))
    targets: dict[str, Target] = field(default_factory=dict)
    lacking: Counter[str] = field(default_factory=Counter)
    _page: tuple[dict[str, str], dict[str, str] | None] = field(default_factory=lambda: ({}, None))
    _on_page: int = 0

    @property
    def languages(self) -> tuple[str, ...]:
        return self.builder.languages

    def note(self, place: str, sentence: str) -> None:
        self.builder.note(place, sentence)

    def stock(self, word: str) -> dict[str, str]:
        """A word that the file leaves to its product, in the file's languages."""
        return stock(word, self.languages)

    def words(self, place: str, texts: Texts, neutral: str, *, pipes: bool = True) -> dict[str, str]:
        """The texts without markup; the neutral one, and a finding, where there is none in any language."""
        found = self.words_if_any(place, texts, pipes=pipes)
        if found:
            return found
        self.note(place, Sentence("There is no text. It reads “{neutral}” now; write a better one.", neutral=neutral))
        return dict.fromkeys(self.languages, neutral)

    def words_if_any(self, place: str, texts: Texts, *, pipes: bool = True) -> dict[str, str]:
        """The texts without markup, {} when there is none; one in the default language always, if need be another's."""
        found = self._piped(place, texts) if pipes else self._unpiped(place, texts)
        found = {language: text for language, text in found.items() if text}
        default = self.builder.default_language
        if found and default not in found:
            self.note(
                place,
                Sentence(
                    "There is no text in “{default}”. The one in another language stands there; translate it.",
                    default=default,
                ),
            )
            found = {default: next(iter(found.values())), **found}
        self.lacking.update(set(self.languages) - set(found) if found else ())
        return found

    def _unpiped(self, place: str, texts: Texts) -> dict[str, str]:
        found = {language: words_of(texts.get(language)) for language in self.languages}
        self._note_all(place, (said for words in found.values() for said in words.lost))
        return {language: _inert(words.text) for language, words in found.items()}

    def _note_all(self, place: str, sentences: Iterable[str]) -> None:
        for sentence in dict.fromkeys(sentences):
            self.note(place, sentence)

    def _piped(self, place: str, texts: Texts) -> dict[str, str]:
        lost: list[str] = []
        left_out: list[str] = []
        found = {}
        for language in self.languages:
            whole = shortened(texts.get(language, ""))
            text, unknown = self.pipe(whole.text.translate({0x27EA: "«", 0x27EB: "»"}))
            words = words_of(text)
            lost += unknown
            left_out += [*whole.lost, *words.lost]
            found[language] = _inert(words.text)
        self._note_all(place, left_out)
        if lost:
            self.note(
                place,
                Sentence(
                    "{lost} cannot stand in a text here. It reads “{gap}” now; mend the sentence.",
                    lost=listed(lost),
                    gap=GAP,
                ),
            )
        return self._filled(place, found)

    def _filled(self, place: str, found: dict[str, str]) -> dict[str, str]:
        """Marks become earlier answers, if every language names the same ones."""
        named = [sorted(MARK.findall(text)) for text in found.values() if text]
        if any(codes != named[0] for codes in named):
            self.note(
                place,
                Sentence(
                    "The languages name different earlier answers. They read “{gap}” now; mend the sentences.", gap=GAP
                ),
            )
            return {language: MARK.sub(GAP, text) for language, text in found.items()}
        known = set(self.builder.items)

        def answer(of: re.Match[str]) -> str:
            return f"{{answer:{of[1]}}}" if of[1] in known else GAP

        return {language: MARK.sub(answer, text) for language, text in found.items()}

    def turn(self, title: Texts, intro: Texts | None = None, *, repeats: bool = False) -> None:
        """What follows stands on a new page; its introduction stands on the pages that continue it if it repeats."""
        self.builder.begin_page(title, intro)
        self._page, self._on_page = (dict(title), dict(intro) if intro and repeats else None), 0

    def turn_after_rows(self, title: Texts) -> None:
        """Rows that share an introduction end here; without any, the page goes on."""
        if self._page[1]:
            self.turn(title)

    def add(self, name: str, item: Mapping[str, Any], when: Iterable[Condition | None] = ()) -> str:
        """A question with a permanent code made from its name, shown when all the conditions hold."""
        if len(self.builder.items) >= MOST_QUESTIONS:
            raise FileRefused(
                Sentence(
                    "The file holds more than {most:,} questions. Divide it into several files.",
                    most=MOST_QUESTIONS,
                )
            )
        if self._on_page == MOST_ITEMS_ON_A_PAGE:
            self.builder.begin_page(*self._page)
            self._on_page = 0
        self._on_page += 1
        code = code_from(name, self.builder.items)
        self.builder.add_item(code, {**item, **shown_when(when)})
        return code

    def closed(self, place: str, item: dict[str, Any], options: Sequence[Option]) -> dict[str, Any] | None:
        """The question with its choices; None, and a finding, without any. Too many choices make it a typed answer."""
        if not options:
            self.note(place, Sentence("The question has no choices and is left out. Add choices and import again."))
            return None
        if len(options) > MOST_CHOICES:
            self.note(
                place,
                Sentence(
                    "{n} choices, at most {most} can be offered. The answer is typed now.",
                    n=len(options),
                    most=MOST_CHOICES,
                ),
            )
            return {**_of_one_answer(item), "kind": "text", "one_line": True}
        if len(options) == 1:
            return self._alone(place, item, options[0])
        return {**item, "choices": self._choices(place, options, several=item["kind"] == "multiple")}

    def _alone(self, place: str, item: dict[str, Any], option: Option) -> dict[str, Any]:
        self.note(place, Sentence("The question has a single choice. “None of these” stands beside it now."))
        both = (option, Option("none", self.stock("none")))
        return {**_of_one_answer(item), "kind": "single", "choices": self._choices(place, both, several=False)}

    def _choices(self, place: str, options: Sequence[Option], *, several: bool) -> list[dict[str, Any]]:
        choices: list[dict[str, Any]] = []
        taken: set[str] = set()
        several = several and not all(option.exclusive for option in options)
        for option in options:
            code = choice_code_from(option.called or option.name, taken)
            taken.add(code)
            text = self.words(
                Sentence("{place}, choice {option}", place=place, option=option.name),
                option.texts,
                f"Choice {option.name}",
            )
            choices.append({"code": code, "text": text})
            if option.exclusive and several:
                choices[-1]["exclusive"] = True
        return choices

    def register(self, name: str, code: str, choices: Mapping[str, str] | None = None, kind: str = "") -> None:
        """Remember what the file calls a question. The first of two with one name stays."""
        item = self.builder.items[code]
        target = Target(code, kind or item["kind"], bool(item.get("whole")), choices or {})
        self.targets.setdefault(name, target)

    def say_what_lacks(self) -> None:
        """One finding for each language that lacks texts which the default language has."""
        for language, count in sorted(self.lacking.items()):
            self.note(
                Sentence("language {language}", language=language),
                Sentence("Texts without a translation: {count}. Translate them before publishing.", count=count),
            )


def named(options: Iterable[Option], item: Mapping[str, Any]) -> dict[str, str]:
    """What the file calls each choice → our code."""
    return {option.name: choice["code"] for option, choice in zip(options, item.get("choices", ()), strict=False)}


def _of_one_answer(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in ("maximum_choices", "merge")}


def shown_when(when: Iterable[Condition | None]) -> dict[str, Condition]:
    """All the conditions that there are, as `visible_when`; {} without any."""
    conditions = [condition for condition in when if condition]
    if not conditions:
        return {}
    return {"visible_when": conditions[0] if len(conditions) == 1 else {"all": conditions}}


def _inert(text: str) -> str:
    """A text that happens to look like our sign for an earlier answer says it in other characters."""
    return text.replace("{answer:", "(answer:")
