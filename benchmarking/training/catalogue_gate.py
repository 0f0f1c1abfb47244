"""What the organiser's pages on training show around their content."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from surveyapp.models.programme import Programme
from surveyapp.navigation import around, inner
from surveyapp.permissions import organisers
from surveyapp.permissions import signed_in as account

__all__ = ["account", "frame", "organisers"]


def frame(programme: Programme, current: str = "") -> dict[str, Any]:
    """`current`: the route of the place."""
    catalogue = "benchmarking:training-catalogue"
    places = {
        catalogue: _("Catalogue"),
        "benchmarking:training-demand": _("Unmet demand"),
        "benchmarking:training-supply": _("Supply"),
        "benchmarking:training-providers": _("Providers"),
        "benchmarking:training-runs": _("Runs"),
        "benchmarking:exchange-desk": _("Exchange"),
    }
    context = around(programme, catalogue, exact=current == catalogue)
    return context | {"inner_nav": inner(places, [programme.slug], current), "inner_label": _("Courses")}
