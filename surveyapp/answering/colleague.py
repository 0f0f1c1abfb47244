"""One colleague: what they are asked, a new link, taking the invitation back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions.assignments import NothingToAsk, change_sections, withdraw_colleague
from surveyapp.actions.fresh_links import send_fresh_link
from surveyapp.actions.refusals import AlreadySubmitted, LinkRevoked, NoAddress, Refused, TooManyLinks
from surveyapp.answering import colleague_rows
from surveyapp.answering.colleague_forms import ChangeForm
from surveyapp.answering.coordinating import Coordinator, coordinator
from surveyapp.selectors import colleagues, consents
from surveyapp.selectors.colleagues import SENT, Colleague


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, here: Coordinator, invitation: UUID) -> HttpResponse:
    """Show one colleague, and change what they are asked as long as they have not sent their answers."""
    each = _of_this_site(here, invitation)
    if request.method != "POST":
        return _show(request, here, each, _form(here, each))
    form = ChangeForm(here.questionnaire, here.language, data=request.POST)
    if form.is_valid() and _changed(request, here, each, form):
        return redirect("surveyapp:colleagues")
    return _show(request, here, each, form)


def _changed(request: HttpRequest, here: Coordinator, each: Colleague, form: ChangeForm) -> bool:
    try:
        change_sections(invitation=each.invitation, sections=form.parts, role=form.cleaned_data["role"], **here.named)
    except NothingToAsk as refusal:
        form.refuse_parts(refusal.sections)
        return False
    except (AlreadySubmitted, LinkRevoked) as refusal:
        messages.error(request, _in_words(refusal))
        return True
    messages.success(request, _("%(who)s is asked for what you ticked.") % {"who": each.label})
    return True


@coordinator
@require_POST
def resend(request: HttpRequest, here: Coordinator, invitation: UUID) -> HttpResponse:
    """Send another link to the same questions; the former one keeps working."""
    each = _of_this_site(here, invitation)
    try:
        send_fresh_link(invitation=each.invitation, **here.named)
    except (TooManyLinks, NoAddress, LinkRevoked) as refusal:
        messages.error(request, _in_words(refusal))
    else:
        messages.success(request, _("A new link is on its way to %(who)s.") % {"who": each.invitation.email})
    return redirect("surveyapp:colleagues")


@coordinator
@require_POST
def withdraw(request: HttpRequest, here: Coordinator, invitation: UUID) -> HttpResponse:
    """Take back an invitation whose answers were not sent."""
    each = _of_this_site(here, invitation)
    try:
        withdraw_colleague(invitation=each.invitation, **here.named)
    except AlreadySubmitted as refusal:
        messages.error(request, _in_words(refusal))
    else:
        messages.success(request, _("The invitation was withdrawn; its link opens nothing any more."))
    return redirect("surveyapp:colleagues")


def _of_this_site(here: Coordinator, invitation: UUID) -> Colleague:
    """A colleague's invitation; those of coordinators and of other sites are not found."""
    each = colleagues.colleague(here.participation, invitation)
    if each is None or each.invitation.is_coordinator:
        raise Http404
    return each


def _form(here: Coordinator, each: Colleague) -> ChangeForm:
    given = {"sections": each.given, "groups": each.given, "role": each.invitation.role}
    return ChangeForm(here.questionnaire, here.language, initial=given)


def _show(request: HttpRequest, here: Coordinator, each: Colleague, form: ChangeForm) -> HttpResponse:
    team = colleagues.team(here.participation)
    context = here.frame() | {
        "form": form,
        "person": colleague_rows.person(team, each, here),
        "may_change": each.state != SENT and not each.invitation.is_meeting,
        "may_withdraw": each.state != SENT,
        "may_see": each.response is not None and consents.coordinator_may_see(each.response),
    }
    return render(request, "answering/colleague.html", context, status=422 if form.errors else 200)


def _in_words(refusal: Refused) -> str:
    match refusal:
        case AlreadySubmitted():
            return _("The answers were sent meanwhile, so nothing was changed.")
        case LinkRevoked():
            return _("This invitation was withdrawn, so nothing was changed.")
        case NoAddress():
            return _("No e-mail address is known for this person, so no link could be sent.")
        case TooManyLinks():
            return _("A link was sent a short while ago. Wait five minutes, then send another.")
        case _:
            return str(refusal)
