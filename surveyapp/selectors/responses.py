"""A respondent's response, and what of the questionnaire is in force for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from surveyapp.instruments.conditions import Answers, offered_choices, visible_items
from surveyapp.instruments.schema import FeedsFacet, Instrument
from surveyapp.models.assignment import Assignment
from surveyapp.models.consent import Consent
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.selectors import consents, invitations
from surveyapp.selectors.instruments import instrument


@dataclass(frozen=True)
class Asked:
    """The questionnaire of a response, and the codes asked of this person in page order.

    On the short path one page leads to the next through all sections; otherwise each section ends with its check.
    `known` are facts about the site for conditions that rest on them where they are not asked here; never what a
    colleague thinks (ADR 21).
    """

    instrument: Instrument
    items: tuple[str, ...]
    is_short: bool = False
    known: Answers = field(default_factory=dict)

    def visible(self, answers: Answers) -> list[str]:
        """Codes in force for these answers: conditions hold, and there is something to choose from."""
        shown = visible_items(self.instrument, answers, self.items, self.known)
        return [code for code in shown if self._has_choices(code, answers)]

    def _has_choices(self, code: str, answers: Answers) -> bool:
        item = self.instrument.items[code]
        return item.choices_from is None or bool(offered_choices(self.instrument, code, answers))


def response(response_id: UUID | str) -> Response | None:
    """A response whose link still holds, with what its pages show; None otherwise."""
    return first(Response.objects.filter(pk=response_id, invitation__revoked_at__isnull=True))


def first(rows: QuerySet[Response]) -> Response | None:
    """The first of some responses with all that is looked at around it, in one query: site, survey, link, the sections
    it was given, and the consent. None where there is no row."""
    related = ("participation__wave__programme", "participation__organisation", "invitation")
    given = Assignment.objects.filter(invitation=OuterRef("invitation")).values("section")
    found = rows.select_related(*related).annotate(sections_given=ArraySubquery(given), **consents.agreed()).first()
    if found:
        found.invitation.participation = found.participation  # the same row, fetched once
    return found


def asked(response: Response) -> Asked:
    """What is asked of the person behind a response."""
    questionnaire, invitation = instrument(response.instrument_version_id), response.invitation
    items = tuple(invitations.asked(invitation, getattr(response, "sections_given", None)))
    facts = known_facts(response.participation, questionnaire)
    known = {code: facts[code] for code in invitations.open_facts(questionnaire) if code in facts}
    return Asked(questionnaire, items, is_short=invitation.is_short, known=known)


def known_facts(participation: Participation, questionnaire: Instrument) -> Answers:
    """Facts that the register (or an earlier survey) already holds, as answers to be confirmed."""
    answers = {}
    for code, item in questionnaire.items.items():
        if isinstance(item.feeds, FeedsFacet):
            value = participation.facets.get(item.feeds.facet)
            if value in {choice.code for choice in questionnaire.choices(code)}:
                answers[code] = {"value": value}
    return answers


def n_sent_since_confirmed(participation: Participation) -> int:
    """How many people of the organisation sent answers since it was last confirmed; 0 before the first time."""
    since = participation.confirmed_at
    return participation.responses.filter(submitted_at__gt=since).count() if since else 0


def has_consent(response: Response) -> bool:
    """Whether this person agreed to any version of the text: what is being typed is kept, the next page asks anew."""
    known: bool | None = getattr(response, "has_agreed", None)
    return Consent.objects.filter(response=response).exists() if known is None else known


def of_invitation(invitation: Invitation) -> Response | None:
    """The response that was begun behind a link, if any."""
    return Response.objects.filter(invitation=invitation).first()
