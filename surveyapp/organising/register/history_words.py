"""What happened to an organisation, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from surveyapp.models.register import RegisterEvent
from surveyapp.organising.register.columns import FACET, targets
from surveyapp.selectors.register import RegisterFacet


def lines(events: Iterable[RegisterEvent], facets: Sequence[RegisterFacet]) -> list[dict[str, Any]]:
    """Each event with its title and, per field, what it was and is."""
    return [{"event": event, "title": _title(event), "changes": changes(event.changes, facets)} for event in events]


def _title(event: RegisterEvent) -> str:
    if event.kind == RegisterEvent.Kind.CHANGED:
        if "name" in event.changes:
            return _("Renamed")
        return _("Moved to another owner") if "owner" in event.changes else _("Changed")
    return str(event.get_kind_display())


def changes(found: dict[str, list[str]], facets: Sequence[RegisterFacet]) -> list[dict[str, str]]:
    """Field, old and new value, in words."""
    names = targets(facets)
    by_code = {f"{FACET}{each.code}": each for each in facets}
    return [
        {
            "field": names.get(field, field.removeprefix(FACET)),
            "was": _said(by_code.get(field), was),
            "now": _said(by_code.get(field), now),
        }
        for field, (was, now) in found.items()
    ]


def _said(facet: RegisterFacet | None, value: str) -> str:
    return facet.said(value) if facet else value
