"""A zip with everything as CSV, a DDI codebook and a datapackage.json (Data Package 2, Table Schema)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import Any, BinaryIO, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify

from surveyapp.microdata import contents as tables
from surveyapp.microdata import csv_files, ddi
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.variables import REASONS, Variable

WIDE, TIDY, DDI = "data.csv", "tidy.csv", "ddi-codebook.xml"
TABLES: dict[str, Callable[[TextIO, Contents], None]] = {
    WIDE: csv_files.write_wide,
    TIDY: csv_files.write_tidy,
    "labels.csv": csv_files.write_labels,
    "codebook.csv": csv_files.write_codebook,
    "reasons.csv": csv_files.write_reasons,
}
NUMBERS = ("number", "spss", "spss_number_open_below", "spss_date")
HEADS = {"labels.csv": tables.LABELS, "codebook.csv": tables.CODEBOOK, "reasons.csv": tables.REASONS}


def write(file: BinaryIO, contents: Contents) -> None:
    with ZipFile(file, "w") as archive:
        _whole(archive, contents, "README.txt", readme(contents))
        _whole(archive, contents, "datapackage.json", json.dumps(description(contents), ensure_ascii=False, indent=2))
        for name, write_table in TABLES.items():
            with _entry(archive, contents, name) as entry:
                text = TextIOWrapper(entry, encoding="utf-8", newline="")
                write_table(text, contents)
                text.flush()
                text.detach()
        with _entry(archive, contents, DDI) as entry:
            ddi.write(entry, contents, WIDE)


def _entry(archive: ZipFile, contents: Contents, name: str) -> Any:
    made = ZipInfo(name, contents.made_at.timetuple()[:6])
    made.compress_type = ZIP_DEFLATED
    return archive.open(made, "w", force_zip64=True)


def _whole(archive: ZipFile, contents: Contents, name: str, text: str) -> None:
    with _entry(archive, contents, name) as entry:
        entry.write(text.encode())


def readme(contents: Contents) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in contents.facts)
    return "\n\n".join([contents.title, facts, *contents.notes]) + "\n"


def description(contents: Contents) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slugify(f"raw data {contents.study.name}"),
        "title": contents.title,
        "description": "\n\n".join(contents.notes),
        "created": contents.made_at.isoformat(timespec="seconds"),
        "contributors": [{"title": contents.study.organiser or contents.study.programme, "roles": ["creator"]}],
        "resources": [
            _resource(WIDE, _wide_fields(contents), ["response_id"]),
            _resource(TIDY, [{"name": name, "type": "string"} for name in csv_files.TIDY], []),
            *(
                _resource(
                    name, [{"name": head, "type": "number" if head in NUMBERS else "string"} for head in heads], []
                )
                for name, heads in HEADS.items()
            ),
        ],
    }


def _resource(path: str, fields: list[dict[str, Any]], key: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": fields, "missingValues": ["", *REASONS] if path == WIDE else [""]}
    if key:
        schema["primaryKey"] = key
    name = path.removesuffix(".csv")
    described = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": name, "path": path, **described, "schema": schema}


def _wide_fields(contents: Contents) -> list[dict[str, Any]]:
    return [dict(_field(variable)) for variable in contents.variables]


def _field(variable: Variable) -> Iterator[tuple[str, Any]]:
    types = {"number": "number", "flag": "integer", "rank": "integer", "date": "date"}
    yield "name", variable.name
    yield "type", types.get(variable.kind, "string")
    yield "title", variable.label
    if variable.item:
        yield "item", variable.item
    if variable.option:
        yield "option", variable.option
    if variable.kind in ("text", "why"):
        yield (
            "missingValues",
            [""],
        )  # a person may have written the very word, and why there is no text is an answer here
    if variable.kind == "code":
        codes = [each.code for each in variable.categories]
        yield "constraints", {"enum": codes}
        yield "categories", [{"value": each.code, "label": each.label} for each in variable.categories]
