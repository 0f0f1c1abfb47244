"""Forms of a programme's settings: texts in each of its languages, and what is said once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveyapp.instruments.direction import plain
from surveyapp.instruments.languages import is_right_to_left, own_name
from surveyapp.models.programme import Programme
from surveyapp.selectors.programme_settings import Values


class Paragraphs(forms.CharField):
    """Several lines, without controls of direction and with the same ends of lines whoever typed them."""

    def __init__(self, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), label_suffix="", **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(plain(str(value or "")).replace("\r\n", "\n").replace("\r", "\n")))


class SectionForm(forms.Form):
    """What a section holds, to be changed. `held`: what the fields begin with."""

    use_required_attribute = False

    def __init__(self, programme: Programme, held: Values, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.programme, self.held = programme, held
        self.build()

    def build(self) -> None:
        """Add the fields."""

    def said(self) -> Values:
        """What the action takes. Only for a valid form."""
        raise NotImplementedError

    @property
    def languages(self) -> list[str]:
        """The default language first."""
        return list(dict.fromkeys([self.programme.default_language, *self.programme.languages]))

    def in_each_language(self, name: str, label: str, help_text: str, field: Any) -> None:
        """One field for each language, called name_<language>; `field(label, help_text, is_default)` makes it."""
        several = len(self.languages) > 1
        for language in self.languages:
            is_default = language == self.programme.default_language
            said = f"{label}, {own_name(language)}" if several else label
            made = field(label=said, help_text=help_text if is_default else "", is_default=is_default)
            made.initial = self.held[name].get(language, "")
            direction = "rtl" if is_right_to_left(language) else "ltr"
            made.widget.attrs |= {"lang": language, "dir": direction}
            self.fields[f"{name}_{language}"] = made

    def said_in_each(self, name: str) -> dict[str, str]:
        """What was typed, and untouched what stands there in a language that the programme has no more."""
        kept = {code: text for code, text in self.held[name].items() if code not in self.languages}
        typed = {code: self.cleaned_data.get(f"{name}_{code}", "").strip() for code in self.languages}
        return kept | {code: text for code, text in typed.items() if text}


def optional(label: str) -> str:
    return _("%(label)s (optional)") % {"label": label}
