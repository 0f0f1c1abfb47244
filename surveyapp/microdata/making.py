"""From an order to a file that was written, read back and counted: run by a worker."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from surveyapp.actions.raw_exports import Made
from surveyapp.microdata import composing, csv_files, ddi, dta, package, read_back, sav, workbook
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.snapshot import taken
from surveyapp.models.raw_export import RawExport
from surveyapp.permissions import may_export_names

Advance = Callable[[str, int], None]
WRITTEN, CHECKED = 60, 95


@contextmanager
def made(export: RawExport, advance: Advance) -> Iterator[Made]:
    """The file, for as long as the block lasts. Raises whatever keeps it from being whole; then nothing is left of it.

    PermissionDenied where whoever ordered names may not have them any more.
    """
    if export.with_names and not (export.account and may_export_names(export.account, export.programme_id)):
        raise PermissionDenied
    with _folder(export) as folder, override(_interface(export.language)):
        path = folder / f"data.{export.ending}"
        with taken(export.wave_id, _secret(export), with_names=export.with_names) as snapshot:
            moment = timezone.now()
            advance("counting", 5)
            contents = composing.compose(export, snapshot, moment, lambda percent: advance("writing", percent))
            advance("writing", 20)
            WRITERS[export.kind](path, contents)
            advance("checking", WRITTEN)
            read_back.check(export.kind, path, contents)
        advance("keeping", CHECKED)
        yield Made(path, contents.n_rows, len(contents.variables), moment)


@contextmanager
def _folder(export: RawExport) -> Iterator[Path]:
    """For its user alone. Of a name of the row's own, so that what a killed worker left is deleted by the next attempt."""
    folder = Path(tempfile.gettempdir()) / f"waymark-raw-{export.pk}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _secret(export: RawExport) -> bytes:
    """What names are made from: drawn anew for each file and kept nowhere; the same for a programme where names are to
    stay, which then lead nowhere but to each other."""
    if not export.stable_ids:
        return secrets.token_bytes(32)
    return hashlib.sha256(f"{settings.SECRET_KEY}:raw:{export.programme_id}".encode()).digest()


def _interface(language: str) -> str:
    """Our own words are there in few languages, a questionnaire's in any."""
    base = language.partition("-")[0]
    return base if base in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    """With the mark without which Excel reads UTF-8 as something else."""
    with path.open("wb") as file:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        yield text
        text.flush()


def _wide(path: Path, contents: Contents) -> None:
    with _text(path) as file:
        csv_files.write_wide(file, contents)


def _tidy(path: Path, contents: Contents) -> None:
    with _text(path) as file:
        csv_files.write_tidy(file, contents)


def _package(path: Path, contents: Contents) -> None:
    with path.open("wb") as file:
        package.write(file, contents)


def _spss(path: Path, contents: Contents) -> None:
    with path.open("wb") as file:
        sav.write(file, contents)


def _stata(path: Path, contents: Contents) -> None:
    with path.open("wb") as file:
        dta.write(file, contents)


def _codebook(path: Path, contents: Contents) -> None:
    with path.open("wb") as file:
        ddi.write(file, contents, f"{contents.study.name}.sav")


WRITERS: dict[str, Callable[[Path, Contents], None]] = {
    RawExport.Kind.PACKAGE: _package,
    RawExport.Kind.XLSX: lambda path, contents: workbook.write(str(path), contents),
    RawExport.Kind.SAV: _spss,
    RawExport.Kind.DTA: _stata,
    RawExport.Kind.CSV_WIDE: _wide,
    RawExport.Kind.CSV_TIDY: _tidy,
    RawExport.Kind.DDI: _codebook,
}
