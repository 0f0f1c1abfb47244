"""Let somebody who runs a programme take names along with raw answers, or no longer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.actions.raw_exports import allow_names
from surveyapp.models.people import Staff


class Command(BaseCommand):
    help = "Give an organiser the right to raw answers with names of organisations and persons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--programme", required=True, help="the programme's short name")
        parser.add_argument("--take-back", action="store_true", help="take the right back")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Staff.objects.select_related("account", "programme")
        staff = rows.filter(account__email__iexact=options["email"], programme__slug=options["programme"]).first()
        if staff is None:
            raise CommandError(f"{options['email']} does not run {options['programme']}. See make_organiser.")
        allow_names(staff=staff, allowed=not options["take_back"], by=None, by_kind="operator")
        said = "may no longer" if options["take_back"] else "may"
        self.stdout.write(f"{options['email']} {said} take names along from {options['programme']}.")
