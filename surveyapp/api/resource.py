"""What every address of the interface has in common: it speaks English, and its description says what goes wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils.translation import override
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from surveyapp.api import problems
from surveyapp.api.once import KEY

ERRORS = {
    400: "A field, a parameter or the cursor is wrong: `errors` names each.",
    401: "No token or session, or one that works no more.",
    403: "The token may only read, or the session's CSRF token is missing.",
    404: "There is no such thing, or it is not yours.",
    405: "This address does not take that method.",
    409: "What was asked cannot be done now. `detail` says why; nothing was written.",
    412: "It was changed since: get it again, then change it.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The Idempotency-Key was used for another call.",
    428: "If-Match is missing.",
    429: "Too many calls. Retry-After says in how many seconds to go on.",
}
EXAMPLES = {
    400: (
        "limit: Ensure this value is less than or equal to 500.",
        [("limit", "Ensure this value is less than or equal to 500.")],
    ),
}
WAIT = OpenApiParameter(
    "Retry-After", int, location=OpenApiParameter.HEADER, description="Seconds to wait.", response=[429]
)


class Resource(APIView):
    """Sentences are English, whatever language a browser asks for: programs compare them."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with override("en"):
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """Counts every call, those too that are refused for who makes them."""
        try:
            super().perform_authentication(request)
        finally:
            for throttle in self.get_throttles():
                if not throttle.allow_request(request, self):
                    self.throttled(request, throttle.wait())

    def check_throttles(self, request: Request) -> None:
        """Was done before anything else was looked at."""


class NoBody(serializers.Serializer):
    """Nothing has to be said."""


def described(  # noqa: PLR0913 - all by keyword, and each a part of the description
    name: str,
    summary: str,
    description: str,
    *,
    answer: Any,
    example: Any,
    body: Any = None,
    body_example: Any = None,
    parameters: Sequence[Any] = (),
    errors: Collection[int] = (),
    status: int = 200,
    tag: str,
) -> Any:
    """The description of one operation, with the errors that every one can have."""
    changes = body is not None or status in (201, 202)
    codes = {401, 403, 404, 405, 429, *errors} | ({400, 413, 415, 422} if changes else set())
    responses: dict[Any, Any] = {
        status: OpenApiResponse(answer, "As asked.", [_example(summary, example, response_only=True)])
    }
    responses |= {(code, problems.MEDIA_TYPE): _error(code) for code in sorted(codes)}
    examples = [_example("A body", body_example, request_only=True)] if body_example is not None else []
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=description,
        request=body,
        responses=responses,
        examples=examples,
        parameters=[*parameters, WAIT, *([KEY] if changes else [])],
        tags=[tag],
    )


def _example(name: str, value: Any, **only: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, **only)


def _error(code: int) -> OpenApiResponse:
    detail, fields = EXAMPLES.get(code, (ERRORS[code], []))
    shown = problems.document(code, {"detail": detail}, is_of_fields=False)
    if fields:
        shown["errors"] = [{"field": field, "message": message} for field, message in fields]
    return OpenApiResponse(problems.Problem, ERRORS[code], [OpenApiExample("Problem", value=shown, response_only=True)])


def said(serializer: Any, request: Request, **options: Any) -> dict[str, Any]:
    """The body as the serializer understands it. Raises ValidationError, also for fields that there are not."""
    if not isinstance(request.data, Mapping):
        raise ValidationError({"": ["The body must be a JSON object."]})
    read = serializer(data=request.data, **options)
    read.is_valid(raise_exception=True)
    unknown = sorted(set(request.data) - set(read.fields))
    if unknown:
        raise ValidationError({str(name)[:100]: ["There is no such field."] for name in unknown[:20]})
    found: dict[str, Any] = read.validated_data
    return found


@contextmanager
def conflicts(*kinds: type[Exception]) -> Iterator[None]:
    """Refusals of actions become 409, with their sentence."""
    try:
        yield
    except kinds as refusal:
        raise problems.Conflict(str(refusal)) from refusal
