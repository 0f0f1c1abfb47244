"""LimeSurvey's tab-separated structure (.txt): a row for each group, question, subquestion and answer, in each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.limesurvey_import import questionnaire
from surveyapp.instruments.interchange.limesurvey_model import (
    ASSESSMENTS_LOST,
    QUOTAS_LOST,
    Entry,
    Group,
    Question,
    Survey,
    spoken,
)
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.places import in_file, in_line
from surveyapp.instruments.sentences import Sentence, at

MOST_ROWS = 100_000
NEEDED = ("class", "type/scale", "name", "relevance", "text", "language")
TITLES = {"surveyls_title": "title", "surveyls_welcometext": "welcome", "surveyls_endtext": "end"}
AGAIN = Sentence("Export the survey from LimeSurvey again (Export, Tab-separated-values format).")
# Columns that say something else than a setting of the question.
OWN = {*NEEDED, "id", "related_id", "help", "validation", "mandatory", "other", "default", "same_default"}
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(content: bytes, filename: str) -> Imported:
    """The survey in a tab-separated file. Raises FileRefused with sentences that name the line."""
    rows = list(_rows(_text(content, filename), filename))
    return questionnaire(_Reader(rows).survey(), "limesurvey_tsv", filename)


def looks_like(content: bytes) -> bool:
    """Whether the first line names LimeSurvey's columns."""
    head = content[:1000].replace(b"\x00", b"").partition(b"\n")[0]
    return b"class" in head and b"type/scale" in head and b"\t" in head


def _text(content: bytes, filename: str) -> str:
    try:
        return content.decode(MARKS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            at(
                in_file(filename, line),
                "this is not UTF-8. Save the file as UTF-8.",
            )
        ) from None


@dataclass(frozen=True)
class _Row:
    line: int
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    @property
    def where(self) -> Sentence:
        return in_line(self.line)

    def place(self, what: str) -> str:
        return Sentence("{line} ({what} {name})", line=self.where, what=what, name=self["name"][:40])

    def need_name(self, what: str) -> str:
        if self["name"]:
            return self["name"]
        raise FileRefused(
            at(
                self.where,
                "the {what} has no name. Write its code into the column “name”.",
                what=what,
            )
        )


