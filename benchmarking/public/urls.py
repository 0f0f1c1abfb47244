from django.urls import URLPattern, path

from benchmarking.public import organiser_views, views

DESK = "organise/<slug:programme>/<slug:wave>/report/"
REPORT = "reports/<slug:programme>/<slug:wave>/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("reports/<slug:programme>/", views.newest, name="sector-report-newest"),
    path("reports/<slug:programme>/<slug:wave>/", views.of_wave, name="sector-report-of-wave"),
    path(REPORT, views.page, name="sector-report"),
    path(f"{REPORT}figures.csv", views.as_csv, name="sector-report-csv"),
    path(f"{REPORT}figures.json", views.as_json, name="sector-report-json"),
    path(f"{REPORT}report.pdf", views.as_pdf, name="sector-report-pdf"),
    path(f"{REPORT}picture.png", views.as_picture, name="sector-report-picture"),
    path(f"{REPORT}cite.<slug:ending>", views.cite, name="sector-report-cite"),
    path(f"{REPORT}embed/<slug:section>/", views.embed, name="sector-report-embed"),
    path(f"{REPORT}figures/<path:group>/", views.figures, name="sector-report-figures"),
    path(DESK, organiser_views.settings, name="sector-report-settings"),
    path(f"{DESK}public/", organiser_views.publish, name="sector-report-publish"),
    path(f"{DESK}back/", organiser_views.take_back, name="sector-report-take-back"),
    path(f"{DESK}preview/", organiser_views.preview, name="sector-report-preview"),
]
