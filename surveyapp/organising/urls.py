from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import SlugConverter

from surveyapp.organising import views


class ProgrammeConverter(SlugConverter):
    """A programme's short name; /organise/releases/... belongs to the pages of releases."""

    regex = r"(?!releases/)[-a-zA-Z0-9_]+"


class WaveConverter(SlugConverter):
    """A survey's short name; what stands in its place in an address may be training, exchange or register, which are no surveys."""

    regex = r"(?!(?:training|exchange|register)/)[-a-zA-Z0-9_]+"


register_converter(ProgrammeConverter, "programme")
register_converter(WaveConverter, "wave")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("surveyapp.organising.register.urls")),
    path("organise/", views.programmes, name="programme-list"),
    path(
        "", include("surveyapp.organising.questionnaires.urls")
    ),  # before a survey that would be called questionnaires
    path("", include("surveyapp.organising.raw_data.urls")),
    path("organise/<programme:programme>/<wave:wave>/", views.wave, name="wave-detail"),
    path("organise/<programme:programme>/<wave:wave>/open/", views.open_survey, name="wave-open"),
    path("organise/<programme:programme>/<wave:wave>/close/", views.close, name="wave-close"),
]
