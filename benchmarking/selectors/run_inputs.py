"""What the result of a run is built from: read by the worker, who alone sees every rating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from benchmarking.models.learners import Delegate as Row
from benchmarking.models.learners import DelegateRating, ModuleRun, RunResult
from benchmarking.stats.knowledge_groups import knowledge_groups
from benchmarking.stats.learners import Delegate
from surveyapp.selectors import coordination

POINTS_OF_A_LEVEL = 20
Moment = DelegateRating.Moment


@dataclass(frozen=True)
class Person:
    """A delegate with what they sent: moment → skill → points 0-100. `owner`, `organisation`: "" without one.
    `is_waiting`: on the waiting list, so that they took no course."""

    id: str
    owner: str
    organisation: str
    sent: frozenset[str]
    points: dict[str, dict[str, float]] = field(default_factory=dict)
    used: int | None = None
    is_waiting: bool = False

    def scored(self, moment: str, skill: str) -> float | None:
        """None unless the delegate sent what they rated at that moment."""
        return self.points.get(moment, {}).get(skill) if moment in self.sent else None


@dataclass(frozen=True)
class RunInputs:
    """People who took part in one run, `others` who waited for it, and which owners know each other's delegates (owner → knowledge group)."""

    skills: tuple[str, ...]
    people: tuple[Person, ...]
    known_by: dict[str, str]
    others: tuple[Person, ...] = ()

    def delegates(self, skill: str, later: str = Moment.FOLLOW_UP) -> list[Delegate]:
        """Those of organisations, scored in one skill; `later` is the moment beside before and after."""
        return _scored(self.people, skill, (Moment.BEFORE, Moment.AFTER, later))

    def waiting(self, skill: str) -> list[Delegate]:
        """Likewise of those who did not take the course."""
        return _scored(self.others, skill, (Moment.BEFORE, Moment.AFTER))


def _scored(people: Iterable[Person], skill: str, moments: Iterable[str]) -> list[Delegate]:
    return [Delegate(each.owner, *(each.scored(moment, skill) for moment in moments)) for each in people if each.owner]


def read(run: ModuleRun) -> RunInputs:
    people = _people(run)
    pairs = coordination.account_and_owner(run.programme)
    known_by = knowledge_groups([person.owner for person in people if person.owner], pairs)
    took, others = (tuple(each for each in people if each.is_waiting is waits) for waits in (False, True))
    return RunInputs(tuple(skill["code"] for skill in run.skills), took, known_by, others)


def earlier_runs(run: ModuleRun) -> list[RunInputs]:
    """Of the same programme, whose result after the course was made, oldest first."""
    made = RunResult.objects.filter(number=1, state=RunResult.State.DONE).values("run")
    rows = ModuleRun.objects.filter(programme=run.programme_id, pk__in=made).exclude(pk=run.pk)
    return [read(row) for row in rows.select_related("programme").order_by("made_at")]


def _people(run: ModuleRun) -> tuple[Person, ...]:
    rows = list(Row.objects.filter(run=run).select_related("organisation").order_by("pk"))
    points, used = _ratings(row.pk for row in rows)
    return tuple(
        Person(
            str(row.pk),
            str(row.organisation.owner_id) if row.organisation else "",
            str(row.organisation_id or ""),
            frozenset(row.sent),
            points.get(row.pk, {}),
            used.get(row.pk),
            row.is_waiting,
        )
        for row in rows
    )


def _ratings(people: Iterable[UUID]) -> tuple[dict[UUID, dict[str, dict[str, float]]], dict[UUID, int]]:
    points: dict[UUID, dict[str, dict[str, float]]] = {}
    used: dict[UUID, int] = {}
    for rating in DelegateRating.objects.filter(delegate__in=list(people), level__isnull=False):
        assert rating.level is not None  # noqa: S101 - the query says so; mypy cannot read it
        if rating.skill == DelegateRating.USED:
            used[rating.delegate_id] = rating.level
        else:
            its = points.setdefault(rating.delegate_id, {}).setdefault(rating.moment, {})
            its[rating.skill] = float(POINTS_OF_A_LEVEL * rating.level)
    return points, used
