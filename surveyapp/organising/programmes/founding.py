"""Start a programme: for whoever the operator let, from an empty installation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveyapp.actions.programmes import ShortNameTaken, found_programme
from surveyapp.organising.gate import account
from surveyapp.organising.layout import before_a_programme
from surveyapp.organising.programmes.founding_form import FoundingForm, Offered
from surveyapp.permissions import may_found_programmes, require
from surveyapp.selectors import instrument_drafts, instruments


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(may_found_programmes(request.user))
    form = FoundingForm(request.POST if request.method == "POST" else None, offered=_offered())
    if request.method == "POST" and form.is_valid():
        try:
            started = found_programme(founding=form.founding(), by=account(request))
        except ShortNameTaken as taken:
            form.add_error("slug", str(taken))
        else:
            messages.success(request, _("The programme is there. Nobody has been written to."))
            return redirect("surveyapp:programme-desk", started.slug)
    status = 422 if form.errors else 200
    return render(request, "organising/programmes/new.html", before_a_programme() | {"form": form}, status=status)


def _offered() -> Offered:
    found = instrument_drafts.of_the_product()
    return {each.instrument.slug: (each, instruments.of_row(each)) for each in found}
