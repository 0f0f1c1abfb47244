"""Find out what a file is, and read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePath

from surveyapp.instruments.interchange.report import FileRefused, Imported
from surveyapp.instruments.sentences import Sentence, at

LARGEST_FILE = 10_000_000  # bytes; the largest real questionnaire seen has 2,100,000
LONGEST_NAME = 100
KNOWN = Sentence(
    "Use an XLSForm (.xlsx or .xls), LimeSurvey (.lss or .txt), SurveyJS (.json) or Qualtrics (.qsf) file, or a questionnaire of Waymark (.yaml or .json)."
)

Reader = Callable[[bytes, str], Imported]


def read(content: bytes, filename: str) -> Imported:
    """A questionnaire from a file of any format we know, by its suffix and its content.

    Raises FileRefused with sentences that name the place and the remedy; never anything else, whatever the bytes.
    """
    name = _plain(filename)
    if not content:
        raise FileRefused(at(name, "the file is empty. Choose another one."))
    if len(content) > LARGEST_FILE:
        raise FileRefused(
            at(name, "{n:,} bytes; at most {most:,} are read. Make it smaller.", n=len(content), most=LARGEST_FILE)
        )
    reader = reader_for(content, name)
    if reader is None:
        raise FileRefused(at(name, "no questionnaire that we can read. {known}", known=KNOWN))
    try:
        return reader(content, name)
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged file provokes in a library, its sender gets a sentence
        raise FileRefused(at(name, "the file is damaged or not what its name says. {known}", known=KNOWN)) from error


def reader_for(content: bytes, filename: str) -> Reader | None:
    """Who reads this file: what the content is decides; the suffix only tells apart what looks alike."""
    # Imported when a file is read: spreadsheet and XML libraries are of no use to any other request.
    from surveyapp.instruments.interchange import formats

    suffix = PurePath(filename).suffix.lower()
    return next((reader for fits, reader in formats.READERS if fits(content, suffix)), None)


def json_object(content: bytes) -> dict[str, object] | None:
    """The JSON object a file holds, or None: not JSON, not UTF-8, nested too deeply or another thing than an object."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _plain(filename: str) -> str:
    name = "".join(character for character in PurePath(filename).name if character.isprintable())
    return name[-LONGEST_NAME:] or "file"
