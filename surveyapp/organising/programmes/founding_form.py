"""What a new programme has to be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveyapp.actions.programmes import Founding
from surveyapp.forms.addresses import WRONG
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.organising.programmes import choices
from surveyapp.organising.register.forms import line
from surveyapp.organising.reserved import NOT_PROGRAMMES

Offered = Mapping[str, tuple[InstrumentVersion, Instrument]]
"""Short name of a questionnaire → its newest version, and what it says."""


OWN = "-"  # no short name of a questionnaire


def needed(sentence: Any) -> dict[str, Any]:
    return {"error_messages": {"required": sentence, "invalid_choice": sentence}}


class FoundingForm(forms.Form):
    """Five minutes' worth: everything else can be said later."""

    use_required_attribute = False

    name = line(
        gettext_lazy("Name of the programme"),
        120,
        gettext_lazy("As respondents read it, such as “Digital skills in bioprocessing”."),
        error_messages={"required": gettext_lazy("Write what the programme is called.")},
    )
    slug = line(
        gettext_lazy("Short name (optional)"),
        50,
        gettext_lazy(
            "Stands in addresses and never changes: small letters, digits and hyphens. Empty: made of the name."
        ),
        required=False,
    )
    organiser_name = line(
        gettext_lazy("Who runs it"),
        200,
        gettext_lazy("Your organisation, as it stands in e-mails and on the page where people agree."),
        error_messages={"required": gettext_lazy("Write who runs the programme.")},
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Contact for respondents"),
        label_suffix="",
        help_text=gettext_lazy("An address that somebody reads."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the e-mail address for questions."),
            "invalid": WRONG,
            "max_length": WRONG,
        },
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Questionnaire"),
        label_suffix="",
        widget=forms.RadioSelect,
        **needed(gettext_lazy("Choose a questionnaire, or say that you bring your own.")),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages (optional)"),
        label_suffix="",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all that the questionnaire has."),
    )
    default_language = forms.ChoiceField(
        label=gettext_lazy("Default language"),
        label_suffix="",
        help_text=gettext_lazy("What you write above is in this language. Others can be added under Settings."),
        **needed(gettext_lazy("Choose the default language.")),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        label_suffix="",
        help_text=gettext_lazy("Opening and closing times are meant in it."),
        **needed(gettext_lazy("Choose a time zone.")),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        label_suffix="",
        help_text=gettext_lazy("In which courses are priced."),
        **needed(gettext_lazy("Choose a currency.")),
    )

    def __init__(self, data: Any = None, *, offered: Offered) -> None:
        now = (get_language() or "en").split("-")[0]
        first = {"default_language": now, "timezone": "UTC", "currency": "EUR"}
        super().__init__(data, initial=first, label_suffix="")
        self.offered = offered
        every = choices.languages(_every_language(offered))
        named = [(slug, choices.name_of(each)) for slug, (_version, each) in offered.items()]
        _choices(self, "instrument", [*named, (OWN, _("My own: I bring a file afterwards"))])
        _choices(self, "languages", every)
        _choices(self, "default_language", every)
        _choices(self, "timezone", choices.timezones())
        _choices(self, "currency", choices.currencies())

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        self._name_it(found)
        if "instrument" in found and "default_language" in found:
            self._settle_languages(found)
        return found

    def _name_it(self, found: dict[str, Any]) -> None:
        if self.errors.get("slug") or "name" not in found:
            return
        slug = found.get("slug") or slugify(found["name"])[:50].strip("-")
        if not slug or slugify(slug) != slug:
            said = _("Write a short name of small letters, digits and hyphens, such as bioprocess-2026.")
            self.add_error("slug", said)
        elif slug in NOT_PROGRAMMES:
            self.add_error(
                "slug", _("“%(slug)s” stands in addresses of Waymark itself. Choose another one.") % {"slug": slug}
            )
        found["slug"] = slug

    def _settle_languages(self, found: dict[str, Any]) -> None:
        chosen = found.get("languages") or []
        _version, instrument = self.offered.get(found["instrument"], (None, None))
        had = list(instrument.languages) if instrument else []
        if instrument and (missing := [each for each in chosen if each not in had]):
            said = _("The questionnaire does not have %(languages)s. It has %(had)s.")
            names = {"languages": _names(missing), "had": _names(had)}
            self.add_error("languages", said % names)
            return
        found["languages"] = chosen or had or [found["default_language"]]
        if found["default_language"] not in found["languages"]:
            said = _("The default language has to be one of the programme’s: %(languages)s.")
            self.add_error("default_language", said % {"languages": _names(found["languages"])})

    def founding(self) -> Founding:
        """Only for a valid form."""
        said = self.cleaned_data
        version, instrument = self.offered.get(said["instrument"], (None, None))
        words = ("slug", "name", "organiser_name", "contact_email", "default_language", "timezone", "currency")
        return Founding(
            **{name: said[name] for name in words},
            languages=tuple(said["languages"]),
            instrument=version.instrument if version else None,
            peer_tree=instrument.peer_tree if instrument else (),
        )


def _choices(form: forms.Form, name: str, offered: Any) -> None:
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise ValidationError(name)
    field.choices = offered


def _every_language(offered: Offered) -> list[str]:
    asked = (code for _version, each in offered.values() for code in each.languages)
    return list(dict.fromkeys([*choices.of_the_interface(), *asked]))


def _names(codes: list[str]) -> str:
    return ", ".join(name for _code, name in choices.languages(codes))
