"""What an organisation can tell and wants to hear: two ticks a topic, whether it uses or provides, and a line about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from benchmarking.actions.exchange import Said
from benchmarking.models.exchange import LONGEST_NOTE, Speaker, Stance
from benchmarking.selectors.exchange import OwnExchange
from benchmarking.training.exchange_topics import Topic


class WishesForm(forms.Form):
    """`seen` names the wishes that stood when the page was made, so that a later change by somebody else is noticed."""

    use_required_attribute = False

    def __init__(self, topics: Mapping[str, Topic], standing: OwnExchange, data: Any = None) -> None:
        start: dict[str, Any] = {"speaks_as": standing.speaks_as, "note": standing.note}
        start |= {stance: [key for key in topics if _stands(standing, key, stance)] for stance in Stance.values}
        super().__init__(data, initial=start | {"seen": written(standing.wishes)}, label_suffix="")
        for stance in Stance.values:
            self.fields[stance] = forms.MultipleChoiceField(
                choices=[(key, topic.name) for key, topic in topics.items()],
                required=False,
                error_messages={
                    "invalid_choice": _("“%(value)s” is not a topic of this survey. Choose from the list.")
                },
            )
        self.fields["speaks_as"] = forms.ChoiceField(
            label=_("You speak as"),
            choices=Speaker.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether you use it or provide it.")},
        )
        self.fields["note"] = forms.CharField(
            label=_("A sentence about it, for the organiser (optional)"),
            required=False,
            max_length=LONGEST_NOTE,
            error_messages={"max_length": _("Write at most %(n)s characters.") % {"n": LONGEST_NOTE}},
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def ticked(self, stance: str) -> set[str]:
        """Keys of the ticks to draw: those that were sent, else those that stand."""
        return set(self[stance].value() or ())

    @property
    def said(self) -> Said:
        """What was sent, once it is valid."""
        keys = ((key, stance) for stance in Stance.values for key in self.cleaned_data[stance])
        return Said(
            wishes=frozenset((*key.split(":", 1), stance) for key, stance in keys),
            seen=read(self.cleaned_data["seen"]),
            speaks_as=self.cleaned_data["speaks_as"],
            note=" ".join(self.cleaned_data["note"].split()),
        )


def _stands(standing: OwnExchange, key: str, stance: str) -> bool:
    return (*key.split(":", 1), stance) in standing.wishes


def written(wishes: frozenset[tuple[str, str, str]]) -> str:
    return " ".join(sorted(map(":".join, wishes)))


def read(text: str) -> frozenset[tuple[str, str, str]]:
    """The reverse of `written`; what is no wish is left out, and then differs from what stands."""
    found = (tuple(each.split(":")) for each in text.split())
    return frozenset((each[0], each[1], each[2]) for each in found if len(each) == 3)
