"""What an import says: what it made, what did not carry over and where that stands in the file, or why it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from surveyapp.instruments.sentences import Sentence

SourceFormat = Literal["waymark", "xlsform", "limesurvey_lss", "limesurvey_tsv", "surveyjs", "qualtrics", "responses"]


@dataclass(frozen=True)
class Finding:
    """Something that did not carry over as it was: its place in the file, and what became of it, in a sentence."""

    place: str
    sentence: str


@dataclass(frozen=True)
class Imported:
    """A questionnaire in our schema that passes every check but the completeness of its languages."""

    source_format: SourceFormat
    definition: dict[str, Any]
    findings: tuple[Finding, ...] = ()


class FileRefused(Exception):  # noqa: N818 - the file is at fault, not the program
    """Nothing was imported. Each problem is a sentence that names its place in the file and the remedy."""

    def __init__(self, problems: Sentence | Sequence[str]) -> None:
        self.problems: tuple[str, ...] = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))
