"""Owners, and what it means to make two of them one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions import register_owners as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.organisation import Owner
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import wave_title
from surveyapp.organising.register.gate import frame, paged, words
from surveyapp.selectors import register


@organisers
@require_safe
def listing(request: HttpRequest, programme: Programme) -> HttpResponse:
    asked = words(request.GET.get("q", ""))
    context = {
        **frame(programme, "register-owners"),
        "page": paged(request, register.owners(programme, asked)),
        "words": asked,
        "counts": register.counts(programme),
    }
    return render(request, "organising/register/owners.html", context)


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, programme: Programme, owner: UUID) -> HttpResponse:
    """First into which owner; then, told what it means for open surveys, yes."""
    found = get_object_or_404(Owner, programme=programme, pk=owner)
    said = words(request.POST.get("into", ""))
    into = Owner.objects.filter(programme=programme, name=said).exclude(pk=found.pk).first() if said else None
    problems = []
    if request.method == "POST" and into is None:
        problems = [{"target": "into", "message": _("No other owner has this name. Choose one from the list.")}]
    elif into is not None and request.POST.get("sure") == "yes":
        return _merge(request, programme, found, into)
    context = {
        **frame(programme),
        "owner": found,
        "into": into,
        "said": said,
        "problems": problems,
        "organisations": register.organisations(programme, owner=found.pk),
        "names": Owner.objects.filter(programme=programme).exclude(pk=found.pk).order_by("name")[:500],
        "surveys": [_consequence(wave, found, into) for wave in _open(programme)] if into else [],
    }
    return render(request, "organising/register/merge_owners.html", context, status=422 if problems else 200)


def _merge(request: HttpRequest, programme: Programme, owner: Owner, into: Owner) -> HttpResponse:
    try:
        n = actions.merge_owners(owner=owner, into=into, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(n)s organisation has another owner now.", "%(n)s organisations have another owner now.", n)
        messages.success(request, said % {"n": n})
    return redirect("surveyapp:register-owners", programme.slug)


def _open(programme: Programme) -> list[Wave]:
    return list(Wave.objects.filter(programme=programme, state=Wave.State.OPEN).select_related("programme"))


def _consequence(wave: Wave, owner: Owner, into: Owner) -> dict[str, object]:
    after = register.companies(wave, (owner.pk, into.pk))
    return {"title": wave_title(wave), "before": register.companies(wave), "after": after}
