from django.urls import URLPattern, path

from surveyapp.organising.programmes import desk, founding, listing, settings

HERE = "organise/<programme:programme>/"
SETTINGS = f"{HERE}settings/"

urlpatterns: list[URLPattern] = [
    path("organise/", listing.programmes, name="programme-list"),
    path("organise/new/", founding.new, name="programme-new"),
    path(HERE, desk.desk, name="programme-desk"),
    path(SETTINGS, settings.settings, name="programme-settings"),
    path(f"{SETTINGS}<slug:section>/", settings.section, name="programme-settings-section"),
    path(f"{SETTINGS}<slug:section>/back/<int:change>/", settings.back, name="programme-settings-back"),
    path(f"{HERE}surveys/", listing.surveys, name="survey-list"),
]
