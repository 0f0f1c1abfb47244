"""XLSForm: workbooks as ODK, Kobo and others write them, .xlsx and .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from surveyapp.instruments.interchange import xlsform_own
from surveyapp.instruments.interchange.building import Builder, code_from, slug_from
from surveyapp.instruments.interchange.expressions import NotUnderstood, parse
from surveyapp.instruments.interchange.panels import panel
from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.interchange.showing import Condition, Target, condition_of
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.interchange.xlsform_checks import REFERENCE, is_in_use, problems
from surveyapp.instruments.interchange.xlsform_choices import Lists
from surveyapp.instruments.interchange.xlsform_languages import Languages, languages_of
from surveyapp.instruments.interchange.xlsform_questions import LOST, Questions
from surveyapp.instruments.interchange.xlsform_sheets import Row, Workbook, read_workbook
from surveyapp.instruments.interchange.xlsform_types import Type, type_of
from surveyapp.instruments.interchange.xlsform_verdict import verdict
from surveyapp.instruments.places import in_column, in_sheet
from surveyapp.instruments.sentences import Sentence

KNOWN_SETTINGS = ("form_title", "form_id", "version", "default_language", "allow_choice_duplicates")
KNOWN_COLUMNS = (
    *("type", "name", "label", "hint", "relevant", "required", "required_message", "constraint", "constraint_message"),
    *("appearance", "parameters", "disabled", *LOST),
)


def read(content: bytes, filename: str) -> Imported:
    """The form as one of our questionnaires. Raises FileRefused with every fault: sheet, row, column and remedy."""
    workbook = read_workbook(content, filename)
    found = problems(workbook) or verdict(workbook)
    if found:
        raise FileRefused(found)
    return _Import(workbook).run()


@dataclass(frozen=True)
class _Group:
    """A group that is open: its row, what it is called and when it is shown."""

    row: Row
    kind: Type
    title: dict[str, str]
    condition: Condition | None


@dataclass
class _Import:
    workbook: Workbook
    groups: list[_Group] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    _place: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        self.languages: Languages = languages_of(self.workbook)
        self.builder = _builder(self.workbook, self.languages)
        self.own = xlsform_own.Restored(self.workbook)
        self.wording = Wording(self.builder, REFERENCE, self.targets.get, markdown=True, is_ours=self.own.is_ours)
        self.lists = Lists(self.workbook, self.languages, self.wording)
        self.questions = Questions(self.builder, self.lists, self.languages, self.wording)

    def run(self) -> Imported:
        for row in (row for row in self.workbook.survey.rows if is_in_use(row)):
            kind = type_of(row.get("type"))
            if kind.kind == "begin":
                self._open(row, kind)
            elif kind.kind == "end":
                self.groups.pop()
            else:
                self._question(row, kind)
        self.lists.note_unused()
        self._note_columns()
        return self.own.finish(self.builder)

    def _open(self, row: Row, kind: Type) -> None:
        if kind.group == "repeat":
            self.builder.note(
                row.place("type"), Sentence("This group is repeated in XLSForm: its questions are asked once.")
            )
        for column in ("image", "audio", "video"):
            if row.get(column):
                self.builder.note(row.place(column), LOST[column])
        title = self.wording.text(self.languages.texts(row, "label"), row.place("label"), fills=False)
        title = title or dict.fromkeys(self.languages.all, row.get("name").replace("_", " ").capitalize())
        self.groups.append(_Group(row, kind, title, self._condition(row)))

    def _condition(self, row: Row) -> Condition | None:
        relevant = row.get("relevant")
        if not relevant:
            return None
        if (own := self.own.condition(row)) is not None:
            return own
        try:
            return condition_of(parse(relevant), self.targets.get)
        except NotUnderstood as problem:
            self.builder.note(
                row.place("relevant"),
                Sentence("Always shown, for the condition is left out: {problem}.", problem=problem.reason),
            )
            return None

    def _question(self, row: Row, kind: Type) -> None:
        if self.own.is_intro(row):
            self._turn_page(self.wording.text(self.languages.texts(row, "label"), row.place("label")))
            return
        rated = any("table-list" in group.row.get("appearance").lower().split() for group in self.groups)
        item = self.questions.item(row, kind, rated=rated)
        if item is None:
            return
        if item["kind"] == "info" and not self.own.is_ours:
            title = self.groups[-1].title if self.groups else dict(self.builder.name)
            item = panel(item["text"], item.get("help", {}), title)
        condition = _all([*(group.condition for group in self.groups), self._condition(row)])
        code = code_from(row.get("name") or "note", self.builder.items)
        self._turn_page()
        self.builder.add_item(code, self.own.item(row, item, kind) | ({"visible_when": condition} if condition else {}))
        self._remember(row, kind, code, item)
        if kind.or_other and item.get("choices"):
            self._other(row, code, item)

    def _remember(self, row: Row, kind: Type, code: str, item: dict[str, Any]) -> None:
        if item["kind"] == "info":
            return
        listed = self.lists.get(kind.list_name) if kind.is_select and "choices" in item else None
        codes = dict(listed.codes) if listed else {choice["code"]: choice["code"] for choice in item.get("choices", ())}
        if kind.or_other:
            codes["other"] = "other"
        if kind.kind == "acknowledge":
            codes["OK"] = "yes"
        self.targets[row.get("name")] = Target(code, item["kind"], item.get("whole", False), codes)

    def _other(self, row: Row, code: str, item: dict[str, Any]) -> None:
        """XLSForm asks for other answers in words beside the choices; so do we, in a question of its own."""
        other = code_from(f"{code}_other", self.builder.items)
        asked = {"kind": "text", "one_line": True, "text": own_words("other", self.languages.all)}
        self.builder.add_item(other, asked | {"visible_when": {"item": code, "in": ["other"]}})
        self.targets[f"{row.get('name')}_other"] = Target(other, "text")

    def _turn_page(self, intro: dict[str, str] | None = None) -> None:
        """Sections are the outermost groups, pages the groups within them; what stands between gets its own."""
        place = tuple(group.row.number for group in self.groups)
        if place == self._place and intro is None:
            return
        outer, inner = (self.groups[0], self.groups[-1]) if self.groups else (None, None)
        if self._place is None or place[:1] != self._place[:1]:
            name, more = self.own.section(outer.row) if outer else ("", {})
            self.builder.begin_section(outer.title if outer else self.builder.name, name=name, more=more)
        code = self.own.page(inner.row) if inner else ""
        self.builder.begin_page(inner.title if inner else self.builder.name, intro, code=code)
        self._place = place

    def _note_columns(self) -> None:
        survey = self.workbook.survey
        for column in survey.columns:
            is_known = column.name in KNOWN_COLUMNS or column.name.startswith("waymark::")
            if not is_known and any(column in row.cells for row in survey.rows):
                self.builder.note(
                    in_column("survey", column.header),
                    Sentence("This column is not carried over."),
                )
        for row in self.workbook.settings.rows[:1]:
            for column in row.cells:
                if column.name not in KNOWN_SETTINGS and not column.name.startswith("waymark::"):
                    self.builder.note(row.place(column.name), Sentence("This setting is not carried over."))


def _all(conditions: list[Condition | None]) -> Condition | None:
    found = [condition for condition in conditions if condition]
    return {"all": found} if len(found) > 1 else found[0] if found else None


def _builder(workbook: Workbook, languages: Languages) -> Builder:
    stem = PurePath(workbook.filename).stem
    title = workbook.setting("form_title")
    version = workbook.setting("version")
    builder = Builder(
        source_format="xlsform",
        slug=slug_from(workbook.setting("form_id"), title, stem),
        version=version if re.fullmatch(r"[0-9]+(\.[0-9]+)*", version) and len(version) <= 16 else "1",
        name=dict.fromkeys(languages.all, title or stem or "Questionnaire"),
        languages=languages.all,
        default_language=languages.default,
    )
    builder.findings.extend(languages.findings)
    if version and builder.version != version:
        builder.note(
            in_sheet("settings", 2, "version"),
            Sentence("“{version}” is no version here: it is called 1.", version=version),
        )
    return builder
