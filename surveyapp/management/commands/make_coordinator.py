"""Let somebody sign in and see the results of one organisation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from surveyapp.actions.accounts import appoint_coordinator
from surveyapp.management.passwords import password_for
from surveyapp.models.organisation import Organisation


class Command(BaseCommand):
    help = "Make an account that coordinates an organisation. An account that is there keeps its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, help="its name or its reference in the register")
        parser.add_argument("--programme", default="", help="short name, where several programmes have it")
        parser.add_argument("--password", help="asked for if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = _organisation(options["organisation"], options["programme"])
        password = password_for(options["email"], options["password"])
        try:
            appoint_coordinator(
                email=options["email"], organisation=organisation, password=password, by=None, by_kind="operator"
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{options['email']} coordinates {organisation} and signs in at /accounts/login/.")


def _organisation(named: str, programme: str) -> Organisation:
    rows = Organisation.objects.filter(Q(name__iexact=named) | Q(reference=named)).select_related("programme")
    found = list(rows.filter(programme__slug=programme) if programme else rows)
    if not found:
        raise CommandError(f"No organisation is called “{named}”. Look it up in the register.")
    if len(found) > 1:
        places = ", ".join(f"{each.programme.slug}: {each.name}" for each in found)
        raise CommandError(f"“{named}” is several: {places}. Name the programme with --programme, or the reference.")
    return found[0]
