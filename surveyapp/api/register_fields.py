"""What may be said of an organisation, and what a facet takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from surveyapp.instruments.direction import plain
from surveyapp.models.programme import Programme
from surveyapp.selectors.register import RegisterFacet, register_facets

LONGEST_FACET = 100


class Line(serializers.CharField):
    """One line of words with single spaces, and without signs that turn the direction of writing."""

    def to_internal_value(self, data: Any) -> str:
        return " ".join(plain(super().to_internal_value(data)).split())


class OrganisationIn(serializers.Serializer):
    """`owner` is the name of the company that owns it in the end; without one it is its own. "" clears a field."""

    name = Line(max_length=200)
    reference = Line(max_length=64, required=False, allow_blank=True)
    owner = Line(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    website = Line(max_length=200, required=False, allow_blank=True)
    contact_name = Line(max_length=200, required=False, allow_blank=True)
    facets = serializers.DictField(child=Line(max_length=LONGEST_FACET, allow_blank=True), required=False)

    def validate_name(self, value: str) -> str:
        if not value:
            raise serializers.ValidationError("Write the name of the organisation.")
        return value

    def validate_facets(self, value: Mapping[str, str]) -> dict[str, str]:
        """Codes of choices; a choice may be named by its words in any language, too."""
        known = {each.code: each for each in facets_of(self.context["programme"])}
        wrong = {code[:100]: ["The register keeps no such facet."] for code in value if code not in known}
        found = {code: _code(known[code], said) for code, said in value.items() if code in known}
        wrong |= {
            code: [f"Use one of: {', '.join(known[code].choices)}."] for code, said in found.items() if said is None
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return {code: said for code, said in found.items() if said is not None}


def facets_of(programme: Programme) -> list[RegisterFacet]:
    return register_facets(programme, "en")


def _code(facet: RegisterFacet, said: str) -> str | None:
    if not said or not facet.choices:
        return said
    return facet.spellings.get(said.casefold())
