"""Let somebody sign in and run a programme, or start programmes of their own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.actions.accounts import appoint_organiser, let_found_programmes
from surveyapp.management.passwords import password_for
from surveyapp.models.programme import Programme


class Command(BaseCommand):
    help = (
        "Make an account that runs a programme; without --programme, one that may start programmes. "
        "An account that is there keeps its password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--programme", help="the programme's short name; left out, the account may start programmes"
        )
        parser.add_argument("--password", help="asked for if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = _programme(options["programme"])
        about = {"email": options["email"], "password": password_for(options["email"], options["password"])}
        try:
            if programme is None:
                let_found_programmes(**about, by=None, by_kind="operator")
            else:
                appoint_organiser(**about, programme=programme, by=None, by_kind="operator")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        does = f"runs {programme} and" if programme else "may start programmes at /organise/ and"
        self.stdout.write(f"{options['email']} {does} signs in at /accounts/login/.")


def _programme(slug: str | None) -> Programme | None:
    if slug is None:
        return None
    found = Programme.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"There is no programme {slug}. There are: {known or 'none'}.")
    return found
