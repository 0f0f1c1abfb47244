"""A real mail server on this machine: what it took, by recipient, and whom it refuses for good."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from threading import Condition

from aiosmtpd.controller import Controller

from tests.services import free_port

SECONDS = 60


class PostOffice:
    """Takes e-mails; `refused` are addresses that nobody has."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.taken: list[tuple[str, EmailMessage]] = []
        self._news = Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def open(self) -> None:
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        letter = email.message_from_bytes(envelope.content, policy=default)
        with self._news:
            self.taken += [(address, letter) for address in envelope.rcpt_tos]
            self._news.notify_all()
        return "250 2.0.0 Ok: queued"

    def after(self, mark: int, n: int) -> list[tuple[str, EmailMessage]]:
        """What came after the first `mark` e-mails, once it is `n` of them."""
        with self._news:
            came = self._news.wait_for(lambda: len(self.taken) >= mark + n, SECONDS)
            assert came, f"{len(self.taken) - mark} of {n} e-mails came"
            return self.taken[mark:]

    def newest(self, address: str) -> str:
        """The words of the last e-mail to this address."""
        return words(next(letter for to, letter in reversed(self.taken) if to == address))

    def link(self, address: str, to: str) -> str:
        """The path of the link in the last e-mail to this address that begins with `to`."""
        return re.search(rf"https?://[^/\s]+({to}\S+)", self.newest(address))[1]


def words(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content()
