"""An organisation's gaps and the courses on offer, as what is to be chosen from: money for all people, days of each course."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum, inf, nextafter

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue import Course as Listed
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.skills_gap import GroupGap, PeopleRange, SkillGap
from benchmarking.stats.training_choice import Fit, fit
from benchmarking.stats.training_choice import people as people_for
from benchmarking.stats.training_problem import Course, Problem
from benchmarking.training.plan_taken import is_finished, lifted, still_to_train
from benchmarking.training.roadmap_reading import Situation
from surveyapp.instruments.schema import Instrument

HOURS_A_DAY = 7.0


@dataclass(frozen=True)
class Offered:
    """A course as it would be taken here. `people` None where nobody said how many: one is counted. `price` is of one
    participant, None where unknown or in another currency; `hours` None where unknown. `people` are those who did not take it
    yet, `n_taken` those who did."""

    listed: Listed
    fit: Fit
    people: PeopleRange | None
    price: float | None
    hours: float | None
    n_taken: int = 0

    @property
    def code(self) -> str:
        return self.listed.module.code

    @property
    def name(self) -> str:
        return words.said(self.listed.name) or self.code

    @property
    def least_cost(self) -> float:
        return (self.price or 0.0) * (self.people[0] if self.people else 1)

    @property
    def cost(self) -> float:
        """The cautious end, which the choice counts: for the most people, or an open band's least."""
        if self.people is None:
            return self.price or 0.0
        return (self.price or 0.0) * (self.people[1] if self.people[1] is not None else self.people[0])

    @property
    def is_open(self) -> bool:
        return self.people is not None and self.people[1] is None


@dataclass(frozen=True)
class Asked:
    """What the form asks for: days and money None for no limit; audience "" for everybody."""

    days: float | None = None
    budget: float | None = None
    audience: str = ""


@dataclass(frozen=True)
class Match:
    """`gaps` are all of the organisation's; `offered` every course, the one that closes most of them first. `finished`: courses
    that all who need them took since they answered; what they raise counts as reached."""

    gaps: tuple[SkillGap, ...]
    groups: tuple[GroupGap, ...]
    offered: tuple[Offered, ...]
    names: Mapping[str, str]
    parts: Mapping[str, str]
    finished: frozenset[str] = frozenset()

    @cached_property
    def by_code(self) -> dict[str, Offered]:
        return {each.code: each for each in self.offered}

    def gaps_of(self, audience: str) -> tuple[SkillGap, ...]:
        return tuple(gap for gap in self.gaps if not audience or gap.audience == audience)

    @property
    def short(self) -> tuple[SkillGap, ...]:
        return tuple(gap for gap in self.gaps if gap.gap)

    @property
    def unknown_basis(self) -> tuple[str, ...]:
        """What courses build on that is not on offer, taken for known."""
        wanted = {code for each in self.offered for code in each.listed.prerequisites}
        return tuple(sorted(wanted - self.by_code.keys()))

    def problem(self, asked: Asked) -> Problem:
        """Raises ValueError for a catalogue whose courses wait for each other. No limit: what everything would take."""
        courses = [
            Course(each.listed.module, each.cost, each.hours or 0.0, each.listed.prerequisites)
            for each in self.offered
            if each.code not in self.finished
        ]
        everything = (fsum(each.cost for each in courses), fsum(each.hours for each in courses))
        money = _limit(asked.budget, everything[0])
        hours = _limit(None if asked.days is None else asked.days * HOURS_A_DAY, everything[1])
        done = {*self.unknown_basis, *self.finished}
        return Problem.of(courses, self.gaps_of(asked.audience), (money, hours), done=done)


def _limit(asked: float | None, everything: float) -> float:
    return nextafter(everything, inf) if asked is None else asked


def match(situation: Situation) -> Match:
    """Of the newest result of one's own; empty before there is one."""
    own, instrument = situation.now, situation.instrument
    if own is None or instrument is None:
        return Match((), (), (), {}, {})
    rated, groups = skill_gaps(own, instrument), _group_gaps(own, instrument)
    finished = [each for each in situation.courses if is_finished(each.module, rated, groups, situation.taken)]
    gaps = lifted(rated, [each.module for each in finished])
    currency = situation.organisation.programme.currency
    offered = _with_those_they_come_for(
        [_offered(each, gaps, groups, currency, situation.taken) for each in situation.courses]
    )
    return Match(
        gaps=gaps,
        groups=groups,
        offered=tuple(sorted(offered, key=lambda each: (-each.fit.closes, each.code))),
        names={skill.code: words.said(skill.text) for group in instrument.skill_groups for skill in group.skills},
        parts={group.code: words.said(group.name) for group in instrument.skill_groups},
        finished=frozenset(each.module.code for each in finished),
    )


def _offered(
    listed: Listed, gaps: Collection[SkillGap], groups: Collection[GroupGap], currency: str, taken: Mapping[str, int]
) -> Offered:
    found = fit(listed.module, list(gaps))
    n_taken = taken.get(listed.module.code, 0)
    known = listed.price is not None and listed.currency == currency
    days = None if listed.days is None else listed.days * HOURS_A_DAY
    return Offered(
        listed=listed,
        fit=found,
        people=still_to_train(people_for(found, groups), n_taken),
        n_taken=n_taken,
        price=float(listed.price) if known and listed.price is not None else None,
        hours=listed.hours if listed.hours is not None else days,
    )


def _with_those_they_come_for(offered: Sequence[Offered]) -> list[Offered]:
    """A course that moves nothing here is taken only for others that build on it: by the people of the one with most."""
    return [each if each.fit.groups else replace(each, people=_people_of_later(each.code, offered)) for each in offered]


def _people_of_later(code: str, offered: Sequence[Offered]) -> PeopleRange | None:
    """Of the courses that build on this one, however far."""
    later = {code}
    while added := {each.code for each in offered if later & set(each.listed.prerequisites)} - later:
        later |= added
    ranges = [each.people for each in offered if each.code in later - {code} and each.people]
    return max(ranges, key=lambda people: inf if people[1] is None else people[1], default=None)


def skill_gaps(own: OwnProfile, instrument: Instrument) -> tuple[SkillGap, ...]:
    return tuple(
        SkillGap(skill.code, group.code, group.audience, "rated", level.current, level.needed, level.gap)
        for group in instrument.skill_groups
        for skill in group.skills
        if (level := own.skills.get(skill.code))
    )


def _group_gaps(own: OwnProfile, instrument: Instrument) -> tuple[GroupGap, ...]:
    return tuple(
        GroupGap(group.code, group.audience, None, entry.short, (), entry.people)
        for group in instrument.skill_groups
        if (entry := own.groups.get(group.code))
    )
