import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions import delivery_events, fresh_links, mail_stops, mailings
from surveyapp.actions.delivery_events import Kind, Named
from surveyapp.actions.reminders import remind
from surveyapp.actions.responses import submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.letters import Recipient
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.wave import Wave
from surveyapp.selectors import invitations

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")
UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@pytest.fixture
def wave(survey, make_confidential):
    wave = make_confidential(survey.wave)
    Wave.objects.filter(pk=wave.pk).update(opens_at=timezone.now() - timedelta(days=30))
    wave.refresh_from_db()
    return wave


@pytest.fixture
def send(as_worker):
    def make():
        with as_worker():
            for each in Delivery.objects.filter(state="queued"):
                tasks.send_delivery(str(each.pk))

    return make


@pytest.fixture
def remind_all(wave, people, as_worker, send):
    def make():
        mailing = remind(wave=wave, by=people.olga.account, despite_recent=True)
        with as_worker():
            tasks.work_on_mailing(str(mailing.pk))
        send()

    return make


@pytest.fixture
def ann_and_bob(wave, invite, begin, send):
    """Two of one organisation: Ann has finished, Bob has begun."""
    held = {}
    for name in ("ann", "bob"):
        response = begin(email=f"{name}@alpha.example", name=name.title())
        if name == "ann":
            submit_response(response=response)
        held[name] = response.invitation
    send()
    return held


def reminder_to_bob():
    return Delivery.objects.get(key__startswith="reminder:", to="bob@alpha.example")


def rows():
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE none")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')  # noqa: S608 - names of our own tables
            yield from [(table, text) for (text,) in cursor.fetchall()]
        cursor.execute("SET LOCAL ROLE waymark_web")


def about(invitation, since):
    """All rows that lead to a person, over as many tables as it takes, without what is drawn by lot; of each time, only
    whether it is after `since`."""
    known = {str(invitation.pk), invitation.pk.hex, invitation.email, invitation.name, invitation.token_sha256}
    known.add(MailStop.digest(invitation.participation.wave.programme_id, invitation.email))
    everything, found = list(rows()), set()
    while True:
        leading = {each for each in everything if any(value in each[1] for value in known)} - found
        if not leading:
            break
        found |= leading
        known |= {own for _, text in leading for own in re.findall(r'"id": "([0-9a-f-]{36})"', text)}
    return sorted((table, _without_lots(text, known, since)) for table, text in found)


def _without_lots(text, known, since):
    for value in sorted(known, key=len, reverse=True):
        text = text.replace(value, "X")
    text = TIME.sub(lambda at: "after" if timezone.datetime.fromisoformat(at[0]) > since else "before", text)
    return re.sub(r'"id": \d+|[0-9a-f]{64}', "N", UUID.sub("U", text))


def test_after_the_close_nothing_tells_who_finished_from_who_was_reminded(ann_and_bob, wave, people, remind_all, send):
    ann, bob = ann_and_bob["ann"], ann_and_bob["bob"]
    mail_stops.unsubscribe(invitation=ann)
    answered = timezone.now()
    remind_all()
    fresh = fresh_links.send_fresh_link(invitation=bob, by=None, by_kind="respondent")
    FreshLink.objects.filter(pk=fresh.pk).update(used_at=timezone.now())
    send()
    mail_stops.unsubscribe(invitation=bob)
    assert about(ann, answered) != about(bob, answered)
    close_wave(wave=wave, by=people.olga.account)
    for each in ann, bob:
        each.refresh_from_db()
    seen = [row for row in about(ann, answered) if "after" not in row[1]]
    assert len(seen) > 3
    assert about(ann, answered) == about(bob, answered) == seen


