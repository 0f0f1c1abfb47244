from django.urls import URLPattern, path

from surveyapp.organising.register import (
    duplicates,
    exporting,
    importing,
    joining,
    listing,
    organisations,
    owners,
    requests,
)

BASE = "organise/<programme:programme>/register/"
ONE = f"{BASE}organisations/<uuid:organisation>/"
IMPORT = f"{BASE}import/<uuid:brought>/"
ASKED = f"{BASE}requests/<uuid:asked>/"

urlpatterns: list[URLPattern] = [
    path(BASE, listing.listing, name="register"),
    path(f"{BASE}assign/", listing.assign, name="register-assign"),
    path(f"{BASE}settings/", listing.settings, name="register-settings"),
    path(f"{BASE}register.csv", exporting.as_csv, name="register-csv"),
    path(f"{BASE}register.xlsx", exporting.as_workbook, name="register-workbook"),
    path(f"{BASE}organisations/new/", organisations.add, name="register-add"),
    path(ONE, organisations.organisation, name="register-organisation"),
    path(f"{ONE}change/", organisations.change, name="register-change"),
    path(f"{ONE}leave/", organisations.leave, name="register-leave"),
    path(f"{ONE}return/", organisations.come_back, name="register-return"),
    path(f"{ONE}merge/", organisations.merge, name="register-merge"),
    path(f"{BASE}owners/", owners.listing, name="register-owners"),
    path(f"{BASE}owners/<uuid:owner>/merge/", owners.merge, name="register-merge-owners"),
    path(f"{BASE}duplicates/", duplicates.listing, name="register-duplicates"),
    path(f"{BASE}duplicates/apart/", duplicates.apart, name="register-apart"),
    path(f"{BASE}import/", importing.imports, name="register-imports"),
    path(IMPORT, importing.detail, name="register-import"),
    path(f"{IMPORT}check/", importing.check, name="register-check"),
    path(f"{IMPORT}decide/", importing.decide, name="register-decide"),
    path(f"{IMPORT}apply/", importing.apply, name="register-apply"),
    path(f"{IMPORT}undo/", importing.undo, name="register-undo"),
    path(f"{IMPORT}aside/", importing.aside, name="register-aside"),
    path(f"{BASE}requests/", requests.requests, name="register-requests"),
    path(ASKED, requests.detail, name="register-request"),
    path(f"{ASKED}approve/", requests.approve, name="register-approve"),
    path(f"{ASKED}approve-as/", requests.approve_as, name="register-approve-as"),
    path(f"{ASKED}decline/", requests.decline, name="register-decline"),
    path("join/<slug:programme>/", joining.ask, name="join"),
    path("join/<slug:programme>/sent/", joining.sent, name="join-sent"),
    path("join/<slug:programme>/confirm/<str:token>/", joining.confirm, name="join-confirm"),
]
