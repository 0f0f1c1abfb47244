"""The pages on whom a survey invited, of many thousands: seconds, statements and memory of each request.

`python -m tests.performance.invitations [PEOPLE]` beside a database of its own. Of all in the register two in three are invited
and had a letter; half of those began and a third finished. The register holds half as many again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from surveyapp.config.embedded_postgres import Cluster
from tests.performance.register import peak
from tests.performance.watch import CHECKOUT, filled

PEOPLE = 30_000
HERE = "/organise/bench/now/invitations/"
PAGES = {
    "everybody": HERE,
    "the last page of everybody": f"{HERE}?page=9999",
    "who has finished": f"{HERE}?state=completed",
    "who was found by words": f"{HERE}?q=o2999",
    "whom to invite": f"{HERE}invite/",
    "whom to remind": f"{HERE}remind/",
    "letters in doubt": f"{HERE}uncertain/",
    "a mailing to half as many, before it goes": f"{HERE}mailings/{{mailing}}/",
}


def fill(n: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from surveyapp.actions import mailings
    from surveyapp.models.delivery import Delivery
    from surveyapp.models.invitation import Invitation
    from surveyapp.models.organisation import Organisation
    from surveyapp.models.people import Account, Staff
    from surveyapp.selectors import recipients

    wave = filled(n * 3 // 2)
    olga = Account.objects.create_user("olga@example.org", name="Olga")
    Staff.objects.create(account=olga, programme=wave.programme)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveyapp_invitation i SET is_coordinator = true, email = o.email FROM surveyapp_participation p "
            "JOIN surveyapp_organisation o ON o.id = p.organisation_id WHERE p.id = i.participation_id"
        )
    now, taken = timezone.now(), {"state": "sent", "is_automatic": True, "handed_over_at": timezone.now()}
    letters = [
        Delivery(id=uuid4(), key=f"invitation:{each.pk}", invitation=each, to=each.email, finished_at=now, **taken)
        for each in Invitation.objects.all()
    ]
    Delivery.objects.bulk_create(letters, batch_size=5_000)
    uninvited = recipients.uninvited(wave, Organisation.objects.filter(programme=wave.programme))
    mailings.prepare_organisations(wave=wave, organisations=uninvited, by=olga)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured() -> Iterator[str]:
    """Run in a process of its own, as a web worker is."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from surveyapp.models.letters import Mailing
    from surveyapp.models.people import Account

    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get())
    mailing = Mailing.objects.get()
    client.get(HERE)  # what a process loads once
    for name, url in PAGES.items():
        before, began = peak(), time.monotonic()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url.format(mailing=mailing.pk))
        took, size = time.monotonic() - began, len(answer.content) // 1000
        yield (
            f"  {name}: {took:.2f} s, {len(asked)} statements, {size} kB, {peak() - before:.0f} MiB more"
            f"{'' if answer.status_code == 200 else f' STATUS {answer.status_code}'}"
        )
    yield f"  in all {peak():.0f} MiB"


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """What the environment of a process needs for a database of its own, which is empty."""
    import shutil

    cluster = Cluster(f"invitations-{os.getpid()}", CHECKOUT, durable=False)
    cluster.start()
    settings = {"DATABASE_URL": cluster.url(), "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings"}
    more = {"SECRET_KEY": "measured", "LEAST_OWNERS": "6", "LEAST_OWNERS_SENSITIVE": "11"}
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield {**os.environ, **settings, **more, "VAR_FOLDER": folder}
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def run(environment: dict[str, str], role: str, *command: str) -> None:
    import subprocess

    subprocess.run([sys.executable, *command], env={**environment, "DATABASE_ROLE": role}, check=True, cwd=CHECKOUT)


def main(*given: Any) -> None:
    if given[:1] == ("fill",):
        return fill(int(given[1]))
    if given == ("one",):
        for said in measured():
            sys.stdout.write(f"{said}\n")
        return None
    n = int(given[0]) if given else PEOPLE
    this = ["-m", "tests.performance.invitations"]
    with database() as environment:
        run(environment, "owner", "manage.py", "setup_database", "--verbosity", "0")
        run(environment, "owner", *this, "fill", str(n))
        sys.stdout.write(f"{n} people invited\n")
        sys.stdout.flush()
        run(environment, "web", *this, "one")
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
