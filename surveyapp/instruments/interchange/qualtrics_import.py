"""A Qualtrics survey becomes ours: blocks are sections in the order of the flow, branches are conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from surveyapp.instruments.interchange import qualtrics_matrices as matrices
from surveyapp.instruments.interchange import qualtrics_single as single
from surveyapp.instruments.interchange.building import Builder, slug_from
from surveyapp.instruments.interchange.composing import Composer
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.qualtrics_asking import Asking
from surveyapp.instruments.interchange.qualtrics_file import (
    AGAIN,
    Data,
    QualtricsFile,
    Question,
    below,
    mapping,
    qualtrics_file,
    written,
)
from surveyapp.instruments.interchange.qualtrics_logic import logic
from surveyapp.instruments.interchange.qualtrics_pipes import pipes
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.interchange.showing import Condition
from surveyapp.instruments.sentences import Sentence, at

TYPES: dict[str, Callable[[Asking], None]] = {
    "MC": single.choice,
    "NPS": single.choice,
    "TE": single.typed,
    "Slider": single.numbers,
    "CS": single.numbers,
    "RO": single.order,
    "DB": single.panel,
    "DD": single.drill_down,
    "PGR": single.groups,
    "Matrix": matrices.matrix,
    "SBS": matrices.side_by_side,
}
LEFT_OUT = {
    "Timing": Sentence("It measures time and asks nothing, so it is left out."),
    "Meta": Sentence("It records the browser and asks nothing, so it is left out."),
    "Captcha": Sentence("Everybody here answers by a link of their own, so the test for robots is left out."),
    "FileUpload": Sentence("Files cannot be sent with an answer, so the question is left out."),
}
DEEPEST_FLOW = 50
FLOW = {
    "BlockRandomizer": Sentence("What stands here came in random order. It keeps the order of the file now."),
    "EmbeddedData": Sentence("Embedded data is not carried over."),
    "EndSurvey": Sentence("An early end of the survey is not carried over."),
    "WebService": Sentence("A call of another service is not carried over."),
    "Authenticator": Sentence("An authentication is not carried over. Everybody here answers by a link of their own."),
}


def read(content: bytes, filename: str) -> Imported:
    """The survey in a .qsf file. Raises FileRefused with sentences that name the line or the element."""
    return _Survey(qualtrics_file(content, filename), filename).imported()


def looks_like(content: bytes) -> bool:
    """Whether the names that every .qsf file begins with are there."""
    return b'"SurveyEntry"' in content[:4_000] or b'"SurveyElements"' in content


@dataclass
class _Survey:
    file: QualtricsFile
    filename: str
    asked: set[str] = field(default_factory=set)
    shown_blocks: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        languages = tuple(self.file.languages)
        builder = Builder("qualtrics", "survey", "1", {}, languages, languages[0])
        self.composer = Composer(builder)
        self.composer.pipe = lambda text: pipes(text, self.composer.targets)
        stem = re.sub(r"\.\w+$", "", self.filename)
        name = {languages[0]: self.file.name}
        builder.name = self.composer.words(Sentence("name of the survey"), name, stem or "Survey", pipes=False)
        builder.slug = slug_from(builder.name[languages[0]], stem)

    def imported(self) -> Imported:
        """The questionnaire and what did not carry over. Raises FileRefused when nothing is left to ask."""
        if self.file.flow is None:
            for number in self.file.blocks:
                self._block(number, ())
        else:
            self._flow(self.file.flow, (), 0)
        for place, sentence in self.file.notes:
            self.composer.note(place, sentence)
        self._say_what_is_not_shown()
        self.composer.say_what_lacks()
        return self.composer.builder.finish()

    def _flow(self, part: Data, when: tuple[Condition, ...], depth: int) -> None:
        if depth > DEEPEST_FLOW:
            raise FileRefused(
                Sentence(
                    "The flow is nested more than {most} times. Make it simpler and export it again.",
                    most=DEEPEST_FLOW,
                )
            )
        for step in map(mapping, mapping(part.get("Flow")).values()):
            kind, number = written(step.get("Type")), written(step.get("FlowID"))[:40]
            place = Sentence("flow {number}", number=number)
            if kind in ("Block", "Standard"):
                self._block(written(step.get("ID")), when)
                continue
            if kind in FLOW:
                self.composer.note(place, FLOW[kind])
            elif kind not in ("Branch", "Group", "Root"):
                self.composer.note(place, Sentence("“{kind}” is not carried over.", kind=kind[:40]))
            condition = self._condition(place, step.get("BranchLogic")) if kind == "Branch" else ()
            self._flow(step, (*when, *condition), depth + 1)

    def _condition(self, place: str, expression: object) -> tuple[Condition, ...]:
        try:
            found = logic(expression, self.composer.targets)
        except NotUnderstood as error:
            self.composer.note(
                place, Sentence("Its condition is not carried over: {error}. It is always shown.", error=error.reason)
            )
            return ()
        return (found,) if found else ()

    def _block(self, number: str, when: tuple[Condition, ...]) -> None:
        block = self.file.blocks.get(number)
        if block is None:
            raise FileRefused(
                Sentence(
                    "The flow names the block “{number}”, which is not in the file. {again}",
                    number=number[:40],
                    again=AGAIN,
                )
            )
        place = Sentence("block {block}", block=written(block.get("Description"))[:60] or number)
        if written(block.get("Type")) == "Trash":
            return
        if number in self.shown_blocks:
            self.composer.note(place, Sentence("The flow shows it again. Its questions are asked once."))
            return
        self.shown_blocks.add(number)
        self._say_what_a_block_loses(place, block)
        default = self.composer.builder.default_language
        title = self.composer.words(place, {default: written(block.get("Description"))}, "Questions", pipes=False)
        # The names of blocks are not translated in the file, nor were respondents shown them.
        title = dict.fromkeys(self.composer.languages, title[default])
        self.composer.builder.begin_section(title)
        self.composer.turn(title)
        for step in self._steps(block):
            self._step(step, place, title, when)

    def _steps(self, block: Data) -> Iterator[Data]:
        yield from map(mapping, mapping(block.get("BlockElements")).values())

    def _step(self, step: Data, place: str, title: dict[str, str], when: tuple[Condition, ...]) -> None:
        if written(step.get("Type")) != "Question":
            self.composer.turn(title)
            return
        number = written(step.get("QuestionID"))
        question = self.file.questions.get(number)
        if question is None:
            raise FileRefused(
                at(place, "there is no question “{number}” in the file. {again}", number=number[:40], again=AGAIN)
            )
        if number in self.asked:
            self.composer.note(question.place, Sentence("It stands in the flow again. It is asked once."))
            return
        self.asked.add(number)
        if step.get("SkipLogic"):
            self.composer.note(
                question.place, Sentence("Skips after it are not carried over. The next questions are always shown.")
            )
        self._question(question, title, when)

    def _question(self, question: Question, title: dict[str, str], when: tuple[Condition, ...]) -> None:
        kind = question.kind[0]
        if kind not in TYPES:
            unknown = Sentence(
                "Its type “{kind}” is not known here, so it is left out. Ask it in another way.", kind=kind[:40]
            )
            self.composer.note(question.place, LEFT_OUT.get(kind, unknown))
            return
        condition = self._condition(question.place, question.own.get("DisplayLogic"))
        self._say_what_a_question_loses(question)
        TYPES[kind](Asking(self.composer, question, (*when, *condition), title))
        self.composer.turn_after_rows(title)

    def _say_what_a_question_loses(self, question: Question) -> None:
        for name, sentence in (
            (
                "Randomization",
                Sentence("Its choices or rows came in random order. They keep the order of the file now."),
            ),
            ("SkipLogic", Sentence("Skips after it are not carried over. The next questions are always shown.")),
            ("DynamicChoices", Sentence("Choices carried forward from another question are not carried over.")),
            ("DefaultChoices", Sentence("An answer stood there already. Nothing is chosen or typed for anybody here.")),
            ("QuestionJS", Sentence("Its script is left out.")),
        ):
            value = question.own.get(name)
            if value and not (name == "Randomization" and written(below(value, "Type")) in ("", "None")):
                self.composer.note(question.place, sentence)

    def _say_what_a_block_loses(self, place: str, block: Data) -> None:
        options = mapping(block.get("Options"))
        if written(options.get("Looping")) not in ("", "None"):
            self.composer.note(
                place, Sentence("It was repeated for several things (loop and merge). It is asked once.")
            )
        if written(options.get("RandomizeQuestions")) not in ("", "false"):
            self.composer.note(
                place, Sentence("Its questions came in random order. They keep the order of the file now.")
            )

    def _say_what_is_not_shown(self) -> None:
        trash = {
            written(step.get("QuestionID"))
            for block in self.file.blocks.values()
            if written(block.get("Type")) == "Trash"
            for step in self._steps(block)
        }
        thrown_away = [
            question.place for number, question in self.file.questions.items() if number in trash - self.asked
        ]
        if thrown_away:
            self.composer.note(
                Sentence("trash block"),
                Sentence("Questions in the trash are left out: {listed}.", listed=", ".join(thrown_away)),
            )
        for number, question in self.file.questions.items():
            if number not in self.asked | trash:
                self.composer.note(question.place, Sentence("No part of the flow shows it, so it is left out."))
