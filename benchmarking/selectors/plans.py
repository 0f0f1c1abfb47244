"""What an organisation wants to have reached: read only within its own row scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from benchmarking.models.plan import PlanItem
from benchmarking.selectors import own_results
from benchmarking.selectors.own_results import OwnProfile
from surveyapp.instruments.direction import on_one_line
from surveyapp.models.row_scope import organisation_scope

POINTS_PER_LEVEL = 20.0


@dataclass(frozen=True)
class Target:
    """One target. Levels are those of `kind`: a skill's 0-5, a question's own, a dimension's 0-100; `start_level` None where
    nothing was known when it was set. `module`: code of a course, "" for none. `responsible`: a name, "" for nobody yet."""

    id: UUID
    kind: str
    code: str
    target_level: float
    start_level: float | None = None
    start_wave: UUID | None = None
    responsible: str = ""
    due: date | None = None
    module: str = ""
    position: int = 0
    revision: int = 1
    changed_by: str = ""
    changed_at: datetime | None = None
    is_done: bool = False
    is_removed: bool = False

    @property
    def points(self) -> float | None:
        """On the axis 0-100 that pages share for skills and dimensions; None for a question, whose levels are its own."""
        if self.kind == PlanItem.Kind.DIMENSION:
            return self.target_level
        return POINTS_PER_LEVEL * self.target_level if self.kind == PlanItem.Kind.SKILL else None


@dataclass(frozen=True)
class OwnPlan:
    """`targets` by what comes first; `removed`: what was taken out, the last first. `choice`: the courses saved last, {} for
    none, as `models.plan.Plan` says."""

    targets: tuple[Target, ...] = ()
    removed: tuple[Target, ...] = ()
    choice: Mapping[str, Any] = field(default_factory=dict)

    def of(self, kind: str, code: str) -> Target | None:
        return next((each for each in self.targets if (each.kind, each.code) == (kind, code)), None)

    def one(self, target_id: UUID) -> Target | None:
        return next((each for each in (*self.targets, *self.removed) if each.id == target_id), None)


def targets(organisation_id: UUID) -> dict[tuple[str, str], Target]:
    """(kind, code) → the organisation's target, for the flags of pages and reports. The caller has checked that the reader
    may see it."""
    return {(each.kind, each.code): each for each in own_plan(organisation_id).targets}


def own_plan(organisation_id: UUID) -> OwnPlan:
    """The whole plan; empty where there is none."""
    with organisation_scope(organisation_id):
        return _plan(organisation_id)


def results_and_plan(organisation_id: UUID) -> tuple[dict[UUID, OwnProfile], OwnPlan]:
    """Wave id → own result, and the plan, in one transaction."""
    with organisation_scope(organisation_id):
        return own_results.within_scope(organisation_id), _plan(organisation_id)


def _plan(organisation_id: UUID) -> OwnPlan:
    rows = PlanItem.objects.filter(organisation=organisation_id).select_related("plan", "changed_by")
    found = list(rows.order_by("position", "id"))
    removed = sorted((row for row in found if row.removed_at), key=lambda row: row.changed_at, reverse=True)
    return OwnPlan(
        targets=_read(row for row in found if not row.removed_at),
        removed=_read(removed),
        choice=found[0].plan.choice if found else {},
    )


def _read(rows: Iterable[PlanItem]) -> tuple[Target, ...]:
    return tuple(map(target, rows))


def target(row: PlanItem) -> Target:
    """A stored row as a target. Names were once kept as typed: whatever is shown of them is one line that turns nothing round."""
    return Target(
        id=row.id,
        kind=row.kind,
        code=row.code,
        target_level=row.target_level,
        start_level=row.start_level,
        start_wave=row.start_wave_id,
        responsible=on_one_line(row.responsible),
        due=row.due,
        module=row.module,
        position=row.position,
        revision=row.revision,
        changed_by=on_one_line(str(row.changed_by or "")),
        changed_at=row.changed_at,
        is_done=row.done_at is not None,
        is_removed=row.removed_at is not None,
    )
