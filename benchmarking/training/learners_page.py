"""Runs of a course as their pages show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.names import in_one_line
from benchmarking.models.learners import ModuleRun, RunResult
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.learners import Counts
from benchmarking.selectors.sector_release import SectorRelease
from benchmarking.training import learners_beside, learners_findings, learners_words
from benchmarking.training.learners_steps import skill_names
from benchmarking.training.sector_findings import source as sector_source

State = ModuleRun.State


def module_name(module: TrainingModule) -> str:
    return words.said(module.name) or next(iter(module.name.values()), module.code)


def line(run: ModuleRun, counts: Counts) -> dict[str, Any]:
    return {"run": run, "name": module_name(run.module), "state": run.get_state_display(), "counts": counts}


def described(run: ModuleRun, counts: Counts, result: RunResult | None) -> dict[str, Any]:
    """The run with its states, what comes next, and where its result stands."""
    return {
        **line(run, counts),
        "skills": list(skill_names(run).values()),
        "states": _states(run, counts),
        "next": _next(run, counts),
        "is_over": run.state == State.OVER,
        "result": result,
        "is_made": result is not None and (result.state == RunResult.State.DONE or result.number > 1),
        "is_being_made": result is not None and result.state in (RunResult.State.WAITING, RunResult.State.RUNNING),
        "is_failed": result is not None and result.state == RunResult.State.FAILED,
    }


def _states(run: ModuleRun, counts: Counts) -> list[dict[str, Any]]:
    """Each moment with how many sent their ratings, of all."""
    order = list(State)
    at = order.index(State(run.state))
    takers = counts.invited - counts.waiting
    moments = (
        (State.BEFORE, counts.before, counts.invited),
        (State.AFTER, counts.after, counts.invited),
        (State.FOLLOW_UP, counts.follow_up, takers),
    )
    return [
        {
            "label": state.label,
            "sent": sent,
            "of": of,
            "is_now": run.state == state,
            "is_past": at > order.index(state),
        }
        for state, sent, of in moments
    ]


def _next(run: ModuleRun, counts: Counts) -> dict[str, str]:
    """What the button does, and what happens by it; empty once the run is over."""
    if run.state == State.OVER or (run.state == State.PLANNED and not counts.invited):
        return {}
    return {
        State.PLANNED: {
            "label": _("Ask the delegates now"),
            "hint": _("Each gets an e-mail with a personal link, to say where they stand before the course."),
        },
        State.BEFORE: {
            "label": _("Close the ratings before the course"),
            "hint": _("Who has not answered by then is in no comparison, as nothing is known of them before."),
        },
        State.COURSE: {
            "label": _("Ask the delegates again"),
            "hint": _("When the course is over: each gets an e-mail to say where they stand now, and looking back."),
        },
        State.AFTER: {
            "label": _("Close the ratings after the course"),
            "hint": _("The result is then built once and stands; later answers count no more."),
        },
        State.WAITING: {
            "label": _("Ask at the follow-up now"),
            "hint": _("Otherwise this happens by itself on the day of the follow-up."),
        },
        State.FOLLOW_UP: {
            "label": _("Close the follow-up"),
            "hint": _("The run is over then: its result is completed, and the addresses are deleted."),
        },
    }[State(run.state)]


def of_result(result: RunResult, release: SectorRelease | None) -> dict[str, Any]:
    """Everything the result page says of a whole run; nothing in it is of one person or one company."""
    document, run = result.document, result.run
    change = document["overall"]["change"]
    return {
        "run": run,
        "name": module_name(run.module),
        "result": result,
        "headline": learners_words.headline(change),
        "completion": learners_words.completion(document["people"]),
        "people": document["people"],
        "n_owners": change["n_owners"] if change else None,
        "finding": learners_findings.of_everybody(result, release),
        "beside": learners_beside.beside_others(result),
        "is_shown": bool(document["skills"]),
        "size": learners_words.size(document["overall"]["size"], document["spread"]["baseline"]),
        "regression": learners_words.regression(document, release),
        "sector_source": in_one_line(sector_source(release)) if release and document["skills"] else "",
        "looking_back": learners_words.looking_back(document["skills"]),
        "used": learners_words.used(document.get("used")),
        "is_assumed": document["spread"]["is_assumed"],
        "spread": words.points(document["spread"]["change"]["sd"]),
    }
