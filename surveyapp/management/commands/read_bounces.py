"""Read returned e-mails: python manage.py read_bounces, or ... | python manage.py read_bounces -"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from surveyapp.actions.returned_mail import read_returned
from surveyapp.mail.mailboxes import NoMailbox, in_folder, unseen


class Command(BaseCommand):
    help = "Read returned e-mails from the mailbox at BOUNCE_IMAP_URL, from files, a Maildir, or standard input (-)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("places", nargs="*", help="files of one message each, Maildir folders, or -")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["places"] and not settings.BOUNCE_IMAP_URL:
            raise CommandError("Name a file, a Maildir or -, or set BOUNCE_IMAP_URL.")
        try:
            n_read, n_ours = read_returned(_messages(options["places"]))
        except (NoMailbox, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{n_read} read, {n_ours} about e-mails of ours.")


def _messages(places: list[str]) -> Iterator[bytes]:
    if not places:
        yield from unseen(settings.BOUNCE_IMAP_URL)
    for place in places:
        if place == "-":
            yield sys.stdin.buffer.read()
        elif Path(place).is_dir():
            yield from in_folder(Path(place))
        else:
            yield Path(place).read_bytes()
