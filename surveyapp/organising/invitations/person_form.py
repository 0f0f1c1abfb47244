"""One person to invite by hand, and a file with many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveyapp.forms.addresses import WRONG
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.texts import localised
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Wave
from surveyapp.organising.register.forms import line
from surveyapp.selectors import letters
from surveyapp.selectors.instruments import instrument

PATHS = [("full", gettext_lazy("Everything that they can know")), ("short", Invitation.Path.SHORT.label)]
NO_ADDRESS = gettext_lazy("Write the person's e-mail address.")


class AskedForm(forms.Form):
    """What those invited are asked, and whether they coordinate."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["path"] = forms.ChoiceField(
            label=_("What are they asked?"), choices=PATHS, initial="full", widget=forms.RadioSelect
        )
        self.fields["coordinates"] = forms.MultipleChoiceField(
            label=_("Do they coordinate?"),
            choices=[("yes", _("They coordinate their organisation: may ask colleagues and see how far they are"))],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def is_coordinator(self) -> bool:
        """Of a valid form."""
        return bool(self.cleaned_data["coordinates"])


class PersonForm(AskedForm):
    """Name, address, language and area of one person."""

    def __init__(self, wave: Wave, data: Any = None) -> None:
        super().__init__(data)
        self.fields["email"] = address_field()
        self.fields["name"] = line(_("Name (optional)"), required=False)
        self.fields["language"] = language_field(wave)
        self.fields["role"] = forms.ChoiceField(label=_("Area (optional)"), choices=_roles(wave), required=False)
        self.order_fields(["organisation", "email", "name", "language", "role", "path", "coordinates"])


def address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": NO_ADDRESS, "invalid": WRONG, "max_length": WRONG},
    )


def language_field(wave: Wave) -> forms.ChoiceField:
    choices = [(each, own_name(each)) for each in letters.languages(wave)]
    return forms.ChoiceField(
        label=_("Language of the letters"), choices=choices, initial=wave.programme.default_language
    )


def _roles(wave: Wave) -> list[tuple[str, str]]:
    questionnaire = instrument(wave.instrument_version_id)
    said = {
        code: localised(text, get_language() or "", questionnaire.default_language)
        for code, text in questionnaire.roles.items()
    }
    return [("", _("Not known")), *sorted(said.items(), key=lambda pair: pair[1].casefold())]
