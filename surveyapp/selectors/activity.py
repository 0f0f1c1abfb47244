"""What was done in a programme by those who run it, by workers and by operators.

What respondents and coordinators do is left out: that somebody began, agreed, sent or withdrew would tell who answered,
and plans and reports of an organisation are its own. So is what becomes of single e-mails, which stands with invitations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme

NOT_SHOWN = (
    "response.",
    "meeting.",
    "fresh_link.",
    "delivery.",
    "mail.",
    "plan.",
    "report.",
    "participation.confirmed",
    "invitation.sections_changed",
    "exchange.wishes_kept",
    "exchange.agreed",
    "exchange.declined",
    "join.confirmed",
)
"""Beginnings of actions that are nobody's business here."""
BUT_SHOWN = ("delivery.resent", "mail.allowed")
"""What staff do, though its name begins so."""


@dataclass(frozen=True)
class Wanted:
    """Which entries: of one account, or of "worker" or "operator"; of actions that begin so; about one survey; from and
    until days, both included, in the zone of `day_starts`."""

    person: UUID | None = None
    actor_kind: str = ""
    beginnings: Sequence[str] = ()
    wave: UUID | None = None
    since: date | None = None
    until: date | None = None


def is_shown(action: str) -> bool:
    return action in BUT_SHOWN or not action.startswith(NOT_SHOWN)


def entries(programme: Programme, wanted: Wanted | None = None) -> QuerySet[AuditEntry]:
    """The newest first, with who did it. Never an entry of a respondent, nor of an account that never ran the programme or is gone."""
    wanted = wanted or Wanted()
    hidden = _beginning(NOT_SHOWN) & ~Q(action__in=BUT_SHOWN)
    by_those_who_run_it = Q(actor=None, actor_kind__in=("worker", "operator")) | Q(actor__in=people(programme))
    found = AuditEntry.objects.filter(by_those_who_run_it, programme=programme)
    return _chosen(found.exclude(hidden), wanted).select_related("actor")


def _chosen(found: QuerySet[AuditEntry], wanted: Wanted) -> QuerySet[AuditEntry]:
    if wanted.person is not None:
        found = found.filter(actor=wanted.person)
    if wanted.actor_kind:
        found = found.filter(actor=None, actor_kind=wanted.actor_kind)
    if wanted.beginnings:
        found = found.filter(_beginning(wanted.beginnings))
    if wanted.wave is not None:
        found = found.filter(wave_id=wanted.wave)
    if wanted.since is not None:
        found = found.filter(at__date__gte=wanted.since)
    return found if wanted.until is None else found.filter(at__date__lte=wanted.until)


def _beginning(beginnings: Iterable[str]) -> Q:
    found = Q()
    for each in beginnings:
        found |= Q(action__startswith=each)
    return found


def people(programme: Programme) -> list[UUID]:
    """Accounts that run the programme or ever did."""
    now = set(Staff.objects.filter(programme=programme).values_list("account", flat=True))
    gone = AuditEntry.objects.filter(programme=programme, action="organiser.removed").values_list("detail", flat=True)
    return [*now, *(UUID(each["account"]) for each in gone if each.get("account"))]


def named(programme: Programme, rows: Sequence[AuditEntry]) -> Mapping[str, str]:
    """Id → name of the organisations, owners and accounts that these entries speak of, in three queries."""
    ids = {each.target_id for each in rows if each.target_kind in ("Organisation", "Owner")}
    ids |= {str(each.detail[key]) for each in rows for key in ("into", "account") if each.detail.get(key)}
    known = [found for each in ids if (found := _uuid(each))]
    names: dict[Any, str] = dict(
        Organisation.objects.filter(programme=programme, pk__in=known).values_list("pk", "name")
    )
    names |= dict(Owner.objects.filter(programme=programme, pk__in=known).values_list("pk", "name"))
    names |= {each.pk: str(each) for each in Account.objects.filter(pk__in=set(known) & set(people(programme)))}
    return {str(key): name for key, name in names.items()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
