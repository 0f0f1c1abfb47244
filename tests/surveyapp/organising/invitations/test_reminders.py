from datetime import timedelta

import pytest
from django.utils import timezone

from surveyapp.actions import mail_stops, mailing_work
from surveyapp.actions.invitations import revoke
from surveyapp.actions.letter_links import LINK, further_link
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.reminders import remind
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing
from surveyapp.models.organisation import Organisation
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import invitations, reminders


@pytest.fixture
def long_ago(db):
    """Everybody was written to a week ago."""

    def make():
        week = timezone.now() - timedelta(days=7)
        Delivery.objects.update(requested_at=week, state="sent", handed_over_at=week)

    return make


@pytest.fixture
def asked(invite, long_ago):
    """`asked("ann", "bob")` invites so many people of Alpha, a week ago."""

    def make(*names):
        made = {name: invite(email=f"{name}@alpha.example", name=name.title())[0] for name in names}
        long_ago()
        return made

    return make


@pytest.fixture
def finish():
    def make(invitation):
        Response.objects.create(
            participation=invitation.participation,
            invitation=invitation,
            instrument_version_id=invitation.participation.wave.instrument_version_id,
            state="submitted",
            submitted_at=timezone.now(),
            reference=f"WM-{str(invitation.pk)[:6]}",
        )

    return make


def reminded():
    return sorted(Delivery.objects.filter(key__startswith="reminder:").values_list("to", flat=True))


def test_only_those_who_have_not_finished_are_reminded(asked, finish, wave, people, work):
    held = asked("ann", "bob")
    finish(held["bob"])
    mailing = work(remind(wave=wave, by=people.olga.account))
    assert reminded() == ["ann@alpha.example"]
    assert (mailing.state, mailing.number, mailing.n_written, mailing.left_out) == ("done", 1, 1, {"finished": 1})


@pytest.fixture
def withdraw(begin, long_ago):
    """Somebody of Alpha who was invited a week ago, began, and took part no longer."""

    def make(email):
        withdraw_response(response=begin(email=email))
        long_ago()

    return make


def test_nobody_is_reminded_whose_link_was_withdrawn_or_address_fails_or_who_left(asked, withdraw, wave, people, work):
    programme = wave.programme
    held = asked("ann", "bob", "cid", "dora")
    revoke(invitation=held["ann"], by=people.olga.account)
    mail_stops.stop_mail(programme=programme, email="bob@alpha.example", why="bounced")
    mail_stops.stop_mail(programme=programme, email="cid@alpha.example", why="unsubscribed")
    withdraw("eve@alpha.example")
    mailing = work(remind(wave=wave, by=people.olga.account))
    assert reminded() == ["dora@alpha.example"]
    assert mailing.left_out == {"bounced": 1, "left": 1, "unsubscribed": 1}


def test_an_organisation_that_left_the_register_is_not_reminded(asked, wave, people, work):
    asked("ann")
    Organisation.objects.filter(pk=people.alpha.organisation.pk).update(left_at=timezone.now())
    work(remind(wave=wave, by=people.olga.account))
    assert reminded() == []


def test_whoever_had_a_letter_within_48_hours_waits_unless_an_organiser_says_otherwise(invite, wave, people, work):
    invite(email="ann@alpha.example")
    mailing = work(remind(wave=wave, by=people.olga.account))
    assert (reminded(), mailing.left_out) == ([], {"recent": 1})
    work(remind(wave=wave, by=people.olga.account, despite_recent=True))
    assert reminded() == ["ann@alpha.example"]


