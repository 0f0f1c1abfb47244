"""The activity log: look, filter, take along."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, tzinfo
from typing import IO, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveyapp.actions import audit
from surveyapp.models.audit import AuditEntry
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.activity.form import AskedForm
from surveyapp.organising.activity.words import sentence, who
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around, wave_title
from surveyapp.organising.register.exporting import FORMULA
from surveyapp.organising.register.gate import paged
from surveyapp.selectors import activity as selectors

AT_ONCE = 1_000  # rows of a file whose names are looked up together


@organisers
@require_safe
def activity(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = AskedForm(programme, request.GET)
    with timezone.override(zone(programme)):
        page = paged(request, selectors.entries(programme, form.wanted()))
        rows = joined(lines(programme, page["rows"]))
        context = {"form": form, "page": page, "rows": rows, "query": request.GET.urlencode()}
        context |= around(programme, "programme-activity") | {"zone": programme.timezone}
        return render(request, "organising/activity/list.html", context, status=422 if form.errors else 200)


def zone(programme: Programme) -> tzinfo:
    """In which days and hours of the log are meant."""
    try:
        return ZoneInfo(programme.timezone)
    except (ValueError, ZoneInfoNotFoundError):
        return UTC


def lines(programme: Programme, rows: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Each entry in words, with the survey that it was about and where it leads."""
    rows = list(rows)
    names = selectors.named(programme, rows)
    titles = _surveys(programme, rows)
    return [
        {
            "entry": each,
            "who": who(each),
            "what": sentence(each, names),
            "survey": titles.get(each.wave_id),
            "url": _url(programme, each),
        }
        for each in rows
    ]


def joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What one did several times within a minute stands once, with how often (`times`)."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if found and _sameness(found[-1]) == _sameness(row):
            found[-1]["times"] += 1
        else:
            found.append(row | {"times": 1})
    return found


def _sameness(row: dict[str, Any]) -> tuple[Any, ...]:
    minute = row["entry"].at.replace(second=0, microsecond=0)
    return minute, row["who"], row["what"], row["survey"], row["url"]


def latest(programme: Programme, most: int) -> list[dict[str, Any]]:
    """What was done last, for the desk."""
    return joined(lines(programme, selectors.entries(programme)[: most * 10]))[:most]


def _surveys(programme: Programme, rows: Sequence[AuditEntry]) -> dict[Any, dict[str, str]]:
    ids = {each.wave_id for each in rows if each.wave_id}
    waves = Wave.objects.filter(programme=programme, pk__in=ids).select_related("programme")
    return {
        each.pk: {"title": wave_title(each), "url": reverse("surveyapp:wave-detail", args=[programme.slug, each.slug])}
        for each in waves
    }


def _url(programme: Programme, entry: AuditEntry) -> str:
    """Where what was changed can be seen, and put back; "" where there is no such place."""
    if entry.action == "programme.settings_changed" and entry.detail.get("section"):
        return reverse("surveyapp:programme-settings-section", args=[programme.slug, entry.detail["section"]])
    if entry.action.startswith(("organiser.", "staff.")):
        return reverse("surveyapp:programme-people", args=[programme.slug])
    if entry.target_kind == "Organisation":
        return reverse("surveyapp:register-organisation", args=[programme.slug, entry.target_id])
    return ""


@organisers  # type: ignore[arg-type]  # a file is an answer too
@require_safe
def as_csv(request: HttpRequest, programme: Programme) -> FileResponse:
    """What the page lists under the same filters, as a file that no spreadsheet takes for formulas."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with timezone.override(zone(programme)):
        found = selectors.entries(programme, AskedForm(programme, request.GET).wanted())
        n = _write(programme, found.iterator(chunk_size=AT_ONCE), file)
    audit.record(action="activity.exported", target=programme, by=account(request), programme=programme, entries=n)
    file.seek(0)
    name = f"activity-{programme.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    return FileResponse(file, as_attachment=True, filename=name)


def _write(programme: Programme, rows: Iterator[AuditEntry], file: IO[bytes]) -> int:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer, n = csv.writer(text), 0
    writer.writerow([_("When (UTC)"), _("Who"), _("E-mail address"), _("What"), _("Survey"), _("Action")])
    for some in _in_parts(rows):
        for line in lines(programme, some):
            writer.writerow([_safe(cell) for cell in _cells(line)])
        n += len(some)
    text.detach()
    return n


def _in_parts(rows: Iterator[AuditEntry]) -> Iterator[list[AuditEntry]]:
    part: list[AuditEntry] = []
    for each in rows:
        part.append(each)
        if len(part) == AT_ONCE:
            yield part
            part = []
    yield part


def _cells(line: dict[str, Any]) -> list[str]:
    entry: AuditEntry = line["entry"]
    email = entry.actor.email if entry.actor else ""
    survey = line["survey"]["title"] if line["survey"] else ""
    return [entry.at.isoformat(timespec="seconds"), line["who"], email, line["what"], survey, entry.action]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
