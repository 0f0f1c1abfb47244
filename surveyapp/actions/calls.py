"""Note that an organisation was telephoned."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave

CALLED = "organisation.called"
LONGEST_NOTE = 200


@transaction.atomic
def note_calls(*, wave: Wave, organisations: Sequence[UUID], note: str, by: Account) -> int:
    """Write down for each of these organisations of the programme that somebody called about this survey; calling again is
    one entry more. Returns how many.

    Raises Refused for a survey that is not open and for a note that is too long.
    """
    if not wave.is_open:
        raise Refused(_("This survey is not open, so nobody has to be called about it."))
    if len(note) > LONGEST_NOTE:
        raise Refused(_("The note is longer than %(n)s letters. Make it shorter.") % {"n": LONGEST_NOTE})
    found = Organisation.objects.filter(programme=wave.programme_id, pk__in=organisations)
    for each in found:
        audit.record(action=CALLED, target=each, by=by, programme=wave.programme, survey=str(wave.pk), note=note)
    return len(found)
