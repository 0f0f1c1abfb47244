"""The register as a file that comes back unchanged: bringing it again changes nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO

import xlsxwriter
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveyapp.actions import audit
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.register import columns
from surveyapp.organising.register.gate import facets_of
from surveyapp.selectors import register
from surveyapp.selectors.register import RegisterFacet

FIELDS = ("name", "reference", "email", "website", "contact_name")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@organisers  # type: ignore[arg-type]  # a file is an answer too
@require_safe
def as_csv(request: HttpRequest, programme: Programme) -> FileResponse:
    return _file(request, programme, "csv")


@organisers  # type: ignore[arg-type]  # a file is an answer too
@require_safe
def as_workbook(request: HttpRequest, programme: Programme) -> FileResponse:
    return _file(request, programme, "xlsx")


def _file(request: HttpRequest, programme: Programme, ending: str) -> FileResponse:
    """Written to disk a row at a time, then sent. What is not counted beforehand is not sent as whole."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    n = (write_csv if ending == "csv" else write_workbook)(programme, facets_of(programme), file)
    audit.record(
        action="register.exported", target=programme, by=account(request), programme=programme, organisations=n
    )
    file.seek(0)
    name = f"register-{programme.slug}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return FileResponse(file, as_attachment=True, filename=name)


def rows(programme: Programme, facets: Sequence[RegisterFacet]) -> Iterator[list[str]]:
    """Headings, then whoever is in the register by name. Facets as their codes: words may change, codes do not."""
    yield [*columns.fields().values(), *(each.code for each in facets)]
    for each in register.organisations(programme).iterator(chunk_size=2_000):
        yield _row(each, facets)


def _row(each: Organisation, facets: Sequence[RegisterFacet]) -> list[str]:
    contact = (each.email, each.website, each.contact_name)
    return [each.name, each.reference, each.owner.name, *contact, *(each.facets.get(f.code, "") for f in facets)]


def write_csv(programme: Programme, facets: Sequence[RegisterFacet], file: IO[bytes]) -> int:
    """UTF-8 with its mark, so that Excel reads it. A cell that would be a formula begins with an apostrophe, which an
    import takes away again. Returns how many organisations."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer, n = csv.writer(text), -1
    for n, row in enumerate(rows(programme, facets)):  # noqa: B007 - counted
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    text.detach()
    return n


def write_workbook(programme: Programme, facets: Sequence[RegisterFacet], file: IO[bytes]) -> int:
    """One sheet; words stay words, whatever they begin with. Returns how many organisations."""
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    n = -1
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Register")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 20, 18)
        for n, row in enumerate(rows(programme, facets)):
            for at, cell in enumerate(row):
                sheet.write_string(n, at, cell)
    return n
