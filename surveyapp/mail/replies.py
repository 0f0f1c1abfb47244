"""What a mail server's refusal means (RFC 5321, 4.2; RFC 3463)."""

from __future__ import annotations

import re

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# Without an enhanced status these say that there is no such mailbox, unless the words speak of rules instead.
NO_SUCH_MAILBOX = {550, 551, 553}
ABOUT_RULES = re.compile(r"relay|spam|block|polic|authenti|reput|denied|listed", re.IGNORECASE)
# Enhanced statuses that speak of the sender's address, though they stand among those of addresses.
ABOUT_THE_SENDER = {7, 8}
LONGEST_WORDS = 500


def is_hard(words: str, code: int | None = None) -> bool:
    """Whether a permanent refusal means that the address does not work: no such mailbox, no such domain, mailbox closed.

    A full mailbox, a rule against the sender or the content, or a server that cannot be reached says nothing about the
    address. `code` is the three digits of an SMTP reply where it is known.
    """
    status = STATUS.search(words)
    if status:
        kind, subject, detail = (int(part) for part in status.groups())
        about_address = (subject == 1 and detail not in ABOUT_THE_SENDER) or (subject, detail) == (2, 1)
        return kind == 5 and about_address
    return code in NO_SUCH_MAILBOX and not ABOUT_RULES.search(words)


def readable(code: int, words: bytes | str) -> str:
    """The server's own words, on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".replace("\x00", "").split())[:LONGEST_WORDS]
