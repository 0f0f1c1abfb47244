"""Take the persons out of a confidential wave's answers."""

from __future__ import annotations

from django.db import connection, transaction

from surveyapp.actions import audit
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave


@transaction.atomic
def unlink_answers(*, wave: Wave, by: Account | None, by_kind: str = "") -> int:
    """Move what was submitted into rows without person, reference, language and time, in random order under new random
    ids, and delete every response, draft, consent and choice of the wave. Returns how many answers were moved.

    Part of closing; again changes nothing. The database does it (migration 0008), and refuses with ProgrammingError for
    a wave that is not confidential or not closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT waymark_unlink_wave(%s)", [wave.pk])
        moved: int = cursor.fetchone()[0]
    audit.record(action="wave.unlinked", target=wave, by=by, by_kind=by_kind, programme=wave.programme, responses=moved)
    return moved
