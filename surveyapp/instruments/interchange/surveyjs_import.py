"""SurveyJS: the JSON of a survey as its designer saves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from surveyapp.instruments.interchange.building import Builder, code_from, slug_from
from surveyapp.instruments.interchange.expressions import NotUnderstood, parse
from surveyapp.instruments.interchange.panels import panel
from surveyapp.instruments.interchange.plain_text import plain
from surveyapp.instruments.interchange.reading import json_object
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.interchange.showing import Condition, Target, condition_of
from surveyapp.instruments.interchange.surveyjs_choices import Choices, Element, Offered
from surveyapp.instruments.interchange.surveyjs_matrices import GRIDS, parts_of
from surveyapp.instruments.interchange.surveyjs_questions import Questions
from surveyapp.instruments.interchange.surveyjs_texts import REFERENCE, languages_of
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.sentences import Sentence, at

DEEPEST = 20
# Keys of a survey that only say how it looks.
LOOKS = re.compile(
    r"show\w*|\w*Location|\w*Mode|\w*Theme|first\w*|width\w*|fit\w*|\$?schema|logo\w*|question\w*|\w*Text"
)
KNOWN = ("pages", "elements", "questions", "title", "locale", "name", "type")


def read(content: bytes, filename: str) -> Imported:
    """The survey as one of our questionnaires. Raises FileRefused for JSON that is no survey."""
    survey = json_object(content)
    if survey is None:
        raise FileRefused(at(filename, "the file is no JSON that can be read. Export the survey anew."))
    if not any(isinstance(survey.get(key), list) for key in ("pages", "elements", "questions")):
        raise FileRefused(at(filename, "there are no pages in it. Use the JSON of a SurveyJS survey."))
    return _Import(survey, filename).run()


@dataclass
class _Import:
    survey: Element
    filename: str
    targets: dict[str, Target] = field(default_factory=dict)
    _title: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.languages = languages_of(self.survey)
        title = self.languages.texts(self.survey.get("title"))
        name = {code: words for code, said in title.items() if (words := plain(said, markdown=True))}
        default = self.languages.default
        stem = PurePath(self.filename).stem or "Survey"
        self.builder = Builder(
            source_format="surveyjs",
            slug=slug_from(name.get(default, ""), stem),
            version="1",
            name=name if default in name else {**dict.fromkeys(self.languages.all, stem), **name},
            languages=self.languages.all,
            default_language=default,
        )
        self.wording = Wording(self.builder, REFERENCE, self.targets.get, markdown=True)
        self.wording.without_markup(title, Sentence("title of the survey"))
        self.choices = Choices(self.languages, self.wording)
        self.questions = Questions(self.builder, self.languages, self.wording, self.choices)

    def run(self) -> Imported:
        for number, page in enumerate(self._pages(), start=1):
            self._page(page, number)
        for key, value in self.survey.items():
            if key not in KNOWN and not LOOKS.fullmatch(key) and value not in (None, "", [], {}):
                self.builder.note(Sentence("survey, {key}", key=key[:60]), Sentence("This is not carried over."))
        return self.builder.finish()

    def _pages(self) -> list[Element]:
        pages = self.survey.get("pages")
        if not isinstance(pages, list):
            pages = [self.survey]
        wrong = [number for number, page in enumerate(pages, start=1) if not isinstance(page, dict)]
        if wrong:
            raise FileRefused(
                [
                    at(Sentence("page {number}", number=number), "is no page. Export the survey anew.")
                    for number in wrong
                ]
            )
        return pages

    def _page(self, page: Element, number: int) -> None:
        name = str(page.get("name") or number)[:80]
        place = Sentence("page {name}", name=name)
        title = self.wording.text(self.languages.texts(page.get("title")), place, fills=False)
        if not title:
            of_survey = page is self.survey
            title = dict(self.builder.name) if of_survey else dict.fromkeys(self.languages.all, _in_words(name))
        self.builder.begin_section(title, name=name)
        intro = (
            self.wording.text(self.languages.texts(page.get("description")), place) if page is not self.survey else {}
        )
        self._turn_page(title, intro)
        condition = self._condition(page, place)
        if page is not self.survey:
            self.questions.note_lost(page, place)
        self._elements(page, place, [], [condition], title)

    def _elements(
        self, holder: Element, place: str, above: list[str], conditions: list[Condition | None], title: dict[str, str]
    ) -> None:
        if len(above) > DEEPEST:
            raise FileRefused(at(place, "panels stand in panels more than {most} deep. Make it flatter.", most=DEEPEST))
        for number, element in enumerate(_children(holder), start=1):
            where = [*above, str(element.get("name") or element.get("type") or number)[:80]]
            self._element(element, place, where, conditions, title)

    def _element(
        self, element: Element, place: str, where: list[str], conditions: list[Condition | None], title: dict[str, str]
    ) -> None:
        here = Sentence("{place}, element {listed}", place=place, listed=" / ".join(where))
        if element.get("visible") is False and not element.get("visibleIf"):
            self.builder.note(here, Sentence("Not carried over: it is never shown."))
            return
        shown = [*conditions, self._condition(element, here)]
        if element.get("type") in ("panel", "paneldynamic", "flowpanel"):
            self._panel_of(element, place, where, shown, title)
        elif element.get("type") in GRIDS or element.get("type") == "multipletext":
            self._parts(element, here, shown)
        else:
            self._question(element, here, shown)

    def _panel_of(
        self, holder: Element, place: str, where: list[str], shown: list[Condition | None], title: dict[str, str]
    ) -> None:
        here = Sentence("{place}, element {listed}", place=place, listed=" / ".join(where))
        own = self.wording.text(self.languages.texts(holder.get("title")), here)
        intro = self.wording.text(self.languages.texts(holder.get("description")), here)
        if holder.get("type") == "paneldynamic":
            self.builder.note(here, Sentence("This panel is repeated in SurveyJS: its questions are asked once."))
        self.questions.note_lost(holder, here)
        self._turn_page(own or title, intro)
        self._elements(holder, place, where, shown, own or title)
        self._turn_page(title)

    def _turn_page(self, title: dict[str, str], intro: dict[str, str] | None = None) -> None:
        self._title = title
        self.builder.begin_page(title, intro or None)

    def _parts(self, element: Element, here: str, shown: list[Condition | None]) -> None:
        """A grid becomes one question for each of its rows, or rows and columns."""
        parts = parts_of(element, self.languages, here, self.builder.note)
        for part in parts:
            self._question(part, here, shown)
        if not parts:
            self.builder.note(here, Sentence("Not carried over: it has no rows and columns."))
        self.questions.note_lost({k: v for k, v in element.items() if k not in ("rows", "defaultRowValue")}, here)

    def _question(self, element: Element, here: str, shown: list[Condition | None]) -> None:
        made = self.questions.item(element, here)
        if made is None:
            return
        item, offered = made
        if item["kind"] == "info":
            item = panel(item["text"], item.get("help", {}), self._title)
        name = str(element.get("name") or element.get("type"))
        code = code_from(name, self.builder.items)
        condition = _all(shown)
        self.builder.add_item(code, item | ({"visible_when": condition} if condition else {}))
        if item["kind"] != "info":
            self.targets[name] = Target(code, item["kind"], item.get("whole", False), offered.codes)
        self._beside(element, here, code, offered, condition)

    def _beside(self, element: Element, here: str, code: str, offered: Offered, condition: Condition | None) -> None:
        """SurveyJS asks for other answers and for comments in words beside the question; we ask them after it."""
        has_other = element.get("hasOther") or element.get("showOtherItem")
        if has_other and "other" in offered.codes:
            self._words(element, here, code, {"item": code, "in": [offered.codes["other"]]})
        elif element.get("hasComment") or element.get("showCommentArea"):
            self._words(element, here, code, condition)

    def _words(self, element: Element, here: str, code: str, condition: Condition | None) -> None:
        said = self.languages.texts(element.get("otherText") or element.get("commentText"))
        text = self.wording.text(said, here, fills=False)
        asked = {"kind": "text", "one_line": True, "text": {**own_words("other", self.languages.all), **text}}
        added = code_from(f"{code}_other", self.builder.items)
        self.builder.add_item(added, asked | ({"visible_when": condition} if condition else {}))
        self.targets[f"{element.get('name')}-Comment"] = Target(added, "text")

    def _condition(self, element: Element, here: str) -> Condition | None:
        text = element.get("visibleIf")
        if not text:
            return None
        try:
            return condition_of(parse(str(text)), self.targets.get)
        except NotUnderstood as problem:
            self.builder.note(
                here, Sentence("Always shown, for the condition is left out: {problem}.", problem=problem.reason)
            )
            return None


def _children(holder: Element) -> Iterator[Element]:
    for key in ("elements", "questions", "templateElements"):
        children = holder.get(key)
        if isinstance(children, list):
            yield from (child for child in children if isinstance(child, dict))


def _all(conditions: list[Condition | None]) -> Condition | None:
    found: list[Any] = [condition for condition in conditions if condition]
    return {"all": found} if len(found) > 1 else found[0] if found else None


def _in_words(name: str) -> str:
    """“projectDetails-2” as people would write it: Project details 2."""
    words = re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name)).strip().lower()
    return words[:1].upper() + words[1:] or name
