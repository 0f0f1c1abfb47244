"""What mail services and mail servers report of e-mails that were sent."""

import hashlib
import hmac
import io
import json
import sys
from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from surveyapp.actions.mail_stops import allow_address
from surveyapp.config.mail_services import mail_service
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.mail_stop import MailStop
from surveyapp.selectors.mail_stops import stopped

SECRET, KEY = "waymark:a-password-of-24-letters", "key-of-mailgun"
BASIC = {"Authorization": "Basic " + b64encode(SECRET.encode()).decode()}


@pytest.fixture
def ann(letters, send):
    (delivery,) = letters("ann")
    send(delivery)
    return delivery


@pytest.fixture
def service(settings):
    def choose(name):
        settings.MAIL_SERVICE, settings.ANYMAIL = name, mail_service(name, SECRET, KEY)

    return choose


def post(service, content, headers=BASIC):
    reply = Client(raise_request_exception=False).post(
        f"/mail/{service}/tracking/", json.dumps(content), content_type="application/json", headers=headers
    )
    return reply.status_code


def postmark(delivery, kind="HardBounce", record="Bounce", to="ann@alpha.example"):
    return {
        "RecordType": record,
        "Type": kind,
        "ID": 42,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"delivery": str(delivery.pk)},
        "Email": to,
        "Recipient": to,
        "Details": "smtp;550 5.1.1 No such user",
        "BouncedAt": "2026-11-05T16:33:54Z",
    }


def mailgun(delivery, event="complained", key=KEY):
    signed = hmac.new(key.encode(), b"1529006854token", hashlib.sha256).hexdigest()
    headers = {"message-id": f"{delivery.pk}@testserver"}
    data = {"event": event, "id": "x", "timestamp": 1, "recipient": delivery.to, "message": {"headers": headers}}
    return {"signature": {"timestamp": "1529006854", "token": "token", "signature": signed}, "event-data": data}


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


def test_a_bounce_is_noted_once_however_often_it_is_reported(ann, service):
    service("postmark")
    assert [post("postmark", postmark(ann)) for _ in range(3)] == [200] * 3
    assert (state(ann), ann.server_words) == ("bounced", "smtp;550 5.1.1 No such user")
    assert MailStop.objects.get().why == "bounced"
    assert AuditEntry.objects.filter(action__in=["delivery.bounced", "mail.bounced"]).count() == 2


def test_a_soft_bounce_stops_no_reminder(ann, service):
    service("postmark")
    post("postmark", postmark(ann, "SoftBounce") | {"Details": "smtp;552 5.2.2 Mailbox full"})
    assert (state(ann), MailStop.objects.count()) == ("bounced", 0)


def test_a_late_delivery_does_not_turn_a_bounce_back(ann, service):
    service("postmark")
    post("postmark", postmark(ann))
    post("postmark", postmark(ann, record="Delivery"))
    assert state(ann) == "bounced"
    post("postmark", postmark(ann, "SpamComplaint", "SpamComplaint"))
    post("postmark", postmark(ann))
    assert state(ann) == "complained"


def test_that_it_was_delivered_settles_what_was_uncertain(ann, service):
    service("postmark")
    Delivery.objects.update(state="uncertain", reason="crashed", body="words")
    post("postmark", postmark(ann, record="Delivery"))
    assert (state(ann), ann.reason, ann.body) == ("sent", "", "")


def test_that_it_was_opened_is_not_listened_to(ann, service):
    service("postmark")
    post("postmark", postmark(ann, record="Open"))
    assert (state(ann), ann.delivered_at) == ("sent", None)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic " + b64encode(b"waymark:guessed").decode()}])
def test_a_forged_report_is_refused(ann, service, headers):
    service("postmark")
    assert (post("postmark", postmark(ann), headers), state(ann)) == (400, "sent")


def test_mailgun_signs_besides_and_is_matched_by_the_message_id(ann, service):
    service("mailgun")
    assert (post("mailgun", mailgun(ann, key="guessed")), state(ann)) == (400, "sent")
    assert (post("mailgun", mailgun(ann)), state(ann)) == (200, "complained")
    assert MailStop.objects.get().why == "complained"


