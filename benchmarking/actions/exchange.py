"""Keep what organisations can tell and want to hear, and introduce two of them once both agreed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from benchmarking.actions import audit
from benchmarking.models.exchange import ExchangeWish, Introduction, IntroductionLetter, IntroductionSide, Stance
from surveyapp import queue
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.row_scope import organisation_scope, programme_scope

WRITE = "benchmarking.write_introduction_letter"
Wished = tuple[str, str, str]
"""Kind, code and stance."""


class ExchangeRefusedError(Exception):
    """A change that is not made; nothing was written."""


class ChangedMeanwhileError(ExchangeRefusedError):
    """Somebody changed the organisation's wishes since they were read."""


class NotWishedError(ExchangeRefusedError):
    """One of the two does not offer, or does not ask for, what they would be introduced for; or the two are one owner's."""


class AlreadyProposedError(ExchangeRefusedError):
    """This pair stands proposed, or was introduced, for the same topic."""


class NotAgreedError(ExchangeRefusedError):
    """Not both have agreed."""


class NoSuchIntroductionError(ExchangeRefusedError):
    """There is none, or it is over."""


@dataclass(frozen=True)
class Said:
    """All that an organisation ticks. `seen`: the wishes that stood when the page was read."""

    wishes: frozenset[Wished]
    seen: frozenset[Wished]
    speaks_as: str
    note: str = ""


def keep_wishes(*, organisation: Organisation, said: Said, by: Account) -> None:
    """Make these the organisation's wishes: new ones are added, others withdrawn, and what stays keeps its date.

    Raises ChangedMeanwhileError where others stand by now than those that were seen; nothing is written then.
    """
    with organisation_scope(organisation.pk):
        _one_at_a_time(organisation.pk)
        standing = ExchangeWish.objects.filter(organisation=organisation, withdrawn_at=None)
        there = {(wish.kind, wish.code, wish.stance): wish for wish in standing}
        is_stale = frozenset(there) != said.seen
        if not is_stale:
            _replace(organisation, there, said)
            audit.record(
                action="exchange.wishes_kept",
                target=organisation,
                programme=organisation.programme,
                by=by,
                wishes=sorted(map(":".join, said.wishes)),
            )
    if is_stale:
        raise ChangedMeanwhileError


def _replace(organisation: Organisation, there: dict[Wished, ExchangeWish], said: Said) -> None:
    gone = [wish.pk for key, wish in there.items() if key not in said.wishes]
    ExchangeWish.objects.filter(pk__in=gone).update(withdrawn_at=timezone.now())
    kept = [wish.pk for key, wish in there.items() if key in said.wishes]
    ExchangeWish.objects.filter(pk__in=kept).update(speaks_as=said.speaks_as, note=said.note)
    ExchangeWish.objects.bulk_create(
        ExchangeWish(
            programme_id=organisation.programme_id,
            organisation=organisation,
            kind=kind,
            code=code,
            stance=stance,
            speaks_as=said.speaks_as,
            note=said.note,
        )
        for kind, code, stance in sorted(said.wishes - set(there))
    )


def propose(*, programme: Programme, teller: UUID, hearer: UUID, by: Account) -> Introduction:
    """Ask two organisations whether they want to meet. `teller`, `hearer`: wishes of theirs about one topic.

    Neither learns who the other is. Raises NotWishedError unless both wishes stand, are of two owners and about one
    topic; AlreadyProposedError where the pair was proposed for it and that is not over.
    """
    with _in(programme) as refusals:
        found = ExchangeWish.objects.filter(programme=programme, withdrawn_at=None)
        one = found.filter(pk=teller, stance=Stance.TELL).select_related("organisation").first()
        other = found.filter(pk=hearer, stance=Stance.HEAR).select_related("organisation").first()
        if one is None or other is None or not _fit(one, other):
            refusals.append(NotWishedError())
        elif _is_proposed(one, other):
            refusals.append(AlreadyProposedError())
        else:
            return _proposed(programme, one, other, by)
    raise refusals[0]


def _fit(one: ExchangeWish, other: ExchangeWish) -> bool:
    same_topic = (one.kind, one.code) == (other.kind, other.code)
    return same_topic and one.organisation.owner_id != other.organisation.owner_id


def _is_proposed(one: ExchangeWish, other: ExchangeWish) -> bool:
    """A pair of which one said no is over; the organiser may ask again after withdrawing it."""
    of_topic = Introduction.objects.filter(programme=one.programme_id, kind=one.kind, code=one.code, withdrawn_at=None)
    of_teller = IntroductionSide.objects.filter(stance=Stance.TELL, organisation=one.organisation_id)
    of_hearer = IntroductionSide.objects.filter(stance=Stance.HEAR, organisation=other.organisation_id)
    pair = {"pk__in": of_teller.values("introduction")}
    return of_topic.filter(**pair).filter(pk__in=of_hearer.values("introduction")).exists()


