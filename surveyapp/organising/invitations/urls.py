from django.urls import URLPattern, path

from surveyapp.organising.invitations import inviting, letters, listing, mailing, person

BASE = "organise/<programme:programme>/<wave:wave>/invitations/"
LETTER = f"{BASE}letters/<slug:kind>/<slug:language>/"
MAILING = f"{BASE}mailings/<uuid:mailing>/"
PERSON = f"{BASE}people/<uuid:invitation>/"

urlpatterns: list[URLPattern] = [
    path(BASE, listing.listing, name="wave-invitations"),
    path(f"{BASE}invite/", inviting.invite, name="wave-invite"),
    path(f"{BASE}invite/<uuid:organisation>/", inviting.person, name="wave-invite-person"),
    path(f"{BASE}invite/list/", inviting.people, name="wave-invite-list"),
    path(f"{BASE}organisations/<uuid:participation>/", listing.organisation, name="wave-invited"),
    path(f"{PERSON}change/", person.change, name="wave-invited-change"),
    path(f"{PERSON}resend/", person.resend, name="wave-invited-resend"),
    path(f"{PERSON}allow/", person.allow, name="wave-invited-allow"),
    path(f"{PERSON}revoke/", person.revoke, name="wave-invited-revoke"),
    path(f"{BASE}uncertain/", listing.uncertain, name="wave-uncertain"),
    path(f"{BASE}remind/", mailing.reminder, name="wave-remind"),
    path(MAILING, mailing.mailing, name="wave-mailing"),
    path(f"{MAILING}confirm/", mailing.confirm, name="wave-mailing-confirm"),
    path(f"{MAILING}take-back/", mailing.take_back, name="wave-mailing-take-back"),
    path(f"{BASE}letters/", letters.letters, name="wave-letters"),
    path(LETTER, letters.letter, name="wave-letter"),
    path(f"{LETTER}test/", letters.test, name="wave-letter-test"),
    path(f"{LETTER}let-go/", letters.let_go, name="wave-letter-let-go"),
    path(f"{LETTER}put-back/", letters.put_back, name="wave-letter-put-back"),
]
