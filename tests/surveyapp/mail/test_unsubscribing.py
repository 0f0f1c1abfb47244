from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from surveyapp.actions.deliveries import request_fresh_link_mail
from surveyapp.actions.letter_links import further_link
from surveyapp.models.audit import AuditEntry
from surveyapp.models.invitation import FreshLink
from surveyapp.models.mail_stop import MailStop
from surveyapp.selectors.mail_stops import unsubscribe_link


@pytest.fixture
def ann(letters):
    (delivery,) = letters("ann")
    path = unsubscribe_link(delivery.invitation).removeprefix("http://testserver")
    return SimpleNamespace(delivery=delivery, invitation=delivery.invitation, path=path)


def test_looking_changes_nothing_and_pressing_stops_what_nobody_asked_for(ann, send, words):
    assert "No more e-mails?" in words(Client().get(ann.path))
    assert MailStop.objects.count() == 0
    said = words(Client(enforce_csrf_checks=True).post(ann.path))
    assert "You get no more e-mails" in said
    send(ann.delivery)
    assert (ann.delivery.state, ann.delivery.reason, mail.outbox) == ("failed", "unsubscribed", [])


def test_what_the_person_asks_for_is_still_sent(ann, send):
    Client().post(ann.path)
    link = further_link(invitation=ann.invitation)
    asked = request_fresh_link_mail(fresh=FreshLink.objects.get(), link=link)
    send(asked)
    assert asked.state == "sent"


def test_it_is_undone_on_the_page(ann, send, words):
    Client().post(ann.path)
    assert "You get e-mails again" in words(Client().post(ann.path, {"undo": "1"}))
    send(ann.delivery)
    assert ann.delivery.state == "sent"


def test_it_counts_for_the_address_at_any_organisation_and_twice_is_once(ann, invite, send):
    Client().post(ann.path)
    Client().post(ann.path)
    other, _ = invite("beta", email="ANN@alpha.example")
    delivery = other.deliveries.get()
    send(delivery)
    assert (delivery.reason, MailStop.objects.count()) == ("unsubscribed", 1)


def test_the_trail_names_no_address(ann):
    Client().post(ann.path)
    entry = AuditEntry.objects.get(action="mail.unsubscribed")
    assert (entry.actor_kind, entry.target_kind) == ("respondent", "MailStop")
    assert "alpha.example" not in f"{entry.detail}{list(MailStop.objects.values())}"


@pytest.mark.parametrize("token", ["x", "0" * 32 + ".forged", "é"])
def test_a_forged_link_stops_nothing(ann, token):
    assert [
        Client().get(f"/unsubscribe/{token}/").status_code,
        Client().post(f"/unsubscribe/{token}/").status_code,
    ] == [
        404,
        404,
    ]
    assert MailStop.objects.count() == 0
