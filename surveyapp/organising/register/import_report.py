"""What a checked file would do, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from surveyapp.actions.register_imports import offered
from surveyapp.models.register_import import RegisterImport, RegisterProblem, RegisterRow
from surveyapp.organising.register.columns import targets
from surveyapp.organising.register.gate import paged
from surveyapp.organising.register.history_words import changes
from surveyapp.organising.register.problem_words import words
from surveyapp.selectors import register_imports
from surveyapp.selectors.register import RegisterFacet


def report(request: HttpRequest, about: RegisterImport, facets: Sequence[RegisterFacet]) -> dict[str, Any]:
    """The counts, and the rows of the part that the address asks for."""
    parts = _parts(about)
    asked = request.GET.get("part", "")
    part = next((each["code"] for each in parts if each["code"] == asked and each["n"]), "") or _first(parts)
    page = _page(request, about, part, facets)
    writes = _writes(about)
    return {
        "parts": parts,
        "part": part,
        "page": page,
        "undecided": register_imports.undecided(about),
        "n_checks": register_imports.n_checks(about),
        "does_nothing": not writes,
        "writes": writes,
        "wrong": about.counts.get("wrong", 0),
        "done": about.counts.get("done"),
    }


def _writes(about: RegisterImport) -> int:
    """Organisations that would be added, changed, brought back or that leave, with what is decided so far."""
    said = register_imports.decided(about)
    new: int = about.counts.get("new", 0) - said["same_row"] - said["left_out"] - said["same"]
    gone = register_imports.gone(about).count() if about.is_whole_list else 0
    changed: int = about.counts.get("changed", 0) + about.counts.get("back", 0)
    return new + changed + said["same"] + gone


def _parts(about: RegisterImport) -> list[dict[str, Any]]:
    counts = about.counts
    likely = register_imports.likely_rows(about).count()
    gone = _("Not in the file: leave the register") if about.is_whole_list else _("Not in the file: stay as they are")
    named = [
        ("problems", _("Problems to mend"), counts.get("problems", 0)),
        ("likely", _("Perhaps there already"), likely),
        ("new", _("New"), counts.get("new", 0)),
        ("changed", _("Changed"), counts.get("changed", 0)),
        ("back", _("Back again"), counts.get("back", 0)),
        ("gone", gone, counts.get("gone", 0)),
        ("unchanged", _("Unchanged"), counts.get("unchanged", 0)),
    ]
    return [{"code": code, "label": label, "n": n} for code, label, n in named]


def _first(parts: Sequence[dict[str, Any]]) -> str:
    return next((each["code"] for each in parts if each["n"]), "new")


def _page(request: HttpRequest, about: RegisterImport, part: str, facets: Sequence[RegisterFacet]) -> dict[str, Any]:
    if part == "problems":
        page = paged(request, register_imports.problems_of(about))
        page["rows"] = [_problem(each, targets(facets)) for each in page["rows"]]
    elif part == "likely":
        page = paged(request, register_imports.likely_rows(about))
        page["rows"] = _likely(about, page["rows"])
    elif part == "gone":
        page = paged(request, register_imports.gone(about))
    else:
        page = paged(request, register_imports.rows_of(about, part))
        page["rows"] = [{"row": row, "changes": changes(row.changes, facets)} for row in page["rows"]]
    return page


def _problem(each: RegisterProblem, names: dict[str, str]) -> dict[str, Any]:
    column = names.get(each.column, each.column)
    return {"number": each.number, "column": column, "message": words(each.code, each.value, each.detail)}


def _likely(about: RegisterImport, rows: Sequence[RegisterRow]) -> list[dict[str, Any]]:
    others = register_imports.row_by_number(about, [row.likely_row for row in rows if row.likely_row])
    labels = dict(RegisterRow.Decision.choices)
    return [
        {
            "row": row,
            "other": row.likely_organisation or others.get(row.likely_row or 0),
            "in_register": row.likely_organisation is not None,
            "choices": [(code, labels[code]) for code in offered(row)],
        }
        for row in rows
    ]