def test_a_reminder_twice_at_once_is_one_and_its_number_is_one_for_ever(asked, wave, people, work, no_broker):
    asked("ann")
    first = remind(wave=wave, by=people.olga.account)
    assert remind(wave=wave, by=None, by_kind="worker") == first
    work(first)
    assert remind(wave=wave, by=None, by_kind="worker", number=1) == first
    second = remind(wave=wave, by=None, by_kind="worker")
    assert second.number == 2
    work(second)
    assert reminded() == ["ann@alpha.example"]


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_reminds_the_rest(asked, wave, people, work, monkeypatch):
    asked("ann", "bob", "cid")
    monkeypatch.setattr(mailing_work, "AT_ONCE", 2)
    mailing = remind(wave=wave, by=people.olga.account, despite_recent=True)
    held = Mailing.objects.select_related("wave__programme").get(pk=mailing.pk)
    first = sorted(each.pk for each in Invitation.objects.all())[:2]
    mailing_work._remind_some(held, mailing_work.Writer(held.wave), first)
    assert len(reminded()) == 2
    work(mailing)
    assert reminded() == ["ann@alpha.example", "bob@alpha.example", "cid@alpha.example"]
    assert Mailing.objects.get(pk=mailing.pk).n_written == 3


def test_a_reminder_waiting_to_be_sent_is_dropped_once_its_person_has_finished(asked, finish, wave, people, work):
    held = asked("ann", "bob")
    work(remind(wave=wave, by=people.olga.account))
    finish(held["ann"])
    assert mailing_work.drop_overtaken() == 1
    assert reminded() == ["bob@alpha.example"]


def test_the_letter_carries_a_link_made_when_it_is_sent_and_earlier_links_keep_working(
    invite, wave, people, work, long_ago
):
    invitation, token = invite(email="ann@alpha.example")
    long_ago()
    work(remind(wave=wave, by=people.olga.account))
    letter = Delivery.objects.get(key__startswith="reminder:")
    assert LINK in letter.body
    another = further_link(invitation=invitation).rstrip("/").rsplit("/", 1)[1]
    assert invitations.by_token(token) == invitations.by_token(another) == invitation
    revoke(invitation=invitation, by=people.olga.account)
    assert invitations.by_token(token) is None
    assert invitations.by_token(another) is None


def test_thanks_go_to_those_who_have_finished(asked, finish, wave, work, close):
    held = asked("ann", "bob")
    finish(held["bob"])
    close(wave)
    wave.refresh_from_db()
    work(remind(wave=wave, by=None, by_kind="operator", kind="thanks"))
    assert list(Delivery.objects.filter(key__startswith="thanks:").values_list("to", flat=True)) == [
        "bob@alpha.example"
    ]


def test_more_time_is_told_to_everybody_unfinished_however_recent_their_last_letter(invite, wave, people, work):
    invite(email="ann@alpha.example")
    work(remind(wave=wave, by=people.olga.account, kind="extension"))
    assert reminded() == ["ann@alpha.example"]


def test_a_survey_that_is_not_open_reminds_nobody(wave, people, close):
    Wave.objects.filter(pk=wave.pk).update(state="draft")
    with pytest.raises(SurveyClosed):
        remind(wave=wave, by=people.olga.account)
    Wave.objects.filter(pk=wave.pk).update(state="open")
    close(wave)
    with pytest.raises(SurveyClosed):
        remind(wave=wave, by=people.olga.account)


def test_an_unknown_kind_and_thanks_in_a_confidential_survey_are_refused(wave, people, make_confidential):
    with pytest.raises(Refused):
        remind(wave=wave, by=people.olga.account, kind="invitation")
    with pytest.raises(Refused):
        remind(wave=make_confidential(wave), by=people.olga.account, kind="thanks")


def test_the_numbers_before_are_those_after(asked, finish, wave, people, work):
    held = asked("ann", "bob", "cid")
    finish(held["cid"])
    reach = reminders.reach(wave, "reminder")
    mailing = work(remind(wave=wave, by=people.olga.account))
    assert (reach.n, dict(reach.left_out)) == (mailing.n_written, mailing.left_out) == (2, {"finished": 1})


def test_after_the_close_thanks_alone_can_be_sent(client, here, wave, as_worker):
    with as_worker():
        Wave.objects.filter(pk=wave.pk).update(state="closed", closed_at=wave.opens_at)
    page = client.get(f"{here}remind/?kind=reminder")
    assert [each["kind"] for each in page.context["kinds"]] == ["thanks"]
    client.post(f"{here}remind/", {"kind": "reminder", "despite_recent": "yes"})
    assert not Mailing.objects.filter(wave=wave).exists()
