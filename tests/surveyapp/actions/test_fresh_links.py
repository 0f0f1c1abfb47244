from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions import fresh_links, invitations
from surveyapp.actions.refusals import LinkRevoked, NoAddress, SurveyClosed, TooManyLinks
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink
from surveyapp.models.link_request import LinkRequest
from surveyapp.selectors.invitations import by_token

ADDRESS = "ann@alpha.example"


@pytest.fixture
def invited(invite):
    return invite(email=ADDRESS, name="Ann")[0]


@pytest.fixture
def ask(as_worker):
    """Ask for an address and let a worker answer."""

    def make(email, client="192.0.2.1"):
        request = fresh_links.request_fresh_link(email=email, client=client)
        with as_worker():
            tasks.answer_link_request(str(request.pk))
            request.refresh_from_db()
        return request

    return make


@pytest.fixture
def fresh_mails(as_worker):
    """The e-mails with fresh links, sent; their bodies are forgotten afterwards."""

    def make():
        for delivery in Delivery.objects.filter(key__startswith="fresh-link:", state="queued"):
            with as_worker():
                tasks.send_delivery(str(delivery.pk))
        return [m for m in mail.outbox if "new link" in m.subject]

    return make


def token_in(body):
    return next(line for line in body.splitlines() if "/answer/" in line).split("/answer/")[1].strip("/")


def passed(**time):
    """As if the fresh links sent so far had been sent that much earlier."""
    for link in FreshLink.objects.all():
        FreshLink.objects.filter(pk=link.pk).update(created_at=link.created_at - timedelta(**time))


def test_a_fresh_link_opens_the_same_questions_and_the_old_one_still_does(invited, invite, ask, fresh_mails):
    invite("beta", email="somebody@else.example")
    ask(ADDRESS)
    (message,) = fresh_mails()
    assert message.to == [ADDRESS]
    assert "It works for one day." in message.body
    assert by_token(token_in(message.body)) == invited
    assert Delivery.objects.filter(key__startswith="fresh-link:").values_list("body", flat=True).get() == ""


def test_the_letters_of_an_address_may_be_of_either_case(invited, ask, fresh_mails):
    ask("Ann@ALPHA.example")
    assert [m.to for m in fresh_mails()] == [[ADDRESS]]


def test_an_unknown_address_gets_nothing(invited, ask, fresh_mails):
    ask("nobody@alpha.example")
    ask("")
    assert (fresh_mails(), FreshLink.objects.count()) == ([], 0)


def test_each_open_survey_of_an_address_sends_its_own_link(invited, invite, ask, fresh_mails, people):
    beta = invite("beta", email=ADDRESS)[0]
    revoked = invite("beta", email=ADDRESS)[0]
    invitations.revoke(invitation=revoked, by=people.olga.account)
    ask(ADDRESS)
    opened = {by_token(token_in(m.body)) for m in fresh_mails()}
    assert opened == {invited, beta}
    assert [m.to for m in fresh_mails()] == [[ADDRESS], [ADDRESS]]


def test_a_closed_survey_sends_none(invited, ask, fresh_mails, survey, close):
    close(survey.wave)
    ask(ADDRESS)
    assert fresh_mails() == []
    with pytest.raises(SurveyClosed):
        fresh_links.send_fresh_link(invitation=invited, by=None, by_kind="respondent")


def test_the_address_that_was_asked_for_is_forgotten(invited, ask, as_worker):
    request = ask(ADDRESS)
    assert (request.state, request.email) == ("done", "")
    assert "192.0.2.1" not in request.client
    with as_worker():
        LinkRequest.objects.update(requested_at=timezone.now() - timedelta(days=2))
    ask("nobody@alpha.example")
    with as_worker():
        assert LinkRequest.objects.count() == 1


def test_a_request_that_is_nudged_twice_is_answered_once(invited, ask, as_worker):
    request = ask(ADDRESS)
    with as_worker():
        tasks.answer_link_request(str(request.pk))
    assert FreshLink.objects.count() == 1


def test_the_sweep_takes_up_a_request(invited, as_worker, no_broker, django_capture_on_commit_callbacks):
    request = fresh_links.request_fresh_link(email=ADDRESS, client="192.0.2.1")
    with as_worker(), django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert ("surveyapp.answer_link_request", str(request.pk)) in no_broker


def test_within_five_minutes_one_link_is_sent(invited, ask, fresh_mails):
    ask(ADDRESS)
    ask(ADDRESS)
    assert len(fresh_mails()) == 1
    passed(minutes=5)
    ask(ADDRESS)
    assert len(fresh_mails()) == 2


def test_within_a_day_ten_links_are_sent(invited, ask):
    for n in range(12):
        ask(ADDRESS, client=f"192.0.2.{n}")
        passed(minutes=6)
    assert FreshLink.objects.count() == 10
    with pytest.raises(TooManyLinks, match="Ten links"):
        fresh_links.send_fresh_link(invitation=invited, by=None, by_kind="respondent")


def test_one_place_asks_twenty_times_an_hour(survey, as_worker):
    for n in range(20):
        fresh_links.request_fresh_link(email=f"{n}@alpha.example", client="192.0.2.1")
    with pytest.raises(TooManyLinks):
        fresh_links.request_fresh_link(email=ADDRESS, client="192.0.2.1")
    fresh_links.request_fresh_link(email=ADDRESS, client="192.0.2.2")
    with as_worker():
        LinkRequest.objects.update(requested_at=timezone.now() - timedelta(minutes=61))
    fresh_links.request_fresh_link(email=ADDRESS, client="192.0.2.1")


def test_a_fresh_link_works_for_one_day(invited, ask, fresh_mails):
    ask(ADDRESS)
    token = token_in(fresh_mails()[0].body)
    passed(hours=23, minutes=59)
    assert by_token(token) == invited
    passed(minutes=2)
    assert by_token(token) is None


def test_a_withdrawn_invitation_has_no_fresh_link(invited, people, ask, fresh_mails):
    ask(ADDRESS)
    token = token_in(fresh_mails()[0].body)
    invitations.revoke(invitation=invited, by=people.olga.account)
    assert by_token(token) is None
    with pytest.raises(LinkRevoked):
        fresh_links.send_fresh_link(invitation=invited, by=people.olga.account)


def test_a_person_without_an_address_gets_none(invite, people):
    with pytest.raises(NoAddress):
        fresh_links.send_fresh_link(invitation=invite()[0], by=people.olga.account)
    assert FreshLink.objects.count() == 0


def test_sending_is_recorded_without_the_link_or_the_address(invited, people):
    fresh_links.send_fresh_link(invitation=invited, by=people.olga.account)
    entry = AuditEntry.objects.get(action="fresh_link.sent")
    assert (entry.actor, entry.programme) == (people.olga.account, people.olga.programme)
    assert "@" not in str(entry.detail)


def test_a_name_with_a_line_break_makes_no_header(invite, people, fresh_mails):
    people.alpha.organisation.name = "Alpha\nBcc: all@beta.example"
    people.alpha.organisation.save()
    fresh_links.send_fresh_link(invitation=invite(email=ADDRESS)[0], by=people.olga.account)
    (message,) = fresh_mails()
    assert message.subject.endswith("Alpha Bcc: all@beta.example")
    assert message.message()["Bcc"] is None
