"""The parts of a .qsf file: survey entry, blocks, flow and questions, checked for what everything else rests on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.languages import free_code, language_code
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.places import in_file
from surveyapp.instruments.sentences import Sentence, at

AGAIN = Sentence("Export the survey from Qualtrics again (Tools, Import/Export, Export survey).")
Data = Mapping[str, Any]
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def mapping(value: object) -> Data:
    """The value if it maps names to values. Qualtrics writes an empty mapping, or one from 0 on, as a list."""
    if isinstance(value, list):
        return {str(number): part for number, part in enumerate(value)}
    return value if isinstance(value, dict) else {}


def written(value: object) -> str:
    """A text or number as text; "" for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def below(value: object, *path: str) -> object:
    """What stands at a path of names; None where it ends early."""
    for name in path:
        value = mapping(value).get(name)
    return value


@dataclass(frozen=True)
class Question:
    """A question, or (by its path) a column of one that asks several side by side."""

    payload: Data
    languages: Mapping[str, str]  # our language → Qualtrics' name of it, the default one first
    path: tuple[str, ...] = ()

    @property
    def own(self) -> Data:
        return mapping(below(self.payload, *self.path))

    @property
    def number(self) -> str:
        return written(self.own.get("QuestionID"))

    @property
    def tag(self) -> str:
        return written(self.own.get("DataExportTag")).strip() or self.number

    @property
    def kind(self) -> tuple[str, str, str]:
        """Type, selector and subselector."""
        return (self.get("QuestionType"), self.get("Selector"), self.get("SubSelector"))

    @property
    def place(self) -> str:
        return Sentence("question {number} ({tag})", number=self.number[:40], tag=self.tag[:40])

    def get(self, *path: str) -> str:
        return written(below(self.own, *path))

    def texts(self, *path: str) -> dict[str, str]:
        """A text in each language that has it."""
        ours = {}
        for position, (language, theirs) in enumerate(self.languages.items()):
            whole = self.payload if position == 0 else below(self.payload, "Language", theirs)
            if text := written(below(whole, *self.path, *path)):
                ours[language] = text
        return ours

    def parts(self, name: str) -> list[str]:
        """The identifiers of its choices or answers, in their order."""
        there = mapping(self.own.get(name))
        order = mapping(self.own.get(f"{name.removesuffix('s')}Order")).values()
        wanted = [written(identifier) for identifier in order if written(identifier) in there]
        return list(dict.fromkeys([*wanted, *there]))

    def column(self, number: str) -> Question:
        """One of the questions that stand side by side in this one."""
        return Question(self.payload, self.languages, ("AdditionalQuestions", number))


@dataclass
class QualtricsFile:
    name: str
    languages: dict[str, str]
    questions: dict[str, Question] = field(default_factory=dict)
    blocks: dict[str, Data] = field(default_factory=dict)
    flow: Data | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)


def qualtrics_file(content: bytes, filename: str) -> QualtricsFile:
    """The checked parts. Raises FileRefused with sentences that name the line or the element."""
    whole = _object(content, filename)
    entry, elements = whole.get("SurveyEntry"), whole.get("SurveyElements")
    if not isinstance(entry, dict) or not isinstance(elements, list):
        missing = "SurveyElements" if isinstance(entry, dict) else "SurveyEntry"
        raise FileRefused(
            at(
                filename,
                "there is no “{missing}”, so this is no Qualtrics survey. {again}",
                missing=missing,
                again=AGAIN,
            )
        )
    options = next((part for _, part in _of(elements, "SO")), {})
    languages = _languages(written(entry.get("SurveyLanguage")), mapping(mapping(options).get("AvailableLanguages")))
    found = QualtricsFile(written(entry.get("SurveyName")), languages)
    for number, element in enumerate(elements, start=1):
        if not isinstance(element, dict) or not isinstance(element.get("Element"), str):
            raise FileRefused(
                at(
                    Sentence("SurveyElements, element {number}", number=number),
                    "“Element” is missing. {again}",
                    again=AGAIN,
                )
            )
        _take(found, element, Sentence("SurveyElements, element {number}", number=number))
    return found


