"""The register of a programme: who is in it, what is known of each, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from surveyapp.instruments.schema import FacetDef, Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.register import RegisterEvent
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import instrument_drafts, instruments

# Sums do not ask for an order, and rows that are the same on both sides make the same sum.
FINGERPRINT = """
    SELECT count(*), coalesce(sum(hashtextextended(concat_ws(E'\\x1f', o.id, o.name, o.reference, w.name, o.facets::text,
        o.email, o.website, o.contact_name, o.left_at IS NULL, o.merged_into_id), 0)::numeric), 0)
    FROM surveyapp_organisation o JOIN surveyapp_owner w ON w.id = o.owner_id WHERE o.programme_id = %s
"""


@dataclass(frozen=True)
class RegisterFacet:
    """A fact that the register keeps of each organisation. `choices`: code → words; empty where any words will do."""

    code: str
    name: str
    choices: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)

    def said(self, value: str) -> str:
        return self.choices.get(value, value)


def fingerprint(programme: Programme) -> str:
    """What tells whether anything in the register has changed, whoever changed it."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT, [programme.pk])
        count, total = cursor.fetchone()
    return f"{count}:{total}"


def newest_instrument(programme: Programme) -> Instrument | None:
    """The questionnaire of the survey that opened last, or will next; before there is one, the newest version of what the
    programme chose; None before it chose."""
    waves = Wave.objects.filter(programme=programme).order_by(F("opens_at").desc(nulls_first=True), "slug")
    version = waves.values_list("instrument_version_id", flat=True).first()
    if version is None and programme.instrument is not None:
        newest = instrument_drafts.newest(programme.instrument.slug, programme)
        version = newest.pk if newest else None
    return instruments.instrument(version) if version else None


def register_facets(programme: Programme, language: str) -> list[RegisterFacet]:
    """The questionnaire's facts with their choices, then those that peer groups follow and no question asks for."""
    instrument = newest_instrument(programme)
    asked = [_of_instrument(instrument, each, language) for each in instrument.facets] if instrument else []
    known = {each.code for each in asked} | {f"{each.code}_family" for each in asked}
    rest = dict.fromkeys([*programme.peer_tree, *programme.side_facets])
    return [*asked, *(RegisterFacet(code, code.replace("_", " ").capitalize()) for code in rest if code not in known)]


def _of_instrument(instrument: Instrument, facet: FacetDef, language: str) -> RegisterFacet:
    choices = instrument.choices(facet.item)
    default = instrument.default_language
    labels = {each.code: localised(each.text, language, default) or each.code for each in choices}
    spellings = {str(text).casefold(): each.code for each in choices for text in (each.text or {}).values()}
    spellings |= {each.code.casefold(): each.code for each in choices}
    name = localised(facet.name, language, default) or facet.code.replace("_", " ").capitalize()
    return RegisterFacet(facet.code, name, labels, spellings)


def organisations(
    programme: Programme,
    *,
    words: str = "",
    facets: Mapping[str, str] | None = None,
    owner: UUID | None = None,
    state: str = "",
) -> QuerySet[Organisation]:
    """Those of the register by name. `words`: part of a name in any spelling of accents, a reference or an address.
    `state`: "" those in the register now, "left", "merged", "alone" (its own owner) or "several" (owner of several).
    """
    found: QuerySet[Organisation] = Organisation.objects.filter(programme=programme)
    found = _in_state(found, state).filter(
        **{f"facets__{code}": value for code, value in (facets or {}).items() if value}
    )
    if owner is not None:
        found = found.filter(owner=owner)
    if words:
        pattern = Q(name__icontains=words) | Q(reference__icontains=words) | Q(email__icontains=words)
        found = found.filter(pattern | Q(website__icontains=words) | Q(owner__name__icontains=words))
    return found.select_related("owner", "merged_into").order_by("name", "pk")


def _in_state(found: QuerySet[Organisation], state: str) -> QuerySet[Organisation]:
    if state == "left":
        return found.filter(left_at__isnull=False, merged_into__isnull=True)
    if state == "merged":
        return found.filter(merged_into__isnull=False)
    found = found.filter(left_at__isnull=True)
    if state in ("alone", "several"):
        large = (
            Organisation.objects.filter(left_at__isnull=True).values("owner").annotate(n=Count("pk")).filter(n__gt=1)
        )
        is_large = Q(owner__in=large.values("owner"))
        return found.filter(is_large) if state == "several" else found.exclude(is_large)
    return found


def counts(programme: Programme) -> dict[str, int]:
    """Organisations in the register, their owners, those that left, and those merged."""
    rows = Organisation.objects.filter(programme=programme)
    here = Q(left_at__isnull=True)
    return rows.aggregate(
        organisations=Count("pk", filter=here),
        owners=Count("owner", filter=here, distinct=True),
        left=Count("pk", filter=~here & Q(merged_into__isnull=True)),
        merged=Count("pk", filter=Q(merged_into__isnull=False)),
    )


def owners(programme: Programme, words: str = "") -> QuerySet[Owner]:
    """Owners of at least one organisation in the register, with how many (`n`), the largest first."""
    here = Q(organisations__left_at__isnull=True)
    found = Owner.objects.filter(programme=programme).annotate(n=Count("organisations", filter=here)).filter(n__gt=0)
    return (found.filter(name__icontains=words) if words else found).order_by("-n", "name")


def history(organisation: Organisation) -> list[RegisterEvent]:
    """What happened to it, the newest first, with who did it."""
    return list(organisation.events.select_related("by", "other"))


def surveys_of(organisation: Organisation) -> list[Participation]:
    """The surveys it takes or took part in, with the owner that counts there."""
    found = organisation.participations.select_related("wave__programme", "owner", "organisation__owner")
    return list(found.order_by("-wave__opens_at"))


def companies(wave: Wave, into: tuple[UUID, UUID] | None = None) -> int:
    """Owners among those taking part in an open survey; `into`: as if the first owner were the second already."""
    found = set(Participation.objects.filter(wave=wave).values_list("organisation__owner", flat=True))
    return len({into[1] if into and owner == into[0] else owner for owner in found})
