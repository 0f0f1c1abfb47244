"""The description of the interface: for programs as OpenAPI, for people as a page made of it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.api.gate import Anybody
from surveyapp.api.resource import Resource

ORDER = ("Programmes and surveys", "Register", "Invitations", "Releases and figures")
METHODS = ("get", "post", "patch", "put", "delete")


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description. It follows from the code alone, so it is made once a process."""
    with override("en"):
        found = SchemaGenerator(api_version="v1").get_schema(request=None, public=True)
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


class Schema(Resource):
    authentication_classes = ()
    permission_classes = (Anybody,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Any:
        """YAML, or JSON with ?format=json."""
        kind = request.query_params.get("format", "yaml")
        if kind == "json":
            return Response(schema(), content_type="application/vnd.oai.openapi+json")
        if kind != "yaml":
            raise ValidationError({"format": ["Ask for yaml or json."]})
        text = OpenApiYamlRenderer().render(schema(), renderer_context={})
        return HttpResponse(text, content_type="application/vnd.oai.openapi")


class NotThere(Resource):
    """Every other address."""

    authentication_classes = ()
    permission_classes = (Anybody,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound("There is no such address. Addresses end with a slash, and ids are UUIDs.")

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> None: ...

    @extend_schema(exclude=True)
    def post(self, request: Request, rest: str) -> None: ...


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, in English as its fields and sentences are."""
    return render(request, "organising/interface/reference.html", {"groups": groups(), "nav": []})


def groups() -> list[dict[str, Any]]:
    """Operations by what they are about."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in schema()["paths"].items():
        for method in METHODS:
            if method in methods:
                tag = methods[method]["tags"][0]
                found.setdefault(tag, []).append(_operation(address, method, methods[method]))
    return [
        {"name": tag, "operations": operations}
        for tag, operations in sorted(found.items(), key=lambda each: ORDER.index(each[0]))
    ]


def _operation(address: str, method: str, about: dict[str, Any]) -> dict[str, Any]:
    sent = about.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": about["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": about["summary"],
        "description": about["description"],
        "parameters": [_parameter(each) for each in about.get("parameters", ())],
        "body": _first_example(sent),
        "answers": [_answer(code, each) for code, each in about["responses"].items()],
    }


def _parameter(about: dict[str, Any]) -> dict[str, Any]:
    where = {"query": "query", "path": "path", "header": "header", "cookie": "cookie"}[about["in"]]
    return {
        "name": about["name"],
        "where": where,
        "required": about.get("required"),
        "text": about.get("description", ""),
    }


def _answer(code: str, about: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = next(iter(about.get("content", {}).values()), {})
    return {
        "code": code,
        "text": about.get("description", ""),
        "example": _first_example(content),
        "is_good": code[0] == "2",
    }


def _first_example(content: dict[str, Any]) -> str:
    examples = list(content.get("examples", {}).values())
    return json.dumps(examples[0]["value"], indent=2, ensure_ascii=False) if examples else ""
