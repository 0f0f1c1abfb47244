from django.urls import URLPattern, path

from benchmarking.training import catalogue_import_views as imports
from benchmarking.training import catalogue_views as views
from benchmarking.training import providers_views, sector_views

BASE = "organise/<slug:programme>/training/"
MODULE = f"{BASE}modules/<slug:code>/"
IMPORT = f"{BASE}import/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.modules, name="training-catalogue"),
    path(f"{BASE}shipped/", views.load_shipped, name="training-shipped"),
    path(f"{BASE}catalogue.xlsx", views.workbook, name="training-workbook"),
    path(f"{BASE}new/", views.add, name="training-module-new"),
    path(MODULE, views.module, name="training-module"),
    path(f"{MODULE}edit/", views.change, name="training-module-edit"),
    path(f"{MODULE}withdraw/", views.withdraw, name="training-module-withdraw"),
    path(f"{MODULE}restore/", views.restore, name="training-module-restore"),
    path(IMPORT, imports.bring, name="training-import"),
    path(f"{IMPORT}<uuid:waiting>/", imports.report, name="training-import-report"),
    path(f"{IMPORT}<uuid:waiting>/discard/", imports.discard, name="training-import-discard"),
    path(f"{BASE}demand/", sector_views.demand, name="training-demand"),
    path(f"{BASE}demand/<slug:finding>.csv", sector_views.demand_csv, name="training-demand-csv"),
    path(f"{BASE}supply/", sector_views.supply, name="training-supply"),
    path(f"{BASE}supply.csv", sector_views.supply_csv, name="training-supply-csv"),
    path(f"{BASE}providers/", providers_views.provider, name="training-providers"),
    path(f"{BASE}providers/provider.csv", providers_views.provider_csv, name="training-provider-csv"),
    path("benchmarks/demand/", sector_views.sector, name="sector-demand"),
    path("benchmarks/demand/<slug:finding>.csv", sector_views.sector_csv, name="sector-demand-csv"),
]
