"""The organiser's page of exchange: who can tell, who wants to hear, and the pairs that were proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from benchmarking.actions import exchange
from benchmarking.dashboards.names import language_of
from benchmarking.models.exchange import Stance
from benchmarking.selectors.catalogue import instrument_of
from benchmarking.selectors.exchange import Proposal, Wish, proposals, wishes
from benchmarking.training.catalogue_gate import account, frame, organisers
from benchmarking.training.exchange_topics import Topic, by_key, name_of
from surveyapp.models.programme import Programme

HERE = "benchmarking:exchange-desk"


@dataclass(frozen=True)
class Meeting:
    """One topic with all who can tell of it and all who want to hear. `asked`: pairs of names that stand proposed."""

    key: str
    name: str
    tellers: Sequence[Wish]
    hearers: Sequence[Wish]
    asked: Collection[tuple[str, str]] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names of all pairs of two owners."""
        both = ((one, other) for one in self.tellers for other in self.hearers)
        return [(one.organisation, other.organisation) for one, other in both if one.owner_id != other.owner_id]

    @property
    def can_meet(self) -> bool:
        """Whether there is a pair that was not asked yet."""
        return any(pair not in self.asked for pair in self.pairs)


@organisers
@require_safe
def desk(request: HttpRequest, programme: Programme) -> HttpResponse:
    instrument = instrument_of(programme.pk)
    topics = by_key(instrument)
    asked = proposals(programme.pk)
    meetings = _meetings(topics, wishes(programme.pk), asked)
    found = [(each, name_of(topics, each.kind, each.code)) for each in asked]
    context = {
        **frame(programme, HERE),
        "meetings": [each for each in meetings if each.can_meet],
        "waiting": [each for each in meetings if not each.pairs],
        "proposals": [pair for pair in found if not pair[0].introduced_at],
        "introduced": [pair for pair in found if pair[0].introduced_at],
        "language_of_texts": language_of(instrument) if instrument else "",
    }
    return render(request, "exchange/desk.html", context)


def _meetings(topics: Mapping[str, Topic], found: Sequence[Wish], asked: Sequence[Proposal]) -> list[Meeting]:
    by_topic: dict[str, list[Wish]] = defaultdict(list)
    for wish in found:
        by_topic[f"{wish.kind}:{wish.code}"].append(wish)
    order = [*(key for key in topics if key in by_topic), *sorted(by_topic.keys() - topics.keys())]
    return [
        Meeting(
            key=key,
            name=name_of(topics, *key.split(":", 1)),
            tellers=[wish for wish in by_topic[key] if wish.stance == Stance.TELL],
            hearers=[wish for wish in by_topic[key] if wish.stance == Stance.HEAR],
            asked={(each.teller, each.hearer) for each in asked if f"{each.kind}:{each.code}" == key},
        )
        for key in order
    ]


@organisers
@require_POST
def propose(request: HttpRequest, programme: Programme) -> HttpResponse:
    teller, hearer = (_uuid(request.POST.get(name, "")) for name in (Stance.TELL, Stance.HEAR))
    try:
        exchange.propose(programme=programme, teller=teller, hearer=hearer, by=account(request))
    except exchange.NotWishedError:
        messages.error(
            request,
            _("These two cannot be proposed: one no longer wishes it, or both are of one company. Choose two others."),
        )
    except exchange.AlreadyProposedError:
        messages.error(request, _("These two were proposed for this already. Take that proposal back to ask again."))
    else:
        messages.success(request, _("Both were asked, each without learning who the other is."))
    return redirect(HERE, programme.slug)


@organisers
@require_POST
def introduce(request: HttpRequest, programme: Programme, introduction: UUID) -> HttpResponse:
    try:
        exchange.introduce(programme=programme, introduction=introduction, by=account(request))
    except exchange.NoSuchIntroductionError as none:
        raise Http404 from none
    except exchange.NotAgreedError:
        messages.error(request, _("Not both have agreed, so nobody was introduced. Wait for both answers."))
    else:
        messages.success(request, _("They are introduced: each has the other's name and address."))
    return redirect(HERE, programme.slug)


@organisers
@require_POST
def withdraw(request: HttpRequest, programme: Programme, introduction: UUID) -> HttpResponse:
    try:
        exchange.withdraw_proposal(programme=programme, introduction=introduction, by=account(request))
    except exchange.NoSuchIntroductionError as none:
        raise Http404 from none
    messages.success(request, _("The proposal is taken back."))
    return redirect(HERE, programme.slug)


def _uuid(text: str) -> UUID:
    """What is none names nobody."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
