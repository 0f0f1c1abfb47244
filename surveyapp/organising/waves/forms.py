"""What an organiser says of a survey: before it opens, while it is open, and to close it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.actions.wave_drafts import Draft, ShortNameTaken
from surveyapp.instruments.languages import own_name
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.register.forms import line
from surveyapp.organising.reserved import NOT_SURVEYS
from surveyapp.organising.waves.moments import Day, Moment

REMINDERS = 4
"""Places for reminders to come on a page; whoever needs more comes again when one was sent."""

SHORT_NAME = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Use small letters a to z, digits and hyphens."))


class WithReminders(forms.Form):
    """With a field for each reminder to come, and moments that are refused beside their field."""

    use_required_attribute = False

    def add_reminders(self, wave: Wave | None) -> None:
        planned = [each.at for each in wave.reminder_dates.filter(done_at=None)] if wave else []
        for n in range(max(REMINDERS, len(planned))):
            label = _("Reminder %(n)s (optional)") % {"n": n + 1}
            self.fields[f"reminder_{n + 1}"] = Moment(label)
            self.initial[f"reminder_{n + 1}"] = planned[n] if n < len(planned) else None

    @property
    def reminders(self) -> list[datetime]:
        """Of a valid form."""
        return sorted({at for name, at in self.cleaned_data.items() if name.startswith("reminder_") and at})

    @property
    def reminder_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("reminder_")]

    def refuse(self, refusal: Exception) -> None:
        """Say beside its field why the action refused."""
        field = getattr(refusal, "field", "slug" if isinstance(refusal, ShortNameTaken) else None)
        if field == "reminders":
            given = (name for name in self.fields if name.startswith("reminder_") and self.cleaned_data.get(name))
            field = next(given, None)
        self.add_error(field if field in self.fields else None, str(refusal))


class SurveyForm(WithReminders):
    """A survey before it opens. `versions`: (id, words) of the questionnaires that the programme may use."""

    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        label_suffix="",
        max_length=50,
        help_text=gettext_lazy("Stands in addresses, such as 2027. It stays when the title changes."),
        validators=[SHORT_NAME],
        error_messages={"required": gettext_lazy("Write a short name, such as the year.")},
    )
    is_confidential = forms.ChoiceField(
        label=gettext_lazy("Who can find a person’s answers"),
        label_suffix="",
        widget=forms.RadioSelect,
        choices=[
            ("no", gettext_lazy("The person and your analysts: people may correct and withdraw them after the close")),
            (
                "yes",
                gettext_lazy(
                    "Nobody after the close: a confidential survey cuts the link for good, and takes no more back"
                ),
            ),
        ],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    counts_unconfirmed = forms.ChoiceField(
        label=gettext_lazy("Organisations whose coordinator has not confirmed the answers"),
        label_suffix="",
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Count, with what was submitted")),
            ("no", gettext_lazy("Do not count")),
        ],
        help_text=gettext_lazy("Said beforehand, so that nobody can choose it by the results."),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    opens_at = Moment(gettext_lazy("Opens (optional)"), gettext_lazy("Without one you open it yourself."))
    closes_at = Moment(
        gettext_lazy("Closes (optional)"),
        gettext_lazy("People read it in their letters. It can be moved later, not earlier."),
    )
    report_announced_for = Day(
        gettext_lazy("Day of the public report (optional)"),
        gettext_lazy("Announced beforehand, so that nobody can hold results back that do not please."),
    )

    def __init__(
        self, *args: Any, programme: Programme, versions: list[tuple[str, str]], wave: Wave | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        for language in programme.languages:
            self.fields[f"title_{language}"] = self._title(language)
        self.fields["instrument_version"] = forms.ChoiceField(
            label=_("Questionnaire"),
            label_suffix="",
            widget=forms.RadioSelect,
            choices=versions,
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a questionnaire.")),
        )
        self.add_reminders(wave)

    def _title(self, language: str) -> forms.CharField:
        is_default = language == self.programme.default_language
        words = {"language": own_name(language)}
        label = _("Title in %(language)s") % words if is_default else _("Title in %(language)s (optional)") % words
        needed = {"required": _("Write a title, such as Survey 2027.")}
        return line(label, 200, required=is_default, error_messages=needed)

    @property
    def title_fields(self) -> list[forms.BoundField]:
        return [self[f"title_{language}"] for language in self.programme.languages]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug in NOT_SURVEYS:
            raise ValidationError(_("This word stands in addresses for something else. Choose another."))
        return slug

    def draft(self, version: InstrumentVersion) -> Draft:
        """Of a valid form."""
        given = self.cleaned_data
        titles = {language: given[f"title_{language}"] for language in self.programme.languages}
        return Draft(
            slug=given["slug"],
            title={language: text for language, text in titles.items() if text},
            instrument_version=version,
            is_confidential=given["is_confidential"] == "yes",
            counts_unconfirmed=given["counts_unconfirmed"] == "yes",
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            report_announced_for=given["report_announced_for"],
        )


def initial(wave: Wave) -> dict[str, Any]:
    """What a form shows of a survey that is there."""
    names = ("slug", "opens_at", "closes_at", "report_announced_for")
    return {
        **{name: getattr(wave, name) for name in names},
        **{f"title_{language}": text for language, text in wave.title.items()},
        "instrument_version": str(wave.instrument_version_id),
        "is_confidential": "yes" if wave.is_confidential else "no",
        "counts_unconfirmed": "yes" if wave.counts_unconfirmed else "no",
    }


class OpenDatesForm(WithReminders):
    """Of an open survey: what may still be moved."""

    report_announced_for = SurveyForm.base_fields["report_announced_for"]

    def __init__(self, data: Any = None, *, wave: Wave) -> None:
        super().__init__(data, initial={"report_announced_for": wave.report_announced_for})
        self.add_reminders(wave)


class ExtendForm(forms.Form):
    use_required_attribute = False

    closes_at = Moment(gettext_lazy("Closes from now on"), required=True)
    tell = forms.ChoiceField(
        label=gettext_lazy("People who have not finished"),
        label_suffix="",
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Write to them that there is more time")),
            ("no", gettext_lazy("Do not write to anybody")),
        ],
        error_messages={"required": gettext_lazy("Choose one.")},
    )


class TypedForm(forms.Form):
    """The survey's short name, typed: for what cannot be undone."""

    use_required_attribute = False

    typed = forms.CharField(label_suffix="", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wave = wave
        self.fields["typed"].label = _("Type the short name of the survey, %(name)s, to go on") % {"name": wave.slug}

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.wave.slug:
            raise ValidationError(_("Type %(name)s, exactly as it stands here.") % {"name": self.wave.slug})
        return typed
