"""What an organisation may see of itself: its stored results, read only within its own row scope."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef

from benchmarking.models.own_result import OwnResult
from benchmarking.models.plan import CourseTaken
from benchmarking.selectors.own_error import published_parameters, rater_sd, standard_error
from benchmarking.stats.skills_gap import PeopleRange
from surveyapp.models.row_scope import organisation_scope


@dataclass(frozen=True)
class OwnDimension:
    """0-100, None where too little was answered; low and high take each "I do not know" as 0 and as 100."""

    score: float | None
    low: float | None = None
    high: float | None = None
    incomplete: bool = False


@dataclass(frozen=True)
class OwnGroup:
    """One skill group: how it was screened, whether it is short, how many people should move up."""

    screen: str | None
    short: bool
    people: PeopleRange | None = None


@dataclass(frozen=True)
class OwnSkill:
    """Levels 0-5, None where unknown; gap = needed - current, never below 0."""

    current: float | None
    needed: float | None
    gap: float | None


@dataclass(frozen=True)
class OwnAgreement:
    """How those who have a score of one dimension agree: agree, mixed or split. `areas`: role → 0-100 in half levels, ""
    for all others together; empty where they may not be shown."""

    verdict: str
    n: int
    areas: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnPeople:
    """What may be told of how the people of an organisation agree. `why_not`: confidential, alone, few, or "" where it is
    told. `each_allows`: each lets the coordinator see the answers. `apart`: items that lie two levels apart or more."""

    why_not: str = ""
    n: int = 0
    each_allows: bool = False
    dimensions: Mapping[str, OwnAgreement] = field(default_factory=dict)
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnProfile:
    """One organisation's merged result in one wave.

    `sem` in points of 0-100, 0 for the scores of a file. `items`: anchored item → level, None where missing.
    `barriers`: the named ones alone, each with its severity 0-3, None where nobody said how much. `statistics`: code →
    whether it holds, None where unknown. `scores`: imported item → 0-100. `people` is None in results made before it was
    told. `taken`: code → how many of its people took a course since they answered, as it says itself.
    """

    n_respondents: int = 0
    roles: tuple[str, ...] = ()
    sem: float = 0.0
    sem_is_default: bool = False
    overall: float | None = None
    lowest: str | None = None
    in_population: bool = True
    dimensions: Mapping[str, OwnDimension] = field(default_factory=dict)
    items: Mapping[str, float | None] = field(default_factory=dict)
    scores: Mapping[str, float | None] = field(default_factory=dict)
    groups: Mapping[str, OwnGroup] = field(default_factory=dict)
    skills: Mapping[str, OwnSkill] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    barriers: Mapping[str, float | None] = field(default_factory=dict)
    statistics: Mapping[str, bool | None] = field(default_factory=dict)
    people: OwnPeople | None = None
    taken: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_imported(self) -> bool:
        """Whether everything in it came from a file: nobody answered."""
        return not self.n_respondents


def own_results(organisation_id: UUID) -> dict[UUID, OwnProfile]:
    """Wave id → the organisation's result, over all waves. The caller has checked that the reader may see it."""
    with organisation_scope(organisation_id):
        return within_scope(organisation_id)


def within_scope(organisation_id: UUID) -> dict[UUID, OwnProfile]:
    """The same for whoever has opened the organisation's scope, to read more in one transaction."""
    rows = OwnResult.objects.filter(organisation=organisation_id)
    found = rows.annotate(stated=published_parameters(), trained=_courses_taken())
    return {
        wave: replace(profile(document, rater_sd(stated)), taken=dict(trained))
        for wave, document, stated, trained in found.values_list("wave_id", "document", "stated", "trained")
    }


def _courses_taken() -> ArraySubquery:
    """Of the same organisation since the same survey: pairs of a course's code and people."""
    rows = CourseTaken.objects.filter(organisation=OuterRef("organisation"), wave=OuterRef("wave")).order_by("module")
    return ArraySubquery(
        rows.values_list(Func("module", "people", function="jsonb_build_array", output_field=JSONField()))
    )


def profile(document: Mapping[str, Any], rater_sd: float | None = None) -> OwnProfile:
    """The stored document as a typed profile; what is absent keeps its default. `rater_sd`: as the survey states it."""
    plain = ("n_respondents", "overall", "lowest", "in_population")
    n_respondents = document.get("n_respondents", 0)
    return OwnProfile(
        sem=standard_error(n_respondents, rater_sd),
        sem_is_default=n_respondents > 0 and rater_sd is None,
        **{key: document[key] for key in plain if document.get(key) is not None},
        roles=tuple(document.get("roles", ())),
        first=tuple(document.get("first", ())),
        dimensions={code: _dimension(entry) for code, entry in document.get("dimensions", {}).items()},
        items={code: _level(entry) for code, entry in document.get("items", {}).items()},
        groups={code: _group(entry) for code, entry in document.get("groups", {}).items()},
        skills={code: _skill(entry) for code, entry in document.get("skills", {}).items()},
        **{key: document.get(key, {}) for key in ("scores", "barriers", "statistics")},
        people=_people(document["people"]) if "people" in document else None,
    )


def _people(entry: Mapping[str, Any]) -> OwnPeople:
    return OwnPeople(
        why_not=entry.get("why_not", ""),
        n=entry.get("n", 0),
        each_allows=bool(entry.get("each_allows")),
        dimensions={code: OwnAgreement(**its) for code, its in entry.get("dimensions", {}).items()},
        apart=tuple(entry.get("apart", ())),
    )


def _dimension(entry: Mapping[str, Any]) -> OwnDimension:
    return OwnDimension(entry.get("score"), entry.get("low"), entry.get("high"), bool(entry.get("incomplete")))


def _level(entry: Mapping[str, Any]) -> float | None:
    level = entry.get("level")
    return None if level is None else float(level)


def _skill(entry: Mapping[str, Any]) -> OwnSkill:
    return OwnSkill(entry.get("current"), entry.get("needed"), entry.get("gap"))


def _group(entry: Mapping[str, Any]) -> OwnGroup:
    return OwnGroup(entry.get("screen"), bool(entry.get("short")), people_range(entry.get("people")))


def people_range(people: Any) -> PeopleRange | None:
    """A stored range [6, 10] or [51, null], or the code of a band: p6_10 is 6 to 10, p50_plus more than 50."""
    if isinstance(people, list | tuple):
        return people[0], people[1]
    found = re.fullmatch(r"\D*(\d+)_(\d+|plus)", people or "")
    if not found:
        return None
    least, most = found.groups()
    return (int(least) + 1, None) if most == "plus" else (int(least), int(most))
