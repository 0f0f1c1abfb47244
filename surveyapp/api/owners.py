"""Owners: every n that is printed counts them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_owners import merge_owners
from surveyapp.api import gate, shapes
from surveyapp.api.once import once
from surveyapp.api.pages import PAGED, page_of, paged
from surveyapp.api.resource import Resource, conflicts, described, said
from surveyapp.models.organisation import Owner
from surveyapp.selectors import register

TAG = "Register"
OWNER = {"id": shapes.ID, "name": "Acme Group", "organisations": 3}
SEARCH = OpenApiParameter("search", str, description="Part of the owner's name.")


class Search(serializers.Serializer):
    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class Into(serializers.Serializer):
    into = serializers.UUIDField()


class Moved(serializers.Serializer):
    into = shapes.OwnerShape()
    organisations_moved = serializers.IntegerField()


class Owners(Resource):
    @described(
        "list_owners",
        "List owners",
        "Those that own an organisation of the register, by name. An organisation gets another owner by changing it.",
        answer=page_of(shapes.OwnerWithCount, "Owners"),
        example={"results": [OWNER], "next": None},
        parameters=[SEARCH, *PAGED],
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, programme: UUID) -> Response:
        found = gate.programme(request, programme)
        asked = Search(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = register.owners(found, asked.validated_data["search"])
        return paged(request, rows, lambda rows: shapes.OwnerWithCount(rows, many=True).data, "name")


class MergeOwners(Resource):
    @described(
        "merge_owners",
        "Merge an owner into another",
        "Everything the first owner has belongs to the second from now on. Closed surveys keep theirs.",
        answer=Moved,
        example={"into": {"id": shapes.ID, "name": "Acme Group"}, "organisations_moved": 2},
        body=Into,
        body_example={"into": shapes.ID},
        errors=[409],
        tag=TAG,
    )
    def post(self, request: Request, owner: UUID) -> Response:
        rows = Owner.objects.select_related("programme")
        found = gate.one(request, rows, owner)
        into = rows.filter(programme=found.programme, pk=said(Into, request)["into"]).first()
        if into is None:
            raise ValidationError({"into": ["This programme has no such owner."]})

        def act() -> Response:
            moved = merge_owners(owner=found, into=into, by=request.user)
            return Response({"into": shapes.OwnerShape(into).data, "organisations_moved": moved})

        with conflicts(Refused):
            return once(request, act)
