from django.urls import path

from surveyapp.organising.raw_data import views

HERE = "organise/<programme:programme>/<wave:wave>/data/"

urlpatterns = [
    path(HERE, views.raw_data, name="raw-data"),
    path(f"{HERE}<uuid:export_id>/", views.raw_data_file, name="raw-data-file"),
    path(f"{HERE}<uuid:export_id>/file/", views.download, name="raw-data-download"),
    path(f"{HERE}<uuid:export_id>/delete/", views.delete, name="raw-data-delete"),
]
