"""The form of one page of a delegate's ratings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.actions.learners import DONT_KNOW
from benchmarking.models.learners import DelegateRating, ModuleRun
from benchmarking.training.learners_steps import Step, scale, skill_names


class Levels(forms.RadioSelect):
    template_name = "forms/rating.html"


class RatingForm(forms.Form):
    """One field a question, filled with what was said before. `given` holds every answer that can be kept, even where
    others on the page are missing."""

    use_required_attribute = False

    def __init__(self, *args: Any, run: ModuleRun, step: Step, said: Mapping[str, int | None], **named: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | named)
        self.step, names = step, skill_names(run)
        for code in step.codes:
            field = _used() if code == DelegateRating.USED else _skill(names[code], scale(run))
            if code in said:
                level = said[code]
                field.initial = DONT_KNOW if level is None else str(level)
            self.fields[code] = field

    @property
    def given(self) -> dict[str, int | None]:
        """Call it after is_valid()."""
        kept = {code: self.cleaned_data[code] for code in self.step.codes if self.cleaned_data.get(code)}
        return {code: None if value == DONT_KNOW else int(value) for code, value in kept.items()}


def _skill(name: str, levels: list[tuple[str, str]]) -> forms.ChoiceField:
    messages = {"required": _("Choose a level, or say that you do not know."), "invalid_choice": _("Choose a level.")}
    choices = [*levels, (DONT_KNOW, _("I do not know"))]
    return forms.ChoiceField(label=name, choices=choices, widget=Levels, error_messages=messages)


def _used() -> forms.ChoiceField:
    messages = {"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")}
    choices = [
        ("0", _("Not yet")),
        ("1", _("Once or twice")),
        ("2", _("Regularly")),
        (DONT_KNOW, _("I do not know")),
    ]
    label = _("Have you used at work what you learned?")
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages)
