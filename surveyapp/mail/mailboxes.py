"""Where returned e-mails lie: a mailbox on an IMAP server, a Maildir, or files."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

SECONDS = 60
PORTS = {"imaps": 993, "imap": 143}


class NoMailbox(Exception):  # noqa: N818 - no error of the program
    """The mailbox cannot be read, and why."""


@contextmanager
def _signed_in(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NoMailbox("Write imaps://user:password@host/INBOX, with %40 for an @ in the name.")
    port = parts.port or PORTS[parts.scheme]
    try:
        server = (
            imaplib.IMAP4_SSL(parts.hostname, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
            if parts.scheme == "imaps"
            else imaplib.IMAP4(parts.hostname, port, timeout=SECONDS)
        )
        try:
            server.login(unquote(parts.username or ""), unquote(parts.password or ""))
            yield server
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise NoMailbox(f"{type(error).__name__}: {error}") from error


def unseen(url: str) -> Iterator[bytes]:
    """Each message that was not seen yet; it is marked as seen when the next one is asked for, so that one whose reading
    was interrupted is read again. Raises NoMailbox."""
    with _signed_in(url) as server:
        folder = unquote(urlsplit(url).path.strip("/")) or "INBOX"
        if server.select(f'"{folder}"')[0] != "OK":
            raise NoMailbox(f"There is no folder {folder}.")
        for number in server.search(None, "UNSEEN")[1][0].split():
            fetched = server.fetch(number, "(BODY.PEEK[])")[1]
            content = next((each[1] for each in fetched if isinstance(each, tuple)), b"")
            yield content
            server.store(number, "+FLAGS", "(\\Seen)")


def in_folder(folder: Path) -> Iterator[bytes]:
    """Each new message of a Maildir, moved among the seen ones when the next one is asked for."""
    box = mailbox.Maildir(folder, create=False)
    for key in sorted(box.keys()):
        message = box[key]
        if message.get_subdir() != "new":
            continue
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
