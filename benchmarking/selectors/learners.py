"""Runs of a course: what they ask, who was asked, and what may be read of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from benchmarking.models.learners import (
    Delegate,
    DelegateLetter,
    DelegateRating,
    ModuleRun,
    OwnRunResult,
    RunResult,
)
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.catalogue import instrument_of
from surveyapp.instruments.schema import FeedsSkill, Instrument
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation
from surveyapp.models.row_scope import delegate_scope, organisation_scope

LONGEST_TOKEN = 64
Moment = DelegateRating.Moment
MOMENTS: Mapping[str, tuple[str, ...]] = {
    ModuleRun.State.BEFORE: (Moment.BEFORE,),
    ModuleRun.State.AFTER: (Moment.AFTER, Moment.LOOKING_BACK),
    ModuleRun.State.FOLLOW_UP: (Moment.FOLLOW_UP,),
}
"""State of a run → the moments that its delegates are asked about then."""


def moments_of(delegate: Delegate) -> tuple[str, ...]:
    """Those a delegate is asked about now; whoever waits for the course looks back on none."""
    asked = MOMENTS.get(delegate.run.state, ())
    return tuple(moment for moment in asked if not delegate.is_waiting or moment in (Moment.BEFORE, Moment.AFTER))


def unanswered(run: ModuleRun) -> list[Delegate]:
    """Delegates with an address who are asked now and have not sent all of it."""
    people = run.delegates.exclude(email="").select_related("run")
    return [each for each in people if set(moments_of(each)) - each.sent.keys()]


def delegates_of(run: ModuleRun) -> list[Delegate]:
    """Whom the organiser added and may take out: those whose address is kept. Whether they answered is not read."""
    rows = run.delegates.exclude(email="").select_related("organisation").order_by("email")
    return list(rows.defer("sent", "agreed_at"))


def skills_of(module: TrainingModule) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The skills a module raises, in the questionnaire's order, and the levels of its scale; empty where there are none."""
    instrument = instrument_of(module.programme_id)
    if instrument is None:
        return [], []
    raised = [skill for group in instrument.skill_groups for skill in group.skills if skill.code in module.raises]
    skills = [{"code": skill.code, "name": dict(skill.text)} for skill in raised]
    return skills, _scale(instrument)


def _scale(instrument: Instrument) -> list[dict[str, Any]]:
    """That of the first question about a skill's current level."""
    for code, item in instrument.items.items():
        if isinstance(item.feeds, FeedsSkill) and item.feeds.measure == "current":
            choices = instrument.choices(code)
            return [{"value": int(c.value), "text": dict(c.text)} for c in choices if c.value is not None]
    return []


def questions_of(run: ModuleRun, moment: str) -> list[str]:
    """Codes asked at a moment: the skills, and at the follow-up whether they are used at work."""
    used = [DelegateRating.USED] if moment == Moment.FOLLOW_UP else []
    return [skill["code"] for skill in run.skills] + used


def delegate_by_token(token: str) -> Delegate | None:
    """Whoever a link belongs to; None for no link of ours and once the run is over."""
    if len(token) > LONGEST_TOKEN:
        return None
    letters = DelegateLetter.objects.filter(token_sha256=Invitation.digest(token))
    return delegate_of(letters.values_list("delegate", flat=True).first())


def delegate_of(delegate_id: UUID | str | None) -> Delegate | None:
    """With the run, its module and programme; None once the run is over or they were taken out of it."""
    if delegate_id is None:
        return None
    rows = Delegate.objects.select_related("run__module", "run__programme", "organisation")
    return rows.filter(pk=delegate_id).exclude(run__state=ModuleRun.State.OVER).exclude(email="").first()


def ratings_of(delegate: Delegate) -> dict[str, dict[str, int | None]]:
    """Moment → skill → level, None for "I do not know"; in the delegate's own scope."""
    found: dict[str, dict[str, int | None]] = {}
    with delegate_scope(delegate.pk):
        for rating in DelegateRating.objects.filter(delegate=delegate):
            found.setdefault(rating.moment, {})[rating.skill] = rating.level
    return found


@dataclass(frozen=True)
class Counts:
    """How many people were asked (`waiting`: those of them on the waiting list), and how many sent their ratings at each moment."""

    invited: int
    waiting: int
    with_organisation: int
    organisations: int
    before: int
    after: int
    follow_up: int


def runs_of(programme_id: UUID) -> list[tuple[ModuleRun, Counts]]:
    """The newest first, with counts; never a rating."""
    rows = ModuleRun.objects.filter(programme=programme_id).select_related("module")
    return [(row, _counts(row)) for row in rows.annotate(**_COUNTED)]


def run_of(programme_id: UUID, run_id: UUID) -> tuple[ModuleRun, Counts] | None:
    rows = ModuleRun.objects.filter(programme=programme_id, pk=run_id).select_related("module", "programme")
    row = rows.annotate(**_COUNTED).first()
    return None if row is None else (row, _counts(row))


_COUNTED: dict[str, Any] = {
    "n_invited": Count("delegates"),
    "n_waiting": Count("delegates", filter=Q(delegates__is_waiting=True)),
    "n_sites": Count("delegates__organisation", distinct=True),
    "n_with_site": Count("delegates", filter=Q(delegates__organisation__isnull=False)),
    **{
        f"n_{moment}": Count("delegates", filter=Q(delegates__sent__has_key=moment))
        for moment in (Moment.BEFORE, Moment.AFTER, Moment.FOLLOW_UP)
    },
}


def _counts(row: Any) -> Counts:
    return Counts(
        row.n_invited, row.n_waiting, row.n_with_site, row.n_sites, row.n_before, row.n_after, row.n_follow_up
    )


def result_of(run: ModuleRun) -> RunResult | None:
    """What is being made or was made last."""
    return RunResult.objects.filter(run=run).order_by("-number").first()


def finished_result(run: ModuleRun) -> RunResult | None:
    rows = RunResult.objects.select_related("run__module")
    return rows.filter(run=run, state=RunResult.State.DONE).order_by("-number").first()


def last_results(programme_id: UUID) -> dict[str, RunResult]:
    """Code of a module → the newest finished result of the run of it that ended last."""
    rows = RunResult.objects.filter(run__programme=programme_id, state=RunResult.State.DONE).select_related(
        "run__module"
    )
    newest = rows.order_by("run__module_id", "-run__ends_on", "-run__made_at", "-number").distinct("run__module_id")
    return {row.run.module.code: row for row in newest}


def results_for(organisation: Organisation) -> list[tuple[RunResult, OwnRunResult]]:
    """The newest finished result of every run that had delegates of this organisation, with what it sees of its own."""
    rows = RunResult.objects.filter(run__delegates__organisation=organisation, state=RunResult.State.DONE)
    newest = rows.select_related("run__module").order_by("run_id", "-number").distinct("run_id")
    results = {row.pk: row for row in newest}
    with organisation_scope(organisation.pk):
        own = list(OwnRunResult.objects.filter(organisation=organisation, result__in=results))
    found = [(results[each.result_id], each) for each in own]
    return sorted(found, key=lambda pair: pair[0].run.starts_on, reverse=True)
