"""An e-mail address that somebody types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

WRONG = _("This is not an e-mail address. Write it like name@example.org.")


class AddressForm(forms.Form):
    """One address; Django's field refuses line breaks and more than one address."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The address the invitation was sent to."),
        label_suffix="",
        max_length=254,
        error_messages={"required": _("Write your e-mail address."), "invalid": WRONG, "max_length": WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
