"""One mailing: whom it would reach, how far it is, what became of it; and reminders before they are one."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import mailings
from surveyapp.actions.refusals import Refused
from surveyapp.actions.reminders import remind
from surveyapp.models.letters import TO_THE_INVITED, LetterKind, Mailing, Recipient
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.invitations import letter_words, words
from surveyapp.organising.invitations.gate import address, frame, mailing_of, of_survey
from surveyapp.organising.register.gate import paged
from surveyapp.selectors import letters, recipients, reminders


@of_survey
@require_safe
def mailing(request: HttpRequest, wave: Wave, mailing: UUID) -> HttpResponse:
    """Before: who gets a letter and who does not. While it is written: how far. After: who got none."""
    found = mailing_of(wave, mailing)
    work = words.progress(found)
    if request.headers.get("HX-Request"):
        return _fragment(request, work)
    is_waiting = wave.state == Wave.State.DRAFT and found.state == Mailing.State.WAITING
    context = frame(wave) | {"mailing": found, "name": words.name(found), "work": work, "is_waiting": is_waiting}
    context["is_undone"] = found.is_confirmed and found.state in ("waiting", "running") and not is_waiting
    context |= _foreseen(request, found) if found.recipients.exists() else {"left_out": words.left_out(found.left_out)}
    return render(request, "organising/invitations/mailing.html", context)


def _fragment(request: HttpRequest, work: dict[str, Any]) -> HttpResponse:
    """The progress alone, for the page that watches it; once it is over, the whole page is loaded anew."""
    response = render(request, "partials/progress.html", {"work": work})
    if work["over"]:
        response["HX-Refresh"] = "true"
    return response


def _foreseen(request: HttpRequest, found: Mailing) -> dict[str, Any]:
    rows = recipients.foreseen(found)
    counts = Counter(outcome for _, outcome in rows)
    others = [(row, outcome) for row, outcome in rows if outcome != Recipient.Outcome.WRITTEN]
    page = paged(request, others)
    page["rows"] = [
        {"of": row, "why": words.LEFT_OUT.get(outcome, outcome), "email": recipients.email_of(row)}
        for row, outcome in page["rows"]
    ]
    n = counts.pop(Recipient.Outcome.WRITTEN, 0)
    shown = letters.Letters(found.wave).words(found.kind, _language(rows, found.wave))
    return {
        "n": n,
        "must_type": n > mailings.MOST_UNTYPED,
        "left_out": words.left_out(counts),
        "page": page,
        "shown": letters.sample(found.wave, shown),
        "shown_language": letter_words.language(shown.language),
        "letter_url": address("wave-letter", found.wave, found.kind, shown.language),
    }


def _language(rows: list[tuple[Recipient, str]], wave: Wave) -> str:
    used = Counter(row.language for row, _ in rows if row.language)
    first = used.most_common(1)
    return first[0][0] if first else wave.programme.default_language


@of_survey
@require_POST
def confirm(request: HttpRequest, wave: Wave, mailing: UUID) -> HttpResponse:
    """Let it go, where the number was typed that it needs."""
    found = mailing_of(wave, mailing)
    here = address("wave-mailing", wave, mailing)
    n = sum(outcome == Recipient.Outcome.WRITTEN for _, outcome in recipients.foreseen(found))
    is_new = found.state != Mailing.State.FAILED
    if is_new and n > mailings.MOST_UNTYPED and not _is_typed(request, n):
        messages.error(request, _("Nothing was sent: type %(n)s to confirm.") % {"n": n})
        return redirect(here)
    try:
        mailings.confirm(mailing=found, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(here)


def _is_typed(request: HttpRequest, n: int) -> bool:
    digits = "".join(each for each in request.POST.get("typed", "") if each.isdecimal())
    return digits.isdecimal() and len(digits) < 10 and int(digits) == n


@of_survey
@require_POST
def take_back(request: HttpRequest, wave: Wave, mailing: UUID) -> HttpResponse:
    try:
        mailings.take_back(mailing=mailing_of(wave, mailing), by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address("wave-mailing", wave, mailing))
    messages.success(request, _("Taken back: nobody gets a letter of it."))
    return redirect(address("wave-invitations", wave))


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, wave: Wave) -> HttpResponse:
    """How many would get a reminder, the letter, and sending it."""
    asked = request.POST if request.method == "POST" else request.GET
    kinds = _kinds(wave)
    # What is posted keeps its kind, so that a reminder of a page from before the close is refused and sends no thanks.
    known = TO_THE_INVITED if request.method == "POST" else kinds
    kind = next((each for each in known if each == asked.get("kind")), kinds[0])
    despite_recent = asked.get("despite_recent") == "yes"
    reach = reminders.reach(wave, kind, despite_recent=despite_recent)
    if request.method == "POST":
        return _remind(request, wave, kind, reach.n, despite_recent=despite_recent)
    shown = letters.Letters(wave).words(kind, wave.programme.default_language)
    context = frame(wave) | {
        "kind": kind,
        "kinds": [{"kind": each, "about": letter_words.ABOUT[each], "current": each == kind} for each in kinds],
        "reach": reach,
        "left_out": words.left_out(reach.left_out),
        "despite_recent": despite_recent,
        "may_remind": wave.is_open or (kind == LetterKind.THANKS and wave.closed_at is not None),
        "must_type": reach.n > mailings.MOST_UNTYPED,
        "shown": letters.sample(wave, shown),
        "shown_language": letter_words.language(shown.language),
        "letter_url": address("wave-letter", wave, kind, wave.programme.default_language),
    }
    return render(request, "organising/invitations/remind.html", context)


def _kinds(wave: Wave) -> list[LetterKind]:
    """What can be sent: after the close thanks alone, and they would tell who finished of a confidential survey."""
    thanks = () if wave.is_confidential else (LetterKind.THANKS,)
    if wave.closed_at is not None and thanks:
        return list(thanks)
    return [kind for kind in TO_THE_INVITED if kind != LetterKind.THANKS or thanks]


def _remind(request: HttpRequest, wave: Wave, kind: str, n: int, *, despite_recent: bool) -> HttpResponse:
    back = f"{address('wave-remind', wave)}?kind={kind}" + ("&despite_recent=yes" if despite_recent else "")
    if not n:
        messages.error(request, _("Nobody would get this letter now, so nothing was sent."))
        return redirect(back)
    if n > mailings.MOST_UNTYPED and not _is_typed(request, n):
        messages.error(request, _("Nothing was sent: type %(n)s to confirm.") % {"n": n})
        return redirect(back)
    try:
        made = remind(wave=wave, by=account(request), kind=kind, despite_recent=despite_recent)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect(address("wave-mailing", wave, made.pk))
