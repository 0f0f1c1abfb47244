"""The addresses of version 1. Benchmarking adds its own in config/urls.py."""

from django.urls import path

from surveyapp.api import lists, organisations, owners, people, reference, surveys

PROGRAMME, WAVE = "programmes/<uuid:programme>/", "waves/<uuid:wave>/"
ORGANISATION, LIST = "organisations/<uuid:organisation>/", "lists/<uuid:list>/"
INVITATION = "invitations/<uuid:invitation>/"

urlpatterns = [
    path("", reference.reference, name="reference"),
    path("schema/", reference.Schema.as_view(), name="schema"),
    path("programmes/", surveys.Programmes.as_view(), name="programmes"),
    path(PROGRAMME, surveys.OneProgramme.as_view(), name="programme"),
    path(f"{PROGRAMME}waves/", surveys.Waves.as_view(), name="waves"),
    path(WAVE, surveys.OneWave.as_view(), name="wave"),
    path(f"{WAVE}progress/", surveys.Progress.as_view(), name="progress"),
    path(f"{PROGRAMME}organisations/", organisations.Organisations.as_view(), name="organisations"),
    path(ORGANISATION, organisations.OneOrganisation.as_view(), name="organisation"),
    path(f"{ORGANISATION}leave/", organisations.Leave.as_view(), name="leave"),
    path(f"{ORGANISATION}return/", organisations.ComeBack.as_view(), name="return"),
    path(f"{PROGRAMME}owners/", owners.Owners.as_view(), name="owners"),
    path("owners/<uuid:owner>/merge/", owners.MergeOwners.as_view(), name="merge-owners"),
    path(f"{PROGRAMME}lists/", lists.Lists.as_view(), name="lists"),
    path(LIST, lists.OneList.as_view(), name="list"),
    path(f"{WAVE}invitations/", people.People.as_view(), name="invitations"),
    path(INVITATION, people.Person.as_view(), name="invitation"),
    path(f"{INVITATION}revoke/", people.Revoke.as_view(), name="revoke"),
    path(f"{INVITATION}resend/", people.Resend.as_view(), name="resend"),
    path(f"{WAVE}reminders/", people.Reminders.as_view(), name="reminders"),
    path(f"{LIST}apply/", lists.ApplyList.as_view(), name="apply-list"),
]
