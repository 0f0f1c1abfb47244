"""Keep an organisation's plan. Every change holds the plan's row, so that two coordinators wait for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from benchmarking.actions import audit
from benchmarking.models.plan import CourseTaken, Plan, PlanItem
from surveyapp.instruments.direction import on_one_line
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.row_scope import organisation_scope

CHANGED = ("revision", "changed_by", "changed_at")


class PlanRefusedError(Exception):
    """A change that is not made. `item` is what stands there instead, None where nothing does."""

    def __init__(self, item: PlanItem | None = None) -> None:
        super().__init__(type(self).__name__)
        self.item = item


class ChangedMeanwhileError(PlanRefusedError):
    """Somebody changed the target since it was read."""


class AlreadyPlannedError(PlanRefusedError):
    """The plan aims at this already."""


class NoSuchTargetError(PlanRefusedError):
    """The plan has no such target."""


@dataclass(frozen=True)
class Aimed:
    """What is aimed at: a skill, question or dimension, from where (None where unknown), and to what."""

    kind: str
    code: str
    target_level: float
    start_level: float | None = None
    start_wave: UUID | None = None
    responsible: str = ""
    due: date | None = None
    module: str = ""


@contextmanager
def _held(organisation: Organisation) -> Iterator[Plan]:
    """The plan, made where there is none, in the organisation's scope; nobody else changes it meanwhile. What is refused is
    refused before anything is written, so it need not break a longer transaction."""
    refused: PlanRefusedError | None = None
    with organisation_scope(organisation.pk):
        plan, _ = Plan.objects.get_or_create(organisation=organisation)
        try:
            yield Plan.objects.select_for_update().get(pk=plan.pk)
        except PlanRefusedError as error:
            refused = error
    if refused:
        raise refused


def add_target(*, organisation: Organisation, aimed: Aimed, by: Account | None) -> PlanItem:
    """Put a target at the end of the plan. Raises AlreadyPlannedError with the one that is there."""
    with _held(organisation) as plan:
        if there := plan.items.filter(kind=aimed.kind, code=aimed.code, removed_at=None).first():
            raise AlreadyPlannedError(there)
        item = _added(plan, aimed, by)
        _record("plan.target_added", organisation, item, by)
        return item


def _added(plan: Plan, aimed: Aimed, by: Account | None) -> PlanItem:
    return PlanItem.objects.create(
        plan=plan,
        organisation_id=plan.organisation_id,
        kind=aimed.kind,
        code=aimed.code,
        start_level=aimed.start_level,
        start_wave_id=aimed.start_wave,
        target_level=aimed.target_level,
        responsible=on_one_line(aimed.responsible),
        due=aimed.due,
        module=aimed.module,
        position=plan.items.count(),
        changed_by=by,
    )


def change_target(
    *, organisation: Organisation, target: UUID, revision: int, changes: Mapping[str, Any], by: Account | None
) -> PlanItem:
    """Set target_level, responsible (kept as one line of visible signs), due or module. Raises ChangedMeanwhileError with the row as it is now if that is not
    the revision that was read, NoSuchTargetError if there is none."""
    with _held(organisation) as plan:
        item = _as_read(plan, target, revision)
        for name, value in changes.items():
            setattr(item, name, on_one_line(value) if name == "responsible" else value)
        return _saved(organisation, item, by, "plan.target_changed", *changes)


def mark_done(
    *, organisation: Organisation, target: UUID, revision: int, is_done: bool, by: Account | None
) -> PlanItem:
    """Say that a target's work is done, or that it is not. Raises as `change_target`."""
    with _held(organisation) as plan:
        item = _as_read(plan, target, revision)
        item.done_at = timezone.now() if is_done else None
        return _saved(organisation, item, by, "plan.target_done" if is_done else "plan.target_reopened", "done_at")


def remove_target(*, organisation: Organisation, target: UUID, revision: int, by: Account | None) -> PlanItem:
    """Take a target out of the plan; it can be put back. Raises as `change_target`."""
    with _held(organisation) as plan:
        item = _as_read(plan, target, revision)
        item.removed_at = timezone.now()
        return _saved(organisation, item, by, "plan.target_removed", "removed_at")


