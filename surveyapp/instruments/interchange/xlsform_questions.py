"""One row of an XLSForm as one question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from surveyapp.instruments.checks.items import MOST_CHOICES
from surveyapp.instruments.interchange.building import Builder
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.wording import Wording, own_words
from surveyapp.instruments.interchange.xlsform_choices import Listed, Lists, at_least_two
from surveyapp.instruments.interchange.xlsform_constraints import limits
from surveyapp.instruments.interchange.xlsform_languages import Languages
from surveyapp.instruments.interchange.xlsform_sheets import Row
from surveyapp.instruments.interchange.xlsform_types import Type
from surveyapp.instruments.sentences import Sentence

YES, NO = ("yes", "true", "true()", "1"), ("", "no", "false", "false()", "0")
RATED = ("table-list", "list-nolabel", "likert")
STRICT = re.compile(r"[<>](?!=)")
PARAMETER = re.compile(r"\b(start|end|step)\s{0,5}=\s{0,5}(-?\d{1,12}(?:\.\d{1,12})?)")
# Columns of a question that we read and cannot keep, and what becomes of the question.
LOST = {
    "default": Sentence("Nothing is chosen or filled in beforehand here."),
    "calculation": Sentence("Nothing is calculated here."),
    "trigger": Sentence("Nothing is calculated here."),
    "choice_filter": Sentence("All choices of the list are offered."),
    "read_only": Sentence("It can be answered like any other question."),
    "guidance_hint": Sentence("The guidance for interviewers is left out."),
    "image": Sentence("The picture is left out."),
    "big-image": Sentence("The picture is left out."),
    "audio": Sentence("The sound is left out."),
    "video": Sentence("The film is left out."),
    "save_to": Sentence("Answers are not saved to entities."),
    "repeat_count": Sentence("It is asked once."),
    "autoplay": Sentence("Nothing plays by itself."),
    "noapperrorstring": Sentence("No other application is started."),
    "buttontext": Sentence("No other application is started."),
    "rows": Sentence("The size of the field is ours."),
}
PLAIN_LOOKS = re.compile(
    r"(minimal|quick|field-list|multiline|table-list|likert|list-nolabel|list|label|compact(-\d+)?|quickcompact|columns(-\w+)?|"
    r"horizontal(-compact)?|w\d+|autocomplete\w*|search|numbers|thousands-sep|no-calendar|picker|h-\w+|no-ticks|no-buttons)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Questions:
    """Makes items of rows, and notes what does not carry over."""

    builder: Builder
    lists: Lists
    languages: Languages
    wording: Wording

    def item(self, row: Row, kind: Type, *, rated: bool) -> dict[str, Any] | None:
        """The row as an item without its condition, or None when it was noted as not carried over."""
        made = self._kind(row, kind, rated=rated)
        if made is None:
            return None
        made["text"] = self._label(row)
        if not made["text"]:
            self._drop(row, Sentence("it shows no words."))
            return None
        made |= self._help(row, made)
        if made["kind"] != "info":
            made |= {**self._limits(row, made), **self._required(row), **self._message(row)}
        self._note_lost(row)
        return made

    def _drop(self, row: Row, why: str) -> None:
        self.builder.note(row.place(), Sentence("Not carried over: {why}", why=why))

    def _kind(self, row: Row, kind: Type, *, rated: bool) -> dict[str, Any] | None:  # noqa: PLR0911 - one for each kind
        looks = row.get("appearance").lower().split()
        match kind.kind:
            case "one" | "several" | "rank":
                return self._select(row, kind, rated=rated or bool(set(looks) & set(RATED)))
            case "text":
                return {"kind": "text", "one_line": "multiline" not in looks}
            case "integer" | "decimal":
                return {"kind": "number", "whole": kind.kind == "integer"}
            case "range":
                return {"kind": "number", **self._range(row)}
            case "date":
                return {"kind": "date"}
            case "note":
                return {"kind": "info"}
            case "moment":
                self.builder.note(row.place("type"), Sentence("The time is asked for as words on one line."))
                return {"kind": "text", "one_line": True}
            case "acknowledge":
                self.builder.note(row.place("type"), Sentence("The confirmation is asked for as Yes or No."))
                return {"kind": "single", "choices": self._yes_no()}
        what = (
            Sentence("“{kind}” is nothing that people answer.", kind=kind.words)
            if kind.is_silent
            else Sentence("there is no “{kind}” here.", kind=kind.words)
        )
        self._drop(row, what)
        return None

    def _yes_no(self) -> list[dict[str, Any]]:
        return [{"code": code, "text": own_words(code, self.languages.all)} for code in ("yes", "no")]

    def _select(self, row: Row, kind: Type, *, rated: bool) -> dict[str, Any] | None:
        if "label" in row.get("appearance").lower().split():
            self._drop(row, Sentence("it is the heading of a table."))
            return None
        listed = self.lists.get(kind.list_name)
        if listed is None or (kind.is_external and "file" in kind.words.lower()):
            self._drop(
                row, Sentence("its choices are not in this workbook but in “{list_name}”.", list_name=kind.list_name)
            )
            return None
        if len(listed.choices) > MOST_CHOICES:
            self.builder.note(
                row.place("type"),
                Sentence("More than {most} choices: asked for as words on one line.", most=MOST_CHOICES),
            )
            return {"kind": "text", "one_line": True}
        return {
            **self._kind_of_select(kind, rated=rated),
            "choices": self._choices(row, listed, rated=rated, kind=kind),
        }

    def _kind_of_select(self, kind: Type, *, rated: bool) -> dict[str, Any]:
        kinds = {"one": "rating" if rated else "single", "several": "multiple", "rank": "ranking"}
        return {"kind": kinds[kind.kind]}

    def _choices(self, row: Row, listed: Listed, *, rated: bool, kind: Type) -> list[dict[str, Any]]:
        if len(listed.choices) + kind.or_other == 1:
            self.builder.note(
                row.place("type"), Sentence("Its list has one choice: “None of these” is offered beside it.")
            )
            listed = at_least_two(listed, self.languages.all)
        choices = [dict(choice) for choice in listed.choices]
        if kind.or_other:
            choices.append({"code": "other", "text": own_words("other", self.languages.all)})
        if rated and kind.kind == "one":
            choices = [{"value": float(n), **choice} for n, choice in enumerate(choices, start=1)]
        return choices

    def _range(self, row: Row) -> dict[str, Any]:
        given = {name: float(value) for name, value in PARAMETER.findall(row.get("parameters"))}
        start, end, step = given.get("start", 0.0), given.get("end", 10.0), given.get("step", 1.0)
        bounds = {"minimum": min(start, end), "maximum": max(start, end)} if start != end else {}
        return {**bounds, "whole": start.is_integer() and step.is_integer()}

    def _label(self, row: Row) -> dict[str, str]:
        text = self.wording.text(self.languages.texts(row, "label"), row.place("label"))
        if text or not row.by_language("hint"):
            return text
        self.builder.note(row.place("hint"), Sentence("There is no label: the hint is the question."))
        return self.wording.text(self.languages.texts(row, "hint"), row.place("hint"))

    def _help(self, row: Row, made: dict[str, Any]) -> dict[str, Any]:
        text = self.wording.text(self.languages.texts(row, "hint"), row.place("hint"))
        return {"help": text} if text and text != made["text"] else {}

    def _limits(self, row: Row, made: dict[str, Any]) -> dict[str, Any]:
        constraint = row.get("constraint")
        if not constraint:
            return {}
        try:
            found = limits(constraint, made["kind"], whole=made.get("whole", False))
            self._refuse_misfits(made, found)
        except NotUnderstood as problem:
            self.builder.note(
                row.place("constraint"), Sentence("The constraint is left out: {problem}.", problem=problem.reason)
            )
            return {}
        if made["kind"] == "number" and not made["whole"] and STRICT.search(constraint):
            self.builder.note(row.place("constraint"), Sentence("The limits themselves are accepted too."))
        return found

    @staticmethod
    def _refuse_misfits(made: dict[str, Any], found: dict[str, Any]) -> None:
        if "maximum_choices" in found and found["maximum_choices"] > len(made.get("choices", ())):
            raise NotUnderstood(Sentence("it allows more than there are choices"))
        bounds = {**made, **found}
        for low, high in (("minimum", "maximum"), ("earliest", "latest")):
            if bounds.get(low) is not None and bounds.get(high) is not None and bounds[low] >= bounds[high]:
                raise NotUnderstood(Sentence("its limits leave no range"))

    def _required(self, row: Row) -> dict[str, Any]:
        words = row.get("required").lower()
        if words in YES:
            return {"required": True}
        if words not in NO:
            self.builder.note(
                row.place("required"),
                Sentence("It may be left open: whether it is required cannot be calculated here."),
            )
        return {}

    def _message(self, row: Row) -> dict[str, Any]:
        for column in ("constraint_message", "required_message"):
            text = self.wording.text(self.languages.texts(row, column), row.place(column), fills=False)
            if text:
                return {"message": text}
        return {}

    def _note_lost(self, row: Row) -> None:
        for column, sentence in LOST.items():
            if row.get(column):
                self.builder.note(row.place(column), sentence)
        for look in row.get("appearance").split():
            if not PLAIN_LOOKS.fullmatch(look):
                self.builder.note(
                    row.place("appearance"), Sentence("The appearance “{look}” is not used here.", look=look)
                )
