from django.urls import URLPattern, path

from surveyapp.organising.programmes import desk, founding, listing

HERE = "organise/<programme:programme>/"

urlpatterns: list[URLPattern] = [
    path("organise/", listing.programmes, name="programme-list"),
    path("organise/new/", founding.new, name="programme-new"),
    path(HERE, desk.desk, name="programme-desk"),
    path(f"{HERE}surveys/", listing.surveys, name="survey-list"),
]
