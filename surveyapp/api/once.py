"""A POST with an Idempotency-Key happens once: said again, it gets the answer it got."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.api.throttling import caller
from surveyapp.models.interface import AnsweredCall

HEADER = "Idempotency-Key"
LONGEST = 100
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "maxLength": LONGEST, "pattern": "^[A-Za-z0-9_.:-]+$"},
    location=OpenApiParameter.HEADER,
    description="Any text of your own, such as a UUID. Within a day the same call with the same key happens once.",
)


class OtherCall(APIException):
    status_code = 422
    default_detail = "This Idempotency-Key was used for another call. Choose a new one."
    default_code = "other_call"


@transaction.atomic
def once(request: Request, act: Callable[[], Response]) -> Response:
    """What `act` answers; with a key, what it answered the first time. A refusal is not kept: it may be tried again."""
    key = request.headers.get(HEADER, "")
    if not key:
        return act()
    if len(key) > LONGEST or not all(each.isascii() and (each.isalnum() or each in "_.:-") for each in key):
        raise ValidationError({HEADER: [f"Use at most {LONGEST} letters, digits and _ . : -"]})
    who, fingerprint = caller(request), _fingerprint(request)
    row = AnsweredCall(caller=who, key=key, fingerprint=fingerprint)
    AnsweredCall.objects.bulk_create([row], ignore_conflicts=True)
    # Who comes second waits at the insert until the first has committed, and finds its answer.
    row = AnsweredCall.objects.select_for_update().get(caller=who, key=key)
    if row.fingerprint != fingerprint:
        raise OtherCall
    if row.status is not None:
        return Response(row.body, row.status, headers={**row.headers, "Idempotency-Replayed": "true"})
    found = act()
    row.status, row.body = found.status_code, json.loads(json.dumps(found.data, default=str))
    row.headers = {name: found.headers[name] for name in ("ETag", "Location") if name in found.headers}
    row.save(update_fields=["status", "body", "headers"])
    return found


def _fingerprint(request: Request) -> str:
    said: Any = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.get_full_path()} {said}".encode()).hexdigest()
