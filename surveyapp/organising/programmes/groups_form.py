"""Which facts make the groups that are compared, in which order; and what that gives of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme
from surveyapp.organising.programmes.section_form import SectionForm
from surveyapp.organising.programmes.setting_words import facet_names, label, value_name
from surveyapp.selectors import group_sizes, register
from surveyapp.selectors.populations import least_owners, owners_in_no_group
from surveyapp.selectors.programme_settings import Values

LEVELS = 4
MOST_ROWS = 60  # of a preview: what is longer says how many more there are


class GroupsForm(SectionForm):
    """The order from the large groups to the small, and facts whose groups stand across it."""

    def build(self) -> None:
        self.names = facet_names(self.programme)
        kept = {code: code for code in [*self.held["peer_tree"], *self.held["side_facets"]]}
        offered = [("", _("None")), *(kept | self.names).items()]
        order = [*self.held["peer_tree"], *[""] * LEVELS]
        for level in range(1, LEVELS + 1):
            helps = _("The whole sector is divided by this first.") if level == 1 else ""
            said = _("Step %(n)s") % {"n": level}
            self.fields[f"level_{level}"] = forms.ChoiceField(
                label=said, choices=offered, required=False, initial=order[level - 1], help_text=helps
            )
        self.fields["side_facets"] = forms.MultipleChoiceField(
            label=label("side_facets"),
            choices=offered[1:],
            required=False,
            initial=self.held["side_facets"],
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Such as size or country: each of their groups is compared with the whole sector, as far as that gives nobody away."
            ),
        )

    @property
    def order(self) -> list[str]:
        """Only for a valid form."""
        typed = [self.cleaned_data.get(f"level_{level}", "") for level in range(1, LEVELS + 1)]
        return [code for code in typed if code]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        order = self.order
        if len(set(order)) < len(order):
            self.add_error("level_1", _("A fact stands in two steps. Choose each once."))
        for code in order:
            family = f"{code}_family"
            if family in order and order.index(family) > order.index(code):
                said = _("“%(fine)s” is finer than “%(coarse)s”: put it below.")
                self.add_error("level_1", said % {"fine": self._name(code), "coarse": self._name(family)})
        if both := [code for code in found.get("side_facets", []) if code in order]:
            said = _("“%(facet)s” is a step already. Take it out here.")
            self.add_error("side_facets", said % {"facet": self._name(both[0])})
        return found

    def _name(self, code: str) -> str:
        return self.names.get(code, code)

    def said(self) -> Values:
        return {"peer_tree": self.order, "side_facets": self.cleaned_data["side_facets"]}


def preview(programme: Programme, said: Values) -> dict[str, Any]:
    """The groups that the register gives, each with its companies and whether it could be shown if all of them answered."""
    instrument = register.newest_instrument(programme)
    if instrument is None:
        return {}
    least = least_owners(programme)
    order = said["peer_tree"] or list(instrument.peer_tree)
    names = facet_names(programme)
    rows = [_row(programme, order, each, least) for each in group_sizes.tree(programme, instrument, order)]
    margins = [
        {
            "name": names.get(code, code),
            "rows": [_row(programme, [code], each, least) for each in group_sizes.margin(programme, instrument, code)],
            "unplaced": _unplaced(programme, instrument, code),
        }
        for code in said["side_facets"]
    ]
    found = {"groups": rows[:MOST_ROWS], "more": max(len(rows) - MOST_ROWS, 0), "margins": margins, "least": least}
    return found | {"unplaced": _unplaced(programme, instrument, order[0]) if order else []}


def _unplaced(programme: Programme, instrument: Instrument, facet: str) -> list[str]:
    """How many companies are in no group by a fact, and why: a sentence a reason that there is."""
    unsaid, in_none = owners_in_no_group(programme, instrument, facet)
    name = facet_names(programme).get(facet, facet)
    said = [
        (
            unsaid,
            ngettext(
                "%(n)s company is in no group of “%(fact)s”, as the register does not say it.",
                "%(n)s companies are in no group of “%(fact)s”, as the register does not say it.",
                unsaid,
            ),
        ),
        (
            in_none,
            ngettext(
                "%(n)s company is in no group of “%(fact)s”, as the questionnaire puts what it is in none.",
                "%(n)s companies are in no group of “%(fact)s”, as the questionnaire puts what they are in none.",
                in_none,
            ),
        ),
    ]
    return [text % {"n": intcomma(n), "fact": name} for n, text in said if n]


def _row(programme: Programme, order: Sequence[str], group: group_sizes.Group, least: int) -> dict[str, Any]:
    depth = len(group.path)
    name = value_name(programme, order[depth - 1], group.path[-1]) if depth else _("The whole sector")
    return {"name": name, "depth": depth, "owners": group.owners, "is_enough": group.owners >= least}
