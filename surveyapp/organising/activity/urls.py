from django.urls import URLPattern, path

from surveyapp.organising.activity import views

HERE = "organise/<programme:programme>/activity/"

urlpatterns: list[URLPattern] = [
    path(HERE, views.activity, name="programme-activity"),
    path(f"{HERE}activity.csv", views.as_csv, name="programme-activity-csv"),
]
