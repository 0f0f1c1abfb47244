"""Which entries of the log somebody asks for. What is no choice is said beside its field, and the rest still holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.activity.words import KINDS
from surveyapp.organising.layout import wave_title
from surveyapp.selectors.activity import Wanted, people

NO_DAY = gettext_lazy("This is not a day. Write it like 2026-03-31.")


class AskedForm(forms.Form):
    use_required_attribute = False

    def __init__(self, programme: Programme, data: Any) -> None:
        super().__init__(data, label_suffix="")
        accounts = Account.objects.filter(pk__in=people(programme)).order_by("name", "email")
        persons = [*((str(each.pk), str(each)) for each in accounts), *_nobody()]
        waves = Wave.objects.filter(programme=programme).select_related("programme")
        self.fields["person"] = _choice(_("Who"), persons)
        self.fields["kind"] = _choice(_("About"), [(name, label) for name, (label, _beginnings) in KINDS.items()])
        self.fields["survey"] = _choice(_("Survey"), [(str(each.pk), wave_title(each)) for each in waves])
        for name, label in (("since", _("Since")), ("until", _("Until"))):
            day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=day, input_formats=["%Y-%m-%d"], error_messages={"invalid": NO_DAY}
            )

    def wanted(self) -> Wanted:
        """As far as it was understood."""
        self.is_valid()
        said = self.cleaned_data
        person, survey, kind = (said.get(name, "") for name in ("person", "survey", "kind"))
        return Wanted(
            person=UUID(person) if person and person not in dict(_nobody()) else None,
            actor_kind=person if person in dict(_nobody()) else "",
            beginnings=KINDS[kind][1] if kind else (),
            wave=UUID(survey) if survey else None,
            since=said.get("since"),
            until=said.get("until"),
        )


def _nobody() -> list[tuple[str, str]]:
    return [("worker", _("Waymark, by itself")), ("operator", _("Operator"))]


def _choice(label: str, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    said = {"invalid_choice": _("Choose one of the list.")}
    return forms.ChoiceField(label=label, choices=[("", _("All")), *choices], required=False, error_messages=said)
