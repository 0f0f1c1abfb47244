"""How many people took each course since the last answers: one number a course, empty for none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.training.roadmap_reading import Situation
from benchmarking.training.roadmap_rows import course_name

MOST_PEOPLE = 100_000


class TakenForm(forms.Form):
    """A field for each course on offer, and for any other that a number stands for."""

    use_required_attribute = False

    def __init__(self, situation: Situation, **options: Any) -> None:
        super().__init__(label_suffix="", **options)
        codes = dict.fromkeys([*(each.module.code for each in situation.courses), *sorted(situation.taken)])
        self.codes = {f"course-{at}": code for at, code in enumerate(codes)}
        for name, code in self.codes.items():
            self.fields[name] = _number(course_name(situation, code), situation.taken.get(code))

    @property
    def people(self) -> Mapping[str, int]:
        """Code → people. Call it after is_valid()."""
        return {code: self.cleaned_data[name] or 0 for name, code in self.codes.items()}


def _number(label: str, now: int | None) -> forms.IntegerField:
    wrong = _("Write how many people in figures, like 3, or leave it empty.")
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=now,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
