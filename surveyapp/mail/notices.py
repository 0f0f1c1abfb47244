"""What returned e-mails say: delivery status notifications (RFC 3464) and reports of spam (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from enum import Enum

from surveyapp.mail.replies import is_hard


class Kind(Enum):
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


FEEDBACK = {"abuse": Kind.COMPLAINED, "fraud": Kind.COMPLAINED, "opt-out": Kind.UNSUBSCRIBED}


@dataclass(frozen=True)
class Notice:
    """One thing that a returned e-mail says about one of ours: named by the id in the return path, or by its Message-ID."""

    kind: Kind
    delivery_id: str = ""
    message_id: str = ""
    words: str = ""
    is_hard: bool = False


RETURN_PATH = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
KINDS = {"failed": Kind.BOUNCED, "delivered": Kind.DELIVERED}  # delayed, relayed and expanded are no outcome


def notices(content: bytes) -> list[Notice]:
    """All that a message says about e-mails of ours; nothing for any other message, such as somebody's absence note."""
    # The old policy: it reads headers as they are, however broken.
    message = message_from_bytes(content, policy=policy.compat32)
    own, original = _own(message), _message_id(message)
    if not (own or original):
        return []
    return [
        Notice(kind, own, original, words, kind is Kind.BOUNCED and is_hard(status, None))
        for part in message.walk()
        for kind, status, words in _said(part)
    ]


def _said(part: Message) -> Iterator[tuple[Kind, str, str]]:
    if part.get_content_type() == "message/delivery-status":
        for block in _blocks(part):
            kind = KINDS.get(_field(block, "Action").lower())
            if kind:
                status, diagnostic = _field(block, "Status"), _field(block, "Diagnostic-Code")
                yield kind, status or diagnostic, diagnostic.partition(";")[2].strip() or status
    elif part.get_content_type() == "message/feedback-report":
        for block in _blocks(part):
            said = _field(block, "Feedback-Type").lower()
            if said in FEEDBACK:
                yield FEEDBACK[said], "", said


def _blocks(part: Message) -> list[Message]:
    """Groups of fields: the standard library reads those of a status as messages, those of other reports as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = [each for each in payload if isinstance(each, Message)]
        return [_reread(each) for each in blocks]
    return [message_from_bytes(str(payload).strip().encode("utf-8", "replace"))]


def _reread(block: Message) -> Message:
    inner = block.get_payload()
    if block.keys() or not isinstance(inner, str):
        return block
    return message_from_bytes(inner.strip().encode("utf-8", "replace"))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _own(message: Message) -> str:
    for name in ADDRESSED:
        for value in message.get_all(name, []):
            found = RETURN_PATH.search(str(value))
            if found:
                return found[1].lower()
    return ""


def _message_id(message: Message) -> str:
    """Of the e-mail that came back: its headers are the report's last part."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            return _field(part.get_payload(0), "Message-ID")  # type: ignore[arg-type]
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True) or b""
            return _field(message_from_bytes(text.lstrip()), "Message-ID")  # type: ignore[union-attr]
    return ""
