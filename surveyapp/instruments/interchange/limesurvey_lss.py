"""LimeSurvey's .lss files, in the layouts of versions 2 to 6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveyapp.instruments.interchange.limesurvey_import import questionnaire
from surveyapp.instruments.interchange.limesurvey_model import (
    ASSESSMENTS_LOST,
    QUOTAS_LOST,
    ClassicCondition,
    Entry,
    Group,
    Question,
    Survey,
    in_our_languages,
    spoken,
)
from surveyapp.instruments.interchange.limesurvey_tables import AGAIN, Row, Tables, tables
from surveyapp.instruments.interchange.report import FileRefused, Finding, Imported
from surveyapp.instruments.sentences import Sentence, at


def read(content: bytes, filename: str) -> Imported:
    """The survey in an .lss file. Raises FileRefused with sentences that name the table and row."""
    found = tables(content, filename)
    imported = questionnaire(_Reader(found).survey(), "limesurvey_lss", filename)
    return replace(imported, findings=tuple(_in_file_order(imported.findings, list(found.rows))))


def _in_file_order(findings: Sequence[Finding], names: list[str]) -> Iterator[Finding]:
    """Findings of rows by table and row; the others before and after them, as they are."""
    rows = {number: row for number, each in enumerate(findings) if (row := _row_of(each.place))}
    ordered = sorted(rows, key=lambda number: (names.index(rows[number][0]), rows[number][1]))
    yield from (each for number, each in enumerate(findings) if number not in rows and number < min(rows, default=0))
    yield from (findings[number] for number in ordered)
    yield from (each for number, each in enumerate(findings) if number not in rows and number >= min(rows, default=0))


def _row_of(place: str) -> tuple[str, int] | None:
    """The table and number of the row that a place is in, None for any other place."""
    if not isinstance(place, Sentence):
        return None
    if place.values.keys() == {"tag", "number"}:
        return place.values["tag"], place.values["number"]
    return next(filter(None, (_row_of(value) for value in place.values.values())), None)


class _Reader:
    """Puts the rows of the tables together: texts stand in the rows themselves, or (since version 4) in tables beside."""

    def __init__(self, found: Tables) -> None:
        self.tables = found
        default = found["surveys"][0].need("language")
        codes = list(dict.fromkeys([default, *filter(None, found.languages)]))
        self.ours, self.notes = spoken(codes)
        self.default = self.ours[default]

    def survey(self) -> Survey:
        survey = Survey(tuple(self.ours.values()), self.default, notes=self.notes)
        for row in self.tables["surveys_languagesettings"]:
            for texts, name in ((survey.title, "title"), (survey.welcome, "welcometext"), (survey.end, "endtext")):
                self._say(texts, row.get("surveyls_language"), row.get(f"surveyls_{name}"))
        groups = self._groups()
        questions = self._questions(groups)
        self._subquestions(questions)
        self._answers(questions)
        self._settings(questions)
        survey.groups = list(groups.values())
        for table, lost in (("quota", QUOTAS_LOST), ("assessments", ASSESSMENTS_LOST)):
            if self.tables[table]:
                survey.notes.append((Sentence("table {table}", table=table), lost))
        return survey

    def _say(self, texts: dict[str, str], language: str, text: str) -> None:
        """Keep a text under our name of its language; a row without a language speaks the survey's own."""
        ours = self.ours.get(language.strip()) if language.strip() else self.default
        if ours and text.strip():
            texts.setdefault(ours, text)

    def _groups(self) -> dict[str, Group]:
        groups: dict[str, Group] = {}
        for row in sorted(self.tables["groups"], key=lambda row: row.order("group_order")):
            group = groups.setdefault(row.need("gid"), Group(row.place))
            group.relevance = row.get("grelevance") or group.relevance
            group.is_random |= bool(row.get("randomization_group").strip())
            self._say(group.name, row.get("language"), row.get("group_name"))
            self._say(group.description, row.get("language"), row.get("description"))
        for row in self.tables["group_l10ns"]:
            if named := groups.get(row.need("gid")):
                self._say(named.name, row.get("language"), row.get("group_name"))
                self._say(named.description, row.get("language"), row.get("description"))
        return groups

    def _questions(self, groups: dict[str, Group]) -> dict[str, Question]:
        questions: dict[str, Question] = {}
        for row in sorted(self.tables["questions"], key=lambda row: row.order("question_order")):
            if row.get("parent_qid").strip() not in ("", "0"):
                continue
            number = row.need("qid")
            if number not in questions:
                questions[number] = _question(row, number)
                _group_of(row, groups).questions.append(questions[number])
            self._say(questions[number].texts, row.get("language"), row.get("question"))
            self._say(questions[number].help, row.get("language"), row.get("help"))
        for row in self.tables["question_l10ns"]:
            if question := questions.get(row.need("qid")):
                self._say(question.texts, row.get("language"), row.get("question"))
                self._say(question.help, row.get("language"), row.get("help"))
        return questions

    def _subquestions(self, questions: dict[str, Question]) -> None:
        entries: dict[str, Entry] = {}
        below = [row for row in self.tables["questions"] if row.get("parent_qid").strip() not in ("", "0")]
        for row in sorted([*self.tables["subquestions"], *below], key=lambda row: row.order("question_order")):
            number = row.need("qid")
            if number not in entries:
                entries[number] = _entry(row, "title")
                _parent(row, questions).subquestions.append(entries[number])
            self._say(entries[number].texts, row.get("language"), row.get("question"))
        for row in self.tables["question_l10ns"]:
            if entry := entries.get(row.need("qid")):
                self._say(entry.texts, row.get("language"), row.get("question"))

    def _answers(self, questions: dict[str, Question]) -> None:
        entries: dict[tuple[str, str, str], Entry] = {}
        by_number: dict[str, Entry] = {}
        for row in sorted(self.tables["answers"], key=lambda row: row.order("sortorder")):
            key = (row.need("qid"), row.get("scale_id"), row.need("code"))
            if key not in entries:
                entries[key] = by_number[row.get("aid")] = _entry(row, "code")
                if key[0] in questions:
                    questions[key[0]].answers.append(entries[key])
                else:
                    self.notes.append(
                        (row.place, Sentence("The choice belongs to question {key}, which is not there.", key=key[0]))
                    )
            self._say(entries[key].texts, row.get("language"), row.get("answer"))
        for row in self.tables["answer_l10ns"]:
            if entry := by_number.get(row.need("aid")):
                self._say(entry.texts, row.get("language"), row.get("answer"))

    def _settings(self, questions: dict[str, Question]) -> None:
        for row in self.tables["question_attributes"]:
            if question := questions.get(row.get("qid").strip()):
                values = question.attributes.setdefault(row.get("attribute").strip(), {})
                values.update(
                    in_our_languages({row.get("language").strip(): row.get("value")}, {**self.ours, "": self.default})
                )
        for row in self.tables["conditions"]:
            if question := questions.get(row.get("qid").strip()):
                names = ("scenario", "cqid", "cfieldname", "method", "value")
                question.conditions.append(ClassicCondition(*(row.get(name) for name in names)))
        for row in self.tables["defaultvalues"]:
            if question := questions.get(row.get("qid").strip()):
                question.has_default = True


