"""What columns, cells and values are taken for: shown as guessed, changed by the organiser, some of them at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.refusals import Refused
from surveyapp.instruments.answers import MISSING_REASONS
from surveyapp.instruments.schema import Instrument
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.programme import Programme
from surveyapp.organising.earlier import taking_in
from surveyapp.organising.earlier.gate import earlier_of, frame, within
from surveyapp.organising.earlier.names import REASON, explained, letters, reason_names, target_names

PAGE = "surveyapp:earlier-columns"
A_PAGE = 50
LONGEST_MARKERS = 500
PARTS = ("left", "about", "questions")


@within
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """The columns of the part that the address asks for; posting keeps those that were shown."""
    about = earlier_of(programme, brought)
    if about.step not in actions.AT_REST or not about.heads:
        return redirect("surveyapp:earlier-wave", programme.slug, about.pk)
    if request.method == "POST":
        return _keep(request, about)
    return _show(request, about, {}, [])


def _part_of(target: str) -> str:
    return "left" if not target else "about" if target.startswith("about:") else "questions"


def _show(
    request: HttpRequest, about: EarlierWave, typed: dict[int, str], problems: list[dict[str, str]]
) -> HttpResponse:
    instrument = taking_in.instrument_of(about)
    names = target_names(instrument)
    by_part: dict[str, list[int]] = {part: [] for part in PARTS}
    for at in range(len(about.heads)):
        by_part[_part_of(about.columns.get(str(at), ""))].append(at)
    asked = request.GET.get("part", "") or request.POST.get("part", "")
    part = asked if by_part.get(asked) else next((each for each in PARTS[::-1] if by_part[each]), "left")
    page = Paginator(by_part[part], A_PAGE).get_page(request.GET.get("page") or request.POST.get("page"))
    shown = sorted(typed) if problems else list(page.object_list)
    context = {
        **frame(about.programme),
        "about": about,
        "parts": [(each, label, len(by_part[each])) for each, label in _labels().items()],
        "part": part,
        "page": page,
        "columns": [_column(about, at, typed.get(at), names, instrument) for at in shown],
        "targets": names.values(),
        "codes": about.reading.get("codes", False),
        "day_first": about.reading.get("day_first", True),
        "markers": _markers(about),
        "has_organisation": any(t in _WHOSE for t in about.columns.values()),
        "is_windows": about.layout.get("encoding") == "cp1252",
        "problems": problems,
    }
    return render(request, "organising/earlier/columns.html", context, status=422 if problems else 200)


_WHOSE = ("about:organisation", "about:reference", "about:domain")


def _labels() -> dict[str, str]:
    return {"questions": _("Questions"), "about": _("About the row"), "left": _("Not used")}


def _column(
    about: EarlierWave, at: int, typed: str | None, names: dict[str, str], instrument: Instrument
) -> dict[str, Any]:
    name, text, _number = about.heads[at]
    target = about.columns.get(str(at), "")
    twice = [other for other, head in enumerate(about.heads) if head[0] == name and other != at] if name else []
    return {
        "at": at,
        "letters": letters(at),
        "heading": f"{name}. {text}" if text else name,
        "is_twice": bool(twice),
        "examples": about.seen[at]["examples"] if at < len(about.seen) else [],
        "value": names.get(target, "") if typed is None else typed,
        "means": explained(instrument, target, get_language() or "en"),
    }


def _markers(about: EarlierWave) -> list[dict[str, str]]:
    kept = taking_in.reading_of(about).markers
    return [
        {"code": code, "label": label, "value": "; ".join(kept.get(code, ()))} for code, label in reason_names().items()
    ]


def _keep(request: HttpRequest, about: EarlierWave) -> HttpResponse:
    known = {shown.casefold(): target for target, shown in target_names(taking_in.instrument_of(about)).items()}
    typed = {
        at: " ".join(request.POST[f"column-{at}"].replace("\0", "").split())[:200]
        for at in range(len(about.heads))
        if f"column-{at}" in request.POST
    }
    chosen = {str(at): known.get(said.casefold(), "") for at, said in typed.items()}
    problems = [
        {
            "target": f"column-{at}",
            "message": _("Column %(column)s: “%(said)s” is no question here. Choose one of the list.")
            % {"column": letters(at), "said": said},
        }
        for at, said in typed.items()
        if said and not chosen[str(at)]
    ]
    together = {**about.columns, **chosen}
    problems += _twice(together, typed)
    if problems:
        return _show(request, about, typed, problems)
    return _change(request, about, columns={at: target for at, target in together.items() if target})


def _twice(together: dict[str, str], typed: dict[int, str]) -> list[dict[str, str]]:
    places: dict[str, list[int]] = {}
    for at, target in together.items():
        if target:
            places.setdefault(target, []).append(int(at))
    said = _("Columns %(columns)s were taken for the same thing. Choose one of them.")
    return [
        {
            "target": f"column-{next((at for at in found if at in typed), found[0])}",
            "message": said % {"columns": ", ".join(map(letters, sorted(found)))},
        }
        for found in places.values()
        if len(found) > 1
    ]


@within
@require_POST
def cells(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """How cells are understood: words or codes, order of day and month, what stands for no answer, unfinished rows."""
    about = earlier_of(programme, brought)
    markers = {
        reason: [
            each.strip()[:60]
            for each in request.POST.get(f"marker-{reason}", "")[:LONGEST_MARKERS].replace("\0", "").split(";")
            if each.strip()
        ]
        for reason in MISSING_REASONS
    }
    reading = {
        "codes": request.POST.get("cells") == "codes",
        "day_first": request.POST.get("days") != "month",
        "markers": markers,
    }
    return _change(request, about, reading=reading, takes_incomplete=request.POST.get("incomplete") == "take")


@within
@require_POST
def values(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """What unknown values mean; the file is checked again with it."""
    about = earlier_of(programme, brought)
    instrument = taking_in.instrument_of(about)
    given = {item: dict(kept) for item, kept in about.given_values.items()}
    for number, (item, value, _n) in enumerate(about.report.get("unknown", [])):
        said = request.POST.get(f"value-{number}", "")
        offered = {choice.code for choice in instrument.choices(item)} | {f"{REASON}{each}" for each in MISSING_REASONS}
        if said in offered:
            given.setdefault(item, {})[value] = said
    try:
        actions.choose(about=about, given_values=given)
        actions.request_check(about=about)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("surveyapp:earlier-wave", programme.slug, about.pk)


def _change(request: HttpRequest, about: EarlierWave, **chosen: Any) -> HttpResponse:
    try:
        actions.choose(about=about, **chosen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept."))
    part = request.POST.get("part", "")
    here = redirect(PAGE, about.programme.slug, about.pk)
    if part in PARTS:
        here["Location"] += f"?part={part}"
    return here
