"""Messages to a real HTTP server beside the test, which answers as it is told."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from django.core import mail
from django.utils import timezone

from surveyapp.actions import waves, webhook_sending, webhooks
from surveyapp.actions.webhook_addresses import AddressRefused, may_be_called, reachable
from surveyapp.models.delivery import Delivery
from surveyapp.models.interface import Webhook, WebhookDelivery
from surveyapp.models.wave import Wave


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status, headers = self.server.answers.pop(0) if self.server.answers else (200, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"what they say is nobody's business")

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = HTTPServer(("127.0.0.1", 0), Receiver)
    made.got, made.answers = [], []
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def allowed(settings):
    settings.WEBHOOK_SCHEMES, settings.WEBHOOK_NETWORKS_ALLOWED = ("http", "https"), ["127.0.0.1/32"]


@pytest.fixture
def webhook(allowed, server, people, programme):
    url = f"http://127.0.0.1:{server.server_port}/hook?from=waymark"
    return webhooks.add_webhook(
        programme=programme, url=url, events=["wave.opened", "wave.closed"], by=people.olga.account
    )


@pytest.fixture
def opened(wave, people):
    Wave.objects.filter(pk=wave.pk).update(state="draft", opens_at=None)
    return lambda: waves.open_wave(wave=wave, by=people.olga.account)


@pytest.fixture
def work(as_worker):
    """What a worker does now, as if it were `later`."""

    def make(later=None, **options):
        if later is not None:
            WebhookDelivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        with as_worker():
            for delivery_id in webhook_sending.due(timezone.now()):
                webhook_sending.send(delivery_id, **options)
        return WebhookDelivery.objects.order_by("requested_at").last()

    return make


def test_an_opened_survey_is_told_once_signed_and_without_numbers(webhook, opened, server, work, wave):
    opened()
    opened()
    row = work()
    assert (row.state, row.status, row.attempts) == ("done", 200, 1)
    [(path, headers, body)] = server.got
    assert path == "/hook?from=waymark"
    said = json.loads(body)
    assert said["type"] == "wave.opened"
    assert said["data"] == {
        "programme": {"id": str(wave.programme_id), "slug": "sector"},
        "wave": {"id": str(wave.pk), "slug": "2026"},
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{made}"
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"


def test_a_survey_that_does_not_open_tells_nobody(webhook, wave, people):
    Wave.objects.filter(pk=wave.pk).update(state="closed", closed_at=timezone.now())
    with pytest.raises(waves.NotPossibleNow):
        waves.open_wave(wave=wave, by=people.olga.account)
    assert WebhookDelivery.objects.count() == 0


def test_only_events_that_were_chosen_are_told(webhook, people, programme, wave):
    webhooks.announce(event="release.built", programme=programme, occasion="1", about={})
    assert WebhookDelivery.objects.count() == 0


def test_a_message_is_tried_again_later_each_time_under_the_same_name(webhook, opened, server, work):
    server.answers += [(500, {}), (429, {})]
    opened()
    waited = []
    for _ in range(2):
        row = work(later=True)
        waited.append(round((row.due_at - timezone.now()).total_seconds() / 60))
    assert (row.state, row.status, row.attempts, waited) == ("waiting", 429, 2, [1, 5])
    assert work() == row  # not due yet
    assert len(server.got) == 2
    assert work(later=True).state == "done"
    assert len({headers["webhook-id"] for _, headers, _ in server.got}) == 1


def test_after_a_day_of_failures_the_webhook_is_paused_and_its_maker_told(webhook, opened, server, work, people):
    server.answers += [(500, {})] * 10
    opened()
    for _ in range(10):
        row = work(later=True)
    webhook.refresh_from_db()
    assert (row.state, row.attempts, webhook.paused_because) == ("failed", 10, "500")
    assert sum(webhook_sending.WAITS) <= 24 * 60
    letter = Delivery.objects.get(account=people.olga.account)
    assert letter.key == f"webhook-paused:{row.pk}"
    assert "so it is paused. Its last answer was: 500." in letter.body
    work(later=True)
    assert (len(server.got), len(mail.outbox)) == (10, 0)
    webhooks.resume(webhook=webhook, by=people.olga.account)
    assert work().state == "done"


def test_an_answer_is_known_by_its_status_alone(webhook, opened, server, work):
    server.answers += [(404, {})]
    opened()
    row = work()
    stored = [str(value) for value in vars(row).values()]
    assert (row.status, any("nobody's business" in each for each in stored)) == (404, False)


def test_410_asks_for_no_more(webhook, opened, server, work):
    server.answers += [(410, {})]
    opened()
    assert work().state == "failed"
    webhook.refresh_from_db()
    assert webhook.paused_at is not None


def test_a_redirect_is_not_followed(webhook, opened, server, work):
    server.answers += [(302, {"Location": f"http://127.0.0.1:{server.server_port}/inside"})]
    opened()
    assert (work().status, [path for path, _, _ in server.got]) == (302, ["/hook?from=waymark"])


def test_a_name_that_turns_to_a_private_address_is_not_called(webhook, opened, server, work, settings):
    settings.WEBHOOK_NETWORKS_ALLOWED = []
    Webhook.objects.update(url=f"http://turning.example.org:{server.server_port}/")
    opened()
    row = work(resolve=lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", server.server_port))])
    assert (row.status, row.state, server.got) == (None, "waiting", [])
    assert row.error == "The host is not on the public internet, and only public hosts are called."


def test_the_name_is_asked_for_once_a_call_and_the_checked_address_is_called(webhook, opened, server, work):
    asked = []

    def turning(host, port, **_):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    Webhook.objects.update(url=f"http://turning.example.org:{server.server_port}/")
    opened()
    assert work(resolve=turning).status == 200
    assert (asked, server.got[0][1]["Host"]) == (["turning.example.org"], f"turning.example.org:{server.server_port}")


def test_one_private_address_among_public_ones_is_enough_to_refuse(settings):
    both = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "192.168.1.1")]
    with pytest.raises(AddressRefused):
        reachable("https://example.org/", lambda *_, **__: both)


def test_a_server_that_is_not_there_is_said_so(webhook, opened, server, work):
    Webhook.objects.update(url="http://127.0.0.1:9/")
    opened()
    assert work().error == "The connection was refused, or broke."


def test_both_secrets_sign_for_a_day_after_a_change(webhook, people):
    former, now = webhook.secret, timezone.now()
    changed = webhooks.rotate_secret(webhook=webhook, by=people.olga.account)
    assert changed.secret != former
    assert len(changed.signatures("m", 1, "{}", now).split()) == 2
    assert len(changed.signatures("m", 1, "{}", now + timedelta(days=1, minutes=1)).split()) == 1


def test_a_test_message_is_tried_once(webhook, server, work, people):
    server.answers += [(500, {})]
    webhooks.send_test(webhook=webhook, by=people.olga.account)
    assert (work().state, work(later=True).attempts) == ("failed", 1)
    webhook.refresh_from_db()
    assert webhook.paused_at is None


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_may_be_called(address):
    assert may_be_called(ip_address(address)) is True


INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 "
    "168.63.129.16 192.0.0.170 198.18.0.1 192.0.2.1 :: ::1 fe80::1 fc00::1 fd00:ec2::254 ff02::1 fec0::1 "
    "::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::a00:1 2002:7f00:1::1 2001:0:53aa:64c::1 2001:db8::1 ::7f00:1"
)


@pytest.mark.parametrize("address", INSIDE.split())
def test_addresses_inside_and_wrapped_ones_may_not_be_called(address):
    assert may_be_called(ip_address(address)) is False
