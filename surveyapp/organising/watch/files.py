"""The list to telephone as a file: written to disk a row at a time, then sent."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveyapp.actions import audit
from surveyapp.organising.gate import account, organised_wave
from surveyapp.organising.register.exporting import FORMULA
from surveyapp.organising.watch import page
from surveyapp.organising.watch.views import asked_for
from surveyapp.organising.watch.watched import Watched
from surveyapp.selectors import fieldwork_days
from surveyapp.selectors.calls import Call, last_calls
from surveyapp.selectors.watch import all_reachable


@login_required
@never_cache
@require_safe
def as_csv(request: HttpRequest, programme: str, wave: str) -> FileResponse:
    return _file(request, Watched(organised_wave(request, programme, wave)), "csv")


@login_required
@never_cache
@require_safe
def as_workbook(request: HttpRequest, programme: str, wave: str) -> FileResponse:
    return _file(request, Watched(organised_wave(request, programme, wave)), "xlsx")


def _file(request: HttpRequest, watched: Watched, ending: str) -> FileResponse:
    wave = watched.wave
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    n = (write_csv if ending == "csv" else write_workbook)(rows(request, watched), file)
    by = account(request)
    audit.record(action="wave.call_list_taken", target=wave, by=by, programme=wave.programme, organisations=n)
    file.seek(0)
    name = (
        f"to-call-{wave.programme.slug}-{wave.slug}-{timezone.localdate(timezone=fieldwork_days.zone(wave)):%Y-%m-%d}"
    )
    return FileResponse(file, as_attachment=True, filename=f"{name}.{ending}")


def rows(request: HttpRequest, watched: Watched) -> Iterator[list[str]]:
    """Headings, then whoever is on the list, as the page orders and filters it."""
    yield [
        _("Organisation"), _("Reference"), _("Contact"), _("E-mail"), _("Website"), _("State"), _("Groups it would help"),
        _("Companies missing there, at least"), _("Called"), _("Note"),
    ]  # fmt: skip
    if not watched.outlook or not watched.needs:
        return
    called, asked = last_calls(watched.wave), asked_for(request, watched)
    for each in all_reachable(watched.wave, watched.instrument, watched.outlook, watched.needs, asked):
        row = page.calling(watched, [each])[0]
        contact = [each.name, each.reference, each.contact_name, each.email, each.website, row["state"]]
        call = called.get(each.organisation)
        yield [*contact, "; ".join(row["groups"]), str(each.missing), *_call(watched, call)]


def _call(watched: Watched, call: Call | None) -> list[str]:
    return [fieldwork_days.day_of(call.at, watched.wave).isoformat(), call.note] if call else ["", ""]


def write_csv(found: Iterable[list[str]], file: IO[bytes]) -> int:
    """UTF-8 with its mark, so that Excel reads it; a cell that would be a formula begins with an apostrophe. Returns how
    many organisations."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer, n = csv.writer(text), -1
    for n, row in enumerate(found):  # noqa: B007 - counted
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    text.detach()
    return n


def write_workbook(found: Iterable[list[str]], file: IO[bytes]) -> int:
    """One sheet; words stay words, whatever they begin with. Returns how many organisations."""
    plain = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    n = -1
    with xlsxwriter.Workbook(file, {"constant_memory": True, **plain}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 20, 22)
        for n, row in enumerate(found):
            for at, cell in enumerate(row):
                sheet.write_string(n, at, cell)
    return n
