"""The coordinator's page: who of the site was asked for what, how far they are, and what is still open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions.assignments import (
    MOST_AT_ONCE,
    AlreadyAsked,
    NothingToAsk,
    TooManyColleagues,
    invite_colleague,
)
from surveyapp.actions.participations import confirm_participation
from surveyapp.answering import colleague_rows
from surveyapp.answering.colleague_forms import InviteForm
from surveyapp.answering.coordinating import CHOSEN, Coordinator, choose_page, coordinator
from surveyapp.models.people import Account
from surveyapp.permissions import require
from surveyapp.selectors import colleagues, responses


@coordinator
@require_safe
def overview(request: HttpRequest, here: Coordinator) -> HttpResponse:
    """Sections and who holds them, people, meetings, and whether everything is in."""
    team = colleagues.team(here.participation)
    context = here.frame() | _confirmation(here) | colleague_rows.rows(team, here)
    return render(request, "answering/colleagues.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Keep in the session which of their sites an account looks at."""
    account = request.user
    if not isinstance(account, Account):
        raise PermissionDenied
    if request.method != "POST":
        return choose_page(request, account)
    mine = {str(site.pk) for site in colleagues.open_sites(account.pk)}
    require(request.POST.get("site", "") in mine)
    request.session[CHOSEN] = request.POST["site"]
    return redirect("surveyapp:colleagues")


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, here: Coordinator) -> HttpResponse:
    """Ask one more colleague."""
    form = InviteForm(here.questionnaire, here.language, data=request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(here, form):
        messages.success(
            request, _("%(who)s was asked; the e-mail is on its way.") % {"who": form.cleaned_data["email"]}
        )
        return redirect("surveyapp:colleagues")
    return render(
        request, "answering/colleagues_invite.html", here.frame() | {"form": form}, status=422 if form.errors else 200
    )


def _invited(here: Coordinator, form: InviteForm) -> bool:
    given = form.cleaned_data
    try:
        invite_colleague(
            participation=here.participation,
            email=given["email"],
            name=" ".join(given["name"].split()),
            sections=form.parts,
            role=given["role"],
            language=given.get("language", ""),
            invited_by=here.invitation,
            **here.named,
        )
    except AlreadyAsked as refusal:
        form.add_error("email", _("This address was already asked. Change their sections instead of asking twice."))
        form.already = None if refusal.invitation.is_coordinator else refusal.invitation
    except TooManyColleagues:
        form.add_error("email", too_many())
    except NothingToAsk as refusal:
        form.refuse_parts(refusal.sections)
    return not form.errors


def too_many() -> str:
    return _(
        "%(most)s people of your site were asked, and more cannot be. Withdraw an invitation that nobody uses, or ask "
        "the organiser."
    ) % {"most": MOST_AT_ONCE}


@coordinator
@require_POST
def confirm(request: HttpRequest, here: Coordinator) -> HttpResponse:
    """Say that the site's answers are complete; before anybody sent any, there is nothing to confirm."""
    if colleagues.n_sent(here.participation):
        confirm_participation(participation=here.participation, seen=request.POST.get("seen", ""), **here.named)
    return redirect(f"{reverse('surveyapp:colleagues')}#confirm")


def _confirmation(here: Coordinator) -> dict[str, Any]:
    participation = here.participation
    return {
        "confirmation": participation,
        "is_open": participation.wave.is_open,
        "must_confirm": not participation.wave.counts_unconfirmed,
        "n_sent_since": responses.n_sent_since_confirmed(participation),
        "confirm_url": reverse("surveyapp:colleagues-confirm"),
    }
