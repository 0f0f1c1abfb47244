"""A new token, and a new webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from surveyapp.actions.interface import DAYS
from surveyapp.models.interface import ApiToken, Webhook

NO_NAME = _("Say what the token is for, so that you know it again.")
NO_ADDRESS = _("Write the address, like https://example.org/waymark.")
LASTS = {30: _("30 days"), 90: _("90 days"), 365: _("One year")}


class TokenForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("What is the token for?"),
        label_suffix="",
        max_length=100,
        help_text=_("For example the name of your member database."),
        error_messages={"required": NO_NAME},
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        label_suffix="",
        choices=[
            (ApiToken.Scope.READ, _("Read only")),
            (ApiToken.Scope.MANAGE, _("Read, and change the register and invitations")),
        ],
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"),
        label_suffix="",
        coerce=int,
        choices=[(days, LASTS[days]) for days in DAYS],
        initial=90,
    )


class WebhookForm(forms.Form):
    use_required_attribute = False

    url = forms.CharField(
        label=_("Address"),
        label_suffix="",
        max_length=500,
        help_text=_("Begins with https:// and is on the public internet."),
        error_messages={"required": NO_ADDRESS},
        widget=forms.URLInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What is it told?"),
        label_suffix="",
        choices=Webhook.Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )
