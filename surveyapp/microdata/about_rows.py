"""The columns that say of a row who answered, without saying who it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.microdata import naming
from surveyapp.microdata.variables import Category, Variable
from surveyapp.models.invitation import Invitation

FACET = "facet_"
SEGMENT = "segment"
NAMES = ("organisation_name", "organisation_reference", "owner_name", "person_name", "started_at", "submitted_at")


@dataclass(frozen=True)
class About:
    """What there is to say of rows: facets of the register, roles that are used, and whether with names, or without any
    link to a site."""

    facets: Sequence[str]
    roles: Sequence[str]
    with_names: bool
    is_confidential: bool
    with_segment: bool = False


def variables(versions: Sequence[Instrument], about: About, language: str) -> list[Variable]:
    """In their order, before the answers; the words of the first version. Of a confidential wave nothing that was known of the person or the site."""
    found = [Variable("response_id", _("Response, under a made-up name"), "text")]
    if about.is_confidential:  # neither that a meeting answered, nor in which version: few may know whose that was
        found += [Variable(SEGMENT, _("Peer group of the site"), "text")] if about.with_segment else []
        return [*found, _yes_no("research_use", _("May be used in research"))]
    found += [_by(), Variable("instrument_version", _("Version of the questionnaire"), "text")]
    found += [Variable("organisation_id", _("Organisation, under a made-up name"), "text")]
    found += _of_person(_roles(versions, about.roles, language))
    found += [
        Variable(FACET + code, _facet_name(versions[0], code, language), "text", option=code) for code in about.facets
    ]
    found += [Variable(name, _named(name), "text") for name in NAMES] if about.with_names else []
    # A register may call a fact whatever it likes.
    short = naming.names([each.name for each in found])
    return [replace(each, name=name) for each, name in zip(found, short, strict=True)]


def _of_person(roles: Sequence[tuple[str, str]]) -> list[Variable]:
    return [
        _yes_no("organisation_confirmed", _("The organisation confirmed its answers")),
        _yes_no("is_coordinator", _("Answered by the coordinator")),
        _coded("path", _("Questions asked"), [(str(code), str(label)) for code, label in Invitation.Path.choices]),
        _coded("role", _("Role"), roles),
        Variable("language", _("Language of the answers"), "text"),
        Variable("started_on", _("Day begun"), "date"),
        Variable("submitted_on", _("Day sent"), "date"),
        Variable("minutes", _("Minutes from begun to sent"), "number"),
        _yes_no("research_use", _("May be used in research")),
    ]


def _by() -> Variable:
    kinds = [("person", _("A person")), ("meeting", _("A meeting")), ("imported", _("Imported from a file"))]
    return _coded("answered_by", _("Answered by"), kinds)


def _coded(name: str, label: str, words: Sequence[tuple[str, str]]) -> Variable:
    return Variable(name, label, "code", categories=tuple(Category(c, n, t) for n, (c, t) in enumerate(words, start=1)))


def _yes_no(name: str, label: str) -> Variable:
    return Variable(name, label, "code", categories=(Category("no", 0, _("No")), Category("yes", 1, _("Yes"))))


def _roles(versions: Sequence[Instrument], used: Sequence[str], language: str) -> list[tuple[str, str]]:
    """Those of the questionnaire, then others that were given, under their codes."""
    found: dict[str, str] = {}
    for version in versions:
        for code, text in version.roles.items():
            found.setdefault(code, localised(text, language, version.default_language))
    return list((found | {code: code for code in used if code and code not in found}).items())


def _facet_name(instrument: Instrument, code: str, language: str) -> str:
    named = {facet.code: facet.name for facet in instrument.facets if facet.name}
    words = localised(named.get(code), language, instrument.default_language) or code.replace("_", " ")
    return _("Fact about the site: %(what)s") % {"what": words}


def _named(name: str) -> str:
    return {
        "organisation_name": _("Name of the organisation"),
        "organisation_reference": _("Reference in the register"),
        "owner_name": _("Name of the owner"),
        "person_name": _("Name of the person"),
        "started_at": _("Begun at (UTC)"),
        "submitted_at": _("Sent at (UTC)"),
    }[name]
