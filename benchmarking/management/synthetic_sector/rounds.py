"""Run one round of the invented survey through the same actions that pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarking.management.synthetic_sector.answers import Respondent
from benchmarking.management.synthetic_sector.latent_traits import Sector
from benchmarking.management.synthetic_sector.register import COORDINATED, Site
from benchmarking.management.synthetic_sector.respondents import Invited, invited
from benchmarking.management.synthetic_sector.story import scripted
from surveyapp.actions.consents import give_consent
from surveyapp.actions.invitations import invite
from surveyapp.actions.responses import start_response, submit_response
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import consents
from surveyapp.selectors.responses import asked, known_facts


@dataclass(frozen=True)
class Round:
    """A wave, who answers it, and who is invited in vain. `year` is 0 for the first survey."""

    wave: Wave
    year: int
    sites: list[Site]
    silent: list[Site]
    sector: Sector
    seed: int

    def fill(self, progress: Callable[[int, int], None]) -> None:
        """Every site's people answer and submit."""
        among = [site.order for site in self.sites if site.in_population]
        taking_part = self._participations()
        for done, site in enumerate(self.sites, 1):
            self._answer_for(site, taking_part[site.name], among)
            progress(done, len(self.sites))
        for number, site in enumerate(self.silent):
            self._invite_in_vain(taking_part[site.name], starts=number % 3 == 0)

    def _participations(self) -> dict[str, Participation]:
        rows = Participation.objects.filter(wave=self.wave).select_related("organisation", "wave__programme")
        return {row.organisation.name: row for row in rows}

    def _answer_for(self, site: Site, participation: Participation, among: list[int]) -> None:
        # The same people come back each year; what they answer has noise of its own.
        people = invited(site.facets["size_band"], np.random.default_rng([self.seed, 3, site.order]))
        rng = np.random.default_rng([self.seed, 4, self.year, site.order])
        traits = self.sector.traits(site.order, self.year, among)
        story = scripted(self.sector.instrument, self.year) if site is COORDINATED else {}
        for person in people:
            respondent = Respondent(self.sector, traits, person.role, rng, story)
            self._submit(participation, person, respondent)

    def _invite_in_vain(self, participation: Participation, *, starts: bool) -> None:
        """Some open the link and stop at a draft: drafts never count."""
        person = Invited("coordinator", "full", is_coordinator=True)
        invitation = self._invite(participation, person)
        if starts:
            self._agree(start_response(invitation=invitation, language="en"))

    def _submit(self, participation: Participation, person: Invited, respondent: Respondent) -> None:
        response = start_response(invitation=self._invite(participation, person), language="en")
        self._agree(response)
        self._draft(response, respondent)
        submit_response(response=response)

    def _agree(self, response: Response) -> None:
        """To everything they are asked, so that the story does not depend on who refused."""
        text = consents.text_of(self.wave)
        asked = [question.purpose for question in consents.shown_to(response, text).questions]
        give_consent(response=response, choices=dict.fromkeys(asked, True))

    def _invite(self, participation: Participation, person: Invited) -> Invitation:
        invitation, _token = invite(
            participation=participation,
            name=person.title,
            path=person.path,
            sections=person.sections,
            is_coordinator=person.is_coordinator,
            by=None,
            by_kind="operator",
        )
        return invitation

    def _draft(self, response: Response, respondent: Respondent) -> None:
        questions = asked(response)
        known = known_facts(response.participation, questions.instrument)
        facts: dict[str, dict[str, Any]] = {code: dict(answer) for code, answer in known.items()}
        given = respondent.answers(questions.items, facts)
        DraftAnswer.objects.bulk_create(
            DraftAnswer(response=response, item=code, value=answer) for code, answer in given.items()
        )