def _object(content: bytes, filename: str) -> Data:
    try:
        text = content.decode("utf-8-sig")
        whole = json.loads(text)
        if SURROGATE.search(text):  # halves of characters, which nothing can store or show
            whole = json.loads(json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            at(
                in_file(filename, line),
                "this is not UTF-8. Save the file as UTF-8.",
            )
        ) from None
    except json.JSONDecodeError as error:
        where = in_file(filename, error.lineno, error.colno)
        raise FileRefused(at(where, "this is not valid JSON. {again}", again=AGAIN)) from None
    except (ValueError, RecursionError):
        raise FileRefused(
            at(filename, "a number is too long, or parts are nested too deeply. {again}", again=AGAIN)
        ) from None
    return mapping(whole)


def _of(elements: list[Any], kind: str) -> Iterator[tuple[Data, object]]:
    for element in elements:
        if isinstance(element, dict) and element.get("Element") == kind:
            yield element, element.get("Payload")


def _languages(default: str, available: Data) -> dict[str, str]:
    """Our language → Qualtrics' name, the survey's own language first."""
    ours: dict[str, str] = {}
    for theirs in dict.fromkeys([default or "EN", *available]):
        code = language_code(theirs) or free_code(ours)
        ours.setdefault(code, theirs)
    return ours


def _take(found: QualtricsFile, element: Data, place: str) -> None:
    payload, kind = element.get("Payload"), element["Element"]
    if kind in ("SQ", "BL", "FL") and not isinstance(payload, dict | list):
        raise FileRefused(
            at(Sentence("{place} ({code})", place=place, code=kind), "“Payload” is missing. {again}", again=AGAIN)
        )
    match kind:
        case "SQ":
            _take_question(found, mapping(payload), written(element.get("PrimaryAttribute")), place)
        case "BL":
            _take_blocks(found, mapping(payload), place)
        case "FL":
            found.flow = mapping(payload)
        case _:
            _take_other(found, kind, mapping(payload))


def _take_question(found: QualtricsFile, payload: Data, number: str, place: str) -> None:
    number = written(payload.get("QuestionID")) or number
    if not number or not written(payload.get("QuestionType")):
        missing = "QuestionType" if number else "QuestionID"
        raise FileRefused(
            at(
                Sentence("{place} ({code})", place=place, code=f"SQ {number[:40]}"),
                "“{missing}” is missing. {again}",
                missing=missing,
                again=AGAIN,
            )
        )
    if number in found.questions:
        raise FileRefused(at(place, "the question {number} stands twice. {again}", number=number[:40], again=AGAIN))
    for name in ("Choices", "Answers"):
        if payload.get(name) is not None and not isinstance(payload[name], dict | list):
            raise FileRefused(
                at(
                    Sentence("{place} ({code})", place=place, code=f"SQ {number[:40]}"),
                    "“{name}” is not a list of choices. {again}",
                    name=name,
                    again=AGAIN,
                )
            )
    found.questions[number] = Question({**payload, "QuestionID": number}, found.languages)


def _take_blocks(found: QualtricsFile, blocks: Data, place: str) -> None:
    for key, block in blocks.items():
        if not isinstance(block, dict):
            raise FileRefused(
                at(
                    Sentence("{place} (BL), block {key}", place=place, key=key[:40]),
                    "this is not a block. {again}",
                    again=AGAIN,
                )
            )
        found.blocks[written(block.get("ID")) or key] = block


def _take_other(found: QualtricsFile, kind: str, payload: Data) -> None:
    """What stands beside the questions: said, where somebody might miss it."""
    if kind == "NT":
        remarks = [mapping(note) for note in mapping(payload.get("Notes")).values()]
        for note in remarks:
            if note.get("Removed") is not True and written(note.get("Message")):
                about = written(payload.get("ParentID"))[:40]
                words = written(note["Message"])[:80]
                found.notes.append(
                    (
                        Sentence("note on {about}", about=about),
                        Sentence("“{words}” is a remark of the authors and is left out.", words=words),
                    )
                )
    elif kind in ("QO", "QG", "QUO"):
        found.notes.append(
            (Sentence("quotas"), Sentence("Quotas are not carried over. Close the survey when enough have answered."))
        )
    elif kind == "SCO" and mapping(payload.get("ScoringCategories")):
        found.notes.append((Sentence("scoring"), Sentence("Scores are not carried over.")))
    elif kind == "SO" and (payload.get("Header") or payload.get("Footer")):
        found.notes.append((Sentence("survey options"), Sentence("The texts above and below every page are left out.")))
