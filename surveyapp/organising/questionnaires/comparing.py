"""A draft beside the version before it: what became of each question, of answers, and of trend lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveyapp.actions.instrument_drafts import DraftRefused, declare_change
from surveyapp.forms.sentences import spoken
from surveyapp.instruments import changes, differences
from surveyapp.instruments.changes import Change, ItemChange, Trend
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentDraft
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import wave_title
from surveyapp.organising.questionnaires import change_words
from surveyapp.organising.questionnaires.gate import Looked, frame, looked_at
from surveyapp.selectors import instrument_drafts, instruments
from surveyapp.selectors.instrument_drafts import WaveAnswers


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, programme: Programme, draft: UUID) -> HttpResponse:
    looked = looked_at(programme, "drafts", draft)
    if request.method != "POST":
        return _show(request, looked)
    item = request.POST.get("item", "")
    try:
        _declare(request, looked, item)
    except DraftRefused as refusal:
        return _show(request, looked, refusal.problems, target=item)
    messages.success(request, _("Your word on %(item)s is kept.") % {"item": item})
    return redirect(reverse("surveyapp:draft-compare", args=[programme.slug, draft]) + f"#{item}")


def _declare(request: HttpRequest, looked: Looked, item: str) -> None:
    leads = {name.removeprefix("map-"): value for name, value in request.POST.items() if name.startswith("map-")}
    change = request.POST.get("change", "")
    kept = {before: str(now) for before, now in leads.items() if now} if change == "recoded" else {}
    assert isinstance(looked.stored, InstrumentDraft)  # noqa: S101 - the address says so
    declare_change(draft=looked.stored, item=item, change=change, choice_map=kept, by=account(request))


def _show(request: HttpRequest, looked: Looked, problems: Sequence[str] = (), target: str = "") -> HttpResponse:
    context = frame(looked.programme, looked) | summary(looked)
    context["problems"] = [{"target": target, "message": spoken(each)} for each in problems]
    return render(request, "organising/questionnaires/compare.html", context, status=422 if problems else 200)


def summary(looked: Looked) -> dict[str, Any]:
    """What changed since the version before, and whose answers hold the older one; little for a first version."""
    assert isinstance(looked.stored, InstrumentDraft)  # noqa: S101 - only drafts are compared
    before = instrument_drafts.version_before(looked.stored)
    if before is None:
        return {"before": None, "rows": [], "tally": []}
    old, new = instruments.instrument(before.pk), looked.instrument
    found = changes.item_changes(old, new)
    differing = [each for each in found if each.found is not Change.SAME or each.change is not Change.SAME]
    waves = instrument_drafts.waves_with_answers(before, looked.programme)
    return {
        "before": before,
        "rows": [_row(looked, old, each) for each in differing],
        "tally": _tally(found),
        "n_same": len(found) - len(differing),
        "n_texts": len(differences.every_text(old, new)),
        "other_texts": differences.other_texts(old, new),
        "waves": in_words(waves),
    }


def in_words(waves: Sequence[WaveAnswers]) -> list[str]:
    """Each survey with its count of people's answers."""
    return [
        ngettext("%(survey)s: answers of %(n)s person", "%(survey)s: answers of %(n)s people", each.n_submitted)
        % {"survey": wave_title(each.wave), "n": each.n_submitted}
        for each in waves
    ]


def _tally(found: Sequence[ItemChange]) -> list[dict[str, Any]]:
    counted = Counter(each.change for each in found)
    return [{"name": change_words.name(change), "n": counted[change]} for change in Change if counted[change]]


def _row(looked: Looked, old: Instrument, each: ItemChange) -> dict[str, Any]:
    new = looked.instrument
    shown = new if each.code in new.items else old
    return {
        "code": each.code,
        "question": looked.say(shown.items[each.code].text),
        "found": change_words.name(each.found),
        "change": change_words.name(each.change),
        "is_declared": each.code in (new.since.items if new.since else {}),
        "effect": change_words.effect(each),
        "breaks": each.trend is Trend.BREAKS,
        "texts": differences.texts(old, new, each.code),
        "rules": [change_words.rule(field) for field in differences.rules(old, new, each.code)],
        "options": _options(each, new),
        "map": _map(looked, old, each),
    }


def _options(each: ItemChange, new: Instrument) -> list[dict[str, Any]]:
    if each.found not in (Change.REWORDED, Change.RECODED):
        return []
    said = new.since.items.get(each.code) if new.since else None
    return [
        {"value": value, "label": change_words.declared(value), "is_chosen": said is not None and said.change == value}
        for value in changes.MAY_BE_CALLED[each.found]
    ]


def _map(looked: Looked, old: Instrument, each: ItemChange) -> list[dict[str, Any]]:
    """For each former choice the ones it may lead to; a choice that is still there is proposed for itself."""
    new = looked.instrument
    if each.found is not Change.RECODED or not changes.may_be_mapped(old, new, each.code):
        return []
    present = new.choices(each.code)
    still = {choice.code: choice.code for choice in present}
    return [
        {
            "code": choice.code,
            "words": looked.say(choice.text),
            "choices": [
                {"code": now.code, "words": looked.say(now.text), "is_chosen": now.code == leads} for now in present
            ],
        }
        for choice in old.choices(each.code)
        for leads in [each.map.get(choice.code) or still.get(choice.code)]
    ]
