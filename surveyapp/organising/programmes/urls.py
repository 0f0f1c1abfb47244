from django.urls import URLPattern, URLResolver, include, path

from surveyapp.organising.programmes import desk, founding, listing, logo, people, settings

HERE = "organise/<programme:programme>/"
SETTINGS = f"{HERE}settings/"
PEOPLE = f"{HERE}people/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("surveyapp.organising.activity.urls")),
    path("organise/", listing.programmes, name="programme-list"),
    path("organise/new/", founding.new, name="programme-new"),
    path(HERE, desk.desk, name="programme-desk"),
    path(SETTINGS, settings.settings, name="programme-settings"),
    path(f"{SETTINGS}logo/", logo.settings, name="programme-logo-settings"),
    path(f"{SETTINGS}logo/remove/", logo.remove, name="programme-logo-remove"),
    path("logo/<slug:programme>/<slug:sha256>.png", logo.picture, name="programme-logo"),
    path(f"{SETTINGS}<slug:section>/", settings.section, name="programme-settings-section"),
    path(f"{SETTINGS}<slug:section>/back/<int:change>/", settings.back, name="programme-settings-back"),
    path(PEOPLE, people.people, name="programme-people"),
    path(f"{PEOPLE}<uuid:person>/remove/", people.remove, name="programme-person-remove"),
    path(f"{PEOPLE}<uuid:person>/restore/", people.restore, name="programme-person-restore"),
    path(f"{PEOPLE}<uuid:person>/write/", people.write_again, name="programme-person-write"),
    path(f"{PEOPLE}<uuid:person>/names/", people.names, name="programme-names"),
    path(f"{HERE}surveys/", listing.surveys, name="survey-list"),
]
