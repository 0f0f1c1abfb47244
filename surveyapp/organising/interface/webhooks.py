"""Webhooks: added, tried, paused, deleted; and the log of what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import webhooks as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.interface import Webhook, WebhookDelivery
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.interface.forms import WebhookForm
from surveyapp.organising.layout import around

PAGE = "surveyapp:interface-webhook"
LOGGED = 50


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Posting adds one; its secret is in this answer, and can only be changed afterwards."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_webhook(programme=programme, by=account(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("url", str(refusal))
        else:
            return _shown(request, made, secret=made.secret)
    context = {**_around(programme), "form": form}
    return render(request, "organising/interface/add.html", context, status=422 if form.errors else 200)


@organisers
@require_safe
def detail(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    return _shown(request, _one(programme, webhook))


@organisers
@require_POST
def secret(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    """Another secret, which is in this answer alone."""
    changed = actions.rotate_secret(webhook=_one(programme, webhook), by=account(request))
    return _shown(request, changed, secret=changed.secret)


@organisers
@require_POST
def test(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    actions.send_test(webhook=_one(programme, webhook), by=account(request))
    messages.success(request, _("A test message is on its way. Look again in a few seconds how it was answered."))
    return redirect(PAGE, programme.slug, webhook)


@organisers
@require_POST
def pause(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    actions.pause(webhook=_one(programme, webhook), because="", by=account(request))
    return redirect(PAGE, programme.slug, webhook)


@organisers
@require_POST
def resume(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    actions.resume(webhook=_one(programme, webhook), by=account(request))
    messages.success(request, _("Messages are sent again, those first that did not arrive."))
    return redirect(PAGE, programme.slug, webhook)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, programme: Programme, webhook: UUID) -> HttpResponse:
    """There is no undo, so the programme's short name is typed."""
    found = _one(programme, webhook)
    if request.method == "POST" and request.POST.get("typed", "").strip() == programme.slug:
        actions.delete_webhook(webhook=found, by=account(request))
        messages.success(request, _("The webhook is deleted."))
        return redirect("surveyapp:programme-interface", programme.slug)
    problem = _("Nothing was deleted: type %(word)s to confirm.") % {"word": programme.slug}
    problems = [{"target": "typed", "message": problem}] if request.method == "POST" else []
    context = {**_around(programme), "webhook": found, "problems": problems}
    return render(request, "organising/interface/delete.html", context, status=422 if problems else 200)


def _shown(request: HttpRequest, webhook: Webhook, **more: Any) -> HttpResponse:
    names = dict(Webhook.Event.choices)
    log = [_logged(each, names) for each in webhook.deliveries.all()[:LOGGED]]
    told = [names[each] for each in webhook.events]
    context = {**_around(webhook.programme), "webhook": webhook, "log": log, "told": told, **more}
    return render(request, "organising/interface/webhook.html", context)


def _logged(row: WebhookDelivery, names: Mapping[str, Any]) -> dict[str, Any]:
    """The answer is its status alone; what else the other side said is shown to nobody."""
    states = {
        row.State.WAITING: _("Will be tried again") if row.attempts else _("Waiting"),
        row.State.RUNNING: _("Being sent"),
        row.State.DONE: _("Delivered"),
        row.State.FAILED: _("Not delivered"),
    }
    answered = str(row.status) if row.status else row.error
    return {
        "row": row,
        "event": names.get(row.event, _("Test")),
        "state": states[row.State(row.state)],
        "answer": answered,
    }


def _around(programme: Programme) -> dict[str, Any]:
    return around(programme, "programme-settings", exact=False)


def _one(programme: Programme, webhook: UUID) -> Webhook:
    return get_object_or_404(Webhook.objects.select_related("programme"), programme=programme, pk=webhook)
