"""Organisations in a wave: bring them in, and confirm that their answers are complete."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.refusals import SurveyClosed
from surveyapp.actions.row_locks import share_wave
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.wave import Participation, Wave
from surveyapp.signals import participation_confirmed


@transaction.atomic
def add_participation(
    *, wave: Wave, organisation: Organisation, by: Account | None, by_kind: str = ""
) -> Participation:
    """Let an organisation take part, with the facets the register knows; adding twice is adding once.

    Raises SurveyClosed for a wave that was closed, ValueError for an organisation of another programme.
    """
    wave = share_wave(wave.pk)
    if wave.closed_at is not None:
        raise SurveyClosed(wave.closed_at)
    if organisation.programme_id != wave.programme_id:
        raise ValueError(f"{organisation} is in another programme's register. Add it to this one's first.")
    participation, created = Participation.objects.get_or_create(
        wave=wave, organisation=organisation, defaults={"facets": organisation.facets}
    )
    if created:
        _record("participation.added", participation, wave, by, by_kind)
    return participation


@transaction.atomic
def confirm_participation(
    *,
    participation: Participation,
    by: Account | None,
    by_kind: str = "",
    facets: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> Participation:
    """The coordinator says that the organisation's answers are complete, and its facets right.

    May be said again while the wave is open: each time the organisation's own result is built anew. `seen` is the
    `Participation.confirmation_mark` of the page it was said on: what was confirmed since then stays as it is, so that
    a double click or a retry is once. Raises SurveyClosed otherwise.
    """
    wave = share_wave(participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    participation = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    if seen is not None and seen != participation.confirmation_mark:
        return participation
    participation.facets = {**participation.facets, **(facets or {})}
    participation.confirmed_at = participation.facets_confirmed_at = timezone.now()
    participation.confirmed_by = by
    participation.save(update_fields=["facets", "confirmed_at", "facets_confirmed_at", "confirmed_by"])
    _record("participation.confirmed", participation, wave, by, by_kind)
    participation_confirmed.send(sender=Participation, participation_id=participation.pk)
    return participation


def _record(action: str, participation: Participation, wave: Wave, by: Account | None, by_kind: str) -> None:
    audit.record(action=action, target=participation, by=by, by_kind=by_kind, programme=wave.programme)
