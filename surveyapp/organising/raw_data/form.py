"""What an organiser orders, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.actions.raw_exports import Order
from surveyapp.instruments.languages import own_name
from surveyapp.models.raw_export import RawExport
from surveyapp.models.wave import Wave
from surveyapp.selectors.instruments import instrument

SHORTEST_REASON, LONGEST_REASON = 10, 500


class OrderForm(forms.Form):
    """`may_name`: whether to offer names. The kinds' descriptions stand in the template's own list."""

    use_required_attribute = False

    def __init__(self, wave: Wave, *, may_name: bool, data: Any = None) -> None:
        super().__init__(data=data, label_suffix="")
        languages = instrument(wave.instrument_version_id).languages
        kinds = {"invalid_choice": _("Choose one of the kinds of file.")}
        self.fields["kind"] = forms.ChoiceField(
            choices=RawExport.Kind.choices, error_messages=kinds | {"required": kinds["invalid_choice"]}
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of questions and labels"),
            choices=[(each, own_name(each)) for each in languages],
            initial=_first(languages),
        )
        self.fields["options"] = forms.MultipleChoiceField(
            label=_("What goes in besides"),
            choices=_options(wave, may_name=may_name),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["reason"] = _reason()

    def order(self) -> Order:
        """Of a valid form."""
        given = self.cleaned_data
        options = {name: name in given["options"] for name in ("with_texts", "with_names", "stable_ids")}
        return Order(given["kind"], given["language"], reason=given["reason"], **options)


def _reason() -> forms.CharField:
    short = _("Say in a few words what the file is for: at least %(n)s letters.") % {"n": SHORTEST_REASON}
    return forms.CharField(
        label=_("What is the file for?"),
        help_text=_("It is kept in the activity log, with your name."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={"required": short, "min_length": short},
    )


def _options(wave: Wave, *, may_name: bool) -> list[tuple[str, str]]:
    offered = [("stable_ids", _("Lasting made-up names, the same in every file, so that files can be joined"))]
    if not wave.is_confidential:
        offered.insert(0, ("with_texts", _("What people wrote in words, in which they may name themselves and others")))
    if may_name and not wave.is_confidential:
        offered.append(("with_names", _("Names of organisations and persons, with the times of their answers")))
    return offered


def _first(languages: tuple[str, ...]) -> str:
    active = get_language() or ""
    return active if active in languages else languages[0]
