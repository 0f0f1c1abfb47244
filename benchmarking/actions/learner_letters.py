"""E-mails to delegates: written down with what caused them, sent by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.models.learners import Delegate, DelegateLetter, ModuleRun
from benchmarking.selectors.learners import moments_of
from surveyapp import queue
from surveyapp.instruments.texts import localised
from surveyapp.models.invitation import Invitation

SEND = "benchmarking.send_delegate_letter"
DAYS_BETWEEN, MOST_REMINDERS = 7, 2
"""Between two letters to a delegate, and how often one moment is reminded of."""


def write_letters(delegates: Iterable[Delegate], run: ModuleRun) -> list[DelegateLetter]:
    """One letter to each with a link of its own, for the moment that the run asks about; asking twice is asking once.

    Within an action. The link stands in the body alone, which is emptied once sent.
    """
    return [_write(delegate, run) for delegate in delegates if delegate.email]


def write_reminders(delegates: Iterable[Delegate], run: ModuleRun, now: datetime) -> list[DelegateLetter]:
    """One more letter to each of these, who have not answered, where the last is a week old and fewer than two reminded of
    the same. Within an action that holds the run, so that two workers cannot both write."""
    due = [(each, n) for each in delegates if (n := _reminder_due(each, run, now))]
    return [_write(each, run, reminder=n) for each, n in due]


def _reminder_due(delegate: Delegate, run: ModuleRun, now: datetime) -> int:
    """The number of the reminder that is due; 0 for none. Whoever got no letter for this moment gets no reminder of it."""
    letters = list(delegate.letters.order_by("requested_at").values_list("moment", "requested_at"))
    of_now = [moment for moment, _written in letters if moment == run.state]
    if not of_now or now - letters[-1][1] < timedelta(days=DAYS_BETWEEN):
        return 0
    return len(of_now) if len(of_now) <= MOST_REMINDERS else 0


def _write(delegate: Delegate, run: ModuleRun, reminder: int = 0) -> DelegateLetter:
    token = Invitation.new_token()
    with override(delegate.language):
        link = settings.SITE_URL + reverse("benchmarking:learn-start", args=[token])
        subject, body = _words(delegate, run, link, is_reminder=reminder > 0)
    values = {"delegate": delegate, "moment": run.state, "token_sha256": Invitation.digest(token)}
    values |= {"subject": " ".join(subject.split())[:200], "body": body}
    key = f"learner:{delegate.pk}:{run.state}" + (f":reminder:{reminder}" if reminder else "")
    letter, is_new = DelegateLetter.objects.get_or_create(key=key, defaults=values)
    if is_new:
        queue.nudge(SEND, letter.pk)
    return letter


def _words(delegate: Delegate, run: ModuleRun, link: str, *, is_reminder: bool) -> tuple[str, str]:
    programme = run.programme

    def say(text: dict[str, str]) -> str:
        return localised(text, delegate.language, programme.default_language)

    context = {
        "course": say(run.module.name) or run.module.code,
        "moment": str(run.state),
        "n": len(run.skills),
        "link": link,
        "is_waiting": delegate.is_waiting,
        "is_reminder": is_reminder,
        "contact": programme.contact_email,
        "organiser": say(programme.organiser_name),
    }
    if delegate.is_waiting:
        subject = _("%(course)s: where you stand today")
        return subject % context, render_to_string("mail/learner.txt", context)
    subjects = {
        ModuleRun.State.BEFORE: _("%(course)s: where you stand before the course"),
        ModuleRun.State.AFTER: _("%(course)s: where you stand after the course"),
        ModuleRun.State.FOLLOW_UP: _("%(course)s: three months later"),
    }
    return subjects[ModuleRun.State(run.state)] % context, render_to_string("mail/learner.txt", context)


def _is_still_asked(letter: DelegateLetter) -> bool:
    delegate = letter.delegate
    is_open = delegate.run.state == letter.moment and bool(set(moments_of(delegate)) - delegate.sent.keys())
    return bool(delegate.email) and is_open


def send_letter(letter: DelegateLetter) -> None:
    """Send one letter that the caller holds, and forget its body. Raises what the mail server raised, to be tried again.

    Nothing is sent to whoever answered meanwhile, was taken out, or is asked something else by now. A worker that dies between sending and saying so sends again, under the same Message-ID.
    """
    if _is_still_asked(letter):
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"}
        EmailMessage(letter.subject, letter.body, to=[letter.delegate.email], headers=headers).send()
    letter.body, letter.state, letter.percent = "", letter.State.DONE, 100
    letter.finished_at, letter.error = timezone.now(), ""
    letter.save(update_fields=["body", "state", "percent", "finished_at", "error"])
