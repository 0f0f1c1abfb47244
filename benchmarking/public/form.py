"""What an organiser says in a report: words in every language of the programme, and which figures page one says. No numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.actions.sector_reports import TEXTS, Said
from benchmarking.models.sector_report import SectorReport
from benchmarking.public.sentences import FIVE, Sentence
from surveyapp.instruments.languages import own_name

LONGEST, LONGEST_FOREWORD, LONGEST_REASON = 500, 5000, 1000


class SettingsForm(forms.Form):
    """`sayable`: the sentences that the figures of the newest release give, and `suggested` the ids that stand without a choice."""

    use_required_attribute = False

    def __init__(
        self, report: SectorReport, languages: Sequence[str], sayable: Sequence[Sentence], data: Any = None
    ) -> None:
        super().__init__(data=data, label_suffix="")
        self.languages = languages
        for name in TEXTS:
            for language in languages:
                self.fields[f"{name}_{language}"] = _text(name, language, report, is_alone=len(languages) == 1)
        self.fields["licence"] = forms.ChoiceField(
            label=_("Licence"),
            help_text=_("What readers may do with text and figures."),
            choices=SectorReport.Licence.choices,
            initial=report.licence,
        )
        choices = [("", _("As suggested")), *((each.figure, each.whole) for each in sayable)]
        for at in range(FIVE if sayable else 0):
            chosen = report.sentences[at] if at < len(report.sentences) else ""
            label = _("Sentence %(number)s") % {"number": at + 1}
            self.fields[f"sentence_{at + 1}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=chosen
            )

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"{name}_{language}"] for name in TEXTS for language in self.languages]

    @property
    def sentence_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("sentence_")]

    def said(self) -> Said:
        """Of a valid form; a figure that is chosen twice is said once."""
        given = self.cleaned_data
        texts = {name: {code: given[f"{name}_{code}"].strip() for code in self.languages} for name in TEXTS}
        chosen = (given[name] for name in self.fields if name.startswith("sentence_"))
        return Said(texts, given["licence"], list(dict.fromkeys(each for each in chosen if each)))


def _text(name: str, language: str, report: SectorReport, *, is_alone: bool) -> forms.CharField:
    label, hint = _labels()[name]
    named = label if is_alone else _("%(label)s, %(language)s") % {"label": label, "language": own_name(language)}
    rows = 6 if name == "foreword" else 2
    return forms.CharField(
        label=_("%(label)s (optional)") % {"label": named},
        help_text=hint,
        required=False,
        max_length=LONGEST_FOREWORD if name == "foreword" else LONGEST,
        initial=report.texts.get(name, {}).get(language, ""),
        widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
    )


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "foreword": (_("Foreword"), _("A few lines below the five sentences. Leave an empty line between paragraphs.")),
        "paid_by": (_("Who paid"), _("Left empty, the funder of the programme's settings stands there.")),
        "run_by": (
            _("What you sell"),
            _(
                "Whether you, or whoever runs the survey, sells anything to those who take part, such as courses or advice."
            ),
        ),
        "mode": (_("How it was asked"), _("Left empty, it says that people filled in a questionnaire on the web.")),
        "contact": (_("Contact"), _("Left empty, the programme's e-mail address stands there.")),
    }


class TakeBackForm(forms.Form):
    use_required_attribute = False

    def __init__(self, word: str, data: Any = None) -> None:
        """`word`: what has to be typed, as everybody who has cited the report then finds a note in its place."""
        super().__init__(data=data, label_suffix="")
        self.word = word
        self.fields["reason"] = forms.CharField(
            label=_("Why is it taken back?"),
            help_text=_("Everybody who comes to its address reads this."),
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Say why: whoever has cited the report will want to know.")},
        )
        self.fields["word"] = forms.CharField(
            label=_("Type %(word)s to take it back") % {"word": word},
            error_messages={"required": self._wrong()},
        )

    def _wrong(self) -> str:
        return _("Type %(word)s, the short name of the survey.") % {"word": self.word}

    def clean_word(self) -> str:
        typed = str(self.cleaned_data["word"]).strip()
        if typed != self.word:
            raise forms.ValidationError(self._wrong())
        return typed
