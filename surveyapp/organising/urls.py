from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import SlugConverter

from surveyapp.organising.reserved import NOT_PROGRAMMES, NOT_SURVEYS


class ProgrammeConverter(SlugConverter):
    """A programme's short name; /organise/releases/... belongs to the pages of releases, /organise/new/ starts one."""

    regex = rf"(?!(?:{'|'.join(NOT_PROGRAMMES)})/)[-a-zA-Z0-9_]+"


class WaveConverter(SlugConverter):
    """A survey's short name; what stands in its place in an address names a part of the programme, which is no survey."""

    regex = rf"(?!(?:{'|'.join(NOT_SURVEYS)})/)[-a-zA-Z0-9_]+"


register_converter(ProgrammeConverter, "programme")
register_converter(WaveConverter, "wave")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("surveyapp.organising.register.urls")),
    path("", include("surveyapp.organising.programmes.urls")),
    path("", include("surveyapp.organising.interface.urls")),
    path(
        "", include("surveyapp.organising.questionnaires.urls")
    ),  # before a survey that would be called questionnaires
    path("", include("surveyapp.organising.raw_data.urls")),
    path("", include("surveyapp.organising.invitations.urls")),
    path("", include("surveyapp.organising.earlier.urls")),
    path("", include("surveyapp.organising.watch.urls")),
    path("", include("surveyapp.organising.waves.urls")),
]
