"""Which formats there are: what a file of each looks like, and who reads it."""

from __future__ import annotations

from collections.abc import Callable

from surveyapp.instruments.interchange import (
    limesurvey_lss,
    limesurvey_tsv,
    qualtrics_import,
    surveyjs_import,
    waymark,
    xlsform_import,
)
from surveyapp.instruments.interchange.reading import Reader

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _is_workbook(content: bytes, suffix: str) -> bool:
    return content.startswith((XLSX, XLS))


def _is_json(content: bytes, suffix: str) -> bool:
    return suffix == ".json" and content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _is_lss(content: bytes, suffix: str) -> bool:
    return suffix == ".lss" or b"<LimeSurveyDocType>" in content[:2_000]


def _is_tsv(content: bytes, suffix: str) -> bool:
    return suffix in (".txt", ".tsv") or limesurvey_tsv.looks_like(content)


def _is_qsf(content: bytes, suffix: str) -> bool:
    return suffix == ".qsf" or (_is_json(content, ".json") and qualtrics_import.looks_like(content))


# (whether the content, with this suffix, is of the format; its reader), tried in this order.
READERS: list[tuple[Callable[[bytes, str], bool], Reader]] = [
    (_is_workbook, xlsform_import.read),
    (_is_lss, limesurvey_lss.read),
    (_is_tsv, limesurvey_tsv.read),
    (_is_qsf, qualtrics_import.read),
    (waymark.is_ours, waymark.read),
    (_is_json, surveyjs_import.read),
]
