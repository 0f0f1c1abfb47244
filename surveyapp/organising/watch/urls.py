from django.urls import URLPattern, path

from surveyapp.organising.watch import files, views

WATCH = "organise/<programme:programme>/<wave:wave>/watch/"

urlpatterns: list[URLPattern] = [
    path(WATCH, views.watch, name="wave-watch"),
    path(f"{WATCH}called/", views.called, name="wave-watch-called"),
    path(f"{WATCH}list.csv", files.as_csv, name="wave-watch-csv"),
    path(f"{WATCH}list.xlsx", files.as_workbook, name="wave-watch-workbook"),
]
