"""Yes or no to each use of the answers, and whether to take part at all. Nothing is preselected at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveyapp.selectors.consents import Question

YES, NO = "yes", "no"


class ChoicesForm(forms.Form):
    """One question for each purpose; every one must be answered. `decided` (purpose → allowed) shows former decisions."""

    use_required_attribute = False

    def __init__(
        self, questions: Sequence[Question], *, decided: Mapping[str, bool] | None = None, data: Any = None
    ) -> None:
        super().__init__(data=data, label_suffix="")
        for question in questions:
            self.fields[question.purpose] = _yes_or_no(question.text, (decided or {}).get(question.purpose))

    def choices(self) -> dict[str, bool]:
        """Purpose → allowed, of a valid form."""
        return {name: value == YES for name, value in self.cleaned_data.items() if name != "agree"}


class ConsentForm(ChoicesForm):
    """As above, and the tick without which nobody takes part."""

    def __init__(self, questions: Sequence[Question], *, data: Any = None) -> None:
        super().__init__(questions, data=data)
        self.fields["agree"] = forms.MultipleChoiceField(
            label=_("Do you agree to take part?"),
            choices=[(YES, _("I have read this and agree to take part"))],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick the box if you agree to take part")},
        )


def _yes_or_no(text: str, decided: bool | None) -> forms.ChoiceField:
    initial = None if decided is None else YES if decided else NO
    return forms.ChoiceField(
        label=text,
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        initial=initial,
        error_messages={"required": _("Choose yes or no: %(question)s") % {"question": text}},
    )
