"""Whoever runs one programme writes the ids of another's into addresses and forms."""

import uuid

import pytest
from django.utils import timezone

from surveyapp.actions import mailings
from surveyapp.models.delivery import Delivery
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import LetterText, Mailing
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave


@pytest.fixture
def theirs(survey):
    """Somebody invited by another programme, whose letter is in doubt, and a mailing that waits."""
    programme = Programme.objects.create(slug="other", languages=["en"], name={"en": "Other"})
    version = InstrumentVersion.objects.get(pk=survey.version.pk)
    opens = {"state": "open", "opens_at": timezone.now()}
    wave = Wave.objects.create(programme=programme, instrument_version=version, slug="2026", **opens)
    owner = Owner.objects.create(programme=programme, name="Theirs")
    site = Organisation.objects.create(programme=programme, owner=owner, name="Their site", email="they@other.example")
    participation = Participation.objects.create(wave=wave, organisation=site)
    invitation = Invitation.objects.create(participation=participation, email="x@other.example", token_sha256="0" * 64)
    now = {"handed_over_at": timezone.now(), "state": "uncertain", "body": "Words"}
    delivery = Delivery.objects.create(invitation=invitation, key="theirs", to=invitation.email, subject="s", **now)
    by = Account.objects.create_user("someone@other.example", name="Someone")
    rows = Organisation.objects.filter(pk=site.pk)
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=by)
    words = {"kind": "thanks", "language": "en", "subject": "s", "body": "b\n", "at": timezone.now()}
    text = LetterText.objects.create(programme=programme, by=by, **words)
    return {"site": site, "participation": participation, "invitation": invitation, "delivery": delivery} | {
        "mailing": mailing,
        "text": text,
    }


@pytest.mark.parametrize(
    "page",
    [
        "invite/{site}/",
        "organisations/{participation}/",
        "people/{invitation}/change/",
        "people/{invitation}/resend/",
        "people/{invitation}/revoke/",
        "mailings/{mailing}/",
        "mailings/{mailing}/confirm/",
        "mailings/{mailing}/take-back/",
        "uncertain/",
        "letters/thanks/en/put-back/",
    ],
)
def test_ids_of_another_programme_are_not_found_and_change_nothing(client, here, theirs, page):
    given = {"delivery": theirs["delivery"].pk, "text": theirs["text"].pk, "email": "me@evil.example", "language": "en"}
    url = here + page.format(**{name: row.pk for name, row in theirs.items()})
    assert client.post(url, given | {"path": "full", "again": "yes"}).status_code in (404, 405)
    assert client.get(url).status_code in (404, 405) or page == "uncertain/"
    assert "other.example" not in client.get(url).content.decode()
    assert list(Invitation.objects.values_list("email", "revoked_at")) == [("x@other.example", None)]
    assert list(Delivery.objects.values_list("key", "state")) == [("theirs", "uncertain")]
    assert list(Mailing.objects.values_list("is_confirmed", flat=True)) == [False]


def test_ticked_organisations_of_another_programme_are_not_invited(client, here, theirs):
    n = Mailing.objects.count()
    client.post(f"{here}invite/", {"organisation": [str(theirs["site"].pk), "nonsense", str(uuid.uuid4())]})
    assert Mailing.objects.count() == n
