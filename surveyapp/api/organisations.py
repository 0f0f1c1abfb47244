"""The register: find, read, add, change, leave and come back. Every change is in the organisation's history and audited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.actions import register_entries as entries
from surveyapp.actions.refusals import Refused
from surveyapp.api import gate, problems, shapes
from surveyapp.api.once import once
from surveyapp.api.pages import PAGED, page_of, paged
from surveyapp.api.register_fields import OrganisationIn
from surveyapp.api.resource import NoBody, Resource, conflicts, described, said
from surveyapp.models.organisation import Organisation
from surveyapp.selectors import register

TAG = "Register"
STATES = ("here", "left", "merged", "alone", "several")
MARK = OpenApiParameter(
    "ETag", str, location=OpenApiParameter.HEADER, description="Which version this is.", response=[200, 201]
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, location=OpenApiParameter.HEADER, description="The ETag of what you change, or *.", required=True
)
SEARCH = [
    OpenApiParameter("search", str, description="Part of a name, a reference, an address or the owner's name."),
    OpenApiParameter("state", str, enum=STATES, description="here: in the register now. alone, several: by its owner."),
    OpenApiParameter("owner", UUID, description="Those of one owner."),
]
BODY = {"name": "Acme, Ghent site", "reference": "A-17", "owner": "Acme Group", "facets": {"size": "large"}}


class Search(serializers.Serializer):
    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    state = serializers.ChoiceField(choices=STATES, required=False, default="here")
    owner = serializers.UUIDField(required=False, default=None)


class Organisations(Resource):
    @described(
        "list_organisations",
        "List or search the register",
        "By name, those in the register now unless `state` says otherwise.",
        answer=page_of(shapes.OrganisationShape, "Organisations"),
        example={"results": [shapes.ORGANISATION], "next": None},
        parameters=[*SEARCH, *PAGED],
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, programme: UUID) -> Response:
        found = gate.programme(request, programme)
        asked = Search(data=request.query_params)
        asked.is_valid(raise_exception=True)
        want = asked.validated_data
        state = "" if want["state"] == "here" else want["state"]
        rows = register.organisations(found, words=want["search"], state=state, owner=want["owner"])
        return paged(request, rows, lambda rows: shapes.OrganisationShape(rows, many=True).data, "name")

    @described(
        "add_organisation",
        "Add an organisation",
        "409 where another one has this name or reference.",
        answer=shapes.OrganisationShape,
        example=shapes.ORGANISATION,
        body=OrganisationIn,
        body_example=BODY,
        parameters=[MARK],
        errors=[409],
        status=201,
        tag=TAG,
    )
    def post(self, request: Request, programme: UUID) -> Response:
        found = gate.programme(request, programme)
        what = said(OrganisationIn, request, context={"programme": found})
        with conflicts(Refused):
            return once(
                request,
                lambda: _answer(
                    entries.add_organisation(programme=found, said=what, by=request.user, source="API"), 201
                ),
            )


class OneOrganisation(Resource):
    @described(
        "read_organisation",
        "Read an organisation",
        "Its ETag changes with every change of it.",
        answer=shapes.OrganisationShape,
        example=shapes.ORGANISATION,
        parameters=[MARK],
        tag=TAG,
    )
    def get(self, request: Request, organisation: UUID) -> Response:
        return _answer(_one(request, organisation))

    @described(
        "change_organisation",
        "Change an organisation",
        "Only what the body names. If-Match carries the ETag that you read, so that nobody's change is lost.",
        answer=shapes.OrganisationShape,
        example=shapes.ORGANISATION,
        body=OrganisationIn(partial=True),
        body_example={"email": "office@acme.example"},
        parameters=[IF_MATCH, MARK],
        errors=[409, 412, 428],
        tag=TAG,
    )
    def patch(self, request: Request, organisation: UUID) -> Response:
        found = _one(request, organisation)
        seen = _seen(request)
        what = said(OrganisationIn, request, context={"programme": found.programme}, partial=True)
        try:
            return _answer(
                entries.change_organisation(organisation=found, said=what, by=request.user, seen=seen, source="API")
            )
        except entries.Stale as stale:
            raise problems.Changed(str(stale)) from stale
        except Refused as refusal:
            raise problems.Conflict(str(refusal)) from refusal


class Leave(Resource):
    @described(
        "leave_register",
        "Let an organisation leave",
        "It is in the register no more; its past surveys stay. Twice is once.",
        answer=shapes.OrganisationShape,
        example={**shapes.ORGANISATION, "in_register": False},
        body=NoBody,
        parameters=[MARK],
        tag=TAG,
    )
    def post(self, request: Request, organisation: UUID) -> Response:
        return _move(request, organisation, entries.leave)


class ComeBack(Resource):
    @described(
        "return_to_register",
        "Take an organisation in again",
        "Undoes leaving, and a merger. Twice is once.",
        answer=shapes.OrganisationShape,
        example=shapes.ORGANISATION,
        body=NoBody,
        parameters=[MARK],
        tag=TAG,
    )
    def post(self, request: Request, organisation: UUID) -> Response:
        return _move(request, organisation, entries.come_back)


def _one(request: Request, organisation: UUID) -> Organisation:
    found: Organisation = gate.one(request, Organisation.objects.select_related("programme", "owner"), organisation)
    return found


def _answer(row: Organisation, status: int = 200) -> Response:
    return Response(shapes.OrganisationShape(row).data, status, headers={"ETag": f'"{entries.mark(row)}"'})


def _move(request: Request, organisation: UUID, action: Any) -> Response:
    found = _one(request, organisation)

    def act() -> Response:
        action(organisation=found, by=request.user)
        return _answer(_one(request, organisation))

    said(NoBody, request)
    return once(request, act)


def _seen(request: Request) -> str:
    """The mark that the caller has read; "" for any. A list of them is none that we gave."""
    given = str(request.headers.get("If-Match", "")).strip()
    if not given:
        raise problems.MarkMissing
    if given == "*":
        return ""
    mark = given.strip('"')
    if not (mark.isascii() and mark.isdecimal() and len(given) == len(mark) + 2):
        raise ValidationError({"If-Match": ["Send one ETag as you got it, in quotation marks, or *."]})
    return mark
