from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions.deliveries import request_letter, resend_uncertain
from surveyapp.actions.letter_links import LINK
from surveyapp.actions.refusals import Refused
from surveyapp.models.delivery import Delivery
from surveyapp.models.mail_stop import MailStop
from tests.services import free_port


def read(content):
    return message_from_bytes(content, policy=policy.default)


def plain(content):
    return read(content).get_body(("plain",)).get_content()


def tomorrow():
    Delivery.objects.update(not_before=timezone.now(), claimed_at=timezone.now() - timedelta(days=1))


def test_what_the_server_takes_is_sent_over_one_connection(mailbox, letters, send):
    ann, bo = letters("ann", "bo")
    send(ann, bo)
    assert [(each.state, each.server_id) for each in (ann, bo)] == [("sent", "4WxYz1AbCdEfGhIjKl")] * 2
    assert [read(content)["To"] for content in mailbox.taken] == ["ann@alpha.example", "bo@alpha.example"]
    assert mailbox.connections == 1


def test_the_headers_say_who_writes_and_how_to_get_no_more(mailbox, letters, send):
    (ann,) = letters("ann")
    send(ann)
    message = read(mailbox.taken[0])
    assert message["Message-ID"] == f"<{ann.pk}@testserver>"
    assert message["From"] == "Sector body <survey@localhost>"
    assert message["Reply-To"] == "survey@sector.example"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip(" <>")
    assert address in plain(mailbox.taken[0])
    assert (
        Client().post(address.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    )
    assert MailStop.objects.get().why == "unsubscribed"


def test_what_comes_back_comes_to_an_address_that_names_the_letter(mailbox, letters, send, settings):
    settings.MAIL_RETURN_PATH = "bounces@survey.example"
    (ann,) = letters("ann")
    send(ann)
    assert mailbox.senders == [f"bounces+{ann.pk.hex}@survey.example"]


def test_a_temporary_refusal_is_tried_again_later(mailbox, letters, send):
    (ann,) = letters("ann")
    mailbox.recipients["ann@alpha.example"] = "451 4.7.1 Greylisted, come back"
    send(ann)
    assert (ann.state, ann.server_words) == ("queued", "451 4.7.1 Greylisted, come back")
    assert ann.not_before > timezone.now()
    mailbox.recipients.clear()
    tomorrow()
    send(ann)
    assert (ann.state, ann.attempts) == ("sent", 2)


def test_a_mailbox_that_does_not_exist_bounces_with_the_servers_words_and_gets_no_reminder(mailbox, letters, send):
    ann, bo = letters("ann", "bo")
    mailbox.recipients["ann@alpha.example"] = "550 5.1.1 No such user here"
    send(ann, bo)
    assert (ann.state, ann.server_words, ann.body) == ("bounced", "550 5.1.1 No such user here", "")
    assert bo.state == "sent"
    reminder = request_letter(invitation=ann.invitation, key="reminder", subject="Once more", body=LINK)
    send(reminder)
    assert (reminder.state, reminder.reason) == ("failed", "bounced_before")


def test_a_full_mailbox_bounces_and_gets_reminders_all_the_same(mailbox, letters, send):
    (ann,) = letters("ann")
    mailbox.recipients["ann@alpha.example"] = "552 5.2.2 Mailbox full"
    send(ann)
    assert (ann.state, MailStop.objects.count()) == ("bounced", 0)


def test_words_that_the_server_will_not_have_are_not_the_addresss_fault(mailbox, letters, send):
    (ann,) = letters("ann")
    mailbox.words["ann@alpha.example"] = "554 5.7.1 Message looks like spam"
    send(ann)
    assert (ann.state, ann.reason, MailStop.objects.count()) == ("failed", "refused", 0)


def test_a_line_cut_after_the_last_word_leaves_it_uncertain_and_the_others_go_on(mailbox, letters, send, as_worker):
    ann, bo = letters("ann", "bo")
    mailbox.words["ann@alpha.example"] = "hang up"
    send(ann, bo)
    assert (ann.state, ann.reason, bo.state) == ("uncertain", "no_answer", "sent")
    tomorrow()
    with as_worker():
        tasks.sweep()
    send(ann)
    assert (ann.state, len(mailbox.taken)) == ("uncertain", 2)


def test_only_a_person_sends_an_uncertain_one_again_with_a_link_beside_the_first(mailbox, letters, send, people):
    (ann,) = letters("ann")
    mailbox.words["ann@alpha.example"] = "hang up"
    send(ann)
    first = plain(mailbox.taken[0])
    assert LINK in ann.body
    assert "/answer/" not in ann.body
    mailbox.words.clear()
    again = resend_uncertain(delivery=ann, by=people.olga.account)
    assert resend_uncertain(delivery=ann, by=people.olga.account) == again
    send(again)
    assert (again.state, again.replaces, again.body) == ("sent", ann, "")
    second = plain(mailbox.taken[1])
    links = [next(line for line in text.splitlines() if "/answer/" in line) for text in (first, second)]
    assert links[0] != links[1]
    assert [Client().get(link.removeprefix("http://testserver")).status_code for link in links] == [200, 200]
    with pytest.raises(Refused):
        resend_uncertain(delivery=again, by=people.olga.account)


def test_without_a_server_all_wait_and_only_the_first_counts_an_attempt(letters, send, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    ann, bo = letters("ann", "bo")
    send(ann, bo)
    assert [(each.state, each.attempts) for each in (ann, bo)] == [("queued", 1), ("queued", 0)]


def test_workers_together_keep_the_rate_of_a_minute(mailbox, letters, send, settings):
    settings.MAIL_PER_MINUTE = 3
    sent = letters("ann", "bo", "cy", "di", "ed")
    send(*sent)
    send(*reversed(sent))
    assert [each.state for each in sent] == ["sent"] * 3 + ["queued"] * 2
    tomorrow()
    send(*reversed(sent))
    assert [each.state for each in sent] == ["sent"] * 5


def test_no_domain_gets_more_than_its_share_at_once(mailbox, letters, send, settings):
    settings.MAIL_PER_DOMAIN = 2
    sent = letters("ann", "bo", "cy")
    send(*sent)
    assert [each.state for each in sent] == ["sent", "sent", "queued"]


def test_a_worker_that_died_leaves_uncertain_what_it_had_handed_over_and_nothing_else(letters, as_worker):
    ann, bo = letters("ann", "bo")
    dead = {"state": "sending", "batch": "0" * 32, "attempts": 1, "claimed_at": timezone.now()}
    Delivery.objects.filter(pk=ann.pk).update(**dead, handed_over_at=timezone.now())
    Delivery.objects.filter(pk=bo.pk).update(**dead)
    with as_worker():
        tasks.sweep()
    ann.refresh_from_db()
    bo.refresh_from_db()
    assert (ann.state, ann.reason, bo.state) == ("uncertain", "crashed", "queued")


def test_a_name_cannot_add_a_header_and_html_reads_from_its_own_side(mailbox, letters, send, programme):
    (ann,) = letters("ann")
    send(ann)
    programme.organiser_name = {"en": "Body\r\nBcc: eve@example.org"}
    programme.save()
    invitation = type(ann.invitation).objects.get(pk=ann.invitation_id)
    words = {
        "subject": "Long " * 60 + "\r\nBcc: eve@example.org",
        "body": f"Go to {LINK}\n.\nend",
        "html": f"<p>{LINK}</p>",
    }
    letter = request_letter(invitation=invitation, key="x", language="ar", **words)
    send(letter)
    message = read(mailbox.taken[1])
    assert (letter.state, message["Bcc"], len(message["Subject"])) == ("sent", None, 199)
    text, html = (part.get_content() for part in message.iter_parts())
    assert "\n.\nend" in text.replace("\r", "")
    assert '<html lang="ar" dir="rtl">' in html
    assert LINK not in text + html