@pytest.mark.parametrize("kind", [Kind.BOUNCED, Kind.COMPLAINED])
def test_what_came_of_a_reminder_does_not_tell_that_there_was_one(ann_and_bob, wave, people, remind_all, kind):
    ann, bob = ann_and_bob["ann"], ann_and_bob["bob"]
    answered = timezone.now()
    remind_all()
    if kind is Kind.COMPLAINED:  # Ann's, about her invitation
        letter = Delivery.objects.get(to=ann.email)
        delivery_events.apply(named=Named(ours=str(letter.pk)), kind=kind, words="", hard=True)
    delivery_events.apply(named=Named(ours=str(reminder_to_bob().pk)), kind=kind, words="No such user", hard=True)
    assert MailStop.objects.exists()
    close_wave(wave=wave, by=people.olga.account)
    for each in ann, bob:
        each.refresh_from_db()
    seen = about(ann, answered)
    assert ("surveyapp_mailstop" in {table for table, _ in seen}) == (kind is Kind.COMPLAINED)
    assert not [row for row in seen if "after" in row[1]]
    assert seen == about(bob, answered)


def test_the_link_of_the_invitation_works_on_and_those_of_reminders_do_not(wave, people, work_of, remind_all):
    invitation = work_of("ann@alpha.example")
    remind_all()
    assert invitation.fresh_links.count() == 2
    close_wave(wave=wave, by=people.olga.account)
    letter = Delivery.objects.get(invitation=invitation)
    assert list(invitation.fresh_links.values_list("pk", flat=True)) == [letter.pk]


@pytest.fixture
def work_of(wave, people, send):
    """Somebody whose letter's link was made when it was sent."""
    from surveyapp.actions.letter_writing import Addressed, Writer

    def make(email):
        participation = wave.participations.get(organisation=people.alpha.organisation)
        digest = Invitation.digest(Invitation.new_token())
        made = Invitation.objects.create(participation=participation, email=email, token_sha256=digest)
        Writer(wave).write("invitation", [Addressed(made, "Alpha", f"invitation:{made.pk}")])
        send()
        return made

    return make


def test_an_address_whose_invitation_came_back_gets_no_more_after_the_close(ann_and_bob, wave, people):
    letter = Delivery.objects.get(to="bob@alpha.example")
    delivery_events.apply(named=Named(ours=str(letter.pk)), kind=Kind.BOUNCED, words="", hard=True)
    before = MailStop.objects.get()
    close_wave(wave=wave, by=people.olga.account)
    after = MailStop.objects.get()
    assert (after.why, after.email_sha256, after.created_at) == ("bounced", before.email_sha256, wave.opens_at)
    assert after.pk != before.pk


def test_a_reminder_sent_again_is_forgotten_with_the_first(ann_and_bob, wave, people, remind_all):
    remind_all()
    first = reminder_to_bob()
    again = {"invitation": first.invitation, "to": first.to, "subject": "s", "state": "queued"}
    Delivery.objects.create(id=uuid.uuid4(), key=f"again:{first.pk}", replaces=first, **again)
    close_wave(wave=wave, by=people.olga.account)
    assert set(Delivery.objects.values_list("key", flat=True)) == {
        f"invitation:{each.pk}" for each in ann_and_bob.values()
    }


def test_a_list_that_names_somebody_invited_already_forgets_what_they_were_to_be_asked(ann_and_bob, wave, people):
    asked = {"role": "production", "path": "sections", "sections": ("work",)}
    person = mailings.Person(people.alpha.organisation.pk, "ann@alpha.example", **asked)
    mailings.prepare_people(wave=wave, people=[person], by=people.olga.account)
    close_wave(wave=wave, by=people.olga.account)
    assert list(Recipient.objects.values_list("role", "path", "sections")) == [("", "", [])]


def test_an_ordinary_survey_keeps_its_letters(survey, begin, people, send, as_worker):
    begin(email="ann@alpha.example")
    Delivery.objects.update(requested_at=timezone.now() - timedelta(days=7))
    with as_worker():
        tasks.work_on_mailing(str(remind(wave=survey.wave, by=people.olga.account).pk))
    send()
    close_wave(wave=survey.wave, by=people.olga.account)
    assert Delivery.objects.filter(key__startswith="reminder:", state="sent").count() == 1
    assert FreshLink.objects.count() == 1
    assert invitations.by_token("nothing") is None
