"""The form of one page of questions. What may be answered is the questionnaire's rule, so every field asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveyapp.forms import widgets
from surveyapp.forms.wording import Wording, problem_in_words
from surveyapp.instruments import answers as rules
from surveyapp.instruments.conditions import Answers, offered_choices
from surveyapp.instruments.countries import alphabetical
from surveyapp.instruments.schema import FeedsSkill, Instrument, Item

__all__ = ["AnswerField", "PageForm", "initial", "problem_in_words"]

MOST_RADIOS = 20  # a longer list, such as countries, is a drop-down
MOST_OVER = 20  # as static/autosave.js sends


class AnswerField(forms.Field):
    """One question. `revision` is that of the stored answer, so that the page takes part in autosave.

    `last_time`: what the same person answered in the survey before, where it may be offered.
    """

    last_time: Mapping[str, Any] | None = None

    def __init__(self, instrument: Instrument, code: str, *, revision: int, **options: Any) -> None:
        self.instrument, self.code, self.revision = instrument, code, revision
        super().__init__(required=False, label_suffix="", **options)

    def clean(self, value: Any) -> rules.Stored:
        try:
            return rules.validate(self.instrument, self.code, value)
        except rules.AnswerError as error:
            raise forms.ValidationError(problem_in_words(error)) from error


class PageForm(forms.Form):
    """The questions of one page that are in force, in order; `items` also has its panels of text."""

    use_required_attribute = False

    def __init__(  # noqa: PLR0913 - all that a page of questions depends on
        self,
        instrument: Instrument,
        items: tuple[str, ...],
        *,
        answers: Answers,
        revisions: Mapping[str, int],
        language: str,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.items = items
        self.wording = Wording(instrument, language, answers)
        for item in (instrument.items[code] for code in items):
            if item.takes_answer:
                self.fields[item.code] = AnswerField(
                    instrument,
                    item.code,
                    revision=revisions.get(item.code, 0),
                    label=_label(item, self.wording),
                    help_text=_help(item, self.wording),
                    initial=initial(answers.get(item.code)),
                    widget=_widget(item, answers, self.wording),
                )

    def raw(self, code: str) -> Any:
        """What was sent for one question."""
        return self[code].data

    def is_empty(self, code: str) -> bool:
        """Nothing chosen and nothing typed."""
        sent = self.raw(code)
        return not any(part.strip() for part in (sent if isinstance(sent, list) else [sent or ""]))

    def base_revision(self, code: str) -> int:
        """The revision that the sender saw; 0 when the page does not say. Raises BadRequest for what is no revision."""
        sent = self.data.get(f"{code}-revision", "0")
        if not (sent.isascii() and sent.isdigit() and len(sent) < 9):
            raise BadRequest("The revision of an answer is a whole number from 0.")
        return int(sent)

    def over(self, code: str) -> tuple[UUID, ...]:
        """Autosaves of this page that were never heard of again, as the script names them. Raises BadRequest for others."""
        try:
            return tuple(UUID(one) for one in self.data.get(f"{code}-over", "").split(",")[:MOST_OVER] if one)
        except ValueError as error:
            raise BadRequest("What an answer replaces is a list of UUIDs.") from error

    def base_on(self, code: str, revision: int) -> None:
        """Let the page be sent again on top of this revision."""
        field = self.fields[code]
        assert isinstance(field, AnswerField)  # noqa: S101 - says to the type checker what __init__ put there
        field.revision = revision


def initial(answer: Mapping[str, Any] | None) -> Any:
    """A stored answer as a form shows it."""
    answer = answer or {}
    reason = answer.get("missing")
    if reason in (rules.DONT_KNOW, rules.DOES_NOT_APPLY):
        return [reason]
    value = answer.get("value")
    return f"{value:.15g}" if isinstance(value, float | int) else value


def _label(item: Item, wording: Wording) -> str:
    text = wording.say(item.text)
    return _("%(question)s (optional)") % {"question": text} if item.optional else text


def _help(item: Item, wording: Wording) -> str:
    """What the questionnaire explains, and what the person has to know beforehand."""
    said = [wording.say(item.help), _("This question needs an answer.") if item.required else ""]
    if item.longest:
        said.append(
            ngettext("At most %(n)d character.", "At most %(n)d characters.", item.longest) % {"n": item.longest}
        )
    if item.kind == "ranking" and not item.help:
        said.append(_("Give each a place; 1 comes first."))
    if item.kind == "date":
        said.append(_("For example, 31 3 2026."))
    return " ".join(sentence for sentence in said if sentence)


def _widget(item: Item, answers: Answers, wording: Wording) -> forms.Widget:
    reasons = _reasons(item, wording)
    if item.kind == "date":
        return widgets.Day(reasons=reasons)
    if not item.is_closed:
        long = item.kind == "text" and not item.one_line
        return widgets.Typed(reasons=reasons, long=long, unit=item.unit or "", attrs=_keyboard(item))
    offered = offered_choices(wording.instrument, item.code, answers)
    choices = [(choice.code, wording.choice(item.code, choice)) for choice in offered]
    if item.kind == "ranking":
        n_places = min(item.maximum_choices or len(choices), len(choices))
        return widgets.Ranking(reasons=reasons, choices=choices, n_places=n_places)
    if item.kind == "multiple":
        alone = {choice.code for choice in offered if choice.exclusive}
        return widgets.Boxes(choices=[*choices, *reasons], alone=alone)
    return _one_of(item, choices, reasons, wording)


def _one_of(item: Item, choices: widgets.Choices, reasons: widgets.Choices, wording: Wording) -> forms.Widget:
    if item.kind == "country":
        choices = sorted(choices, key=lambda choice: alphabetical(choice[1]))
    if len(choices) > MOST_RADIOS:
        return widgets.List(reasons=reasons, choices=choices)
    everything = [*choices, *reasons]
    if item.kind == "recommend":
        ends = {"lowest": wording.say(item.lowest), "highest": wording.say(item.highest)}
        return widgets.Recommend(choices=everything, **ends)
    if item.kind == "rating" and isinstance(item.feeds, FeedsSkill):
        return widgets.Rating(choices=everything)
    return widgets.Radios(choices=everything)


def _keyboard(item: Item) -> dict[str, str]:
    """The keys a phone shows. Those for numbers have no minus on some phones."""
    if item.kind != "number":
        return {}
    if item.minimum is None or item.minimum < 0:
        return {"class": "number"}
    return {"class": "number", "inputmode": "numeric" if item.whole else "decimal"}


def _reasons(item: Item, wording: Wording) -> list[tuple[str, str]]:
    """The reasons for no answer that this question offers."""
    offered = [(rules.DONT_KNOW, _("I do not know"))] if item.dont_know else []
    if item.does_not_apply:
        offered.append((rules.DOES_NOT_APPLY, wording.say(item.does_not_apply)))
    return offered
