"""The coordinator's main menu, on every page of theirs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The route that is reversed, and what it is called. One line a place, in the order of the menu.
PLACES: tuple[tuple[str, Promise | str], ...] = (
    ("benchmarking:view-results", _("Results")),
    ("benchmarking:view-plan", _("Plan")),
    ("benchmarking:view-exchange", _("Exchange")),
    ("benchmarking:view-reports", _("Reports")),
    ("surveyapp:colleagues", _("Your colleagues")),
)


def nav(current: str = "") -> list[dict[str, object]]:
    """`current`: the route of the place the page belongs to; "" for a page that is none of them."""
    return [{"url": reverse(route), "label": str(label), "current": route == current} for route, label in PLACES]
