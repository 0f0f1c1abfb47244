"""Days and times in forms, as the clocks of the programme show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2101)
WRONG = gettext_lazy("Write a day and a time, such as 2027-03-31T18:00.")
WRONG_DAY = gettext_lazy("Write a day, such as 2027-03-31.")


class Moment(forms.DateTimeField):
    """A day and a time. One that the clocks leave out in spring or show twice in autumn is refused: nobody knows which is meant."""

    def __init__(self, label: Any, help_text: Any = "", *, required: bool = False) -> None:
        super().__init__(
            label=label,
            label_suffix="",
            help_text=help_text,
            required=required,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT),
            error_messages={"invalid": WRONG, "required": WRONG},
        )

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except ValidationError as wrong:
            if getattr(wrong, "code", "") == "ambiguous_timezone":
                raise ValidationError(_("The clocks change then. Choose a time an hour earlier or later.")) from wrong
            raise
        if moment is not None and timezone.localtime(moment).year not in YEARS:
            raise ValidationError(WRONG)
        return moment


class Day(forms.DateField):
    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            label_suffix="",
            help_text=help_text,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": WRONG_DAY},
        )

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(WRONG_DAY)
        return day
