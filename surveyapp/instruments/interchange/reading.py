"""Find out what a file is, and read it."""

from __future__ import annotations

from collections.abc import Callable

from surveyapp.instruments.interchange.report import FileRefused, Imported

LARGEST_FILE = 10_000_000  # bytes; the largest real questionnaire seen has 600,000

Reader = Callable[[bytes, str], Imported]
# (suffix, what the content must begin with or hold, reader), tried in this order.
READERS: list[tuple[str, Reader]] = []


def read(content: bytes, filename: str) -> Imported:
    """A questionnaire from a file of any format we know, by its suffix and its content.

    Raises FileRefused with sentences that name the place and the remedy; never anything else, whatever the bytes.
    """
    if not content:
        raise FileRefused([f"{filename}: the file is empty. Choose another one."])
    if len(content) > LARGEST_FILE:
        raise FileRefused([f"{filename}: {len(content):,} bytes; at most {LARGEST_FILE:,} are read. Make it smaller."])
    raise FileRefused(
        [f"{filename}: no questionnaire that we can read. Use an XLSForm, .lss, .txt, .json or .qsf file."]
    )
