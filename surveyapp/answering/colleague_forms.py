"""What a coordinator fills in: whom to ask for what, and who sits in a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument, Text
from surveyapp.instruments.texts import localised
from surveyapp.models.invitation import Invitation
from surveyapp.selectors.colleagues import assignable

NOTHING_TICKED = gettext_lazy("Tick at least one section or group of skills.")
NOT_THERE = gettext_lazy("One of the ticked boxes is not in this survey. Tick again.")
WRONG_ADDRESS = gettext_lazy("This is not an e-mail address. Write it like name@example.org.")


class PartsForm(forms.Form):
    """Sections and single groups of skills, of which at least one is ticked."""

    use_required_attribute = False

    def __init__(self, questionnaire: Instrument, language: str, **options: Any) -> None:
        super().__init__(label_suffix="", **options)
        self.questionnaire, self.language = questionnaire, language
        self._add_fields()
        sections = [(section.code, self.say(section.title)) for section in assignable(questionnaire)]
        groups = [(group.code, self.say(group.name)) for group in questionnaire.skill_groups]
        self.fields["sections"] = _boxes(_("Sections"), sections)
        if groups:
            hint = _("For whoever knows only these, instead of the whole section on skills.")
            self.fields["groups"] = _boxes(_("Single groups of skills"), groups, hint)

    def _add_fields(self) -> None:
        """What stands above the sections."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not {"sections", "groups"} & self.errors.keys() and not self.parts:
            self.add_error("sections", str(NOTHING_TICKED))
        return found

    @property
    def parts(self) -> list[str]:
        """Codes of everything that was ticked."""
        return [*self.cleaned_data.get("sections", []), *self.cleaned_data.get("groups", [])]

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Codes and names, by name: a stored questionnaire does not keep the order of its roles."""
        named = ((code, self.say(text)) for code, text in self.questionnaire.roles.items())
        return sorted(named, key=lambda role: role[1].casefold())

    def say(self, text: Text | None) -> str:
        return localised(text, self.language, self.questionnaire.default_language)

    def refuse_parts(self, codes: list[str]) -> None:
        """Say beside the boxes which of them hold nothing for whoever is asked."""
        texts = {section.code: section.title for section in self.questionnaire.sections}
        texts |= {group.code: group.name for group in self.questionnaire.skill_groups if group.code not in texts}
        groups = {group.code for group in self.questionnaire.skill_groups}
        sentence = self._nothing_in(", ".join(self.say(texts[code]) for code in codes))
        self.add_error("groups" if set(codes) <= groups else "sections", sentence)

    def _nothing_in(self, sections: str) -> str:
        return _("These ask nothing of a colleague: %(sections)s. Untick them.") % {"sections": sections}


class ChangeForm(PartsForm):
    """What a colleague is asked."""

    def _add_fields(self) -> None:
        self.fields["role"] = forms.ChoiceField(
            label=_("Area of this person (optional)"),
            help_text=_("With an area, only what people there can know is asked."),
            choices=[("", _("Ask everything in what is ticked below")), *self.roles],
            required=False,
            error_messages={"invalid_choice": _("Choose an area from the list.")},
        )

    def _nothing_in(self, sections: str) -> str:
        area = dict(self.roles).get(self.cleaned_data.get("role", ""))
        if not area:
            return super()._nothing_in(sections)
        return _(
            "Whoever works in “%(area)s” cannot know anything about this: %(sections)s. Untick it, or change the area."
        ) % {"area": area, "sections": sections}


class InviteForm(ChangeForm):
    """A colleague to be asked. `already`: the invitation that somebody with the same address has."""

    already: Invitation | None = None

    def _add_fields(self) -> None:
        self.fields["email"] = forms.EmailField(
            label=_("E-mail address"),
            max_length=254,
            error_messages={
                "required": _("Write the e-mail address of your colleague."),
                "invalid": WRONG_ADDRESS,
                "max_length": WRONG_ADDRESS,
            },
            widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["name"] = forms.CharField(
            label=_("Name (optional)"),
            help_text=_("The e-mail begins with it."),
            required=False,
            max_length=200,
            error_messages={"max_length": _("Write at most 200 characters.")},
        )
        self._add_language()
        super()._add_fields()

    def _add_language(self) -> None:
        languages = [(code, own_name(code)) for code in self.questionnaire.languages]
        if len(languages) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the e-mail and the questions"),
                choices=languages,
                initial=self.language,
                error_messages={"invalid_choice": _("Choose a language from the list.")},
            )


class MeetingForm(PartsForm):
    """Who is present, and what they answer together."""

    def _add_fields(self) -> None:
        self.fields["roles"] = _boxes(_("Who is present?"), self.roles, _("Only what one of them can know is asked."))
        self.fields["roles"].required = True
        self.fields["roles"].error_messages["required"] = _("Tick at least one area that is present.")

    def _nothing_in(self, sections: str) -> str:
        return _(
            "None of those present can know anything about this: %(sections)s. Untick it, or tick one more area above."
        ) % {"sections": sections}


def _boxes(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": str(NOT_THERE), "invalid_list": str(NOT_THERE)},
    )
