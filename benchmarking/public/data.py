"""Every released figure as CSV and JSON: one row each, with all that is needed to read it alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarking.public.figure_row import Row
from benchmarking.public.rows import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Beside:
    """What is the same in every row. `address`: where on the pages a row stands."""

    programme: str
    survey: str
    release: int
    published: str
    method_version: str
    licence: str
    language: str
    address: Callable[[Row], str]


COLUMNS = (
    "id", "programme", "survey", "release", "published", "group", "group_name", "measure", "statistic", "name", "unit",
    "value", "low", "high", "least", "most", "bound", "n", "base", "did_not_say", "did_not_say_least",
    "did_not_say_most", "withheld", "question", "method_version", "licence", "language", "address",
)  # fmt: skip


def records(table: Table, beside: Beside) -> Iterator[dict[str, str | int | None]]:
    """In the order of the report; numbers with a point and no unit, "" where there is none."""
    for row in table.rows:
        yield {
            "id": row.id,
            "programme": beside.programme,
            "survey": beside.survey,
            "release": beside.release,
            "published": beside.published,
            "group": row.group,
            "group_name": row.group_name,
            "measure": row.metric,
            "statistic": row.statistic,
            "name": row.name,
            "unit": row.unit,
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "least": row.least,
            "most": row.most,
            "bound": row.bound,
            "n": row.n,
            "base": row.asked.base,
            "did_not_say": row.silent,
            "did_not_say_least": row.silent_least,
            "did_not_say_most": row.silent_most,
            "withheld": row.reason,
            "question": row.asked.wording,
            "method_version": beside.method_version,
            "licence": beside.licence,
            "language": beside.language,
            "address": beside.address(row),
        }


NUMBERS = ("value", "low", "high", "least", "most", "did_not_say_least", "did_not_say_most")


def as_csv(table: Table, beside: Beside) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it right; no text begins as a formula would."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for each in records(table, beside):
        writer.writerow({name: _safe(name, value) for name, value in each.items()})
    return out.getvalue().encode("utf-8-sig")


def _safe(name: str, value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, str) and name not in NUMBERS and value.startswith(FORMULA):
        return f"'{value}"
    return value


def as_json(table: Table, beside: Beside) -> bytes:
    """Numbers as numbers, null where there is none."""
    found = [{name: _typed(name, value) for name, value in each.items()} for each in records(table, beside)]
    return json.dumps({"columns": COLUMNS, "figures": found}, ensure_ascii=False).encode()


def _typed(name: str, value: str | int | None) -> str | float | None:
    if name not in NUMBERS or not isinstance(value, str):
        return value
    return (float(value) if "." in value else int(value)) if value else None
