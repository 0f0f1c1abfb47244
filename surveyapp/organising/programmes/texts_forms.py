"""Settings that respondents read: names, who is responsible, and what they agree to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveyapp.forms.addresses import WRONG
from surveyapp.organising.programmes.section_form import Paragraphs, SectionForm, optional
from surveyapp.organising.programmes.setting_words import label
from surveyapp.organising.register.forms import line
from surveyapp.selectors.programme_settings import Values

LONGEST_SHEET, LONGEST_CONSENT, MOST_SENTENCES = 20_000, 8_000, 20


def a_line(longest: int, missing: str = "") -> Any:
    """Makes the field of one language; where it may not be `missing`, that is what is said of the default language."""

    def make(label: str, help_text: str, is_default: bool) -> forms.CharField:
        needed = is_default and missing
        said = label if needed else optional(label)
        errors = {"required": missing} if needed else None
        return line(said, longest, help_text, required=bool(needed), error_messages=errors)

    return make


def paragraphs(rows: int, longest: int) -> Any:
    def make(label: str, help_text: str, is_default: bool) -> forms.CharField:
        return Paragraphs(rows, label=optional(label), help_text=help_text, max_length=longest, required=False)

    return make


class NamesForm(SectionForm):
    """What the programme and its organiser are called, and where questions go."""

    def build(self) -> None:
        shown = _("Shown where a language has no name of its own.") if len(self.languages) > 1 else ""
        missing = _("Write what the programme is called.")
        self.in_each_language("name", label("name"), shown, a_line(120, missing))
        self.in_each_language(
            "organiser_name", label("organiser_name"), "", a_line(200, _("Write who runs the programme."))
        )
        needed: Any = _("Write the e-mail address for questions.")
        errors = {"required": needed, "invalid": WRONG, "max_length": WRONG}
        self.fields["contact_email"] = forms.EmailField(
            label=label("contact_email"), max_length=254, error_messages=errors, initial=self.held["contact_email"]
        )

    def said(self) -> Values:
        texts = {name: self.said_in_each(name) for name in ("name", "organiser_name")}
        return {**texts, "contact_email": self.cleaned_data["contact_email"]}


class TextsForm(SectionForm):
    """The information sheet, and who answers for the survey."""

    def build(self) -> None:
        sheet = _("What the survey is for, who sees what, and whom to ask. An empty line begins a new paragraph.")
        self.in_each_language("information_sheet", label("information_sheet"), sheet, paragraphs(10, LONGEST_SHEET))
        controller = _("Who decides what happens with the data, with an address.")
        self.in_each_language("data_controller", label("data_controller"), controller, a_line(400))
        self.in_each_language("funder", label("funder"), _("Who pays for the survey."), a_line(400))
        self.fields["ethics_reference"] = line(
            optional(label("ethics_reference")),
            200,
            _("The number of an ethics committee’s approval, if there is one."),
            required=False,
            initial=self.held["ethics_reference"],
        )

    def said(self) -> Values:
        texts = {name: self.said_in_each(name) for name in ("information_sheet", "data_controller", "funder")}
        return {**texts, "ethics_reference": self.cleaned_data["ethics_reference"]}


class ConsentForm(SectionForm):
    """What people agree to, a sentence a line; the same sentences in each language."""

    def build(self) -> None:
        self.held = {"consent": self._typed()}
        helps = _(
            "One sentence a line. Empty: the questionnaire’s own sentences. How long answers are kept and how to "
            "withdraw is added by itself, and cannot be left out."
        )
        self.in_each_language("consent", label("consent_sentences"), helps, paragraphs(8, LONGEST_CONSENT))

    def _typed(self) -> dict[str, str]:
        said = self.held["consent_sentences"]
        return {code: "\n".join(each.get(code, "") for each in said).strip("\n") for code in self.languages}

    def sentences_in(self, language: str) -> list[str]:
        typed = self.cleaned_data.get(f"consent_{language}", "").split("\n")
        return [sentence for sentence in (" ".join(each.split()) for each in typed) if sentence]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        default = self.programme.default_language
        wanted = len(self.sentences_in(default))
        if wanted > MOST_SENTENCES:
            said = _("These are %(n)s sentences; nobody reads more than %(most)s.")
            self.add_error(f"consent_{default}", said % {"n": wanted, "most": MOST_SENTENCES})
        for language in self.languages:
            has = len(self.sentences_in(language))
            if has not in (0, wanted):
                said = ngettext(
                    "Write %(n)s sentence, as in the default language; here are %(has)s.",
                    "Write %(n)s sentences, as in the default language; here are %(has)s.",
                    wanted,
                )
                self.add_error(f"consent_{language}", said % {"n": wanted, "has": has})
        return found

    def said(self) -> Values:
        by_language = {code: self.sentences_in(code) for code in self.languages}
        n = len(by_language[self.programme.default_language])
        return {"consent_sentences": [{code: said[i] for code, said in by_language.items() if said} for i in range(n)]}