def _proposed(programme: Programme, one: ExchangeWish, other: ExchangeWish, by: Account) -> Introduction:
    introduction = Introduction.objects.create(programme=programme, kind=one.kind, code=one.code, proposed_by=by)
    for wish, partner in ((one, other), (other, one)):
        side = IntroductionSide.objects.create(
            introduction=introduction,
            programme=programme,
            organisation_id=wish.organisation_id,
            stance=wish.stance,
            partner_speaks_as=partner.speaks_as,
        )
        _write_to(side, IntroductionLetter.Occasion.PROPOSED)
    _record("exchange.proposed", introduction, by)
    return introduction


def answer(*, organisation: Organisation, side: UUID, agrees: bool, by: Account) -> None:
    """Say whether the organisation wants to be introduced; until it is, it may change its mind.

    Raises NoSuchIntroductionError where it is none of the organisation's, was withdrawn, or has happened.
    """
    with organisation_scope(organisation.pk):
        found = IntroductionSide.objects.select_for_update(of=("self",)).select_related("introduction")
        mine = found.filter(pk=side, organisation=organisation).first()
        if is_open := mine is not None and _is_open(mine.introduction):
            assert mine is not None  # noqa: S101 - is_open says so; mypy cannot read it
            mine.answer = IntroductionSide.Answer.YES if agrees else IntroductionSide.Answer.NO
            mine.answered_by, mine.answered_at = by, timezone.now()
            mine.save(update_fields=["answer", "answered_by", "answered_at"])
            _record("exchange.agreed" if agrees else "exchange.declined", mine.introduction, by)
    if not is_open:
        raise NoSuchIntroductionError


def introduce(*, programme: Programme, introduction: UUID, by: Account) -> None:
    """Tell each of the two who the other is: its name, and name and address of the coordinator who agreed.

    Raises NoSuchIntroductionError for none that is open, NotAgreedError unless both said yes.
    """
    with _in(programme) as refusals:
        found = _opened(programme, introduction)
        sides = (
            list(found.sides.select_for_update(of=("self",)).select_related("answered_by", "organisation"))
            if found
            else []
        )
        if found is None:
            refusals.append(NoSuchIntroductionError())
        elif any(side.answer != IntroductionSide.Answer.YES or side.answered_by is None for side in sides):
            refusals.append(NotAgreedError())
        else:
            _introduced(found, sides, by)
    if refusals:
        raise refusals[0]


def _introduced(introduction: Introduction, sides: list[IntroductionSide], by: Account) -> None:
    for side, other in (sides, sides[::-1]):
        assert other.answered_by is not None  # noqa: S101 - both agreed
        who = {"name": other.answered_by.name, "email": other.answered_by.email}
        side.partner = {"organisation": other.organisation.name, **who}
        side.save(update_fields=["partner"])
        _write_to(side, IntroductionLetter.Occasion.INTRODUCED)
    introduction.introduced_at = timezone.now()
    introduction.save(update_fields=["introduced_at"])
    _record("exchange.introduced", introduction, by)


def withdraw_proposal(*, programme: Programme, introduction: UUID, by: Account) -> None:
    """Take a proposal back before the two are introduced. Raises NoSuchIntroductionError for none that is open."""
    with _in(programme) as refusals:
        found = _opened(programme, introduction)
        if found is None:
            refusals.append(NoSuchIntroductionError())
        else:
            found.withdrawn_at = timezone.now()
            found.save(update_fields=["withdrawn_at"])
            _record("exchange.proposal_withdrawn", found, by)
    if refusals:
        raise refusals[0]


@contextmanager
def _in(programme: Programme) -> Iterator[list[ExchangeRefusedError]]:
    """The programme's scope, and where to leave what is refused: an exception would break a longer transaction."""
    with programme_scope(programme.pk):
        _one_at_a_time(programme.pk)
        yield []


def _one_at_a_time(row_id: UUID) -> None:
    """Until the transaction ends. The web role may not lock the row itself, which takes the right to change it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange:{row_id}"])


def _opened(programme: Programme, introduction: UUID) -> Introduction | None:
    found = Introduction.objects.select_for_update().filter(pk=introduction, programme=programme).first()
    return found if found and _is_open(found) else None


def _is_open(introduction: Introduction) -> bool:
    return introduction.introduced_at is None and introduction.withdrawn_at is None


def _write_to(side: IntroductionSide, occasion: str) -> None:
    letter = IntroductionLetter.objects.create(key=f"introduction:{side.pk}:{occasion}", side=side, occasion=occasion)
    queue.nudge(WRITE, letter.pk)


@transaction.atomic
def letter_written(*, letter: IntroductionLetter) -> None:
    """Mark a letter as handed to the post. Run by a worker."""
    letter.state, letter.percent, letter.finished_at = letter.State.DONE, 100, timezone.now()
    letter.save(update_fields=["state", "percent", "finished_at"])


def _record(action: str, introduction: Introduction, by: Account) -> None:
    audit.record(
        action=action,
        target=introduction,
        programme=introduction.programme,
        by=by,
        topic=f"{introduction.kind}:{introduction.code}",
    )
