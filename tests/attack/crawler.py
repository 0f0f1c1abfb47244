"""Somebody who signs in and opens whatever is reachable: every link, chooser, file and figure, over and over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit
from zipfile import ZipFile

from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.benchmarking.dashboards.reading import text_of

NOT_FOLLOWED = ("/static/", "/accounts/logout", "/language/")
LINKS = re.compile(r"""(?:href|src|action|data-[a-z-]+|value)=["']([^"']+)["']""")
CHOOSERS = re.compile(r"""<select[^>]*name=["'](\w+)["'][^>]*>(.*?)</select>""", re.DOTALL)
OPTIONS = re.compile(r"""<option[^>]*value=["']([^"']*)["']""")
PAYLOADS = re.compile(r"""<script[^>]*type=["']application/json["'][^>]*>(.*?)</script>""", re.DOTALL)
BETWEEN_TAGS = re.compile(r">([^<>]+)<")
NEVER_SEEN = re.compile(
    r"\.jpeg$|theme|slideLayout|slideMaster|notesMaster|printerSettings|docProps/app"
)  # of the library's own template
CHANGES_EACH_TIME = re.compile(r"""(csrfmiddlewaretoken" value|nonce)="[^"]*\"""")


@dataclass(frozen=True)
class Found:
    """One address: its bytes, the text a reader gets, and the figures that a script gets."""

    address: str
    kind: str
    body: bytes
    text: str
    payloads: tuple[object, ...]


def crawl(client: Client, *starts: str, most: int | None = None) -> dict[str, Found]:
    """By address, everything that answers 200, or the first `most` of it; 500s fail."""
    found: dict[str, Found] = {}
    waiting, seen = list(starts), set(starts)
    while waiting and (most is None or len(found) < most):
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        assert response.status_code < 500, address
        if response.status_code == 200:
            found[address] = _read(address, response)
            arrived = response.request["PATH_INFO"]  # where redirects led: links are relative to it
            fresh = [a for a in _addresses(arrived, found[address]) if a not in seen]
            seen.update(fresh)
            waiting += fresh
    return found


def _read(address, response) -> Found:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers["Content-Type"].partition(";")[0]
    if kind != "text/html":
        return Found(address, kind, body, _words(kind, body), ())
    html = CHANGES_EACH_TIME.sub("", body.decode())
    payloads = tuple(json.loads(unescape(each)) for each in PAYLOADS.findall(html))
    return Found(address, kind, html.encode(), text_of(response), payloads)


def _words(kind: str, body: bytes) -> str:
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if body.startswith(b"PK"):  # XLSX, DOCX and PPTX are folders of XML, which may hold workbooks
        with ZipFile(BytesIO(body)) as folder:
            names = [name for name in folder.namelist() if not name.endswith("/")]
            if "xl/workbook.xml" in names:
                return " ".join(
                    [_cells(body), *(_words("", folder.read(n)) for n in names if n.startswith("docProps/c"))]
                )
            return " ".join(_words("", folder.read(name)) for name in names if not NEVER_SEEN.search(name))
    text = body.decode(errors="replace")
    return " ".join(BETWEEN_TAGS.findall(text)) if text.lstrip().startswith("<?xml") else text


def _cells(body: bytes) -> str:
    """In a workbook's own XML a text is only the number of its place in a list."""
    sheets = load_workbook(BytesIO(body)).worksheets
    return " ".join(
        f"{cell.value}" for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def _addresses(address: str, page: Found) -> Iterator[str]:
    if page.kind != "text/html":
        return
    html = page.body.decode()
    named = [unescape(each) for each in LINKS.findall(html)]
    chosen = [f"?{name}={value}" for name, options in CHOOSERS.findall(html) for value in OPTIONS.findall(options)]
    for each in (*named, *chosen):
        if each.startswith(("/", "?")):
            there = urldefrag(urljoin(address, each))[0]
            if not urlsplit(there).netloc and not there.startswith(NOT_FOLLOWED):
                yield there
