"""Releases, and the figures of those that are published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from surveyapp.api import gate
from surveyapp.api.pages import PAGED, page_of, paged
from surveyapp.api.resource import Resource, described

TAG = "Releases and figures"
ID = "0b9f1c52-6f0b-4b7e-9a53-3f6f2f6f9d10"
FILTERS = [
    OpenApiParameter("group", str, description="Code of one group, such as sector."),
    OpenApiParameter("metric", str, description="One metric, such as dimension:AUT."),
]


class GroupShape(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.DictField(child=serializers.CharField())
    n_owners = serializers.IntegerField()


class WithheldShape(serializers.Serializer):
    """A group that cannot be shown; never a count."""

    label = serializers.DictField(child=serializers.CharField())
    reason = serializers.CharField()


class ReleaseShape(serializers.Serializer):
    """Groups are there once it is published."""

    id = serializers.UUIDField()
    wave = serializers.UUIDField(source="wave_id")
    number = serializers.IntegerField()
    is_interim = serializers.BooleanField()
    state = serializers.ChoiceField(choices=Release.State.choices)
    percent = serializers.IntegerField()
    method_version = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    corrected_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when its figures stand though answers behind them were withdrawn."
    )
    groups = serializers.SerializerMethodField()
    withheld = serializers.SerializerMethodField()

    def get_groups(self, row: Release) -> GroupShape(many=True):  # type: ignore[valid-type]  # read by drf-spectacular
        return GroupShape(row.groups if row.published_at else [], many=True).data

    def get_withheld(self, row: Release) -> WithheldShape(many=True):  # type: ignore[valid-type]  # as above
        return WithheldShape(row.withheld if row.published_at else [], many=True).data


class FigureShape(serializers.Serializer):
    """`value` is the number to print, null where only bounds may be shown; `low` and `high` are its 95 % interval, `least` and
    `most` the bounds of rounding (of a share: counts of its band)."""

    group = serializers.CharField(source="cohort")
    metric = serializers.CharField()
    statistic = serializers.CharField()
    n_owners = serializers.IntegerField()
    n_units = serializers.SerializerMethodField(help_text="Organisations that a band counts; null without one.")
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    least = serializers.FloatField(allow_null=True)
    most = serializers.FloatField(allow_null=True)
    bound = serializers.CharField()

    def get_n_units(self, row: Figure) -> int | None:
        return row.n_units if row.least is not None and row.most is not None else None


class Filters(serializers.Serializer):
    group = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    metric = serializers.CharField(required=False, default="", allow_blank=True, max_length=100)


RELEASE = {
    "id": ID,
    "wave": ID,
    "number": 1,
    "is_interim": False,
    "state": "done",
    "percent": 100,
    "method_version": "4",
    "published_at": "2026-06-01T08:00:00Z",
    "corrected_at": None,
    "groups": [{"code": "sector", "label": {"en": "Whole sector"}, "n_owners": 38}],
    "withheld": [{"label": {"en": "Blood products"}, "reason": "too_few_owners"}],
}
FIGURE = {
    "group": "sector",
    "metric": "dimension:AUT",
    "statistic": "mean",
    "n_owners": 38,
    "n_units": None,
    "value": 47.0,
    "low": 42.1,
    "high": 51.9,
    "least": None,
    "most": None,
    "bound": "",
}


class Releases(Resource):
    @described(
        "list_releases",
        "List the releases of a survey",
        "Those being built, too, so that a program can wait for one.",
        answer=page_of(ReleaseShape, "Releases"),
        example={"results": [RELEASE], "next": None},
        parameters=PAGED,
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, wave: UUID) -> Response:
        rows = Release.objects.filter(wave=gate.wave(request, wave))
        return paged(request, rows, lambda rows: ReleaseShape(rows, many=True).data, "number")


class OneRelease(Resource):
    permission_classes = (gate.Anybody,)

    @described(
        "read_release",
        "Read a release",
        "Its state, and once it is published its groups and which groups are withheld, and why. Where the survey's report is "
        "public, so is this: no token is needed.",
        answer=ReleaseShape,
        example=RELEASE,
        tag=TAG,
    )
    def get(self, request: Request, release: UUID) -> Response:
        return Response(ReleaseShape(_one(request, release)).data)


class Figures(Resource):
    permission_classes = (gate.Anybody,)

    @described(
        "list_figures",
        "List the figures of a published release",
        "Every number that passed disclosure control, and nothing else. 404 until the release is published. Where the survey's "
        "report is public, so are these: no token is needed.",
        answer=page_of(FigureShape, "Figures"),
        example={"results": [FIGURE], "next": None},
        parameters=[*FILTERS, *PAGED],
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, release: UUID) -> Response:
        found = _one(request, release)
        if found.published_at is None:
            raise Http404("This release is not published, so it has no figures to show.")
        asked = Filters(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = Figure.objects.filter(release=found)
        for field, value in (("cohort", asked.validated_data["group"]), ("metric", asked.validated_data["metric"])):
            rows = rows.filter(**{field: value}) if value else rows
        return paged(request, rows, lambda rows: FigureShape(rows, many=True).data)


def _one(request: Request, release: UUID) -> Any:
    """The release, for everybody where its report is public, else for its organisers."""
    rows = Release.objects.select_related("wave__programme")
    public = rows.filter(published_at__isnull=False, is_interim=False, wave__sector_report__is_public=True)
    found = public.filter(pk=release).first()
    if found is not None:
        return found
    if not request.user.is_authenticated:
        raise NotAuthenticated
    return gate.one(request, rows, release, "wave.programme")
