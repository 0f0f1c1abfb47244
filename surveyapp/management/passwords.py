"""Ask for a password on a terminal."""

from __future__ import annotations

import getpass

from django.core.management.base import CommandError

from surveyapp.models.people import Account


def password_for(email: str, given: str | None) -> str:
    """The password given, else one typed twice; an account that is there keeps its own, so none is asked for."""
    if given is not None or Account.objects.filter(email__iexact=email).exists():
        return given or ""
    try:
        first, again = getpass.getpass(f"Password for {email}: "), getpass.getpass("Once more: ")
    except EOFError as error:
        raise CommandError("There is no terminal to ask for a password. Give one with --password.") from error
    if first != again:
        raise CommandError("The two are not the same. Run the command again.")
    return first