def restore_target(*, organisation: Organisation, target: UUID, by: Account | None) -> PlanItem:
    """Put a removed target back as it was; asking again changes nothing. Raises AlreadyPlannedError where the plan has
    another one of the same meanwhile."""
    with _held(organisation) as plan:
        item = _one(plan, target)
        if item.removed_at is None:
            return item
        if there := plan.items.filter(kind=item.kind, code=item.code, removed_at=None).first():
            raise AlreadyPlannedError(there)
        item.removed_at = None
        return _saved(organisation, item, by, "plan.target_restored", "removed_at")


def move_target(*, organisation: Organisation, target: UUID, earlier: bool, by: Account | None) -> PlanItem:
    """Exchange a target's place with the one before or after it; at the end nothing changes. Targets that are done or
    removed have no place. Raises NoSuchTargetError."""
    with _held(organisation) as plan:
        item = _one(plan, target)
        standing = list(plan.items.filter(removed_at=None, done_at=None).order_by("position", "id"))
        if item not in standing:
            raise NoSuchTargetError(item)
        at = standing.index(item)
        to = at - 1 if earlier else at + 1
        if 0 <= to < len(standing):
            standing[at], standing[to] = standing[to], standing[at]
            _renumber(standing)
            _record("plan.target_moved", organisation, item, by)
        return item


def _renumber(standing: Sequence[PlanItem]) -> None:
    for position, item in enumerate(standing):
        item.position = position
    PlanItem.objects.bulk_update(standing, ["position"])


def save_choice(
    *, organisation: Organisation, choice: Mapping[str, Any], closes: Sequence[Aimed], by: Account | None
) -> list[PlanItem]:
    """Keep the courses chosen, and a target for each skill they close. What the plan has stands: it gets the course only
    where it has none. Gives the targets that were added."""
    with _held(organisation) as plan:
        there = {item.code: item for item in plan.items.filter(kind=PlanItem.Kind.SKILL, removed_at=None)}
        for aimed in closes:
            if (item := there.get(aimed.code)) and not item.module:
                item.module = aimed.module
                _saved(organisation, item, by, "plan.target_changed", "module")
        added = [_added(plan, aimed, by) for aimed in closes if aimed.code not in there]
        plan.choice = dict(choice)
        plan.save(update_fields=["choice"])
        codes = list(choice.get("modules", ()))
        audit.record(action="plan.choice_saved", target=plan, programme=organisation.programme, by=by, modules=codes)
        return added


def keep_courses_taken(
    *, organisation: Organisation, wave: UUID, people: Mapping[str, int], by: Account | None
) -> dict[str, int]:
    """Keep how many people took each course since that survey was answered, instead of what stood there; 0 is none. Gives
    what stands. Raises ValueError for a number below 0."""
    if any(n < 0 for n in people.values()):
        raise ValueError("Nobody is trained by fewer than no people.")
    taken = {code: n for code, n in people.items() if n}
    with _held(organisation) as plan:
        rows = CourseTaken.objects.filter(organisation=organisation, wave=wave)
        rows.exclude(module__in=taken).delete()
        for code, n in taken.items():
            rows.update_or_create(organisation=organisation, wave_id=wave, module=code, defaults={"people": n})
        audit.record(
            action="plan.courses_taken_kept",
            target=plan,
            programme=organisation.programme,
            by=by,
            modules=sorted(taken),
        )
    return taken


def _one(plan: Plan, target: UUID) -> PlanItem:
    found = plan.items.filter(pk=target).select_related("changed_by").first()
    if found is None:
        raise NoSuchTargetError
    return found


def _as_read(plan: Plan, target: UUID, revision: int) -> PlanItem:
    """The row, if it still is what was read. A removed one has changed."""
    item = _one(plan, target)
    if item.revision != revision or item.removed_at:
        raise ChangedMeanwhileError(item)
    return item


def _saved(organisation: Organisation, item: PlanItem, by: Account | None, action: str, *changed: str) -> PlanItem:
    item.revision, item.changed_by = item.revision + 1, by
    item.save(update_fields=[*changed, *CHANGED])
    _record(action, organisation, item, by)
    return item


def _record(action: str, organisation: Organisation, item: PlanItem, by: Account | None) -> None:
    audit.record(action=action, target=item, programme=organisation.programme, by=by, kind=item.kind, code=item.code)
