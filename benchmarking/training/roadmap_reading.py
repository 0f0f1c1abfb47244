"""Everything the plan's pages read of one organisation, once: surveys, own results, the plan, texts, what is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from benchmarking.selectors.catalogue import Course, courses, names_of
from benchmarking.selectors.figures import SECTOR, Figures, Publication, of_releases, publications
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.selectors.plans import OwnPlan, results_and_plan
from benchmarking.selectors.surveys import Survey, instruments, surveys
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation


@dataclass(frozen=True)
class Situation:
    """`surveys` newest first; `own` and `texts` by wave. `publication` is the newest survey's that has one, `sector` its
    figures of all organisations. `gone`: code → name of courses that the plan holds and that are on offer no more."""

    organisation: Organisation
    surveys: tuple[Survey, ...] = ()
    own: Mapping[UUID, OwnProfile] = field(default_factory=dict)
    plan: OwnPlan = field(default_factory=OwnPlan)
    texts: Mapping[UUID, Instrument] = field(default_factory=dict)
    publication: Publication | None = None
    sector: Figures = field(default_factory=lambda: Figures(SECTOR))
    courses: tuple[Course, ...] = ()
    gone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def survey(self) -> Survey | None:
        """The newest survey with a result of one's own."""
        return next((each for each in self.surveys if each.wave_id in self.own), None)

    @property
    def now(self) -> OwnProfile | None:
        return self.own[self.survey.wave_id] if self.survey else None

    @property
    def instrument(self) -> Instrument | None:
        """The questionnaire of one's newest result."""
        return self.texts[self.survey.wave_id] if self.survey else None

    @property
    def taken(self) -> Mapping[str, int]:
        """Code → how many of one's people took a course since the survey of one's newest result."""
        return self.now.taken if self.now else {}

    def of_wave(self, wave_id: UUID | None) -> Survey | None:
        return next((each for each in self.surveys if each.wave_id == wave_id), None)


def read(organisation: Organisation) -> Situation:
    """The caller has checked that the reader may see it."""
    known = surveys(organisation)
    own, plan = results_and_plan(organisation.pk)
    mine = next((each.wave_id for each in known if each.wave_id in own), None)
    out = next((each.wave_id for each in known if each.is_published), None)
    published = publications([out]) if out else {}
    publication = published.get(out) if out else None
    needed = {mine, *(each.start_wave for each in plan.targets)} - {None}
    texts = {publication.wave_id: publication.instrument} if publication else {}
    texts |= instruments([wave for wave in needed if wave and wave not in texts])
    sector = of_releases({publication.id: {SECTOR}})[publication.id][SECTOR] if publication else Figures(SECTOR)
    offered = courses(organisation.programme_id)
    gone = names_of(organisation.programme_id, held(plan) - {each.module.code for each in offered})
    return Situation(organisation, known, own, plan, texts, publication, sector, offered, gone)


def held(plan: OwnPlan) -> set[str]:
    """Codes of the courses that are in the plan: of the choice that was kept, and of targets that are not done."""
    aimed = {each.module for each in plan.targets if each.module and not each.is_done}
    return aimed | set(plan.choice.get("modules", ()))
