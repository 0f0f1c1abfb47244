"""Invite many: written down with those it is for, confirmed by a person, written by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import LetterKind, Mailing, Recipient
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave

WORK = "surveyapp.work_on_mailing"
AT_ONCE = 2_000
# More letters than these go only after the number was typed.
MOST_UNTYPED = 50
UNCONFIRMED_KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """Somebody to be invited for an organisation."""

    organisation: UUID
    email: str
    name: str = ""
    language: str = ""
    role: str = ""
    path: str = Invitation.Path.FULL
    sections: tuple[str, ...] = ()
    is_coordinator: bool = False


@transaction.atomic
def prepare_organisations(
    *, wave: Wave, organisations: QuerySet[Organisation], language: str = "", by: Account
) -> Mailing:
    """Write down that the contacts of these organisations are to be invited to coordinate. Nobody is, before it is confirmed.

    Raises SurveyClosed for a survey that is over, and Refused where there is nobody.
    """
    _refuse_unless_invitable(wave)
    mailing = _new(wave, by)
    ids = organisations.order_by("name", "pk").values_list("pk", flat=True)
    rows = [Recipient(mailing=mailing, organisation_id=each, language=language, path="full") for each in ids]
    return _filled(mailing, rows)


@transaction.atomic
def prepare_people(*, wave: Wave, people: Iterable[Person], file_name: str = "", by: Account) -> Mailing:
    """Write down that these persons are to be invited. Raises as `prepare_organisations`."""
    _refuse_unless_invitable(wave)
    mailing = _new(wave, by, file_name=file_name[-200:])
    rows = [Recipient(mailing=mailing, organisation_id=each.organisation, **_fields(each)) for each in people]
    return _filled(mailing, rows)


def _fields(person: Person) -> dict[str, Any]:
    names = ("email", "name", "language", "role", "path", "is_coordinator")
    return {name: getattr(person, name) for name in names} | {"sections": list(person.sections)}


def _refuse_unless_invitable(wave: Wave) -> None:
    if wave.closed_at is not None:
        raise SurveyClosed(wave.closed_at)


def _new(wave: Wave, by: Account, **fields: Any) -> Mailing:
    mailing = Mailing(id=uuid4(), wave=wave, kind=LetterKind.INVITATION, by=by, is_confirmed=False, **fields)
    mailing.key, mailing.number = f"mailing:{mailing.pk}", next_number(wave, mailing.kind)
    mailing.save(force_insert=True)
    return mailing


def _filled(mailing: Mailing, rows: list[Recipient]) -> Mailing:
    if not rows:
        raise Refused(_("Nobody was chosen, so nobody is invited."))
    Recipient.objects.bulk_create(rows, batch_size=AT_ONCE)
    mailing.n_all = len(rows)
    mailing.save(update_fields=["n_all"])
    return mailing


def next_number(wave: Wave, kind: str) -> int:
    """Of the next mailing of a kind in a survey, from 1. Within a transaction that holds the wave, where it matters."""
    last = Mailing.objects.filter(wave=wave, kind=kind).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def confirm(*, mailing: Mailing, by: Account) -> Mailing:
    """Let it go: to a worker now, or in a draft once the survey opens. Confirming twice is once; what has failed is tried
    anew, and goes on where it stopped.

    Raises SurveyClosed for a survey that is over, and Refused for a mailing that was taken back.
    """
    held = _held(mailing)
    _refuse_unless_invitable(held.wave)
    if not held.is_confirmed:
        held.is_confirmed, held.by = True, by
        held.save(update_fields=["is_confirmed", "by"])
        audit.record(
            action="mailing.confirmed", target=held, by=by, programme=held.wave.programme, kind=held.kind, n=held.n_all
        )
    if held.state == Mailing.State.FAILED:
        held.state, held.attempts = Mailing.State.WAITING, 0
        held.save(update_fields=["state", "attempts"])
    queue.nudge(WORK, held.pk)
    return held


@transaction.atomic
def take_back(*, mailing: Mailing, by: Account) -> None:
    """Forget a mailing that nobody has had a letter of. Raises Refused once the first was written."""
    held = _held(mailing)
    if held.state != Mailing.State.WAITING or held.n_written:
        raise Refused(_("These letters are being written, or were written already."))
    audit.record(action="mailing.taken_back", target=held, by=by, programme=held.wave.programme, n=held.n_all)
    held.delete()


def delete_old_mailings(*, now: datetime) -> int:
    """Forget what nobody confirmed within a week: it holds names and addresses. Run by a worker; how many."""
    old = Mailing.objects.filter(is_confirmed=False, requested_at__lt=now - UNCONFIRMED_KEPT_FOR)
    deleted: int = old.delete()[1].get("surveyapp.Mailing", 0)
    return deleted


def _held(mailing: Mailing) -> Mailing:
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("wave__programme")
    held = rows.filter(pk=mailing.pk).first()
    if held is None:
        raise Refused(_("These letters were taken back."))
    return held