def _rows(text: str, filename: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    header = [name.strip() for name in _next(reader) or []]
    if missing := [name for name in NEEDED if name not in header]:
        raise FileRefused(
            at(
                in_file(filename, 1),
                "there is no column “{missing}”. {again}",
                missing=missing[0],
                again=AGAIN,
            )
        )
    line, count = reader.line_num + 1, 0
    while (cells := _next(reader)) is not None:
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise FileRefused(
                at(
                    in_line(line),
                    "{n} cells, but line 1 names {n_columns} columns. {again}",
                    n=len(cells),
                    n_columns=len(header),
                    again=AGAIN,
                )
            )
        if any(cells):
            count += 1
            yield _Row(line, dict(zip(header, cells, strict=False)))
        if count > MOST_ROWS:
            raise FileRefused(at(filename, "more than {most:,} rows. Divide the survey.", most=MOST_ROWS))
        line = reader.line_num + 1


def _next(reader: Any) -> list[str] | None:
    start = reader.line_num + 1
    try:
        return next(reader, None)
    except csv.Error as error:
        fault = (
            Sentence("a cell is too long")
            if "limit" in str(error)
            else Sentence("a quotation mark is not where it belongs")
        )
        raise FileRefused(
            at(
                in_line(start),
                "{fault}. Close every quotation mark and double those within a cell.",
                fault=fault,
            )
        ) from None


@dataclass
class _Reader:
    """Puts rows of one thing in several languages together; its code, or a group's number, tells that it is one."""

    rows: list[_Row]
    ours: dict[str, str] = field(default_factory=dict)
    default: str = ""
    groups: dict[str, Group] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    entries: dict[tuple[str, str, int, str], Entry] = field(default_factory=dict)
    _group: Group | None = None
    _question: Question | None = None
    _groups_in: dict[str, int] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)
    _notes: dict[tuple[str, str], None] = field(default_factory=dict)

    def survey(self) -> Survey:
        settings = {row["name"]: row["text"] for row in self.rows if row["class"] == "S"}
        spoken_in = [row["language"] for row in self.rows if row["class"] in ("SL", "G", "Q") and row["language"]]
        first = settings.get("language") or next(iter(spoken_in), "en")
        self.ours, notes = spoken(list(dict.fromkeys([first, *spoken_in])))
        self.default = self.ours[first]
        survey = Survey(tuple(self.ours.values()), self.default, notes=notes)
        for row in self.rows:
            self._take(row, survey)
        survey.groups = list(self.groups.values())
        survey.notes += self._notes
        return survey

    def _take(self, row: _Row, survey: Survey) -> None:
        match row["class"]:
            case "S":
                return
            case "SL":
                if row["name"] in TITLES:
                    self._say(getattr(survey, TITLES[row["name"]]), row, "text")
            case "G":
                self._take_group(row)
            case "Q":
                self._take_question(row)
            case "SQ" | "A":
                self._take_entry(row)
            case "AS" | "QTA" | "QTALS" | "QTAM" | "C" as other:
                lost = {"AS": ASSESSMENTS_LOST, "C": Sentence("Older conditions are not carried over.")}.get(
                    other, QUOTAS_LOST
                )
                self._notes[Sentence("class {name}", name=other), lost] = None
            case other:
                raise FileRefused(
                    at(
                        row.where,
                        "there is no class “{other}”. {again}",
                        other=other[:40],
                        again=AGAIN,
                    )
                )

    def _say(self, texts: dict[str, str], row: _Row, column: str) -> None:
        ours = self.ours.get(row["language"]) if row["language"] else self.default
        if ours and row[column]:
            texts.setdefault(ours, row[column])

    def _take_group(self, row: _Row) -> None:
        """Groups have a number in newer files; without one, the first group of a language is the first of the others."""
        name = row.need_name(Sentence("group"))
        position = self._groups_in[row["language"]] = self._groups_in.get(row["language"], 0) + 1
        key = row["type/scale"] if row["type/scale"] not in ("", "G") else f"number {position}"
        self._group = self.groups.setdefault(key, Group(row.place(Sentence("group"))))
        self._group.name.setdefault(self.ours.get(row["language"], self.default), name)
        self._group.relevance = self._group.relevance or row["relevance"]
        self._group.is_random |= bool(row["random_group"])
        self._say(self._group.description, row, "text")

    def _take_question(self, row: _Row) -> None:
        code = row.need_name(Sentence("question"))
        if self._group is None:
            raise FileRefused(
                at(
                    row.where,
                    "the question {code} stands before any group. {again}",
                    code=code[:40],
                    again=AGAIN,
                )
            )
        if not row["type/scale"]:
            raise FileRefused(
                at(
                    row.where,
                    "the question {code} has no type. {again}",
                    code=code[:40],
                    again=AGAIN,
                )
            )
        self._refuse_twice(row, ("Q", code, row["language"]), Sentence("the question {code}", code=code[:40]))
        if code not in self.questions:
            self.questions[code] = _question(row, code)
            self._group.questions.append(self.questions[code])
        self._question = self.questions[code]
        self._say(self._question.texts, row, "text")
        self._say(self._question.help, row, "help")
        for name, value in row.fields.items():
            if name not in OWN and value.strip():
                self._question.attributes.setdefault(name, {})[self.ours.get(row["language"], self.default)] = value

    def _take_entry(self, row: _Row) -> None:
        what = Sentence("subquestion") if row["class"] == "SQ" else Sentence("answer")
        code = row.need_name(what)
        if self._question is None:
            raise FileRefused(
                at(
                    row.where,
                    "the {what} {code} stands before any question. {again}",
                    what=what,
                    code=code[:40],
                    again=AGAIN,
                )
            )
        scale = 1 if row["type/scale"] == "1" else 0
        key = (self._question.code, row["class"], scale, code)
        if key not in self.entries:
            relevance = row["relevance"] if row["class"] == "SQ" else ""
            self.entries[key] = Entry(code, scale, row.place(what), relevance=relevance)
            mine = self._question.subquestions if row["class"] == "SQ" else self._question.answers
            mine.append(self.entries[key])
        twice = (*map(str, key), row["language"])
        self._refuse_twice(
            row,
            twice,
            Sentence("the {what} {code} of {question}", what=what, code=code[:40], question=self._question.code[:40]),
        )
        self._say(self.entries[key].texts, row, "text")

    def _refuse_twice(self, row: _Row, key: tuple[str, ...], what: str) -> None:
        if key in self._seen:
            raise FileRefused(
                at(
                    row.where,
                    "{what} stands twice in one language. Rename or remove one.",
                    what=what,
                )
            )
        self._seen.add(key)


def _question(row: _Row, code: str) -> Question:
    return Question(
        code=code,
        kind=row["type/scale"],
        place=row.place(Sentence("question")),
        mandatory=row["mandatory"] or "N",
        has_other=row["other"] == "Y",
        relevance=row["relevance"],
        pattern=row["validation"],
        has_default=bool(row["default"]),
    )
