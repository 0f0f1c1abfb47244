"""Ask for a password on a terminal."""

from __future__ import annotations

import getpass

from django.core.management.base import CommandError

from surveyapp.models.people import Account


def password_for(email: str, given: str | None) -> str:
    """The password given, else one typed twice; an account that is there keeps its own, so none is asked for."""
    if given is not None or Account.objects.filter(email__iexact=email).exists():
        return given or ""
    first = getpass.getpass(f"Password for {email}: ")
    if first != getpass.getpass("Once more: "):
        raise CommandError("The two are not the same. Run the command again.")
    return first
