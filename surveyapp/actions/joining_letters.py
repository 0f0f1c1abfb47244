"""Letters to whoever asks to join: written down with what caused them, sent by a worker."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp import queue
from surveyapp.instruments.texts import localised
from surveyapp.models.joining import JoinLetter, JoinRequest

SEND = "surveyapp.send_join_letter"


def write_letter(request: JoinRequest, kind: str, **said: Any) -> JoinLetter:
    """A letter of a kind (confirm, approved, declined) in the language of whoever asked. Within an action."""
    with override(request.language):
        context = {**_context(request), **said}
        subjects = {
            "confirm": _("%(programme)s: please confirm your request"),
            "approved": _("%(programme)s: your organisation is in"),
            "declined": _("%(programme)s: about your request"),
        }
        subject = " ".join((subjects[kind] % context).split())[:200]
        body = render_to_string(f"mail/join_{kind}.txt", context)
    letter = JoinLetter(id=uuid4(), key=f"join:{request.pk}:{kind}", request=request, subject=subject, body=body)
    letter.save(force_insert=True)
    queue.nudge(SEND, letter.pk)
    return letter


def _context(request: JoinRequest) -> dict[str, Any]:
    programme = request.programme

    def say(text: dict[str, str]) -> str:
        return localised(text, request.language, programme.default_language)

    return {
        "programme": say(programme.name) or programme.slug,
        "organiser": say(programme.organiser_name),
        "contact": programme.contact_email,
        "name": request.contact_name,
        "organisation": request.name,
    }


def send_letter(letter: JoinLetter) -> None:
    """Send one letter that the caller holds, and forget its body. Raises what the mail server raised, to be tried again.

    A worker that dies between sending and saying so sends again, under the same Message-ID.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, letter.body, to=[letter.request.email], headers=headers).send()
    letter.body, letter.state, letter.percent = "", letter.State.DONE, 100
    letter.finished_at, letter.error = timezone.now(), ""
    letter.save(update_fields=["body", "state", "percent", "finished_at", "error"])