def _question(row: Row, number: str) -> Question:
    return Question(
        code=row.need("title"),
        kind=row.need("type"),
        place=Sentence("{place} ({code})", place=row.place, code=row.need("title")[:40]),
        number=number,
        mandatory=row.get("mandatory").strip() or "N",
        has_other=row.get("other").strip() == "Y",
        relevance=row.get("relevance"),
        pattern=row.get("preg"),
    )


def _entry(row: Row, name: str) -> Entry:
    code = row.need(name)
    scale = 1 if row.get("scale_id").strip() == "1" else 0
    return Entry(
        code, scale, Sentence("{place} ({code})", place=row.place, code=code[:40]), relevance=row.get("relevance")
    )


def _group_of(row: Row, groups: dict[str, Group]) -> Group:
    if group := groups.get(row.need("gid")):
        return group
    raise FileRefused(at(row.place, "there is no group “{gid}”. {again}", gid=row.get("gid")[:40], again=AGAIN))


def _parent(row: Row, questions: dict[str, Question]) -> Question:
    if question := questions.get(row.need("parent_qid")):
        return question
    raise FileRefused(
        at(
            row.place,
            "there is no question “{parent_qid}” for it. {again}",
            parent_qid=row.get("parent_qid")[:40],
            again=AGAIN,
        )
    )
