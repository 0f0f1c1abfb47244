"""Keep runs of a course: make one, add its delegates, ask them at each moment, and take their ratings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benchmarking.actions import audit
from benchmarking.actions.learner_letters import write_letters, write_reminders
from benchmarking.models.learners import Delegate, DelegateRating, ModuleRun, RunResult
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.learners import MOMENTS, moments_of, questions_of, skills_of, unanswered
from surveyapp import queue
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.row_scope import delegate_scope

BUILD = "benchmarking.build_run_result"
STATES = list(ModuleRun.State)
NUMBERS = {ModuleRun.State.AFTER: 1, ModuleRun.State.FOLLOW_UP: 2}
DONT_KNOW = "dont_know"
MOST_DELEGATES = 500


class RunMoved(Exception):  # noqa: N818 - nobody made an error: somebody else was quicker
    """The run is not in the state that was looked at, so nothing was done."""


class NotAskedNow(Exception):  # noqa: N818 - as above
    """The run does not ask this at present."""


class Invited(NamedTuple):
    """Somebody to ask. `language`: of their letters and pages, "" for the programme's. `is_waiting`: for the course, which
    they do not take now."""

    email: str
    organisation: Organisation | None = None
    language: str = ""
    is_waiting: bool = False


@dataclass(frozen=True)
class Days:
    """When a run starts and ends, and when delegates are asked again."""

    starts_on: date
    ends_on: date
    follow_up_on: date


@transaction.atomic
def make_run(*, module: TrainingModule, label: str, days: Days, by: Account | None) -> ModuleRun:
    """A run that is not begun, with the module's skills and their scale as they stand today.

    Raises ValueError for a module that raises no skill the questionnaire asks about: nothing could be rated.
    """
    skills, scale = skills_of(module)
    if not skills or not scale:
        raise ValueError(f"{module.code} raises no skill that can be rated.")
    run = ModuleRun.objects.create(
        programme_id=module.programme_id,
        module=module,
        label=label,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        follow_up_on=days.follow_up_on,
        skills=skills,
        scale=scale,
    )
    _record("run.made", run, by)
    return run


@transaction.atomic
def add_delegates(
    *, run: ModuleRun, people: Iterable[tuple[str, Organisation | None] | Invited], by: Account | None
) -> list[Delegate]:
    """Those who are not in the run yet; who is asked at present is written to at once. Raises RunMoved once the course
    was asked about afterwards: a newcomer has no "before"."""
    locked = _locked(run)
    if locked.state not in (ModuleRun.State.PLANNED, ModuleRun.State.BEFORE):
        raise RunMoved
    there = {email.casefold() for email in locked.delegates.values_list("email", flat=True)}
    invited = [Invited(*each) for each in people]
    new = {each.email.casefold(): each for each in invited if each.email.casefold() not in there}
    rows = [_delegate(locked, each, by) for each in new.values()]
    Delegate.objects.bulk_create(rows)
    if locked.is_asking:
        write_letters(rows, locked)
    _record("run.delegates_added", locked, by, n=len(rows))
    return rows


def _delegate(run: ModuleRun, one: Invited, by: Account | None) -> Delegate:
    language = one.language or run.programme.default_language
    who: dict[str, Any] = {"email": one.email, "organisation": one.organisation, "is_waiting": one.is_waiting}
    return Delegate(run=run, language=language, added_by=by, **who)


def remove_delegate(*, delegate: Delegate, by: Account | None) -> bool:
    """Take a delegate out: their address and links go at once, so that they are asked no more. Gives whether what they rated
    went with them.

    It does until the result after the course is asked for. Then that result stands, and so does what it was made of,
    without a name, until the programme's time for answers has passed: a second result without one person would tell, beside
    the first, what that person rated.
    """
    with delegate_scope(delegate.pk), transaction.atomic():
        run = _locked(delegate.run)
        is_free = not RunResult.objects.filter(run=run).exists()
        delegate.letters.all().delete()
        if is_free:
            DelegateRating.objects.filter(delegate=delegate).delete()
            delegate.delete()
        else:
            Delegate.objects.filter(pk=delegate.pk).update(email="")
        _record("run.delegate_removed", run, by, with_ratings=is_free)
    return is_free


def speak(*, delegate: Delegate, language: str) -> None:
    """Keep the language a delegate reads in, for their letters and pages; one that is not offered changes nothing."""
    if language != delegate.language and language in dict(settings.LANGUAGES):
        Delegate.objects.filter(pk=delegate.pk).update(language=language)
        delegate.language = language


def remind(*, now: datetime) -> int:
    """Write once more to delegates who are asked and have not answered, a week after the last letter to them at the earliest,
    and at most twice for what is asked. Run by a worker; how many letters it were."""
    asking = ModuleRun.objects.filter(state__in=list(MOMENTS)).select_related("programme", "module")
    return sum(_remind(run, now) for run in asking)


@transaction.atomic
def _remind(run: ModuleRun, now: datetime) -> int:
    locked = _locked(run)
    return len(write_reminders(unanswered(locked), locked, now)) if locked.state == run.state else 0


@transaction.atomic
def go_on(*, run: ModuleRun, seen: str, by: Account | None) -> ModuleRun:
    """From the state that was looked at to the next: whoever is asked then is written to, and what was asked is counted.

    Raises RunMoved where the run is in another state by now, or over.
    """
    locked = _locked(run)
    if locked.state != seen or locked.state == ModuleRun.State.OVER:
        raise RunMoved
    return _move(locked, STATES[STATES.index(ModuleRun.State(seen)) + 1], by)


@transaction.atomic
def end_run(*, run: ModuleRun, by: Account | None) -> ModuleRun:
    """Ask nobody any more, whatever was still to be asked. Twice is once."""
    locked = _locked(run)
    return locked if locked.state == ModuleRun.State.OVER else _move(locked, ModuleRun.State.OVER, by)


def follow_up_due_runs(*, today: date) -> int:
    """Ask at the follow-up where its day has come. Run by a worker; how many runs it were."""
    due = ModuleRun.objects.filter(state=ModuleRun.State.WAITING, follow_up_on__lte=today)
    for run in due:
        go_on(run=run, seen=ModuleRun.State.WAITING, by=None)
    return len(due)


def delete_old_ratings(*, today: date) -> int:
    """What delegates said of themselves goes when a run is over and its programme's time for answers has passed since the
    follow-up; results, which hold no person, stay. Run by a worker; how many ratings it were."""
    over = ModuleRun.objects.filter(state=ModuleRun.State.OVER).select_related("programme")
    old = [run.pk for run in over if _months_before(today, run.programme.keeps_answers_months) > run.follow_up_on]
    return DelegateRating.objects.filter(delegate__run__in=old).delete()[0]


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def _move(run: ModuleRun, state: str, by: Account | None) -> ModuleRun:
    left, run.state = ModuleRun.State(run.state), state
    run.save(update_fields=["state"])
    if left in NUMBERS:
        _request_result(run, NUMBERS[left])
    if run.is_asking:
        write_letters([each for each in run.delegates.select_related("run") if moments_of(each)], run)
    if state == ModuleRun.State.OVER:
        run.delegates.update(email="")
    _record("run.went_on", run, by, state=str(state))
    return run


def _request_result(run: ModuleRun, number: int) -> None:
    key = f"run-result:{run.pk}:{number}"
    result, is_new = RunResult.objects.get_or_create(key=key, defaults={"run": run, "number": number})
    if is_new:
        queue.nudge(BUILD, result.pk)


@transaction.atomic
def agree(*, delegate: Delegate) -> None:
    """The delegate has read who sees what, and begins. Twice is once."""
    Delegate.objects.filter(pk=delegate.pk, agreed_at=None).update(agreed_at=timezone.now())


def keep_ratings(*, delegate: Delegate, moment: str, levels: Mapping[str, int | None]) -> None:
    """Write what was given on a page, over what stood there; None is "I do not know". In the delegate's own scope.

    Raises NotAskedNow unless the run asks about this moment and these skills, or whoever answers has not agreed.
    """
    with delegate_scope(delegate.pk), transaction.atomic():
        run = _locked(delegate.run)
        asked = questions_of(run, moment)
        if moment not in _asked_now(delegate, run) or not set(levels) <= set(asked) or not delegate.agreed_at:
            raise NotAskedNow
        for skill, level in levels.items():
            value: dict[str, Any] = {"level": level, "missing": "" if level is not None else DONT_KNOW}
            DelegateRating.objects.update_or_create(delegate=delegate, moment=moment, skill=skill, defaults=value)


@transaction.atomic
def send_ratings(*, delegate: Delegate) -> None:
    """Say that whoever answers is through with what is asked at present; the first time stands. Raises NotAskedNow as
    `keep_ratings`."""
    run = _locked(delegate.run)
    asked = _asked_now(delegate, run)
    if not asked:
        raise NotAskedNow
    locked = Delegate.objects.select_for_update().get(pk=delegate.pk)
    now = timezone.now().isoformat()
    locked.sent = dict.fromkeys(asked, now) | locked.sent
    locked.save(update_fields=["sent"])


def _asked_now(delegate: Delegate, run: ModuleRun) -> tuple[str, ...]:
    """As the run stands while it is held, which the delegate's copy of it may not."""
    delegate.run = run
    return moments_of(delegate)


def _locked(run: ModuleRun) -> ModuleRun:
    found: ModuleRun = ModuleRun.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run.pk)
    return found


def _record(action: str, run: ModuleRun, by: Account | None, **detail: Any) -> None:
    audit.record(action=action, target=run, programme=run.programme, by=by, run=str(run.pk), **detail)
