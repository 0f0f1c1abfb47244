"""Which rows of a list an organiser ticked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest


def ticked(request: HttpRequest, name: str) -> list[UUID]:
    """The ids that were sent under a name; what is no id is passed over, as no page offers it."""
    found = []
    for value in request.POST.getlist(name):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
