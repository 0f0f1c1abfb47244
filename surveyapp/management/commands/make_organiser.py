"""Let somebody sign in and run a programme."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.actions.accounts import appoint_organiser
from surveyapp.management.passwords import password_for
from surveyapp.models.programme import Programme


class Command(BaseCommand):
    help = "Make an account that runs a programme. An account that is there keeps its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--programme", required=True, help="the programme's short name")
        parser.add_argument("--password", help="asked for if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no programme {options['programme']}. There are: {known or 'none'}.")
        password = password_for(options["email"], options["password"])
        try:
            appoint_organiser(
                email=options["email"], programme=programme, password=password, by=None, by_kind="operator"
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{options['email']} runs {programme} and signs in at /accounts/login/.")
