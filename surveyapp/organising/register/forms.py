"""Forms of the register: one organisation, where it goes, and what the list is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.forms.addresses import WRONG
from surveyapp.instruments.direction import plain
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave
from surveyapp.organising.register.checking import LONGEST_FACET
from surveyapp.selectors.register import RegisterFacet

NO_NAME = gettext_lazy("Write the name of the organisation.")


def line(label: Any, longest: int = 200, help_text: Any = "", **options: Any) -> forms.CharField:
    """A line of words; without controls of direction, and with single spaces."""
    return _Line(label=label, max_length=longest, help_text=help_text, label_suffix="", **options)


class _Line(forms.CharField):
    def clean(self, value: Any) -> str:
        return str(super().clean(" ".join(plain(str(value or "")).split())))


class OrganisationForm(forms.Form):
    """One organisation, with a field for each facet the register keeps; facet fields are called facet_<code>."""

    use_required_attribute = False

    name = line(gettext_lazy("Name"), error_messages={"required": NO_NAME})
    reference = line(
        gettext_lazy("Reference (optional)"),
        64,
        gettext_lazy("Its code in your own list. It stays when the name changes."),
        required=False,
    )
    owner = line(
        gettext_lazy("Owner (optional)"),
        200,
        gettext_lazy(
            "The company that owns it in the end. Empty: it is its own owner. Every published n counts owners."
        ),
        required=False,
        widget=forms.TextInput(attrs={"list": "owners"}),
    )
    contact_name = line(gettext_lazy("Contact person (optional)"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address (optional)"),
        label_suffix="",
        required=False,
        max_length=254,
        error_messages={"invalid": WRONG, "max_length": WRONG},
    )
    website = line(gettext_lazy("Website (optional)"), required=False)

    def __init__(self, *args: Any, facets: Sequence[RegisterFacet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facets = facets
        for facet in facets:
            self.fields[f"facet_{facet.code}"] = facet_field(facet)

    @property
    def said(self) -> dict[str, Any]:
        """What the actions take. Only for a valid form."""
        found = {name: value for name, value in self.cleaned_data.items() if not name.startswith("facet_")}
        return found | {"facets": {each.code: self.cleaned_data[f"facet_{each.code}"] for each in self.facets}}


def facet_field(facet: RegisterFacet) -> forms.Field:
    label = _("%(facet)s (optional)") % {"facet": facet.name}
    if not facet.choices:
        return line(label, LONGEST_FACET, required=False)
    choices = [("", _("Not known")), *facet.choices.items()]
    return forms.ChoiceField(label=label, label_suffix="", choices=choices, required=False)


def initial(organisation: Organisation) -> dict[str, str]:
    names = ("name", "reference", "email", "website", "contact_name")
    facets = {f"facet_{code}": value for code, value in organisation.facets.items()}
    return {**{name: getattr(organisation, name) for name in names}, "owner": organisation.owner.name, **facets}


class FrameForm(forms.Form):
    """What the list is worth."""

    use_required_attribute = False

    frame = forms.ChoiceField(
        label=gettext_lazy("This register is"),
        label_suffix="",
        widget=forms.RadioSelect,
        choices=[
            (Wave.Frame.COMPLETE_LIST, gettext_lazy("A complete list: every organisation of the sector is in it")),
            (Wave.Frame.PARTIAL_LIST, gettext_lazy("A partial list: some organisations of the sector are missing")),
            (Wave.Frame.OPEN_CALL, gettext_lazy("An open call: whoever wants takes part")),
        ],
        help_text=gettext_lazy(
            "Only a complete list allows a response rate and smaller intervals. Copied to each survey when it opens."
        ),
        error_messages={"required": gettext_lazy("Choose what the register is.")},
    )
    takes_requests = forms.BooleanField(
        label=gettext_lazy("Organisations that are not listed may ask to join"), label_suffix="", required=False
    )


class IntoForm(forms.Form):
    """Another organisation of the register, by its name or reference."""

    use_required_attribute = False

    into = line(
        gettext_lazy("Into which organisation"),
        200,
        gettext_lazy("Its name or reference, as in the register."),
        error_messages={"required": gettext_lazy("Write its name or reference.")},
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, programme: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.programme = organisation, programme

    def clean_into(self) -> Organisation:
        said = self.cleaned_data["into"]
        here = Organisation.objects.in_register().filter(programme=self.programme).select_related("owner")
        if self.organisation is not None:
            here = here.exclude(pk=self.organisation.pk)
        found = here.filter(reference=said).first() or here.filter(name__iexact=said).first()
        if found is None:
            raise ValidationError(_("No other organisation in the register has this name or reference."))
        return found
