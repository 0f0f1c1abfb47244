"""An e-mail put together from its parts."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What an e-mail says and whom it concerns. `unsubscribe` is the address that stops further ones; "" for an e-mail that
    was asked for."""

    id: UUID
    to: str
    subject: str
    body: str
    html: str = ""
    language: str = "en"
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe: str = ""


def one_line(text: str) -> str:
    """For a header: a line break in it would begin another header."""
    # Marks of writing direction are not control characters, and names written from right to left need them.
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc").split())


def message_id(letter_id: UUID) -> str:
    return f"<{letter_id}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def return_path(letter_id: UUID) -> str:
    """Where the mail server sends what comes back: the letter's own address, so that whatever comes there names it."""
    name, at, host = settings.MAIL_RETURN_PATH.rpartition("@")
    return f"{name}+{letter_id.hex}@{host}" if at else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The message, in plain text and, where there is HTML, in that too."""
    with override(letter.language):
        body, html = _with_way_out(letter)
    message = EmailMultiAlternatives(
        subject=one_line(letter.subject)[:LONGEST_SUBJECT],
        body=body,
        from_email=_sender(letter.sender_name),
        to=[letter.to],
        reply_to=[one_line(letter.reply_to)] if letter.reply_to else None,
        headers=_headers(letter),
    )
    if html:
        message.attach_alternative(_page(html, letter), "text/html")
    return message


def _sender(name: str) -> str:
    default, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(name) or default, address))


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Message-ID": message_id(letter.id), "Auto-Submitted": "auto-generated", **_for_mail_service(letter.id)}
    if letter.unsubscribe:
        # One click in the mail program, without a page in between (RFC 8058).
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _for_mail_service(letter_id: UUID) -> dict[str, str]:
    """What makes a service name the letter in its reports, and leave its links and its reader alone: a rewritten personal
    link would pass through the service, and a picture to count readers would watch them."""
    known = {"delivery": str(letter_id)}
    untracked = {"open_tracking": False, "click_tracking": False}
    return {
        "mailgun": {"X-Mailgun-Variables": json.dumps(known), "X-Mailgun-Track": "no"},
        "postmark": {
            "X-PM-Metadata-delivery": str(letter_id),
            "X-PM-KeepID": "true",
            "X-PM-TrackOpens": "false",
            "X-PM-TrackLinks": "None",
        },
        "sparkpost": {"X-MSYS-API": json.dumps({"metadata": known, "options": untracked})},
    }.get(settings.MAIL_SERVICE, {})


def _with_way_out(letter: Letter) -> tuple[str, str]:
    """Body and HTML, with the link that stops further e-mails at their end unless the words have it already."""
    body, html, link = letter.body, letter.html, letter.unsubscribe
    if link and link not in body:
        words = _("No more e-mails about this survey:")
        body = f"{body.rstrip()}\n\n{words}\n{link}\n"
    if link and html and escape(link) not in html:
        words = _("No more e-mails about this survey")
        html += f'\n<p><a href="{escape(link)}">{escape(words)}</a></p>'
    return body, html


def _page(html: str, letter: Letter) -> str:
    if "<html" in html[:500].lower():
        return html
    direction = "rtl" if get_language_info(letter.language)["bidi"] else "ltr"
    return (
        f'<!doctype html>\n<html lang="{escape(letter.language)}" dir="{direction}">\n<head><meta charset="utf-8">'
        f"<title>{escape(one_line(letter.subject))}</title></head>\n<body>\n{html}\n</body>\n</html>\n"
    )
