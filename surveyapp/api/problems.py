"""What went wrong, after RFC 9457: a sentence, and which field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class Conflict(APIException):
    status_code = 409
    default_code = "conflict"


class Changed(APIException):
    status_code = 412
    default_code = "changed"


class MarkMissing(APIException):
    status_code = 428
    default_detail = "Say in If-Match which version you change: the ETag that a GET of it gave."
    default_code = "mark_missing"


class FieldProblem(serializers.Serializer):
    field = serializers.CharField(help_text="Path to the field, such as organisations.0.name.")
    message = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblem(many=True, required=False)


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Whatever is raised as a problem document, with the headers that belong to it; None is a fault of ours."""
    found = exception_handler(error, context)
    if found is None:
        return None
    body = document(found.status_code, found.data, is_of_fields=isinstance(error, ValidationError))
    return Response(body, found.status_code, headers=dict(found.headers), content_type=MEDIA_TYPE)


def document(status: int, said: Any, *, is_of_fields: bool) -> dict[str, Any]:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if not is_of_fields:
        return {**body, "detail": str(said.get("detail", said))}
    errors = [{"field": field, "message": message} for field, message in _flat(said)]
    sentence = " ".join(
        f"{each['field']}: {each['message']}" if each["field"] else each["message"] for each in errors[:3]
    )
    return {**body, "detail": sentence, "errors": errors}


def _flat(said: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(said, dict):
        for name, below in said.items():
            field = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _flat(below, field)
    elif isinstance(said, list) and not all(isinstance(each, str) for each in said):
        for at, below in enumerate(said):
            yield from _flat(below, f"{path}.{at}".lstrip("."))
    elif isinstance(said, list):
        yield from ((path, str(each)) for each in said)
    else:
        yield path, str(said)
