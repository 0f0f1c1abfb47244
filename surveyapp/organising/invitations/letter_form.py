"""The words of a letter, checked for places that there are not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from surveyapp.models.letters import LetterKind
from surveyapp.organising.invitations import letter_words
from surveyapp.selectors import letter_format


class LetterForm(forms.Form):
    """Subject, body, and for which surveys they are."""

    use_required_attribute = False

    subject = forms.CharField(label=gettext_lazy("Subject"), label_suffix="", required=False)
    body = forms.CharField(
        label=gettext_lazy("Letter"), label_suffix="", required=False, widget=forms.Textarea(attrs={"rows": 18})
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("For which surveys?"),
        label_suffix="",
        choices=[
            ("programme", gettext_lazy("All surveys of this programme")),
            ("wave", gettext_lazy("This survey alone")),
        ],
        initial="programme",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say for which surveys the words are.")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        subject, body = found.get("subject", ""), found.get("body", "").replace("\r\n", "\n")
        for problem in letter_format.problems(subject, body, needs_link=self.kind != LetterKind.THANKS):
            self.add_error(problem.field, letter_words.problem(problem))
        return found | {"body": body}
