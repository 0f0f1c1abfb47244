"""What would become of questionnaires of other products, without storing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused, Imported

SUFFIXES = (".xlsx", ".xls", ".lss", ".txt", ".tsv", ".json", ".qsf", ".yaml")
HEADS = ("files", "read", "refused", "questions", "findings")


@dataclass
class Sum:
    """What was read of one folder."""

    files: int = 0
    read: int = 0
    refused: int = 0
    questions: int = 0
    findings: int = 0

    def add(self, imported: Imported) -> None:
        self.read += 1
        self.questions += n_questions(imported)
        self.findings += len(imported.findings)


def n_questions(imported: Imported) -> int:
    """Without panels of text, which ask nothing."""
    return sum(item["kind"] != "info" for item in imported.definition["items"].values())


class Command(BaseCommand):
    help = (
        "Read questionnaires of other products and say what would become of them; nothing is stored. Prints a row for each "
        "folder, and with --verbosity 2 every file, what would not carry over and why a file is refused."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="files, or folders with files in them")

    def handle(self, *args: Any, **options: Any) -> None:
        found = sorted(path for each in options["paths"] for path in _files(each))
        if not found:
            raise CommandError(
                f"There is no questionnaire at {options['paths'][0]}. Files end in {', '.join(SUFFIXES)}."
            )
        sums: dict[str, Sum] = {}
        for path in found:
            self._read(path, sums.setdefault(path.parent.name, Sum()), options["verbosity"] > 1)
        self._print(sums)

    def _read(self, path: Path, sums: Sum, says_all: bool) -> None:
        sums.files += 1
        try:
            imported = reading.read(path.read_bytes(), path.name)
        except FileRefused as refused:
            sums.refused += 1
            lines = [f"{path.name}: refused", *refused.problems]
        else:
            sums.add(imported)
            said = [f"{finding.place}: {finding.sentence}" for finding in imported.findings]
            lines = [f"{path.name}: {n_questions(imported)} questions", *said]
        if says_all:
            self.stdout.write("\n  ".join(lines))

    def _print(self, sums: dict[str, Sum]) -> None:
        width = max(len(name) for name in sums)
        self.stdout.write("  ".join([" " * width, *HEADS]))
        for name, row in sums.items():
            numbers = [f"{getattr(row, head):>{len(head)}}" for head in HEADS]
            self.stdout.write("  ".join([f"{name:<{width}}", *numbers]))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from (each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in SUFFIXES)
