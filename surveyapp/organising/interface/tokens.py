"""Tokens: made here, shown once, withdrawn here. Webhooks are listed below them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions.interface import make_token, revoke_token
from surveyapp.actions.refusals import Refused
from surveyapp.models.interface import ApiToken, Webhook
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.interface.forms import TokenForm
from surveyapp.organising.layout import around


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def interface(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Posting makes a token; its text is in this answer and nowhere else."""
    if request.method != "POST":
        return _page(request, programme, TokenForm())
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, text = make_token(programme=programme, by=account(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, programme, TokenForm(), made=token, text=text)
    return _page(request, programme, form, status=422)


def _page(request: HttpRequest, programme: Programme, form: TokenForm, status: int = 200, **shown: Any) -> HttpResponse:
    now = timezone.now()
    tokens = ApiToken.objects.filter(programme=programme).select_related("account")
    context = {
        **around(programme, "programme-settings", exact=False),
        "form": form,
        "tokens": [{"row": each, "works": each.works(now)} for each in tokens[:50]],
        "webhooks": Webhook.objects.filter(programme=programme),
        **shown,
    }
    return render(request, "organising/interface/interface.html", context, status=status)


@organisers
@require_POST
def revoke(request: HttpRequest, programme: Programme, token: UUID) -> HttpResponse:
    revoke_token(token=get_object_or_404(ApiToken, programme=programme, pk=token), by=account(request))
    messages.success(request, _("The token is withdrawn: it opens nothing any more."))
    return redirect("surveyapp:programme-interface", programme.slug)
