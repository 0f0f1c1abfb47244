"""Lists a page at a time: each page names the next by a cursor, so that nothing is told twice or left out meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

SALT = "waymark.api.cursor"
CURSOR = OpenApiParameter("cursor", str, description="Where to go on: as the field `next` of the page before has it.")
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, description="Rows on a page."
)
PAGED = [CURSOR, LIMIT]


class Asked(serializers.Serializer):
    cursor = serializers.CharField(required=False, default="", max_length=2000, allow_blank=True)
    limit = serializers.IntegerField(required=False, default=100, min_value=1, max_value=500)


def page_of(serializer: Any, name: str) -> Any:
    """How a page is described."""
    fields = {"results": serializer(many=True), "next": serializers.URLField(allow_null=True)}
    return inline_serializer(f"PageOf{name}", fields)


def paged(request: Request, rows: QuerySet[Any], show: Callable[[Sequence[Any]], Any], key: str = "pk") -> Response:
    """The rows by `key`, then by id. `show` says the rows of a page as the description has them."""
    asked = Asked(data=request.query_params)
    asked.is_valid(raise_exception=True)
    limit = asked.validated_data["limit"]
    order = [key] if key == "pk" else [key, "pk"]
    found = list(_after(rows.order_by(*order), asked.validated_data["cursor"], order)[: limit + 1])
    more = len(found) > limit
    return Response(
        {
            "results": show(found[:limit]),
            "next": _next(request, found[limit - 1], order) if more else None,
        }
    )


def _after(rows: QuerySet[Any], cursor: str, order: list[str]) -> QuerySet[Any]:
    if not cursor:
        return rows
    try:
        last = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise ValidationError({"cursor": ["This is no cursor. Take it from the field `next`."]}) from None
    if len(last) != len(order):
        raise ValidationError({"cursor": ["This cursor belongs to another list."]})
    if len(order) == 1:
        return rows.filter(pk__gt=last[0])
    key = order[0]
    return rows.filter(**{f"{key}__gte": last[0]}).exclude(**{key: last[0], "pk__lte": last[1]})


def _next(request: Request, last: Any, order: list[str]) -> str:
    values = [str(last.pk) if each == "pk" else getattr(last, each) for each in order]
    query = request.query_params.copy()
    query["cursor"] = signing.dumps(values, salt=SALT)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
