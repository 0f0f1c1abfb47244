"""Open a wave, and close it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.confidentiality import forget_letters, unlink_answers
from surveyapp.actions.consent_texts import store_standard_text
from surveyapp.actions.facts import settle_facts_at_close
from surveyapp.actions.refusals import Refused
from surveyapp.actions.webhooks import announce_wave
from surveyapp.models.interface import Webhook
from surveyapp.models.job import WorkRow
from surveyapp.models.people import Account
from surveyapp.models.register import Register
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import instruments, populations
from surveyapp.signals import wave_closed


class NotPossibleNow(Refused):
    """The wave is not in the state that this needs."""


@transaction.atomic
def open_wave(*, wave: Wave, by: Account | None, by_kind: str = "", opened_at: datetime | None = None) -> Wave:
    """Let answers in; the register is counted now, so that later changes of it move no interval.

    `opened_at`: when it was, of a wave of the past; now where there is none, and what a draft was planned for is kept
    beside it. Opening an open wave changes nothing. Raises NotPossibleNow for a wave that was closed.
    """
    wave = _alone(wave)
    if wave.is_open:
        return wave
    if wave.state != Wave.State.DRAFT:
        raise NotPossibleNow(_("This wave was closed, and a closed wave does not open again. Make a new wave."))
    instrument = instruments.instrument(wave.instrument_version_id)
    if opened_at is None:
        wave.opening_planned_for = wave.opens_at
    wave.state, wave.opens_at = Wave.State.OPEN, opened_at or timezone.now()
    wave.population = populations.owners_by_path(wave.programme, instrument)
    wave.frame = _declared_frame(wave)
    wave.save(update_fields=["state", "opens_at", "opening_planned_for", "population", "frame"])
    store_standard_text(wave)
    audit.record(action="wave.opened", target=wave, by=by, by_kind=by_kind, programme=wave.programme)
    announce_wave(event=Webhook.Event.WAVE_OPENED, wave=wave)
    return wave


def _declared_frame(wave: Wave) -> str:
    """What the programme declares its register to be; the past that a file brings keeps what was declared then."""
    if wave.participations.filter(is_imported=True).exists():
        return wave.frame
    return Register.objects.filter(programme=wave.programme_id).values_list("frame", flat=True).first() or wave.frame


@transaction.atomic
def close_wave(*, wave: Wave, by: Account | None, by_kind: str = "") -> list[WorkRow]:
    """Lock the wave against answers, freeze its facets, and announce it inside this transaction; a confidential wave
    loses the link between persons and answers in it, too.

    Returns the rows of work that the receivers of `wave_closed` wrote: whoever closes may watch them. Closing again
    announces again, which finds the same rows, and changes nothing. Raises NotPossibleNow for a draft.
    """
    wave = _alone(wave)
    if wave.state == Wave.State.DRAFT:
        raise NotPossibleNow(_("This wave has not opened yet, so there is nothing to close. Open it first."))
    if wave.is_open:
        wave.state, wave.closed_at = Wave.State.CLOSED, timezone.now()
        wave.save(update_fields=["state", "closed_at"])
        if wave.is_confidential:
            settle_facts_at_close(wave)
        _freeze_facets(wave)
        audit.record(action="wave.closed", target=wave, by=by, by_kind=by_kind, programme=wave.programme)
        announce_wave(event=Webhook.Event.WAVE_CLOSED, wave=wave)
        if wave.is_confidential:
            unlink_answers(wave=wave, by=by, by_kind=by_kind)
            forget_letters(wave)
    return _announce(wave)


def _alone(wave: Wave) -> Wave:
    """The wave, held against every change and every `row_locks.share_wave`, so that no submit is under way."""
    rows = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme")
    return rows.get(pk=wave.pk)


def _freeze_facets(wave: Wave) -> None:
    """What the coordinator confirmed stands; what nobody confirmed, and who owns each, is what the register says today."""
    rows = list(wave.participations.select_related("organisation").select_for_update(of=("self",), no_key=True))
    for participation in rows:
        register = participation.organisation.facets
        confirmed = participation.facets_confirmed_at is not None
        newer, older = (participation.facets, register) if confirmed else (register, participation.facets)
        participation.facets = {**older, **newer}
        participation.owner_id = participation.organisation.owner_id
    Participation.objects.bulk_update(rows, ["facets", "owner"], batch_size=500)


def _announce(wave: Wave) -> list[WorkRow]:
    answers = wave_closed.send(sender=Wave, wave_id=wave.pk)
    return [row for _, rows in answers for row in cast("list[WorkRow] | None", rows) or ()]