def test_sparkpost_is_read_too(ann, service):
    service("sparkpost")
    event = {"type": "bounce", "bounce_class": "10", "rcpt_to": ann.to, "rcpt_meta": {"delivery": str(ann.pk)}}
    sent = [{"msys": {"message_event": event | {"timestamp": "1460989507", "raw_reason": "550 5.1.1 no"}}}]
    assert (post("sparkpost", sent), state(ann)) == (200, "bounced")
    assert MailStop.objects.get().why == "bounced"


def test_a_report_of_an_unknown_e_mail_or_another_address_changes_nothing(ann, service):
    service("postmark")
    unknown = postmark(ann) | {"Metadata": {"delivery": "8f7b0c8e-8d1f-4f43-9f43-0e9a3c2e2d11"}}
    assert [post("postmark", unknown), post("postmark", postmark(ann, to="eve@alpha.example"))] == [200, 200]
    assert state(ann) == "sent"


def test_what_cannot_be_read_gets_400_and_other_services_are_not_there(ann, service):
    service("postmark")
    assert [post("postmark", [1]), post("mailgun", mailgun(ann)), post("no-such", {})] == [400, 404, 404]
    service("")
    assert post("postmark", postmark(ann)) == 404


@pytest.mark.parametrize(
    ("name", "secret", "key"),
    [("postmark", "", ""), ("postmark", "user:short", ""), ("mailgun", SECRET, ""), ("pigeons", SECRET, "")],
)
def test_nothing_starts_with_reports_that_anybody_could_forge(name, secret, key):
    with pytest.raises(ImproperlyConfigured):
        mail_service(name, secret, key)


def returned(delivery, status="5.1.1", action="failed", to="bounces@survey.example", original=True):
    text = (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {delivery.to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} in its own words\r\n\r\n"
    )
    if original:
        head = f"Message-ID: <{delivery.pk}@testserver>\r\nSubject: x"
        text += f"--b\r\nContent-Type: message/rfc822\r\n\r\n{head}\r\n\r\nbody\r\n"
    return (text + "--b--\r\n").encode()


def spam(delivery):
    return (
        "From: fbl@mail.example\r\nTo: bounces@survey.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nReported.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\nUser-Agent: Mail/1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{delivery.pk}@testserver>\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def read(as_worker, tmp_path):
    def make(*contents):
        paths = [tmp_path / f"{n}.eml" for n in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        said = io.StringIO()
        with as_worker():
            call_command("read_bounces", *map(str, paths), stdout=said)
        return said.getvalue().strip()

    return make


def test_a_returned_e_mail_is_known_by_its_message_id(ann, read):
    assert read(returned(ann), returned(ann)) == "2 read, 2 about e-mails of ours."
    assert (state(ann), ann.server_words) == ("bounced", "550 5.1.1 in its own words")
    assert MailStop.objects.get().why == "bounced"


def test_or_by_the_address_it_comes_back_to(ann, read):
    read(returned(ann, to=f"bounces+{ann.pk.hex}@survey.example", original=False))
    assert state(ann) == "bounced"


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (("4.4.7", "failed"), ("bounced", 0)),
        (("5.7.1", "failed"), ("bounced", 0)),
        (("4.4.1", "delayed"), ("sent", 0)),
        (("2.0.0", "delivered"), ("sent", 0)),
        (("5.2.1", "failed"), ("bounced", 1)),
    ],
)
def test_only_an_address_that_does_not_work_is_stopped(ann, read, reported, expected):
    read(returned(ann, *reported))
    assert (state(ann), MailStop.objects.count()) == expected


def test_a_report_of_spam_is_read(ann, read, people):
    read(spam(ann))
    assert (state(ann), stopped(people.olga.programme.pk, [ann.to])) == ("complained", {ann.to: "complained"})
    assert allow_address(programme=people.olga.programme, email="Ann@Alpha.example", by=people.olga.account) == 1
    assert stopped(people.olga.programme.pk, [ann.to]) == {}


def test_other_messages_and_nonsense_say_nothing(ann, read):
    absent = f"To: bounces+{ann.pk.hex}@survey.example\r\nSubject: I am away\r\n\r\nBack soon.\r\n".encode()
    assert read(absent, b"\xff\x00\xfe", b"") == "3 read, 0 about e-mails of ours."
    assert state(ann) == "sent"


def test_standard_input_is_one_message(ann, as_worker, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(returned(ann))))
    with as_worker():
        call_command("read_bounces", "-")
    assert (capsys.readouterr().out.strip(), state(ann)) == ("1 read, 1 about e-mails of ours.", "bounced")
