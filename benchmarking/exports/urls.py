from django.urls import path

from benchmarking.exports import views

urlpatterns = [
    path("benchmarks/reports/", views.view_reports, name="view-reports"),
    path("benchmarks/reports/ask/", views.ask_for_report, name="ask-for-report"),
    path("benchmarks/reports/<uuid:report_id>/", views.report_detail, name="report-detail"),
    path("benchmarks/reports/<uuid:report_id>/file/", views.download_report, name="download-report"),
]
