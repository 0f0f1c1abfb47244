from django.urls import URLPattern, path

from surveyapp.organising.earlier import columns, listing, steps, years

BASE = "organise/<programme:programme>/earlier/"
ONE = f"{BASE}<uuid:brought>/"

urlpatterns: list[URLPattern] = [
    path(BASE, listing.listing, name="earlier-waves"),
    path(f"{BASE}questions/", years.questions, name="earlier-questions"),
    path(ONE, steps.detail, name="earlier-wave"),
    path(f"{ONE}columns/", columns.columns, name="earlier-columns"),
    path(f"{ONE}reading/", columns.cells, name="earlier-cells"),
    path(f"{ONE}values/", columns.values, name="earlier-values"),
    path(f"{ONE}check/", steps.check, name="earlier-check"),
    path(f"{ONE}apply/", steps.apply, name="earlier-apply"),
    path(f"{ONE}aside/", steps.aside, name="earlier-aside"),
    path(f"{ONE}build/", steps.build, name="earlier-build"),
    path(f"{ONE}undo/", steps.undo, name="earlier-undo"),
]
