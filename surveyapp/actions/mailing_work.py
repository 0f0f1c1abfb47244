"""What a worker does with a mailing: so many letters at a time, each piece kept as soon as it is whole.

Whoever dies in the middle leaves whole pieces; the next worker goes on after them, and nobody gets two letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.attempts import advance
from surveyapp.actions.letter_writing import Addressed, Writer
from surveyapp.actions.refusals import SurveyClosed
from surveyapp.actions.row_locks import share_wave
from surveyapp.models.assignment import Assignment
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import LetterKind, Mailing, Recipient
from surveyapp.models.organisation import Organisation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import recipients, reminders

AT_ONCE = 500
REMINDER = "reminder"
Outcome = Recipient.Outcome


def may_begin(mailing: Mailing) -> bool:
    """What is prepared in a draft goes out when the survey opens."""
    return mailing.is_confirmed and mailing.wave.state != Wave.State.DRAFT


def work(mailing: Mailing) -> None:
    """Write the letters of a mailing that the caller holds, and mark it done. Of a survey that closes meanwhile no more
    are written."""
    try:
        _write_invitations(mailing) if mailing.kind == LetterKind.INVITATION else _write_reminders(mailing)
    except SurveyClosed:
        mailing.error = "closed"
    _finish(mailing)


@transaction.atomic
def _finish(mailing: Mailing) -> None:
    mailing.state, mailing.percent, mailing.finished_at = Mailing.State.DONE, 100, timezone.now()
    mailing.save(update_fields=["state", "percent", "finished_at", "error", "left_out", "n_all", "n_written"])
    counts = {"kind": mailing.kind, "number": mailing.number, "n": mailing.n_written, "left_out": mailing.left_out}
    programme = mailing.wave.programme
    audit.record(action="mailing.written", target=mailing, by=None, by_kind="worker", programme=programme, **counts)


def _write_invitations(mailing: Mailing) -> None:
    writer = Writer(mailing.wave)
    while _write_some(mailing, writer):
        advance(mailing, "writing", 100 * _n_done(mailing) // max(mailing.n_all, 1))


@transaction.atomic
def _write_some(mailing: Mailing, writer: Writer) -> int:
    """One piece: as many invitations as recipients, or reasons why not. Returns how many recipients that were."""
    _alone(mailing.wave)
    waiting = mailing.recipients.filter(outcome=Outcome.WAITING).select_related("organisation").order_by("pk")
    some = list(waiting[:AT_ONCE])
    outcomes = recipients.outcomes(mailing.wave, some)
    invited = [each for each in some if outcomes[each.pk] == Outcome.WRITTEN]
    _invite(mailing, writer, invited)
    for outcome in set(outcomes.values()):
        of = [pk for pk, value in outcomes.items() if value == outcome]
        rows = Recipient.objects.filter(pk__in=of)
        if outcome == Outcome.WRITTEN:
            rows.update(outcome=outcome, email="", name="", role="", path="", sections=[])
        else:
            rows.update(outcome=outcome)
            mailing.left_out[outcome] = mailing.left_out.get(outcome, 0) + len(of)
    mailing.n_written += len(invited)
    mailing.save(update_fields=["n_written", "left_out"])
    return len(some)


def _n_done(mailing: Mailing) -> int:
    return mailing.n_written + sum(int(n) for n in mailing.left_out.values())


def _invite(mailing: Mailing, writer: Writer, some: list[Recipient]) -> None:
    participations = _participations(mailing.wave, [each.organisation for each in some])
    made = [_invitation(each, participations[each.organisation_id], mailing.wave) for each in some]
    Invitation.objects.bulk_create(made)
    given = [
        Assignment(invitation=of, section=code) for of, each in zip(made, some, strict=True) for code in each.sections
    ]
    if given:
        Assignment.objects.bulk_create(given)
        prefetch_related_objects(made, "assignments")  # the letter says how many minutes they take
    names = [each.organisation.name for each in some]
    pairs = zip(made, names, strict=True)
    writer.write(mailing.kind, [Addressed(each, name, f"invitation:{each.pk}") for each, name in pairs])


def _participations(wave: Wave, organisations: Iterable[Organisation]) -> dict[UUID, Participation]:
    wanted = {each.pk: each for each in organisations}
    rows = Participation.objects.filter(wave=wave, organisation__in=wanted)
    found = {row.organisation_id: row for row in rows}
    new = [Participation(wave=wave, organisation=wanted[pk], facets=wanted[pk].facets) for pk in wanted.keys() - found]
    if not new:
        return found
    Participation.objects.bulk_create(new, ignore_conflicts=True)  # one may have come in otherwise just now
    return {row.organisation_id: row for row in rows.all()}


def _invitation(each: Recipient, participation: Participation, wave: Wave) -> Invitation:
    participation.wave = wave
    return Invitation(
        participation=participation,
        email=recipients.email_of(each),
        name=each.name or ("" if each.email else each.organisation.contact_name),
        path=each.path or Invitation.Path.FULL,
        role=each.role,
        is_coordinator=each.is_coordinator,
        language=each.language or wave.programme.default_language,
        # The letter's own link is made when it is sent; this one is nobody's.
        token_sha256=Invitation.digest(Invitation.new_token()),
    )


def _write_reminders(mailing: Mailing) -> None:
    writer = Writer(mailing.wave)
    found = _verdicts(mailing)
    todo = [pk for pk, why in found.items() if not why]
    reasons = [why for why in found.values() if why and why != "written"]
    mailing.left_out = {why: reasons.count(why) for why in sorted(set(reasons))}
    mailing.n_all = mailing.n_written + len(todo)
    for at in range(0, len(todo), AT_ONCE):
        _remind_some(mailing, writer, todo[at : at + AT_ONCE])
        advance(mailing, "writing", 100 * min(at + AT_ONCE, len(todo)) // len(todo))


@transaction.atomic
def _remind_some(mailing: Mailing, writer: Writer, among: list[UUID]) -> None:
    """Asked anew of each: who has finished meanwhile gets none."""
    _alone(mailing.wave, also_closed=mailing.kind == LetterKind.THANKS)
    wanted = [pk for pk, why in _verdicts(mailing, among).items() if not why]
    rows = Invitation.objects.filter(pk__in=wanted).select_related("participation__organisation")
    people = list(rows.prefetch_related("assignments"))
    for each in people:
        each.participation.wave = mailing.wave
    some = [Addressed(each, each.participation.organisation.name, f"{_prefix(mailing)}{each.pk}") for each in people]
    mailing.n_written += writer.write(mailing.kind, some)
    mailing.save(update_fields=["n_written"])


def _prefix(mailing: Mailing) -> str:
    """What the keys of its letters begin with."""
    return f"{'thanks' if mailing.kind == LetterKind.THANKS else REMINDER}:{mailing.pk}:"


def drop_overtaken() -> int:
    """Take back reminders that wait to be sent to people who have finished meanwhile. Run by the sweep; how many."""
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, key__startswith=f"{REMINDER}:")
    dropped: int = waiting.filter(invitation__response__state=Response.State.SUBMITTED).delete()[0]
    return dropped


def _verdicts(mailing: Mailing, among: list[UUID] | None = None) -> dict[UUID, str]:
    return reminders.verdicts(
        mailing.wave, mailing.kind, despite_recent=mailing.despite_recent, written=_prefix(mailing), among=among
    )


def _alone(wave: Wave, *, also_closed: bool = False) -> None:
    """No other worker writes letters of this wave until the transaction ends, so that nobody is written to twice; and it
    does not close meanwhile. Raises SurveyClosed."""
    now = share_wave(wave.pk)
    if not now.is_open and not also_closed:
        raise SurveyClosed(now.closed_at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"letters:{wave.pk}"])
