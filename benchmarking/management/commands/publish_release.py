"""Publish a wave's newest complete release from the command line, in the name of one of its organisers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benchmarking.actions.releases import NotPublishable, publish_release
from benchmarking.models.release import Release
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.permissions import may_organise


class Command(BaseCommand):
    help = "Show the newest complete release of a wave to its coordinators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the programme's short name, as in addresses")
        parser.add_argument("wave", help="the wave's short name, such as 2026")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the organiser who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        release = _newest(options["programme"], options["wave"])
        try:
            publish_release(release=release, by=_organiser(options["by"], release.wave.programme))
        except NotPublishable as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{release} is published.")


def _newest(programme: str, wave: str) -> Release:
    rows = Release.objects.filter(wave__programme__slug=programme, wave__slug=wave, state=Release.State.DONE)
    release = rows.select_related("wave__programme").order_by("-number").first()
    if release is None:
        raise CommandError(f"There is no complete release of {programme} {wave}. Close the wave, and let a worker run.")
    return release


def _organiser(email: str, programme: Programme) -> Account:
    account = Account.objects.filter(email__iexact=email).first()
    if account is None or not may_organise(account, programme):
        raise CommandError(f"{email} is not on the staff of {programme}. Name one of its organisers.")
    return account
