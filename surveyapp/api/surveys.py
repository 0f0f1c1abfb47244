"""Programmes, their surveys, and how answers come in."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.api import gate, shapes
from surveyapp.api.pages import PAGED, page_of, paged
from surveyapp.api.resource import Resource, described
from surveyapp.models.wave import Wave
from surveyapp.selectors import instruments, response_counts
from surveyapp.selectors.populations import peer_order

TAG = "Programmes and surveys"
PROGRESS = {
    "wave": shapes.ID,
    "facets": ["business_model_family"],
    "segments": [
        {
            "path": [],
            "registered": 80,
            "invited": 74,
            "started": 41,
            "finished": 33,
            "confirmed": 20,
            "companies": 30,
            "owners": 71,
        }
    ],
}


class Programmes(Resource):
    @described(
        "list_programmes",
        "List programmes",
        "Those that you organise; with a token, the token's programme.",
        answer=page_of(shapes.ProgrammeShape, "Programmes"),
        example={"results": [shapes.PROGRAMME], "next": None},
        parameters=PAGED,
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request) -> Response:
        return paged(
            request, gate.programmes(request), lambda rows: shapes.ProgrammeShape(rows, many=True).data, "slug"
        )


class OneProgramme(Resource):
    @described(
        "read_programme",
        "Read a programme",
        "Its names, languages, peer groups and the fewest owners that a figure needs.",
        answer=shapes.ProgrammeShape,
        example=shapes.PROGRAMME,
        tag=TAG,
    )
    def get(self, request: Request, programme: UUID) -> Response:
        return Response(shapes.ProgrammeShape(gate.programme(request, programme)).data)


class Waves(Resource):
    @described(
        "list_waves",
        "List the surveys of a programme",
        "Every round: draft, open, closed or released.",
        answer=page_of(shapes.WaveShape, "Waves"),
        example={"results": [shapes.WAVE], "next": None},
        parameters=PAGED,
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, programme: UUID) -> Response:
        rows = Wave.objects.filter(programme=gate.programme(request, programme))
        return paged(request, rows, lambda rows: shapes.WaveShape(rows, many=True).data, "slug")


class OneWave(Resource):
    @described(
        "read_wave",
        "Read a survey",
        "Its state and dates.",
        answer=shapes.WaveShape,
        example=shapes.WAVE,
        tag=TAG,
    )
    def get(self, request: Request, wave: UUID) -> Response:
        return Response(shapes.WaveShape(gate.wave(request, wave)).data)


class Progress(Resource):
    @described(
        "read_progress",
        "Read how answers come in",
        "Counts by segment of the register, as on the survey's page: organisations that the questionnaire is not about "
        "are left out. The first segment, with an empty path, is the whole sector. Never who answered what.",
        answer=shapes.ProgressShape,
        example=PROGRESS,
        tag=TAG,
    )
    def get(self, request: Request, wave: UUID) -> Response:
        found = gate.wave(request, wave)
        instrument = instruments.instrument(found.instrument_version_id)
        about = {
            "wave": found.pk,
            "facets": list(peer_order(found.programme, instrument)),
            "segments": response_counts.segments(found, instrument, of_population=True),
        }
        return Response(shapes.ProgressShape(about).data)
