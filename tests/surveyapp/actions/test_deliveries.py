import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions import invitations
from surveyapp.actions.deliveries import request_account_mail, request_letter
from surveyapp.models.delivery import Delivery


class BrokenMail(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("the mail server hung up")


@pytest.fixture
def delivery(invite):
    invite(email="ann@alpha.example", name="Ann")
    return Delivery.objects.get()


@pytest.fixture
def send(as_worker):
    def make(delivery):
        with as_worker():
            tasks.send_delivery(str(delivery.pk))
        delivery.refresh_from_db()

    return make


@pytest.fixture
def let_wait_be_over():
    return lambda: Delivery.objects.update(not_before=timezone.now())


def test_the_mail_is_sent_and_its_body_forgotten(delivery, send):
    body = delivery.body
    send(delivery)
    assert [m.to for m in mail.outbox] == [["ann@alpha.example"]]
    assert mail.outbox[0].body.startswith(body.rstrip())
    assert (delivery.state, delivery.body) == ("sent", "")
    assert delivery.handed_over_at <= delivery.finished_at


def test_what_no_mail_server_took_is_sent_and_says_where_to(delivery, send):
    send(delivery)
    assert (delivery.state, delivery.reason, delivery.server_words) == ("sent", "to_file", "")


def test_a_second_nudge_sends_nothing(delivery, send):
    send(delivery)
    send(delivery)
    assert len(mail.outbox) == 1


def test_a_failure_is_written_down_and_tried_again_when_the_wait_is_over(delivery, send, settings, let_wait_be_over):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    send(delivery)
    assert (delivery.state, delivery.attempts, delivery.handed_over_at) == ("queued", 1, None)
    assert delivery.server_words == "SMTPServerDisconnected: the mail server hung up"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(delivery)
    assert (delivery.state, delivery.attempts) == ("queued", 1)
    let_wait_be_over()
    send(delivery)
    assert (delivery.state, delivery.attempts, len(mail.outbox)) == ("sent", 2, 1)


def test_each_wait_is_longer_and_after_eight_failures_it_is_left_to_a_person(
    delivery, send, settings, let_wait_be_over
):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    waits = []
    for _ in range(10):
        send(delivery)
        waits.append(delivery.not_before - delivery.claimed_at > timedelta(minutes=10))
        let_wait_be_over()
    assert (delivery.state, delivery.reason, delivery.attempts, delivery.body) == ("failed", "gave_up", 8, "")
    assert waits[:4] == [False, False, True, True]


def test_a_withdrawn_link_is_not_sent(delivery, send, people):
    invitations.revoke(invitation=delivery.invitation, by=people.olga.account)
    send(delivery)
    assert (mail.outbox, delivery.state, delivery.reason, delivery.body) == ([], "failed", "withdrawn", "")


def test_the_sweep_takes_up_what_is_undone(delivery, as_worker, no_broker, django_capture_on_commit_callbacks):
    with as_worker(), django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert no_broker == [("surveyapp.send_delivery", str(delivery.pk))]


def test_a_letter_comes_from_the_organiser_and_answers_go_to_its_contact(delivery, send):
    send(delivery)
    message = mail.outbox[0]
    assert message.from_email == "Sector body <survey@localhost>"
    assert message.reply_to == ["survey@sector.example"]


def test_the_same_key_is_the_same_letter(delivery):
    words = {"invitation": delivery.invitation, "key": "reminder:1"}
    first = request_letter(**words, subject="Once more", body="Please")
    again = request_letter(**words, subject="Other words", body="Other words")
    assert (first, first.subject) == (again, "Once more")
    assert Delivery.objects.filter(key="reminder:1").count() == 1


def test_what_somebody_waits_for_goes_before_what_nobody_asked_for(invite, people, send):
    for n in range(3):
        invite(email=f"person-{n}@alpha.example")
    asked = request_account_mail(key="report:1", account=people.olga.account, subject="Your file", body="is ready")
    send(asked)
    assert [m.to[0] for m in mail.outbox] == ["olga@example.org", *(f"person-{n}@alpha.example" for n in range(3))]
