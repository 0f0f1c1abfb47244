"""Who was invited and what became of it: everybody, one organisation, and the e-mails in doubt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions.deliveries import resend_uncertain
from surveyapp.actions.invitation_changes import mark_arrived
from surveyapp.actions.mail_stops import REPORTED
from surveyapp.actions.refusals import Refused
from surveyapp.instruments.languages import own_name
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.invitations import words
from surveyapp.organising.invitations.gate import address, frame, of_survey, participation_of
from surveyapp.organising.register.gate import paged
from surveyapp.organising.register.gate import words as typed
from surveyapp.selectors import invitation_states as selectors
from surveyapp.selectors.delivery_queue import queue_of
from surveyapp.selectors.delivery_states import State
from surveyapp.selectors.invitation_counts import Invited

MAILINGS_SHOWN = 5


@of_survey
@require_safe
def listing(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Counts by state, what is being written, and everybody, found by words and state."""
    invited = Invited(wave)
    counts = invited.counts()
    asked, state = typed(request.GET.get("q", "")), request.GET.get("state", "")
    found = selectors.people(wave, asked)
    if state in State.values:
        found = invited.only(State(state), found)
    page = paged(request, found)
    states = selectors.known(wave, page["rows"])
    page["rows"] = [{"of": row, "known": states[row.pk]} for row in page["rows"]]
    context = frame(wave, exact=True) | {
        "n": sum(counts.values()),
        "n_organisations": selectors.everybody(wave).values("participation").distinct().count(),
        "counts": [_count(each, n, state) for each, n in counts.items()],
        "words": asked,
        "state": state,
        "page": page,
        "mailings": [
            _mailing(each) for each in Mailing.objects.filter(wave=wave).select_related("wave")[:MAILINGS_SHOWN]
        ],
        "queue": queue_of(wave),
        "n_uncertain": selectors.uncertain(wave).count(),
    }
    return render(request, "organising/invitations/list.html", context)


def _count(state: State, n: int, chosen: str) -> dict[str, Any]:
    return {"code": state.value, "label": state.label, "n": n, "current": state == chosen}


def _mailing(mailing: Mailing) -> dict[str, Any]:
    url = address("wave-mailing", mailing.wave, mailing.pk)
    return {"of": mailing, "url": url, "name": words.name(mailing), "state": words.state(mailing)}


@of_survey
@require_safe
def organisation(request: HttpRequest, wave: Wave, participation: UUID) -> HttpResponse:
    """The people of one organisation and what became of each letter of theirs."""
    held = participation_of(wave, participation)
    people = list(selectors.people(wave).filter(participation=held))
    states = selectors.known(wave, people)
    rows = [_person(wave, each, states[each.pk]) for each in people]
    context = frame(wave) | {"site": held.organisation, "people": rows, "has_addresses": any(p.email for p in people)}
    return render(request, "organising/invitations/organisation.html", context)


def _person(wave: Wave, invitation: Invitation, known: selectors.Known) -> dict[str, Any]:
    return {
        "of": invitation,
        "language": own_name(invitation.language),
        "known": known,
        "letters": selectors.history(wave, invitation),
        "response": selectors.response_of(wave, invitation),
        "is_stopped": known.stopped in REPORTED,
        "may_change": wave.is_open and invitation.revoked_at is None,
    }


@of_survey
@require_http_methods(["GET", "HEAD", "POST"])
def uncertain(request: HttpRequest, wave: Wave) -> HttpResponse:
    """E-mails in doubt after a crash: a person decides about each."""
    if request.method == "POST":
        return _decide(request, wave)
    page = paged(request, selectors.uncertain(wave))
    return render(request, "organising/invitations/uncertain.html", frame(wave) | {"page": page})


def _decide(request: HttpRequest, wave: Wave) -> HttpResponse:
    try:
        asked = UUID(request.POST.get("delivery", ""))
    except ValueError:
        asked = UUID(int=0)
    delivery = get_object_or_404(selectors.uncertain(wave), pk=asked)
    try:
        if "arrived" in request.POST:
            mark_arrived(delivery=delivery, by=account(request))
            messages.success(request, _("Noted: the e-mail arrived."))
        else:
            resend_uncertain(delivery=delivery, by=account(request))
            messages.success(request, _("The e-mail is sent again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(address("wave-uncertain", wave))
