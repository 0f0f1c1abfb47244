"""Settings that are rules: languages, least owners, retention, time and money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveyapp.organising.programmes import choices
from surveyapp.organising.programmes.section_form import SectionForm
from surveyapp.organising.programmes.setting_words import label
from surveyapp.organising.register.forms import line
from surveyapp.selectors import instrument_drafts, instruments, programme_settings
from surveyapp.selectors.programme_settings import Values

LONGEST_KEPT, MOST_OWNERS = 120, 50


class LanguagesForm(SectionForm):
    """What is asked, and in which languages."""

    def build(self) -> None:
        newest = instrument_drafts.newest_of_each(self.programme)
        asked = {each.instrument.slug: instruments.of_row(each) for each in newest}
        had = [code for each in asked.values() for code in each.languages]
        every = choices.languages(dict.fromkeys([*self.programme.languages, *choices.of_the_interface(), *had]))
        named = [(slug, choices.name_of(each)) for slug, each in asked.items()]
        self.fields["instrument"] = forms.ChoiceField(
            label=label("instrument"),
            choices=[("", _("None chosen yet")), *named],
            initial=self.held["instrument"],
            required=False,
            help_text=_(
                "What a new survey asks unless you choose another one. Files of your own are brought under Questionnaires."
            ),
            error_messages={"invalid_choice": _("Choose a questionnaire that is there.")},
        )
        self.fields["languages"] = forms.MultipleChoiceField(
            label=label("languages"),
            choices=every,
            initial=self.held["languages"],
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "In which you write your own words; only languages that the questionnaire has. People may answer in each that it has."
            ),
            error_messages={"required": _("Tick at least one language.")},
        )
        self.fields["default_language"] = forms.ChoiceField(
            label=label("default_language"),
            choices=every,
            initial=self.held["default_language"],
            help_text=_("Where a text has no words in a language, these are shown."),
        )

    def said(self) -> Values:
        return {name: self.cleaned_data[name] for name in ("instrument", "languages", "default_language")}


class LimitsForm(SectionForm):
    """How few companies a shown group may have, and who signs off."""

    def build(self) -> None:
        least = programme_settings.least_of_all()
        helps = _(
            "This installation shows no group of fewer than %(least)s. You may ask for more, and never go back: figures "
            "of before could be subtracted."
        )
        self.fields["least_owners"] = number(
            label("least_owners"), helps % {"least": least}, 1, MOST_OWNERS, self.held["least_owners"]
        )
        self.fields["needs_second_signature"] = forms.ChoiceField(
            label=label("needs_second_signature"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            initial="yes" if self.held["needs_second_signature"] else "no",
            widget=forms.RadioSelect,
            help_text=_("Whoever asked for the results cannot publish them alone."),
            error_messages={"required": _("Choose yes or no.")},
        )

    def said(self) -> Values:
        typed = self.cleaned_data
        is_needed = typed["needs_second_signature"] == "yes"
        return {"least_owners": typed["least_owners"], "needs_second_signature": is_needed}


class RetentionForm(SectionForm):
    """How long single answers are kept after a survey closed."""

    def build(self) -> None:
        helps = _("Then drafts, answers, names and addresses are deleted by themselves; results without names stay.")
        now = self.held["keeps_answers_months"]
        self.fields["keeps_answers_months"] = number(label("keeps_answers_months"), helps, 1, LONGEST_KEPT, now)
        if programme_settings.with_answers(self.programme).exists():
            self.fields["sure"] = line(
                _("To shorten it, type the programme’s short name: %(slug)s") % {"slug": self.programme.slug},
                50,
                _("People have answered. Their answers would go earlier, and cannot be had back."),
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def said(self) -> Values:
        return {"keeps_answers_months": self.cleaned_data["keeps_answers_months"]}


class PlaceForm(SectionForm):
    """In which time zone dates are meant, and in which currency courses are priced."""

    def build(self) -> None:
        zones = [*choices.timezones()]
        money = choices.currencies()
        zone, currency = self.held["timezone"], self.held["currency"]
        self.fields["timezone"] = forms.ChoiceField(
            label=label("timezone"),
            choices=zones if zone in dict(zones) else [(zone, zone), *zones],
            initial=zone,
            help_text=_("Opening and closing times are meant in it."),
        )
        self.fields["currency"] = forms.ChoiceField(
            label=label("currency"),
            choices=money if currency in dict(money) else [(currency, currency), *money],
            initial=currency,
            help_text=_("In which courses are priced."),
        )

    def said(self) -> Values:
        return {name: self.cleaned_data[name] for name in ("timezone", "currency")}


def number(label: str, helps: str, least: int, most: int, now: int) -> forms.IntegerField:
    said = _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    names: list[Any] = ["required", "invalid", "min_value", "max_value"]
    return forms.IntegerField(
        label=label,
        help_text=helps,
        min_value=least,
        max_value=most,
        initial=now,
        error_messages=dict.fromkeys(names, said),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
