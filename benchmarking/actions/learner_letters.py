"""E-mails to delegates: written down with what caused them, sent by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.models.learners import Delegate, DelegateLetter, ModuleRun
from surveyapp import queue
from surveyapp.instruments.texts import localised
from surveyapp.models.invitation import Invitation

SEND = "benchmarking.send_delegate_letter"


def write_letters(delegates: Iterable[Delegate], run: ModuleRun) -> list[DelegateLetter]:
    """One letter to each with a link of its own, for the moment that the run asks about; asking twice is asking once.

    Within an action. The link stands in the body alone, which is emptied once sent.
    """
    return [_write(delegate, run) for delegate in delegates if delegate.email]


def _write(delegate: Delegate, run: ModuleRun) -> DelegateLetter:
    token = Invitation.new_token()
    with override(delegate.language):
        subject, body = _words(delegate, run, settings.SITE_URL + reverse("benchmarking:learn-start", args=[token]))
    values = {"delegate": delegate, "moment": run.state, "token_sha256": Invitation.digest(token)}
    values |= {"subject": " ".join(subject.split())[:200], "body": body}
    letter, is_new = DelegateLetter.objects.get_or_create(key=f"learner:{delegate.pk}:{run.state}", defaults=values)
    if is_new:
        queue.nudge(SEND, letter.pk)
    return letter


def _words(delegate: Delegate, run: ModuleRun, link: str) -> tuple[str, str]:
    programme = run.programme

    def say(text: dict[str, str]) -> str:
        return localised(text, delegate.language, programme.default_language)

    context = {
        "course": say(run.module.name) or run.module.code,
        "moment": str(run.state),
        "n": len(run.skills),
        "link": link,
        "contact": programme.contact_email,
        "organiser": say(programme.organiser_name),
    }
    subjects = {
        ModuleRun.State.BEFORE: _("%(course)s: where you stand before the course"),
        ModuleRun.State.AFTER: _("%(course)s: where you stand after the course"),
        ModuleRun.State.FOLLOW_UP: _("%(course)s: three months later"),
    }
    return subjects[ModuleRun.State(run.state)] % context, render_to_string("mail/learner.txt", context)


def send_letter(letter: DelegateLetter) -> None:
    """Send one letter that the caller holds, and forget its body. Raises what the mail server raised, to be tried again.

    A worker that dies between sending and saying so sends again, under the same Message-ID. To whoever has no address
    any more, as the run is over, nothing is sent.
    """
    if letter.delegate.email:
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
        EmailMessage(letter.subject, letter.body, to=[letter.delegate.email], headers=headers).send()
    letter.body, letter.state, letter.percent = "", letter.State.DONE, 100
    letter.finished_at, letter.error = timezone.now(), ""
    letter.save(update_fields=["body", "state", "percent", "finished_at", "error"])
