from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions import mail_stops, mailing_work, mailings
from surveyapp.actions.letter_links import LINK
from surveyapp.actions.mailings import Person
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.retention import delete_expired_answers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing, Recipient
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation, Wave


def test_each_organisation_gets_one_letter_without_a_link_in_it_yet(invite_all, listed, wave):
    listed(3)
    mailing = invite_all()
    assert (mailing.state, mailing.n_all, mailing.n_written, mailing.left_out) == ("done", 3, 3, {})
    letters = Delivery.objects.order_by("to")
    assert [each.to for each in letters] == ["s0@site.example", "s1@site.example", "s2@site.example"]
    assert all(LINK in each.body and LINK in each.html and each.is_automatic for each in letters)
    assert all(each.reply_to == "survey@sector.example" for each in letters)
    held = Invitation.objects.filter(participation__wave=wave)
    assert [(each.is_coordinator, each.path) for each in held] == [(True, "full")] * 3


def test_inviting_again_invites_nobody_twice(invite_all, listed, wave, people):
    sites = listed(2)
    invite_all()
    again = mailings.prepare_organisations(
        wave=wave, organisations=Organisation.objects.filter(pk__in=[s.pk for s in sites]), by=people.olga.account
    )
    mailings.confirm(mailing=again, by=people.olga.account)
    mailing_work.work(Mailing.objects.select_related("wave__programme").get(pk=again.pk))
    again.refresh_from_db()
    assert (again.n_written, again.left_out) == (0, {"already": 2})
    assert Delivery.objects.count() == 2


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_writes_the_rest(listed, wave, people, work, monkeypatch):
    listed(7)
    monkeypatch.setattr(mailing_work, "AT_ONCE", 3)
    rows = Organisation.objects.filter(email__endswith="site.example")
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=people.olga.account)
    mailings.confirm(mailing=mailing, by=people.olga.account)
    held = Mailing.objects.select_related("wave__programme").get(pk=mailing.pk)
    mailing_work._write_some(held, mailing_work.Writer(held.wave))
    Mailing.objects.filter(pk=mailing.pk).update(state="running", attempts=1)
    assert Delivery.objects.count() == 3
    work(mailing)
    assert (mailing.state, mailing.n_written, Delivery.objects.count()) == ("done", 7, 7)
    assert Invitation.objects.values("participation").distinct().count() == 7


def test_five_thousand_are_invited_in_statements_that_grow_with_pieces_and_not_with_people(
    listed, wave, people, as_worker
):
    listed(5_000)
    rows = Organisation.objects.filter(email__endswith="site.example")
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=people.olga.account)
    mailings.confirm(mailing=mailing, by=people.olga.account)
    with as_worker(), CaptureQueriesContext(connection) as statements:
        tasks.work_on_mailing(str(mailing.pk))
    assert Delivery.objects.count() == 5_000
    assert len(statements) <= 25 * (5_000 // mailing_work.AT_ONCE) + 25


def test_who_asked_for_no_more_or_whose_address_fails_is_left_out_and_said(invite_all, listed, programme, people):
    listed(3)
    mail_stops.stop_mail(programme=programme, email="s0@site.example", why="unsubscribed")
    mail_stops.stop_mail(programme=programme, email="S1@SITE.EXAMPLE", why="bounced")
    mailing = invite_all()
    assert (mailing.n_written, mailing.left_out) == (1, {"bounced": 1, "unsubscribed": 1})
    said = {each.organisation.name: each.outcome for each in mailing.recipients.select_related("organisation")}
    assert said == {"Site 00000": "unsubscribed", "Site 00001": "bounced", "Site 00002": "written"}


def test_the_same_person_may_stand_for_two_organisations_and_not_twice_for_one(wave, people, work):
    sites = [people.alpha.organisation.pk, people.beta.organisation.pk]
    both = [Person(site, "rosa@example.org", "Rosa") for site in sites]
    mailing = mailings.prepare_people(wave=wave, people=both, by=people.olga.account)
    work(mailings.confirm(mailing=mailing, by=people.olga.account))
    assert mailing.n_written == 2 or Mailing.objects.get(pk=mailing.pk).n_written == 2
    again = mailings.prepare_people(
        wave=wave, people=[Person(sites[0], "ROSA@example.org", "Rosa")], by=people.olga.account
    )
    work(mailings.confirm(mailing=again, by=people.olga.account))
    assert Mailing.objects.get(pk=again.pk).left_out == {"already": 1}


def test_names_and_addresses_of_recipients_are_forgotten_once_their_invitation_has_them(wave, people, work):
    asked = {"role": "production", "path": "short"}
    person = Person(people.alpha.organisation.pk, "rosa@example.org", "Rosa", **asked)
    mailing = mailings.prepare_people(wave=wave, people=[person], by=people.olga.account)
    work(mailings.confirm(mailing=mailing, by=people.olga.account))
    assert list(Recipient.objects.values_list("email", "name", "role", "path", "outcome")) == [("",) * 4 + ("written",)]
    assert list(Invitation.objects.values_list("role", "path")) == [("production", "short")]


def test_what_is_prepared_in_a_draft_goes_out_when_it_opens(invite_all, listed, wave, as_worker, no_broker):
    listed(2)
    Wave.objects.filter(pk=wave.pk).update(state="draft", opens_at=None)
    wave.refresh_from_db()
    mailing = invite_all()
    assert (mailing.state, mailing.attempts, Delivery.objects.count()) == ("waiting", 0, 0)
    Wave.objects.filter(pk=wave.pk).update(state="open")
    with as_worker():
        tasks.work_on_mailing(str(mailing.pk))
    assert Delivery.objects.count() == 2


def test_nothing_goes_before_it_is_confirmed(wave, listed, people, work):
    listed(1)
    rows = Organisation.objects.filter(email__endswith="site.example")
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=people.olga.account)
    work(mailing)
    assert (mailing.state, Delivery.objects.count()) == ("waiting", 0)


