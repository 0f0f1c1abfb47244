"""The page of results as it is kept: what does not hang on who looks at it, rendered and packed. Nothing of a kept page hangs on
the day or the hour; one that waits for a worker does, and is not kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from benchmarking.actions import kept_pages as keeping
from benchmarking.dashboards.comparison import Comparison, compare
from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.made_with import software
from benchmarking.dashboards.names import language_of_texts
from benchmarking.dashboards.page import Page, page
from benchmarking.dashboards.parts import Piece
from benchmarking.selectors import kept_pages
from benchmarking.selectors.kept_pages import Address, Inside
from surveyapp.config.packed_parts import pack
from surveyapp.models.organisation import Organisation


def results(organisation: Organisation, survey: str, group: str) -> Inside | None:
    """The page of an organisation in the language in force: the one that is kept, if everything it was made from is as it
    was; else made now, and kept. None where there is no survey at all yet.

    The caller has checked that the reader coordinates the organisation. Raises NothingThereError as `compare` does.
    """
    address = Address(organisation.pk, survey, group, get_language() or "")
    found = kept_pages.find(address, software())
    return found.inside or _made(organisation, address, found.state)


def _made(organisation: Organisation, address: Address, state: str) -> Inside | None:
    comparison = compare(organisation, address.survey, address.group)
    if comparison is None:
        return None
    made = inside(comparison, address.group)
    if not _waits(comparison):
        keeping.keep(address=address, state=state, inside=made, counted=_counted(comparison))
    return made


def _waits(comparison: Comparison) -> bool:
    """Such a page says how long the work has taken."""
    work = comparison.survey.work
    return comparison.own is None and work is not None and work.is_under_way


def _counted(comparison: Comparison) -> tuple[UUID, int] | None:
    survey = comparison.survey
    return None if comparison.publication else (survey.wave_id, survey.companies_so_far)


def inside(comparison: Comparison, group: str) -> Inside:
    """`group`: as it was asked for, "" for none."""
    results = with_addresses(page(comparison), comparison)
    context = {
        "organisation": comparison.organisation.name,
        "survey": comparison.survey,
        "group": group,
        "page": results,
        "findings": {each.id.replace("-", "_"): each for each in results.findings},
        "language_of_texts": language_of_texts(comparison),
    }
    return Inside(_frame(results, context), pack(render_to_string("dashboards/results_inside.html", context)))


def _frame(results: Page, context: dict[str, Any]) -> dict[str, Any]:
    """`again`: seconds until a page that waits is loaded anew, 0 for never."""
    return {
        "title": results.kicker,
        "opening": render_to_string("dashboards/results_opening.html", context),
        "contents": render_to_string("dashboards/on_this_page.html", context),
        "surveys": [{"name": each.name, "slug": each.slug} for each in results.other_surveys],
        "again": results.nothing.again if results.nothing else 0,
    }


def with_addresses(results: Page, comparison: Comparison) -> Page:
    """Every finding with the address of its file."""

    def piece_of(piece: Piece) -> Piece:
        shown = piece.shown
        return replace(piece, shown=_with_address(shown, comparison)) if isinstance(shown, Finding) else piece

    found = (replace(part, pieces=tuple(map(piece_of, part.pieces))) for part in results.parts)
    return replace(results, parts=tuple(found))


def _with_address(finding: Finding, comparison: Comparison) -> Finding:
    """Tables of one group and survey have one address; what has no table has none."""
    if not finding.rows:
        return finding
    chosen = {"survey": comparison.survey.slug, "group": comparison.group.code if comparison.group else ""}
    query = urlencode({key: value for key, value in chosen.items() if value})
    return replace(finding, csv_url=f"{reverse('benchmarking:download-finding', args=[finding.id])}?{query}")
