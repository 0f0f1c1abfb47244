"""Imports of the register: what a checked file says, and what was decided about it."""

from __future__ import annotations

from typing import TypeAlias

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.register_import import RegisterImport, RegisterJob, RegisterProblem, RegisterRow
from surveyapp.selectors import register

Rows: TypeAlias = QuerySet[RegisterRow]
FACET = "facet:"
UNDECIDED = ~Q(likely="") & Q(decision="")


def imports_of(programme: Programme) -> QuerySet[RegisterImport]:
    """The newest first."""
    return RegisterImport.objects.filter(programme=programme).select_related("by", "programme")


def facet_codes(about: RegisterImport) -> list[str]:
    """The facets that the file has columns for."""
    return [target.removeprefix(FACET) for target in about.columns.values() if target.startswith(FACET)]


def rows_of(about: RegisterImport, verdict: str) -> Rows:
    """The rows of a verdict in the order of the file."""
    rows = RegisterRow.objects.filter(register_import=about, verdict=verdict).order_by("number")
    return rows.select_related("organisation__owner")


def likely_rows(about: RegisterImport) -> Rows:
    """Rows that may be an organisation known otherwise; those that nobody decided about come first, as "" does."""
    rows = RegisterRow.objects.filter(register_import=about).exclude(likely="")
    return rows.select_related("likely_organisation__owner").order_by("decision", "number")


def may_be_undone(about: RegisterImport) -> bool:
    """Whether the register is still what the list made of it."""
    return "before" in about.counts and about.compared_with == register.fingerprint(about.programme)


def n_checks(about: RegisterImport) -> int:
    """How often the file was checked, each time perhaps with other columns."""
    return about.jobs.filter(kind=RegisterJob.Kind.CHECK).count()


def undecided(about: RegisterImport) -> int:
    return RegisterRow.objects.filter(UNDECIDED, register_import=about).count()


def decided(about: RegisterImport) -> dict[str, int]:
    """How many new rows were decided to be an organisation of the register ("same"), an earlier row ("same_row"), or are
    left out."""
    is_same = Q(decision=RegisterRow.Decision.SAME)
    return RegisterRow.objects.filter(register_import=about).aggregate(
        same=Count("pk", filter=is_same & Q(likely_organisation__isnull=False)),
        same_row=Count("pk", filter=is_same & Q(likely_row__isnull=False)),
        left_out=Count("pk", filter=Q(decision=RegisterRow.Decision.LEAVE_OUT)),
    )


def problems_of(about: RegisterImport) -> QuerySet[RegisterProblem]:
    return RegisterProblem.objects.filter(register_import=about).order_by("number", "id")


def gone(about: RegisterImport) -> QuerySet[Organisation]:
    """Organisations in the register that no row of the file speaks of, decisions so far included."""
    mine = RegisterRow.objects.filter(register_import=about)
    spoken = mine.filter(organisation=OuterRef("pk"))
    decided = mine.filter(likely_organisation=OuterRef("pk")).filter(Q(decision="same") | Q(likely="taken"))
    here = Organisation.objects.in_register().filter(programme=about.programme_id)
    return here.filter(~Exists(spoken), ~Exists(decided)).select_related("owner").order_by("name")


def row_by_number(about: RegisterImport, numbers: list[int]) -> dict[int, RegisterRow]:
    found = RegisterRow.objects.filter(register_import=about, number__in=numbers)
    return {row.number: row for row in found}


def spoken_of_twice(rows: Rows) -> list[int]:
    """Numbers of rows that speak of an organisation which another row speaks of too."""
    twice = rows.exclude(organisation=None).values("organisation").annotate(n=Count("pk")).filter(n__gt=1)
    return sorted(rows.filter(organisation__in=twice.values("organisation")).values_list("number", flat=True))