def test_what_was_not_written_can_be_taken_back_and_nothing_else(wave, listed, people, work):
    listed(1)
    rows = Organisation.objects.filter(email__endswith="site.example")
    olga = people.olga.account
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=olga)
    mailings.take_back(mailing=mailing, by=olga)
    assert Mailing.objects.count() == Recipient.objects.count() == 0
    with pytest.raises(Refused):
        mailings.confirm(mailing=mailing, by=olga)
    mailing = mailings.prepare_organisations(wave=wave, organisations=rows, by=olga)
    work(mailings.confirm(mailing=mailing, by=olga))
    with pytest.raises(Refused):
        mailings.take_back(mailing=mailing, by=olga)


def test_nobody_is_invited_into_a_closed_survey(wave, people, close):
    close(wave)
    wave.refresh_from_db()
    with pytest.raises(SurveyClosed):
        mailings.prepare_organisations(wave=wave, organisations=Organisation.objects.all(), by=people.olga.account)


def test_an_empty_choice_is_refused_and_leaves_nothing(wave, people):
    with pytest.raises(Refused):
        mailings.prepare_organisations(wave=wave, organisations=Organisation.objects.none(), by=people.olga.account)
    assert Mailing.objects.count() == 0


def test_the_trail_names_no_address_and_no_person(invite_all, listed):
    listed(2, contact_name="Rosa Secret")
    invite_all()
    said = str(list(AuditEntry.objects.values_list("action", "detail", "target_id")))
    assert "mailing.written" in said
    assert "site.example" not in said
    assert "Rosa" not in said


def test_an_organisation_takes_part_from_its_invitation_on(invite_all, listed, wave):
    listed(1)
    before = Participation.objects.filter(wave=wave).count()
    invite_all()
    assert Participation.objects.filter(wave=wave).count() == before + 1


def test_what_has_failed_is_tried_anew_and_goes_on_where_it_stopped(prepare, people, client, here, work):
    mailing = mailings.confirm(mailing=prepare(2), by=people.olga.account)
    Mailing.objects.filter(pk=mailing.pk).update(state="failed", attempts=5)
    assert b"Try again" in client.get(f"{here}mailings/{mailing.pk}/").content
    client.post(f"{here}mailings/{mailing.pk}/confirm/")
    work(mailing)
    assert (mailing.state, mailing.n_written) == ("done", 2)


def test_whom_a_mailing_left_out_is_forgotten_with_all_addresses(wave, listed, people, work, as_worker):
    site = listed(1)[0]
    mail_stops.stop_mail(programme=wave.programme, email="rosa@site.example", why="bounced")
    person = Person(site.pk, "rosa@site.example", "Rosa")
    mailing = mailings.prepare_people(wave=wave, people=[person], by=people.olga.account)
    work(mailings.confirm(mailing=mailing, by=people.olga.account))
    assert Recipient.objects.get().email == "rosa@site.example"
    Wave.objects.filter(pk=wave.pk).update(state="closed", closed_at=timezone.now() - timedelta(days=9_000))
    with as_worker():
        delete_expired_answers(now=timezone.now())
    assert Recipient.objects.count() == 0
