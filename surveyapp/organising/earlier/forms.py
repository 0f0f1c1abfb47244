"""What an organiser says of an earlier survey: when it was held, whom it asked, and with which questionnaire."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.actions.earlier_waves import refuse_impossible_days
from surveyapp.actions.refusals import Refused
from surveyapp.models.wave import Wave
from surveyapp.organising.register.forms import line
from surveyapp.organising.reserved import NOT_SURVEYS

OF_FILE, MADE = "file", "made"
FRAMES = [
    (Wave.Frame.OPEN_CALL, gettext_lazy("An open call: whoever wanted took part")),
    (Wave.Frame.PARTIAL_LIST, gettext_lazy("A partial list: some organisations of the sector were missing")),
    (Wave.Frame.COMPLETE_LIST, gettext_lazy("A complete list: every organisation of the sector was in it")),
]


class Day(forms.DateField):
    def __init__(self, label: Any, missing: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        errors = {"required": missing, "invalid": gettext_lazy("This is not a day. Write it as 2026-03-31.")}
        super().__init__(label=label, label_suffix="", widget=widget, input_formats=["%Y-%m-%d"], error_messages=errors)


class EarlierForm(forms.Form):
    """Everything but the two files, which views look at."""

    use_required_attribute = False

    title = line(
        gettext_lazy("Title"), error_messages={"required": gettext_lazy("Write a title, such as Survey 2022.")}
    )
    slug = line(
        gettext_lazy("Short name"),
        50,
        gettext_lazy("Letters, digits and hyphens, such as 2022. It stands in addresses and file names."),
        error_messages={"required": gettext_lazy("Write a short name, such as 2022.")},
    )
    began_on = Day(gettext_lazy("First day of the fieldwork"), gettext_lazy("Say when it began."))
    ended_on = Day(gettext_lazy("Last day of the fieldwork"), gettext_lazy("Say when it ended."))
    frame = forms.ChoiceField(
        label=gettext_lazy("Whom it asked"),
        label_suffix="",
        widget=forms.RadioSelect,
        choices=FRAMES,
        error_messages={"required": gettext_lazy("Choose whom it asked.")},
    )
    n_in_frame = forms.IntegerField(
        label=gettext_lazy("Companies on that list, if it was complete (optional)"),
        label_suffix="",
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=gettext_lazy("Only with this number there is a response rate. Count owners, not sites."),
    )
    questionnaire = forms.ChoiceField(
        label=gettext_lazy("Its questionnaire"),
        label_suffix="",
        error_messages={"required": gettext_lazy("Choose its questionnaire.")},
    )

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (OF_FILE, _("In a file of the tool, chosen below")),
            (MADE, _("It is lost: make one from the answers")),
            *versions,
        ]
        self.fields["questionnaire"] = forms.ChoiceField(
            label=_("Its questionnaire"), label_suffix="", choices=choices, initial=OF_FILE
        )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        try:
            validate_slug(slug)
        except ValidationError:
            raise ValidationError(_("Use letters a to z, digits and hyphens only.")) from None
        if slug in NOT_SURVEYS:
            raise ValidationError(_("This word stands for something else in addresses. Choose another one."))
        return slug

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "began_on" in said and "ended_on" in said:
            try:
                refuse_impossible_days(said["began_on"], said["ended_on"], timezone.localdate())
            except Refused as refusal:
                self.add_error("ended_on", str(refusal))
        if said.get("n_in_frame") and said.get("frame") != Wave.Frame.COMPLETE_LIST:
            self.add_error("n_in_frame", _("Only a complete list has this number. Leave it empty."))
        return said

    def about(self) -> dict[str, Any]:
        """What the action takes. Only for a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "questionnaire"}
