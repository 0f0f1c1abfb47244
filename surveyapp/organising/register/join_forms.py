"""What somebody writes who asks to join, and what the organiser answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.forms.addresses import WRONG
from surveyapp.organising.register.forms import NO_NAME, facet_field, line
from surveyapp.selectors.register import RegisterFacet

ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


def no_address(words: str) -> None:
    """A letter repeats these words to any address that a stranger writes: none of them is to be followed."""
    if ADDRESS.search(words):
        raise ValidationError(_("Write the name alone, without an internet address."))


class JoinForm(forms.Form):
    """Public. `company_fax` is a trap: no page shows it, so only a program fills it in."""

    use_required_attribute = False

    name = line(
        gettext_lazy("Name of your organisation or site"), error_messages={"required": NO_NAME}, validators=[no_address]
    )
    owner = line(
        gettext_lazy("The company that owns it (optional)"),
        200,
        gettext_lazy("If it belongs to a group, the company at its top."),
        required=False,
    )
    website = line(gettext_lazy("Website (optional)"), required=False)
    contact_name = line(
        gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Write your name.")},
        validators=[no_address],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address at work"),
        label_suffix="",
        max_length=254,
        help_text=gettext_lazy("We send a link there, to see that it is yours."),
        error_messages={"required": gettext_lazy("Write your e-mail address."), "invalid": WRONG, "max_length": WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What the organiser should know (optional)"),
        label_suffix="",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    company_fax = forms.CharField(required=False)

    def __init__(self, *args: Any, facets: Sequence[RegisterFacet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facets = [each for each in facets if each.choices]
        for facet in self.facets:
            self.fields[f"facet_{facet.code}"] = facet_field(facet)

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in ("company_fax", "note")] + [self["note"]]

    @property
    def said(self) -> dict[str, Any]:
        named = ("name", "owner", "website", "contact_name", "email", "note")
        facets = {each.code: self.cleaned_data[f"facet_{each.code}"] for each in self.facets}
        return {name: self.cleaned_data[name] for name in named} | {"facets": {k: v for k, v in facets.items() if v}}


class DeclineForm(forms.Form):
    """The organiser's words."""

    use_required_attribute = False

    letter = forms.CharField(
        label=gettext_lazy("Your letter"),
        label_suffix="",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write why, in a sentence or two.")},
    )
