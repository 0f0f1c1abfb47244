"""Days, money and people to choose courses for; sent by GET, so that a choice has an address."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.training.plan_problem import Asked

HIGHEST = 1e9


class LimitsForm(forms.Form):
    """An empty field is no limit."""

    use_required_attribute = False

    def __init__(self, currency: str, audiences: dict[str, str], **options: Any) -> None:
        super().__init__(label_suffix="", **options)
        self.fields["days"] = _amount(_("Days of courses, at most (empty: no limit)"))
        self.fields["budget"] = _amount(
            _("Money for all people, at most, in %(currency)s (empty: no limit)") % {"currency": currency}
        )
        self.fields["audience"] = forms.ChoiceField(
            label=_("For whom"),
            choices=[("", _("Everybody")), *audiences.items()],
            required=False,
            error_messages={"invalid_choice": _("Choose from the list for whom the courses should be.")},
        )

    def clean_days(self) -> float | None:
        return self._number("days")

    def clean_budget(self) -> float | None:
        return self._number("budget")

    def _number(self, name: str) -> float | None:
        given = self.cleaned_data[name].strip()
        if not given:
            return None
        number = read_number(given)
        if number is None or not 0 <= number <= HIGHEST:
            said = {"given": given}
            raise forms.ValidationError(
                _("“%(given)s” is no number of days. Write it in figures, like 5.") % said
                if name == "days"
                else _("“%(given)s” is no amount of money. Write it in figures, like 20000.") % said
            )
        return number

    @property
    def asked(self) -> Asked:
        found = self.cleaned_data
        return Asked(found["days"], found["budget"], found["audience"])


def _amount(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, widget=widget)


def read_number(text: str) -> float | None:
    """20000, 20 000, 20,000, 20.000, 20’000 and 2.5: a last separator is a decimal one unless three digits follow it."""
    plain = "".join(each for each in text if each not in " \u00a0\u202f’'")
    if not any(each.isdigit() for each in plain):
        return None
    head, mark, tail = _parted(plain)
    joined = head + tail if len(tail) == 3 and mark and head not in ("", "0") else f"{head}.{tail or 0}"
    try:
        number = float(joined)
    except ValueError:
        return None
    return number if isfinite(number) and joined.replace(".", "", 1).isascii() else None


def _parted(text: str) -> tuple[str, str, str]:
    """Before and after the last comma or point; others before it only group."""
    at = max(text.rfind(","), text.rfind("."))
    if at < 0:
        return text, "", ""
    head = text[:at].replace(",", "").replace(".", "")
    return head, text[at], text[at + 1 :]
