"""Requests to join: found by their link, and those that wait for the organiser."""

from __future__ import annotations

from django.db.models import QuerySet

from surveyapp.models.invitation import Invitation
from surveyapp.models.joining import JoinRequest
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave


def open_to_requests(slug: str) -> Programme | None:
    """The programme of a join page that is open; None for any other, so that nobody learns which programmes there are."""
    return Programme.objects.filter(slug=slug, register__takes_requests=True).first()


def by_token(programme: Programme, token: str) -> JoinRequest | None:
    """The request whose confirming link has this token."""
    found = JoinRequest.objects.filter(programme=programme, token_sha256=Invitation.digest(token))
    return found.select_related("programme").first()


def requests_of(programme: Programme) -> QuerySet[JoinRequest]:
    """Requests whose address was confirmed, those that wait first."""
    found = JoinRequest.objects.filter(programme=programme).exclude(state=JoinRequest.State.UNCONFIRMED)
    return found.select_related("organisation", "decided_by").order_by("-state", "-confirmed_at")


def perhaps(request: JoinRequest) -> list[Organisation]:
    """Organisations of the register that it may be: the same name but for its spelling, or the same domain."""
    found = Organisation.objects.in_register().filter(programme=request.programme).select_related("owner")
    same = "waymark_name_key(surveyapp_organisation.name) = waymark_name_key(%s)"
    domain = (
        "(waymark_domain(%s, %s) <> '' AND waymark_domain(surveyapp_organisation.website, surveyapp_organisation.email)"
        " = waymark_domain(%s, %s))"
    )
    its = [request.website, request.email] * 2
    return list(found.extra(where=[f"({same} OR {domain})"], params=[request.name, *its])[:5])  # noqa: S610 - all parameters


def open_waves(programme: Programme) -> list[Wave]:
    return list(Wave.objects.filter(programme=programme, state=Wave.State.OPEN).select_related("programme"))
