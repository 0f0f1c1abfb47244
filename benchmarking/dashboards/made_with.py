"""What pages are made with: a page that other software made is not shown."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from benchmarking.selectors.limits import least_owners

FOLDERS = ("benchmarking", "surveyapp", "templates", "locale")
KINDS = {".py", ".html", ".mo"}
LIBRARIES = ("django", "plotly", "babel", "numpy", "scipy")


def software() -> str:
    """A checksum of our code, templates and translations, of what renders with them, and of the limit pages speak of.

    Of each file the content counts, not its date: two containers of one build agree. It is read once a process, and anew
    each time where templates may change under a running one.
    """
    digest = sha256(_files() if not settings.DEBUG else _files.__wrapped__())
    digest.update(f"{least_owners()} {settings.TIME_ZONE}".encode())
    return digest.hexdigest()


@cache
def _files() -> bytes:
    digest = sha256(" ".join([platform.python_version(), *map(version, LIBRARIES)]).encode())
    for path in _sources():
        digest.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return digest.digest()


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in KINDS)
