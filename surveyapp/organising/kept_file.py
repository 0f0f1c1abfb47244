"""A file that was brought and is kept until its contents are written."""

from __future__ import annotations

import hashlib
from typing import Protocol

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from surveyapp.actions.refusals import Refused


class Kept(Protocol):
    """Where the file lies, and the digest that it had when it came."""

    file: str
    sha256: str


def refuse_another_file(about: Kept) -> None:
    """The file that is written is the file that was checked. Raises Refused."""
    digest = hashlib.sha256()
    if about.file and default_storage.exists(about.file):
        with default_storage.open(about.file) as file:
            for piece in file.chunks():
                digest.update(piece)
    if digest.hexdigest() != about.sha256:
        raise Refused(_("The file that was kept is not the one that was brought. Bring it again."))
