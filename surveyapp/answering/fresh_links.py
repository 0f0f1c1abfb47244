"""Send me a new link: for whoever cannot find the e-mail, and for going on at another device."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import fresh_links as actions
from surveyapp.actions.refusals import NoAddress, TooManyLinks
from surveyapp.answering import gate
from surveyapp.forms.addresses import AddressForm
from surveyapp.models.response import Response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address. The answer is the same for every address, invited or not."""
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return render(request, "answering/new_link.html", {"form": form})
    if not form.is_valid():
        return render(request, "answering/new_link.html", {"form": form}, status=422)
    try:
        actions.request_fresh_link(email=form.cleaned_data["email"], client=_client(request))
    except TooManyLinks:
        form.add_error("email", _("Many links were asked for from here. Wait an hour, then ask again."))
        return render(request, "answering/new_link.html", {"form": form}, status=429)
    return redirect("surveyapp:link-sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now; it does not say whether the address is known."""
    return render(request, "answering/new_link_sent.html")


@gate.respondent
@require_POST
def again(request: HttpRequest, response: Response) -> HttpResponse:
    """Send the person who is signed in another link, to the address that was invited."""
    try:
        actions.send_fresh_link(invitation=response.invitation, by=None, by_kind="respondent")
    except TooManyLinks:
        messages.warning(request, _("A link was sent a short while ago. Look for it in your mailbox, also under spam."))
    except NoAddress:
        messages.warning(request, _("We do not know your e-mail address. Use the link you were given."))
    else:
        messages.success(request, _("A link is on its way. It works for one day."))
    return redirect("surveyapp:answer-later")


def masked(address: str) -> str:
    """An address its owner recognises and nobody else can use: m•••@example.org."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}•••@{host}" if name else ""


def _client(request: HttpRequest) -> str:
    """Where a request comes from: what the proxy in front adds last to X-Forwarded-For, where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
