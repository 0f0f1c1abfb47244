from django.urls import URLPattern, path

from surveyapp.organising.waves import closing, dates, drafting, overview, preview

HERE = "organise/<programme:programme>/<wave:wave>/"

urlpatterns: list[URLPattern] = [
    path("organise/<programme:programme>/surveys/new/", drafting.new, name="wave-new"),
    path(HERE, overview.overview, name="wave-detail"),
    path(f"{HERE}open/", overview.open_survey, name="wave-open"),
    path(f"{HERE}edit/", drafting.edit, name="wave-edit"),
    path(f"{HERE}delete/", drafting.delete, name="wave-delete"),
    path(f"{HERE}dates/", dates.dates, name="wave-dates"),
    path(f"{HERE}extend/", dates.extend, name="wave-extend"),
    path(f"{HERE}close/", closing.close, name="wave-close"),
    path(f"{HERE}preview/", preview.preview, name="wave-preview"),
]
