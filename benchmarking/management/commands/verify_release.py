"""Rebuild a release from its frozen inputs and compare it with what was published, bit for bit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benchmarking.models.release import Release
from benchmarking.verification import NotVerifiable, Verification, verify

SHOWN = 20
DIFFERS, NOT_VERIFIABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Rebuild a release from its frozen inputs and compare bit for bit. "
        "Ends with 0 if it is the same, 1 if anything differs, 2 if it cannot be verified."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="the release's number within its survey, such as 1")
        parser.add_argument("--programme", default="", help="the programme's short name, if there are several")
        parser.add_argument("--wave", default="", help="the survey's short name, such as 2026, if there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        release = _find(options["number"], options["programme"], options["wave"])
        try:
            found = verify(release)
        except NotVerifiable as reason:
            raise CommandError(str(reason), returncode=NOT_VERIFIABLE) from reason
        if found.differences:
            raise CommandError("\n".join(_said(release, found)), returncode=DIFFERS)
        self.stdout.write(
            f"{release}: all {found.n_figures} figures, the groups and the seal are the same, bit for bit."
        )
        self.stdout.write("\n".join(_other_software(found)), ending="\n" if found.software else "")


def _find(number: int, programme: str, wave: str) -> Release:
    rows = Release.objects.filter(number=number).select_related("wave__programme")
    rows = rows.filter(wave__programme__slug=programme) if programme else rows
    found = list(rows.filter(wave__slug=wave) if wave else rows)
    if len(found) != 1:
        there = ", ".join(sorted(map(str, found or Release.objects.select_related("wave__programme")))) or "none"
        problem = "There are several" if found else "There is no such release"
        raise CommandError(
            f"{problem}; name it by --programme and --wave. There are: {there}.", returncode=NOT_VERIFIABLE
        )
    return found[0]


def _said(release: Release, found: Verification) -> list[str]:
    more = len(found.differences) - SHOWN
    rest = [f"... and {more} more."] if more > 0 else []
    return [f"{release} is not what its inputs give:", *found.differences[:SHOWN], *rest, *_other_software(found)]


def _other_software(found: Verification) -> list[str]:
    return [f"Built with {name} {was}, verified with {now}." for name, (was, now) in found.software.items()]
