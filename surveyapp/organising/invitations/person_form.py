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
from surveyapp.selectors import invitations, letters
from surveyapp.selectors.colleagues import assignable
from surveyapp.selectors.instruments import instrument

PATHS = [
    ("full", gettext_lazy("Everything that they can know")),
    ("short", Invitation.Path.SHORT.label),
    ("sections", Invitation.Path.SECTIONS.label),
]
NOTHING_TICKED = gettext_lazy("Tick at least one section or group of skills.")
NOTHING_TO_ASK = gettext_lazy(
    "Nobody of the area “%(value)s” can know anything of what is ticked. Tick more, or leave the area out."
)
NO_ADDRESS = gettext_lazy("Write the person's e-mail address.")


class AskedForm(forms.Form):
    """What those invited are asked, and whether they coordinate."""

    use_required_attribute = False

    def __init__(self, wave: Wave, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.questionnaire = instrument(wave.instrument_version_id)
        self.fields["path"] = forms.ChoiceField(
            label=_("What are they asked?"), choices=PATHS, initial="full", widget=forms.RadioSelect
        )
        self.fields["sections"] = forms.MultipleChoiceField(
            label=Invitation.Path.SECTIONS.label,
            choices=_sections(wave),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["coordinates"] = forms.MultipleChoiceField(
            label=_("Do they coordinate?"),
            choices=[("yes", _("They coordinate their organisation: may ask colleagues and see how far they are"))],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("path") == Invitation.Path.SECTIONS and "sections" not in self.errors and not found["sections"]:
            self.add_error("sections", str(NOTHING_TICKED))
        return found

    @property
    def sections(self) -> tuple[str, ...]:
        """Of a valid form: what was ticked, where only that is asked."""
        return tuple(self.cleaned_data["sections"]) if self.cleaned_data["path"] == Invitation.Path.SECTIONS else ()

    @property
    def is_coordinator(self) -> bool:
        """Of a valid form."""
        return bool(self.cleaned_data["coordinates"])


class PersonForm(AskedForm):
    """Name, address, language and area of one person."""

    def __init__(self, wave: Wave, data: Any = None) -> None:
        super().__init__(wave, data)
        self.roles = dict(_roles(wave))
        self.fields["email"] = address_field()
        self.fields["name"] = line(_("Name (optional)"), required=False)
        self.fields["language"] = language_field(wave)
        self.fields["role"] = forms.ChoiceField(
            label=_("Area (optional)"), choices=[*self.roles.items()], required=False
        )
        self.order_fields(["organisation", "email", "name", "language", "role", "path", "sections", "coordinates"])

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not self._asks_something():
            self.add_error("role", str(NOTHING_TO_ASK) % {"value": self.roles[found["role"]]})
        return found

    def _asks_something(self) -> bool:
        """Coordinators are asked the facts of their organisation besides."""
        role = self.cleaned_data["role"]
        return (
            not (role and self.sections)
            or self.is_coordinator
            or invitations.asks_something(self.questionnaire, self.sections, role)
        )


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


def _sections(wave: Wave) -> list[tuple[str, str]]:
    """What can be given to one person: sections, and single groups of skills."""
    questionnaire = instrument(wave.instrument_version_id)
    named = {each.code: each.title for each in assignable(questionnaire)}
    named |= {each.code: each.name for each in questionnaire.skill_groups if each.code not in named}
    language, other = get_language() or "", questionnaire.default_language
    return [(code, localised(text, language, other)) for code, text in named.items()]


def _roles(wave: Wave) -> list[tuple[str, str]]:
    questionnaire = instrument(wave.instrument_version_id)
    said = {
        code: localised(text, get_language() or "", questionnaire.default_language)
        for code, text in questionnaire.roles.items()
    }
    return [("", _("Not known")), *sorted(said.items(), key=lambda pair: pair[1].casefold())]
