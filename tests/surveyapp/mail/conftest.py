"""E-mails of the cast, sent by a worker to a real SMTP server on this machine."""

from __future__ import annotations

import socket

import pytest
from aiosmtpd.controller import Controller

from surveyapp import tasks
from surveyapp.models.delivery import Delivery
from tests.services import free_port


class Mailbox:
    """Takes e-mails and answers as the test says: `recipients` and `words` map an address to a reply."""

    def __init__(self):
        self.taken, self.senders, self.connections = [], [], 0
        self.recipients, self.words = {}, {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.recipients:
            return self.recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        address = envelope.rcpt_tos[0]
        reply = self.words.get(address, "250 2.0.0 Ok: queued as 4WxYz1AbCdEfGhIjKl")
        if reply.startswith("250") or reply == "hang up":
            self.taken.append(envelope.content)
            self.senders.append(envelope.mail_from)
        if reply == "hang up":
            server.transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        return reply


@pytest.fixture
def mailbox(settings):
    handler = Mailbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 10
    yield handler
    controller.stop()


@pytest.fixture
def letters(invite):
    """Invitations to these addresses at Alpha, not sent yet."""

    def make(*names):
        for name in names:
            invite(email=f"{name}@alpha.example", name=name.title())
        return [Delivery.objects.get(to=f"{name}@alpha.example") for name in names]

    return make


@pytest.fixture
def send(as_worker):
    """Let a worker answer the bell of these e-mails, and look at them again."""

    def make(*deliveries):
        with as_worker():
            tasks.send_delivery(str(deliveries[0].pk))
        for each in deliveries:
            each.refresh_from_db()

    return make
