"""The figures of a run by rule 13, from all its ratings: only what is here may leave the worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from math import ceil, fsum
from statistics import fmean, variance
from typing import Any

from benchmarking.actions.own_run_results import counts
from benchmarking.actions.run_comparison import beside_others
from benchmarking.models.learners import DelegateRating
from benchmarking.selectors.run_inputs import RunInputs
from benchmarking.stats.course_levels import LevelFigure, level_figure, level_then, mean_change, published_size
from benchmarking.stats.learners import ChangeFigure, Delegate, change_figure, later_figure
from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.stats.published_means import Pooled
from benchmarking.stats.rounding import count_band
from benchmarking.stats.thresholds import STANDARD

Moment = DelegateRating.Moment
Document = dict[str, Any]

ASSUMED_CHANGE, ASSUMED_LEVEL = Pooled(15.0, 60.0), Pooled(20.0, 60.0)
"""SDs of owners' changes and levels, in points, until earlier runs say better. Wider than what is likely."""

ENOUGH_TO_POOL = 20
"""Degrees of freedom of an SD from earlier runs; also owners behind the SD of people before."""


def after_course(inputs: RunInputs, earlier: Sequence[RunInputs], k: int) -> Document:
    """Per skill: before and change, looking back where it may be told, and what follows from them; over all skills the
    change and its size; beside those who waited for the course, where there are any. Below k owners or ten people there are counts alone."""
    change, level = _spread(earlier, "change") or ASSUMED_CHANGE, _spread(earlier, "level") or ASSUMED_LEVEL
    document: Document = {
        "people": counts(inputs.people),
        "spread": {"change": asdict(change), "level": asdict(level), "is_assumed": change is ASSUMED_CHANGE},
        "skills": {},
    }
    for skill in inputs.skills:
        if shown := _skill(inputs, skill, (change, level), k):
            document["skills"][skill] = shown
    changes = [ChangeFigure(**its["change"]) for its in document["skills"].values()]
    overall = mean_change(changes)
    baseline = _baseline([*earlier, inputs] if overall and overall.n_owners >= ENOUGH_TO_POOL else earlier)
    size = published_size(overall, baseline) if overall and baseline else None
    document["overall"] = {"change": _plain(overall), "size": asdict(size) if size else None}
    document["spread"]["baseline"] = asdict(baseline) if baseline else None
    if inputs.others:
        document["others"] = beside_others(inputs, document["skills"], (change, level), k)
    return document


def at_follow_up(first: Mapping[str, Any], inputs: RunInputs, k: int) -> Document:
    """The first document as it is, with changes since before the course of those who were asked again.

    A skill whose people are no longer the ones of the first document (an organisation changed hands) gets none.
    """
    change, level = (Pooled(**first["spread"][name]) for name in ("change", "level"))
    skills = {}
    for skill, its in first["skills"].items():
        delegates = inputs.delegates(skill, Moment.FOLLOW_UP)
        is_same = _plain(change_figure(delegates, inputs.known_by, change, k)) == its["change"]
        later = later_figure(delegates, inputs.known_by, change, k) if is_same else None
        then = level_then(LevelFigure(**its["before"]), later, level) if later else None
        skills[skill] = {**its, "follow_up_change": _plain(later), "follow_up": _plain(then)}
    changes = [ChangeFigure(**its["follow_up_change"]) for its in skills.values() if its["follow_up_change"]]
    overall = {**first["overall"], "follow_up_change": _plain(mean_change(changes))}
    used = _used(inputs, k)
    return {**first, "people": counts(inputs.people), "skills": skills, "overall": overall, "used": used}


def _used(inputs: RunInputs, k: int) -> Document | None:
    """Owners of whom somebody has used it at work, as a band of counts, from ten owners on (rule 5); None where owners
    that completed but did not say are one to five."""
    completed = {p.owner for p in inputs.people if p.owner and {Moment.BEFORE, Moment.AFTER} <= p.sent}
    said: dict[str, bool] = {}
    for person in inputs.people:
        if person.owner in completed and person.used is not None and Moment.FOLLOW_UP in person.sent:
            said[person.owner] = said.get(person.owner, False) or person.used > 0
    missing = {inputs.known_by[owner] for owner in completed - said.keys()}
    known = {inputs.known_by[owner] for owner in said}
    if len(known) < max(k, STANDARD.shares) or 0 < len(missing) < k:
        return None
    least, most = count_band(sum(said.values()), len(said), STANDARD.band, STANDARD.top_band)
    return {"least": least, "most": most, "n_owners": len(said)}


def _skill(inputs: RunInputs, skill: str, spreads: tuple[Pooled, Pooled], k: int) -> Document | None:
    delegates = inputs.delegates(skill, Moment.LOOKING_BACK)
    change = change_figure(delegates, inputs.known_by, spreads[0], k)
    before = level_figure(delegates, inputs.known_by, spreads[1], k)
    if change is None or before is None:
        return None
    shift = later_figure(delegates, inputs.known_by, spreads[0], k)
    looking_back = level_then(before, shift, spreads[1]) if shift else None
    found: dict[str, ChangeFigure | LevelFigure | None] = {
        "before": before,
        "change": change,
        "after": level_then(before, change, spreads[1]),
    }
    found |= {"shift": shift, "looking_back": looking_back}
    return {name: _plain(figure) for name, figure in found.items()}


def _plain(figure: ChangeFigure | LevelFigure | None) -> Document | None:
    return asdict(figure) if figure else None


def _spread(earlier: Iterable[RunInputs], what: str) -> Pooled | None:
    """SD of owners' mean changes, or levels before, within runs of six owners; a run's skills count as one measurement."""
    parts = []
    for run in earlier:
        means = [_owner_means(run.delegates(skill), what) for skill in run.skills]
        enough = [list(its.values()) for its in means if len({run.known_by[o] for o in its}) >= LEAST_OWNERS]
        if enough:
            parts.append((min(map(len, enough)) - 1, fmean(variance(its) for its in enough)))
    df = sum(df for df, _ in parts)
    return Pooled((fsum(df * var for df, var in parts) / df) ** 0.5, float(df)) if df >= ENOUGH_TO_POOL else None


def _owner_means(delegates: Sequence[Delegate], what: str) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for each in delegates:
        if each.before is not None and each.after is not None:
            found[each.owner].append(each.after - each.before if what == "change" else each.before)
    return {owner: fmean(its) for owner, its in found.items()}


def _baseline(runs: Sequence[RunInputs]) -> Pooled | None:
    """SD of people's mean score before, within runs, rounded up to a whole point; None below 20 owners in all."""
    groups, owners = [], 0
    for run in runs:
        scored = [p for p in run.people if p.owner and {Moment.BEFORE, Moment.AFTER} <= p.sent]
        means = [fmean(its.values()) for p in scored if (its := p.points.get(Moment.BEFORE))]
        n_owners = len({run.known_by[p.owner] for p in scored})
        if n_owners >= LEAST_OWNERS and len(means) > 1:
            groups.append(means)
            owners += n_owners
    df = sum(len(means) - 1 for means in groups)
    if owners < ENOUGH_TO_POOL:
        return None
    return Pooled(float(ceil((fsum((len(g) - 1) * variance(g) for g in groups) / df) ** 0.5)), float(df))
