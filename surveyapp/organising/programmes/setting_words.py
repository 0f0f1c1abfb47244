"""What a programme's settings are called, and what they say, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from surveyapp.instruments.languages import own_name
from surveyapp.models.programme import Programme
from surveyapp.organising.programmes import choices
from surveyapp.selectors import facets, instrument_drafts, instruments, register

LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Name of the programme"),
    "organiser_name": gettext_lazy("Who runs it"),
    "contact_email": gettext_lazy("Contact for respondents"),
    "information_sheet": gettext_lazy("Information sheet"),
    "data_controller": gettext_lazy("Data controller"),
    "funder": gettext_lazy("Funder"),
    "ethics_reference": gettext_lazy("Ethics reference"),
    "consent_sentences": gettext_lazy("What people agree to"),
    "instrument": gettext_lazy("Questionnaire"),
    "languages": gettext_lazy("Languages"),
    "default_language": gettext_lazy("Default language"),
    "peer_tree": gettext_lazy("Groups, from large to small"),
    "side_facets": gettext_lazy("Groups across them"),
    "least_owners": gettext_lazy("Fewest companies in a shown group"),
    "needs_second_signature": gettext_lazy("A second person signs results off"),
    "keeps_answers_months": gettext_lazy("Months that answers are kept after the close"),
    "timezone": gettext_lazy("Time zone"),
    "currency": gettext_lazy("Currency"),
}


def label(field: str) -> str:
    return str(LABELS[field])


def lines(programme: Programme, field: str, value: Any) -> list[str]:
    """A setting in words, a line each; empty where it says nothing."""
    return [line for line in SAYING.get(field, _plain)(programme, value) if line]


def facet_names(programme: Programme) -> dict[str, str]:
    """What peer groups can follow, by the questionnaire: the code of a facet, or of its families, → its name."""
    instrument = register.newest_instrument(programme)
    names: dict[str, str] = {}
    if instrument is None:
        return names
    for facet in register.register_facets(programme, get_language() or programme.default_language):
        has_families = any(each.code == facet.code and each.families for each in instrument.facets)
        if has_families:
            names[f"{facet.code}_family"] = _("%(facet)s, in families") % {"facet": facet.name}
        names[facet.code] = facet.name
    return names


def _plain(_programme: Programme, value: Any) -> list[str]:
    return [str(value)]


def _questionnaire(programme: Programme, value: str) -> list[str]:
    newest = instrument_drafts.newest(value, programme) if value else None
    return [choices.name_of(instruments.instrument(newest.pk)) if newest else value]


def _texts(programme: Programme, value: Mapping[str, str]) -> list[str]:
    if len(programme.languages) < 2 and len(value) < 2:
        return list(value.values())
    return [_("%(language)s: %(text)s") % {"language": own_name(code), "text": text} for code, text in value.items()]


def _sentences(programme: Programme, value: list[dict[str, str]]) -> list[str]:
    if not value:
        return [_("The questionnaire’s own sentences")]
    return [line for each in value for line in _texts(programme, each)]


def _languages(_programme: Programme, value: list[str]) -> list[str]:
    return [", ".join(own_name(code) for code in value)]


def _facets(programme: Programme, value: list[str]) -> list[str]:
    names = facet_names(programme)
    return [names.get(code, code) for code in value]


def _months(_programme: Programme, value: int) -> list[str]:
    return [ngettext("%(n)s month", "%(n)s months", value) % {"n": value}]


SAYING: Mapping[str, Callable[[Programme, Any], list[str]]] = {
    "name": _texts,
    "organiser_name": _texts,
    "information_sheet": _texts,
    "data_controller": _texts,
    "funder": _texts,
    "consent_sentences": _sentences,
    "instrument": _questionnaire,
    "languages": _languages,
    "default_language": lambda _programme, value: [own_name(value)],
    "peer_tree": _facets,
    "side_facets": _facets,
    "keeps_answers_months": _months,
    "needs_second_signature": lambda _programme, value: [_("Yes") if value else _("No")],
}


def value_name(programme: Programme, code: str, value: str) -> str:
    """A group's name: what the questionnaire calls the facet's value."""
    instrument = register.newest_instrument(programme)
    language = get_language() or programme.default_language
    return facets.value_name(instrument, code, value, language) if instrument else value
