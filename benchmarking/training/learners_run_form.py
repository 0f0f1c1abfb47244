"""Forms of the organiser: a new run of a module, and its delegates, pasted or from a file, checked whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.actions.learners import MOST_DELEGATES, Days, Invited
from benchmarking.models.learners import ModuleRun
from benchmarking.models.training import TrainingModule
from surveyapp.models.organisation import Organisation

MONTHS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100  # three months after a day of the last year are still a day
MOST_BYTES = 200_000
SHOWN_AT_MOST = 20
ZIPPED, WORKBOOKS = b"PK\x03\x04", (".xlsx", ".xls", ".ods")
Delegates = list[Invited]
# What a column of addresses may be called in a file, in any language of these pages. Any other first line is a delegate's.
HEADINGS = frozenset(
    {
        *("address", "addresses", "delegate", "delegates", "e-mail", "e-mails", "e-mail address", "e-mail addresses"),
        *("email", "emails", "email address", "email addresses", "mail", "participant", "participants"),
        *("e-mail-adresse", "e-mail-adressen", "mailadresse", "teilnehmende", "teilnehmer"),
        *("adresse", "adresse e-mail", "adresse mail", "adresses e-mail", "courriel", "participante", "participantes"),
        *("البريد الإلكتروني", "بريد إلكتروني", "عنوان البريد الإلكتروني", "المشاركون"),
    }
)


def _day(label: str, hint: str = "") -> forms.DateField:
    bounds = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
    widget = forms.DateInput(attrs={"type": "date"} | bounds, format="%Y-%m-%d")
    messages = {"invalid": _("Write the day as 2027-03-31.")}
    return forms.DateField(
        label=label, help_text=hint, widget=widget, error_messages=messages, validators=[_is_of_these_years]
    )


def _is_of_these_years(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("Write a year from %(first)s to %(last)s.") % years)


class RunForm(forms.Form):
    """When a module is given, and what this run is called."""

    use_required_attribute = False

    def __init__(self, *args: Any, module: TrainingModule, **named: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | named)
        self.module = module
        hint = _("Tells it from other runs of the module, such as “Spring 2027, Cork”.")
        self.fields["label"] = forms.CharField(label=_("Name of this run"), help_text=hint, max_length=120)
        self.fields["starts_on"] = _day(_("First day"))
        self.fields["ends_on"] = _day(_("Last day"))
        self.fields["follow_up_on"] = _day(
            _("Day of the follow-up (optional)"), _("Delegates are asked again then. Left empty: three months later.")
        )
        self.fields["follow_up_on"].required = False

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"].strip()
        if ModuleRun.objects.filter(module=self.module, label=label).exists():
            raise ValidationError(_("There is a run of this name already. Choose another."))
        return label

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last, follow_up = (given.get(name) for name in ("starts_on", "ends_on", "follow_up_on"))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        if last and follow_up and follow_up < last:
            self.add_error("follow_up_on", _("The follow-up is before the last day."))
        return given

    @property
    def days(self) -> Days:
        """Call it after is_valid()."""
        given = self.cleaned_data
        return Days(given["starts_on"], given["ends_on"], given["follow_up_on"] or months_after(given["ends_on"]))


def months_after(day: date, months: int = MONTHS) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError  # every month has 28 days


class DelegatesForm(forms.Form):
    """A line a delegate: an e-mail address, the organisation's name or reference, or nothing for none, and the language of
    their letters, or nothing for that of the programme.

    Either all lines are taken or none, and every line that is wrong is named.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, organisations: Mapping[str, Organisation], **named: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | named)
        self.organisations = organisations
        area = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
        hint = _(
            "One line each: anna@works.example; Works plant. Without an organisation, only the address. A third column may say the language: de."
        )
        self.fields["lines"] = forms.CharField(label=_("Delegates"), help_text=hint, widget=area, required=False)
        self.fields["file"] = forms.FileField(
            label=_("Or a CSV file with the same columns (optional)"), required=False, allow_empty_file=True
        )
        about = _("They are asked before and after like the others, and set beside them in the result. Tell them why.")
        self.fields["is_waiting"] = forms.BooleanField(
            label=_("These people are on the waiting list: they do not take this run"), help_text=about, required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file = given.get("file")
        texts = [given.get("lines", ""), self._read(file) if file else ""]
        self.people: Delegates = []
        seen: set[str] = set()
        wrong = [problem for text in texts for problem in self._problems(text, seen)]
        if not wrong and not self.people and "file" not in self.errors:
            wrong = [_("Give at least one delegate.")]
        if len(self.people) > MOST_DELEGATES:
            wrong = [_("These are more than %(n)s lines. Give fewer at a time.") % {"n": MOST_DELEGATES}]
        if wrong:
            # One message: a field shows its first.
            self.add_error("lines", " ".join([*wrong[:SHOWN_AT_MOST], *_more(len(wrong) - SHOWN_AT_MOST)]))
        return given

    def _read(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            self.add_error("file", _("The file is too large. A line a delegate is all it needs."))
            return ""
        content = file.read()
        if content.startswith(ZIPPED) or file.name.lower().endswith(WORKBOOKS):
            self.add_error("file", _("The file cannot be read as a workbook (XLSX). Save it as CSV in UTF-8."))
            return ""
        try:
            text: str = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not text in UTF-8. Save it as CSV in UTF-8."))
            return ""
        return text

    def _problems(self, text: str, seen: set[str]) -> Iterator[str]:
        for number, line in enumerate(text.splitlines(), start=1):
            cells = _cells(line)
            if not any(cells) or (number == 1 and "@" not in line and cells[0].casefold() in HEADINGS):
                continue
            email, name, language = (*cells, "", "")[:3]
            try:
                validate_email(email)
            except ValidationError:
                yield _("Line %(n)s: “%(email)s” is no e-mail address.") % {"n": number, "email": email[:60]}
                continue
            site = self.organisations.get(name.casefold())
            if name and site is None:
                yield _("Line %(n)s: the register has no organisation “%(name)s”.") % {"n": number, "name": name[:60]}
            if email.casefold() in seen:
                yield _("Line %(n)s: %(email)s is there twice.") % {"n": number, "email": email}
            if language and language.casefold() not in dict(settings.LANGUAGES):
                offered = ", ".join(dict(settings.LANGUAGES))
                yield _("Line %(n)s: “%(given)s” is none of the languages %(offered)s.") % {
                    "n": number,
                    "given": language[:20],
                    "offered": offered,
                }
            seen.add(email.casefold())
            self.people.append(Invited(email, site, language.casefold(), bool(self.cleaned_data.get("is_waiting"))))


def _more(n: int) -> list[str]:
    return [ngettext("And %(n)s more.", "And %(n)s more.", n) % {"n": n}] if n > 0 else []


def _cells(line: str) -> list[str]:
    separator = next((each for each in (";", "\t", ",") if each in line), ";")
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line.replace("\0", "")), delimiter=separator), [])]
