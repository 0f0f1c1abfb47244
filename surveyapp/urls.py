from django.urls import URLPattern, URLResolver, include, path

app_name = "surveyapp"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("surveyapp.answering.urls")),
    path("", include("surveyapp.organising.urls")),
]
