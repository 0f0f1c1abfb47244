"""A zip of one CSV a table, each the same bytes as the page offers, with a description of all of them.

One tidy table instead would put points, levels, shares and people into one column, each with other columns empty.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _

from benchmarking.dashboards.files import BYTE_ORDER_MARK, finding_as_csv, safe, table_heads
from benchmarking.dashboards.finding import Finding
from benchmarking.exports.document import Document


def write(document: Document) -> bytes:
    """The archive's bytes."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in _files(document):
            made = ZipInfo(name, document.made_at.timetuple()[:6])
            made.compress_type = ZIP_DEFLATED
            archive.writestr(made, text)
    return target.getvalue()


def _files(document: Document) -> Iterator[tuple[str, str]]:
    shown = [finding for finding in document.findings if finding.rows]
    yield "README.txt", _readme(document, shown)
    yield "datapackage.json", json.dumps(_description(document, shown), ensure_ascii=False, indent=2)
    for finding in shown:
        yield f"{finding.id}.csv", finding_as_csv(finding)
    heads = (_("Table"), _("What is missing"), _("Why"))
    yield "missing.csv", _as_csv([heads, *((each.table, each.what, each.why) for each in document.missing)])


def _as_csv(lines: Iterable[Sequence[str]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([safe(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + file.getvalue()


def _readme(document: Document, shown: Sequence[Finding]) -> str:
    """In plain words; the technical description is in datapackage.json."""
    parts = [
        document.page.title,
        "\n".join(f"{name}: {value}" for name, value in document.facts),
        *document.page.notices,
        "\n".join(f"{finding.id}.csv: {finding.title}" for finding in shown),
        _("missing.csv: what is not shown, and why"),
        _("A number that is not shown is empty in its column; why stands in the column “Why a number is missing”."),
        *(f"{section.title}\n\n" + "\n".join(section.paragraphs) for section in document.methods),
    ]
    return "\n\n".join(parts) + "\n"


def _description(document: Document, shown: Sequence[Finding]) -> dict[str, Any]:
    """After the Data Package specification."""
    return {
        "name": slugify(f"results {document.survey}") or "results",
        "title": document.page.title,
        "created": document.made_at.isoformat(timespec="seconds"),
        "language": document.language,
        "facts": dict(document.facts),
        "resources": [
            {
                "name": finding.id,
                "path": f"{finding.id}.csv",
                "title": finding.title,
                "description": finding.subtitle,
                "format": "csv",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": safe(head)} for head in table_heads(finding)]},
            }
            for finding in shown
        ],
    }
