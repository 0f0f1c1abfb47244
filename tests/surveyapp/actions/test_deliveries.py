import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from surveyapp import tasks
from surveyapp.actions import invitations
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


def test_the_mail_is_sent_and_its_body_forgotten(delivery, send):
    body = delivery.body
    send(delivery)
    assert [(m.to, m.body) for m in mail.outbox] == [(["ann@alpha.example"], body)]
    assert (delivery.state, delivery.body, delivery.percent) == ("done", "", 100)


def test_a_second_nudge_sends_nothing(delivery, send):
    send(delivery)
    send(delivery)
    assert len(mail.outbox) == 1


def test_a_failure_is_written_down_and_tried_again(delivery, send, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    send(delivery)
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.error == "SMTPServerDisconnected: the mail server hung up"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(delivery)
    assert (delivery.state, delivery.attempts, len(mail.outbox)) == ("done", 2, 1)


def test_after_five_failures_it_is_left_to_a_person(delivery, send, settings, as_worker, no_broker):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    for _ in range(7):
        send(delivery)
    assert (delivery.state, delivery.attempts) == ("failed", 5)


def test_a_copy_sent_twice_by_a_dying_worker_carries_the_same_message_id(delivery, send):
    send(delivery)
    Delivery.objects.update(state="running", body="again")
    send(delivery)
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_a_withdrawn_link_is_not_sent(delivery, send, people):
    invitations.revoke(invitation=delivery.invitation, by=people.olga.account)
    send(delivery)
    assert (mail.outbox, delivery.state, delivery.body) == ([], "failed", "")


def test_the_sweep_takes_up_what_is_undone(delivery, as_worker, no_broker, django_capture_on_commit_callbacks):
    with as_worker(), django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert no_broker == [("surveyapp.send_delivery", str(delivery.pk))]
