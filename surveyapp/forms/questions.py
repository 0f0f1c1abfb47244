"""The form of one page of questions. What may be answered is the questionnaire's rule, so every field asks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from surveyapp.instruments import answers as rules
from surveyapp.instruments.conditions import Answers, offered_choices
from surveyapp.instruments.schema import Choice, FeedsSkill, Instrument, Item
from surveyapp.instruments.texts import localised

MOST_RADIOS = 20  # a longer list, such as countries, is a drop-down


class Radios(forms.RadioSelect):
    template_name = "forms/radio.html"


class Rating(forms.RadioSelect):
    template_name = "forms/rating.html"


class Boxes(forms.CheckboxSelectMultiple):
    template_name = "forms/checkbox.html"


class Typed(forms.TextInput):
    """Typed words or a number, with the reasons for giving none beside it under the same name."""

    template_name = "answering/typed.html"

    def __init__(self, *, reasons: list[tuple[str, str]], long: bool, unit: str, attrs: dict[str, str]) -> None:
        super().__init__(attrs)
        self.reasons, self.long, self.unit = reasons, long, unit

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = value if isinstance(value, list) else [value] if value else []
        typed = [part for part in given if part not in dict(self.reasons)]
        context = super().get_context(name, typed[0] if typed else "", attrs)
        reasons = [{"code": code, "text": text, "checked": code in given} for code, text in self.reasons]
        context["widget"] |= {"reasons": reasons, "long": self.long, "unit": self.unit}
        return context


class AnswerField(forms.Field):
    """One question. `revision` is that of the stored answer, so that the page takes part in autosave."""

    def __init__(self, instrument: Instrument, code: str, *, revision: int, **options: Any) -> None:
        self.instrument, self.code, self.revision = instrument, code, revision
        super().__init__(required=False, label_suffix="", **options)

    def clean(self, value: Any) -> rules.Stored:
        try:
            return rules.validate(self.instrument, self.code, value)
        except rules.AnswerError as error:
            raise forms.ValidationError(problem_in_words(error)) from error


class PageForm(forms.Form):
    """The questions of one page that are in force, in order."""

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
        for code in items:
            self.fields[code] = AnswerField(
                instrument,
                code,
                revision=revisions.get(code, 0),
                label=_label(instrument, code, language),
                help_text=localised(instrument.items[code].help, language, instrument.default_language),
                initial=initial(answers.get(code)),
                widget=_widget(instrument, code, answers, language),
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

    def base_on(self, code: str, revision: int) -> None:
        """Let the page be sent again on top of this revision."""
        field = self.fields[code]
        assert isinstance(field, AnswerField)  # noqa: S101 - says to the type checker what __init__ put there
        field.revision = revision


def problem_in_words(error: rules.AnswerError) -> str:
    """What to tell the respondent, in the language of the page."""
    return _(rules.MESSAGES[error.problem]).format(**error.values)


def choice_in_words(instrument: Instrument, code: str, choice: Choice, language: str) -> str:
    """A choice as it is read. Descriptions are numbered, because later ones refer to earlier ones ("As 3, and ...")."""
    text = localised(choice.text, language, instrument.default_language)
    if instrument.items[code].kind != "anchored":
        return text
    return f"{1 + instrument.choices(code).index(choice)}. {text}"


def initial(answer: Mapping[str, Any] | None) -> Any:
    """A stored answer as a form shows it."""
    answer = answer or {}
    reason = answer.get("missing")
    if reason in (rules.DONT_KNOW, rules.DOES_NOT_APPLY):
        return [reason]
    value = answer.get("value")
    return f"{value:.15g}" if isinstance(value, float | int) else value


def _label(instrument: Instrument, code: str, language: str) -> str:
    item = instrument.items[code]
    text = localised(item.text, language, instrument.default_language)
    return _("%(question)s (optional)") % {"question": text} if item.optional else text


def _widget(instrument: Instrument, code: str, answers: Answers, language: str) -> forms.Widget:
    item = instrument.items[code]
    reasons = _reasons(instrument, item, language)
    if not item.is_closed:
        attrs = {"inputmode": "decimal"} if item.kind == "number" else {}
        return Typed(reasons=reasons, long=item.kind == "text", unit=item.unit or "", attrs=attrs)
    choices = [
        (choice.code, choice_in_words(instrument, code, choice, language))
        for choice in offered_choices(instrument, code, answers)
    ]
    if item.kind == "multiple":
        return Boxes(choices=[*choices, *reasons])
    if len(choices) > MOST_RADIOS:
        return forms.Select(choices=[("", _("Choose one")), *choices, *reasons])
    kind = Rating if item.kind == "rating" and isinstance(item.feeds, FeedsSkill) else Radios
    return kind(choices=[*choices, *reasons])


def _reasons(instrument: Instrument, item: Item, language: str) -> list[tuple[str, str]]:
    """The reasons for no answer that this question offers."""
    offered = [(rules.DONT_KNOW, _("I do not know"))] if item.dont_know else []
    if item.does_not_apply:
        words = localised(item.does_not_apply, language, instrument.default_language)
        offered.append((rules.DOES_NOT_APPLY, words))
    return offered
