"""An organisation's gaps and the courses on offer, as what is to be chosen from: money for all people, days of each course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum, inf, nextafter

from benchmarking.dashboards import words
from benchmarking.dashboards.courses_taken import Trained, trained
from benchmarking.selectors.catalogue import Course as Listed
from benchmarking.stats.skills_gap import GroupGap, PeopleRange, SkillGap
from benchmarking.stats.training_choice import Fit, fit
from benchmarking.stats.training_problem import Course, Problem
from benchmarking.training.roadmap_reading import Situation

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
    left = trained(own, instrument, situation.courses)
    currency = situation.organisation.programme.currency
    offered = _with_those_they_come_for([_offered(each, left, currency) for each in situation.courses])
    return Match(
        gaps=left.gaps,
        groups=left.groups,
        offered=tuple(sorted(offered, key=lambda each: (-each.fit.closes, each.code))),
        names={skill.code: words.said(skill.text) for group in instrument.skill_groups for skill in group.skills},
        parts={group.code: words.said(group.name) for group in instrument.skill_groups},
        finished=left.finished,
    )


def _offered(listed: Listed, left: Trained, currency: str) -> Offered:
    found = fit(listed.module, list(left.gaps))
    known = listed.price is not None and listed.currency == currency
    days = None if listed.days is None else listed.days * HOURS_A_DAY
    return Offered(
        listed=listed,
        fit=found,
        people=left.people_left(found),
        n_taken=left.taken.get(listed.module.code, 0),
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
