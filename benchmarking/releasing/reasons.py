"""A reason in words, for what others will ask about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveyapp.instruments.direction import plain

SHORTEST, LONGEST = 10, 1000
CORRECTED = gettext_lazy("What was wrong, and what is corrected?")
PUBLIC = gettext_lazy("Everybody can read it: it stands in the correction log of the public report, in your words.")
WHY_NOT = gettext_lazy("Why do you decline?")
MISSING = gettext_lazy("Say in a sentence why.")


class ReasonForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=label,
            label_suffix="",
            help_text=help_text,
            min_length=SHORTEST,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": MISSING, "min_length": MISSING},
        )

    def clean_reason(self) -> str:
        return plain(str(self.cleaned_data["reason"]))
