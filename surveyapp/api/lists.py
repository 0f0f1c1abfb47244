"""Whole lists for the register: checked first, which writes nothing, then written whole or not at all, both by a worker."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from surveyapp.actions import register_imports as imports
from surveyapp.actions.refusals import Refused
from surveyapp.api import gate, shapes
from surveyapp.api.once import once
from surveyapp.api.register_fields import LONGEST_FACET, Line, facets_of
from surveyapp.api.resource import Resource, conflicts, described, said
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.register_import import RegisterImport, RegisterProblem, RegisterRow
from surveyapp.organising.register.columns import FACET, fields
from surveyapp.organising.register.problem_words import words
from surveyapp.selectors import register_imports

TAG = "Register"
LAYOUT = {"kind": "csv", "encoding": "utf-8", "separator": ","}
MOST_LISTED = 500
MARKS = ("=", "+", "-", "@")


class RowIn(serializers.Serializer):
    """Known by its reference, else by its name. A field that no row of the list has stays as it is; "" clears it."""

    name = Line(max_length=200)
    reference = Line(max_length=64, required=False, allow_blank=True)
    owner = Line(max_length=200, required=False, allow_blank=True)
    email = Line(max_length=254, required=False, allow_blank=True)
    website = Line(max_length=200, required=False, allow_blank=True)
    contact_name = Line(max_length=200, required=False, allow_blank=True)
    facets = serializers.DictField(child=Line(max_length=LONGEST_FACET, allow_blank=True), required=False)


class ListIn(serializers.Serializer):
    organisations = serializers.ListField(child=RowIn(), min_length=1, max_length=settings.API_MOST_ROWS)
    is_whole_list = serializers.BooleanField(default=False, help_text="Whoever is not in the list has left.")

    def validate_organisations(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        known = {each.code for each in facets_of(self.context["programme"])}
        unknown = sorted({code[:100] for row in rows for code in row.get("facets", {})} - known)
        if unknown:
            raise serializers.ValidationError([f"The register keeps no such facet: {', '.join(unknown[:10])}."])
        return rows


class ApplyIn(serializers.Serializer):
    """`decisions`: row → what it is. `rest_are_others`: rows that nothing is said of are organisations of their own."""

    decisions = serializers.DictField(
        child=serializers.ChoiceField(choices=RegisterRow.Decision.values), required=False
    )
    rest_are_others = serializers.BooleanField(default=False)
    leave_problems_out = serializers.BooleanField(default=False)

    def validate_decisions(self, said: Mapping[str, str]) -> dict[int, str]:
        wrong = {row[:20]: ["This is no row of the list."] for row in said if not (row.isdecimal() and len(row) < 7)}
        if wrong:
            raise serializers.ValidationError(wrong)
        return {int(row): decision for row, decision in said.items()}


class ProblemShape(serializers.Serializer):
    row = serializers.IntegerField(help_text="1 is the first organisation of the list.")
    field = serializers.CharField()
    message = serializers.CharField()


class LikelyShape(serializers.Serializer):
    row = serializers.IntegerField()
    name = serializers.CharField()
    may_be = serializers.CharField(help_text="Name of whom it may be.")
    decisions = serializers.ListField(child=serializers.CharField(), help_text="What may be decided.")


class ListShape(serializers.Serializer):
    """`counts`: new, changed, back, unchanged, wrong, gone, problems; `done` once it is written, `undone` once an organiser
    took it back on the pages. Of problems and of rows to
    decide about, the first 500."""

    id = serializers.UUIDField()
    step = serializers.ChoiceField(choices=RegisterImport.Step.choices)
    is_whole_list = serializers.BooleanField()
    refusal = serializers.CharField()
    counts = serializers.DictField()
    problems = ProblemShape(many=True)
    undecided = LikelyShape(many=True)


LIST = {
    "id": shapes.ID,
    "step": "checked",
    "is_whole_list": False,
    "refusal": "",
    "counts": {"new": 2, "changed": 1, "unchanged": 40, "wrong": 1, "problems": 1},
    "problems": [{"row": 3, "field": "email", "message": "“office” is not an e-mail address."}],
    "undecided": [
        {"row": 7, "name": "Acme Gent", "may_be": "Acme, Ghent site", "decisions": ["same", "same_owner", "other"]}
    ],
}


class Lists(Resource):
    @described(
        "check_list",
        "Check a list of organisations (dry run)",
        f"Up to {settings.API_MOST_ROWS} organisations. Nothing of the register is changed: a worker compares the list, and "
        "the address in Location tells what it would add and change, every problem with its row, and who may be there already.",
        answer=ListShape,
        example={**LIST, "step": "checking", "counts": {}, "problems": [], "undecided": []},
        body=ListIn,
        body_example={"organisations": [{"name": "Acme, Ghent site", "reference": "A-17", "owner": "Acme Group"}]},
        errors=[409],
        status=202,
        tag=TAG,
    )
    def post(self, request: Request, programme: UUID) -> Response:
        found = gate.programme(request, programme)
        what = said(ListIn, request, context={"programme": found})

        def act() -> Response:
            about = _kept(found, what["organisations"], request.user)
            imports.request_check(
                about=about, columns=about.columns, is_whole_list=what["is_whole_list"], remembered={}, by=request.user
            )
            about.refresh_from_db()
            where = reverse("v1:list", args=[about.pk], request=request)
            return Response(_shown(about), 202, headers={"Location": where})

        with conflicts(Refused):
            return once(request, act)


class OneList(Resource):
    @described(
        "read_list",
        "Read what a list would do, or did",
        "`step` is checking until a worker has compared it, then checked; after writing it is applying, then applied, or "
        "refused with the reason.",
        answer=ListShape,
        example=LIST,
        tag=TAG,
    )
    def get(self, request: Request, list: UUID) -> Response:  # noqa: A002 - the address calls it so
        return Response(_shown(_one(request, list)))


class ApplyList(Resource):
    @described(
        "apply_list",
        "Write a checked list",
        "Whole or not at all. 409 while something is undecided, wrong and not left out, or if the register changed since.",
        answer=ListShape,
        example={**LIST, "step": "applying"},
        body=ApplyIn,
        body_example={"decisions": {"7": "same"}, "rest_are_others": False, "leave_problems_out": True},
        errors=[409],
        status=202,
        tag=TAG,
    )
    def post(self, request: Request, list: UUID) -> Response:  # noqa: A002 - as above
        about = _one(request, list)
        what = said(ApplyIn, request)

        def act() -> Response:
            # The list's heading is the first row of what is kept.
            decisions = {row + 1: decision for row, decision in what.get("decisions", {}).items()}
            if decisions:
                imports.decide(about=about, decisions=decisions)
            if what["rest_are_others"]:
                imports.decide_the_rest(about=about)
            imports.request_apply(about=about, leaves_problems_out=what["leave_problems_out"], by=request.user)
            about.refresh_from_db()
            return Response(_shown(about), 202)

        with conflicts(Refused):
            return once(request, act)


def _kept(programme: Programme, rows: Sequence[Mapping[str, Any]], by: Account) -> RegisterImport:
    """The list as a file, so that it goes the way of every file that is brought."""
    named = [name for name in fields() if any(name in row for row in rows)]
    facets = list(dict.fromkeys(code for row in rows for code in row.get("facets", {})))
    lines = [
        [_safe(row.get(name, "")) for name in named] + [_safe(row.get("facets", {}).get(code, "")) for code in facets]
        for row in rows
    ]
    heads = [*named, *(f"{FACET}{code}" for code in facets)]
    text = io.StringIO()
    csv.writer(text).writerows([heads, *lines])
    columns = {str(at): head for at, head in enumerate(heads)}
    file = ContentFile(text.getvalue().encode(), name="API")
    return imports.keep_file(
        programme=programme, file=file, by=by, layout=LAYOUT, heads=heads, sample=lines[:5], columns=columns
    )


def _safe(value: str) -> str:
    """Words that look like a formula and are none, marked as spreadsheet programs mark them."""
    return f"'{value}" if value.startswith(MARKS) else value


def _one(request: Request, list_id: UUID) -> RegisterImport:
    found: RegisterImport = gate.one(request, RegisterImport.objects.select_related("programme", "by"), list_id)
    return found


def _shown(about: RegisterImport) -> Any:
    problems = register_imports.problems_of(about)[:MOST_LISTED]
    undecided = register_imports.likely_rows(about).filter(decision="")[:MOST_LISTED]
    shown = {
        "id": about.pk,
        "step": about.step,
        "is_whole_list": about.is_whole_list,
        "refusal": about.refusal,
        "counts": {name: n for name, n in about.counts.items() if name != "before"},
        "problems": [_problem(each) for each in problems],
        "undecided": _undecided(about, undecided),
    }
    return ListShape(shown).data


def _problem(each: RegisterProblem) -> dict[str, Any]:
    # There are no headings here: the first organisation is the first row, also where a sentence names another row.
    detail = str(int(each.detail) - 1) if each.code.endswith("_twice") else each.detail
    return {"row": each.number - 1, "field": each.column, "message": words(each.code, each.value, detail)}


def _undecided(about: RegisterImport, rows: Any) -> list[dict[str, Any]]:
    found = list(rows)
    others = register_imports.row_by_number(about, [row.likely_row for row in found if row.likely_row])
    return [_likely(row, row.likely_organisation or others.get(row.likely_row or 0)) for row in found]


def _likely(row: RegisterRow, other: Any) -> dict[str, Any]:
    decisions = [str(each) for each in imports.offered(row)]
    return {"row": row.number - 1, "name": row.name, "may_be": other.name if other else "", "decisions": decisions}
