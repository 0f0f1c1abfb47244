"""The conversation with the mail server about one e-mail, step by step, so that it is known how far it went (RFC 5321).

smtplib's own `sendmail` raises the same exception before and after the server may have taken the words; here the
steps are apart.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from surveyapp.mail.replies import STATUS, is_hard, readable

START_MAIL_INPUT, OK, CLOSING = 354, 250, 421
# What a server calls a message it took: "250 2.0.0 Ok: queued as 4WxYz1", "250 Ok 0102017f-...".
SERVER_ID = re.compile(r"[\w.@=-]{16,200}")


class NoServer(Exception):  # noqa: N818 - no error of the program
    """The mail server cannot be reached or does not let us in; no e-mail is to blame."""


class NotWanted(ValueError):  # noqa: N818 - no error of the program
    """Raised by whoever composes: the e-mail is not to be sent any more. Its words are the reason."""


class Outcome(Enum):
    TAKEN = "taken"  # the server said so
    LATER = "later"  # certainly not taken; worth another try
    NO_SUCH_RECIPIENT = "no_such_recipient"  # the recipient was refused for good
    REFUSED = "refused"  # the message was refused for good
    NOT_WANTED = "not_wanted"  # whoever composes it said so; nothing was given
    UNKNOWN = "unknown"  # all words were given, and no answer came


@dataclass(frozen=True)
class Answer:
    """How it ended, in the server's words; none where no server took it. `is_hard`: the address itself does not work."""

    outcome: Outcome
    words: str
    is_hard: bool = False
    server_id: str = ""


class Carrier:
    """Hands e-mails to what Django calls a backend that is no mail server: files, or a test's list."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def carry(self, sender: str, recipient: str, compose: Callable[[], EmailMessage]) -> Answer:
        """Give one e-mail over. `compose` is called at the last moment at which nothing has been given yet."""
        try:
            self.backend.send_messages([compose()])
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.LATER, f"{type(error).__name__}: {error}")
        except NotWanted as reason:
            return Answer(Outcome.NOT_WANTED, str(reason))
        except ValueError as error:
            return Answer(Outcome.REFUSED, f"{type(error).__name__}: {error}")
        return Answer(Outcome.TAKEN, "")

    def close(self) -> None:
        self.backend.close()


class SmtpCarrier(Carrier):
    """Hands e-mails to a mail server over one connection, which is opened again when the server closes it."""

    @property
    def server(self) -> smtplib.SMTP:
        try:
            self.backend.open()
            self.backend.connection.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self._forget()
            raise NoServer(f"{type(error).__name__}: {error}") from error
        server: smtplib.SMTP = self.backend.connection
        return server

    def carry(self, sender: str, recipient: str, compose: Callable[[], EmailMessage]) -> Answer:
        """As above. Raises NoServer where the server cannot be reached at all."""
        server = self.server
        try:
            refusal = _envelope(server, sender, recipient)
            answer = refusal or self._data(server, _as_bytes(compose()))
        except (smtplib.SMTPException, OSError) as error:
            self._forget()
            return Answer(Outcome.LATER, f"{type(error).__name__}: {error}")
        except NotWanted as reason:
            answer = Answer(Outcome.NOT_WANTED, str(reason))
        except ValueError as error:  # an address or a header that cannot be written; nothing was given yet
            answer = Answer(Outcome.REFUSED, f"{type(error).__name__}: {error}")
        if answer.outcome is not Outcome.TAKEN:
            self._begin_anew(server, answer)
        return answer

    def _data(self, server: smtplib.SMTP, content: bytes) -> Answer:
        code, words = server.docmd("DATA")
        if code != START_MAIL_INPUT:
            return _refusal(code, words, Outcome.REFUSED)
        # An error while sending is raised before the closing dot has left: nothing was taken.
        server.send(_dotted(content))
        try:
            code, words = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")
        said = readable(code, words)
        if not 200 <= code < 300:
            is_no_answer = not 400 <= code < 600  # nothing that a mail server says
            return Answer(Outcome.UNKNOWN, said) if is_no_answer else _refusal(code, words, Outcome.REFUSED)
        return Answer(Outcome.TAKEN, said, server_id=_longest(SERVER_ID.findall(said)))

    def _begin_anew(self, server: smtplib.SMTP, answer: Answer) -> None:
        if answer.outcome is Outcome.UNKNOWN or answer.words.startswith(str(CLOSING)):
            self._forget()
            return
        with suppress(smtplib.SMTPException, OSError):
            if server.rset()[0] == OK:
                return
        self._forget()

    def _forget(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            if self.backend.connection is not None:
                self.backend.connection.close()
        self.backend.connection = None

    def close(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self.backend.close()


@contextmanager
def carrier() -> Iterator[Carrier]:
    """What takes e-mails, by the settings; closed at the end."""
    backend = get_connection()
    taking = SmtpCarrier(backend) if isinstance(backend, EmailBackend) else Carrier(backend)
    try:
        yield taking
    finally:
        taking.close()


def _envelope(server: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
    """None once sender and recipient are accepted. A refused sender is a matter of settings, so it is worth another try."""
    options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
    code, words = server.mail(sanitize_address(sender, "utf-8"), options)
    if code != OK:
        return Answer(Outcome.LATER, readable(code, words))
    code, words = server.rcpt(sanitize_address(recipient, "utf-8"))
    return None if code in (OK, 251) else _refusal(code, words, Outcome.NO_SUCH_RECIPIENT)


def _refusal(code: int, words: bytes, permanent: Outcome) -> Answer:
    said = readable(code, words)
    if not 500 <= code < 600:
        return Answer(Outcome.LATER, said)
    hard, status = is_hard(said.removeprefix(f"{code} "), code), STATUS.search(said)
    if permanent is Outcome.REFUSED and hard and status:
        permanent = Outcome.NO_SUCH_RECIPIENT
    return Answer(permanent, said, is_hard=hard and permanent is Outcome.NO_SUCH_RECIPIENT)


def _as_bytes(message: EmailMessage) -> bytes:
    content: bytes = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message takes it
    return content


def _dotted(content: bytes) -> bytes:
    """Lines that begin with a dot get another one, and a dot alone ends it (RFC 5321, 4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _longest(found: list[str]) -> str:
    return max(found, key=len, default="").strip("<>")
