from django.urls import path

from benchmarking.dashboards import home, sites_page, views

urlpatterns = [
    path("", home.home, name="home"),
    path("benchmarks/", views.view_results, name="view-results"),
    path("benchmarks/choose/", views.choose_organisation, name="choose-organisation"),
    path("benchmarks/figures/<slug:finding>.csv", views.download_finding, name="download-finding"),
    path("benchmarks/sites/", sites_page.view_sites, name="view-sites"),
    path("benchmarks/sites/<slug:finding>.csv", sites_page.download_sites, name="download-sites"),
]
