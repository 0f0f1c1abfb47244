"""What a delegate is asked at present, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.models.learners import Delegate, DelegateRating, ModuleRun
from benchmarking.selectors.learners import moments_of, questions_of

ON_A_PAGE = 4


@dataclass(frozen=True)
class Step:
    """A page: its number from 1, the moment it asks about, and the codes of its questions."""

    number: int
    moment: str
    codes: tuple[str, ...]


def steps(delegate: Delegate) -> list[Step]:
    """Of everything a delegate is asked now, in order; none while nothing is asked. Four questions a page, and whether what was
    learned is used at work on one of its own."""
    pages = [(moment, codes) for moment in moments_of(delegate) for codes in _pages(delegate.run, moment)]
    return [Step(number, *page) for number, page in enumerate(pages, start=1)]


def _pages(run: ModuleRun, moment: str) -> list[tuple[str, ...]]:
    codes = questions_of(run, moment)
    skills = [code for code in codes if code != DelegateRating.USED]
    pages = [tuple(skills[at : at + ON_A_PAGE]) for at in range(0, len(skills), ON_A_PAGE)]
    return [*pages, (DelegateRating.USED,)] if DelegateRating.USED in codes else pages


def first_open(delegate: Delegate, ratings: Mapping[str, Mapping[str, int | None]]) -> Step | None:
    """The first page with a question that nothing was said to; None where all was."""
    return next((step for step in steps(delegate) if set(step.codes) - ratings.get(step.moment, {}).keys()), None)


def skill_names(run: ModuleRun) -> dict[str, str]:
    return {skill["code"]: words.said(skill["name"]) for skill in run.skills}


def scale(run: ModuleRun) -> list[tuple[str, str]]:
    """(level, words) of each step."""
    return [(str(choice["value"]), words.said(choice["text"])) for choice in run.scale]


def level_words(run: ModuleRun, level: int | None) -> str:
    return next((text for value, text in scale(run) if value == str(level)), "")


def own_levels(run: ModuleRun, ratings: Mapping[str, Mapping[str, int | None]]) -> list[dict[str, Any]]:
    """One row a skill with the delegate's own levels at each moment that was answered."""
    shown = [moment for moment in DelegateRating.Moment if moment in ratings]
    return [
        {"name": name, "levels": [(moment.label, _said(run, ratings[moment], code)) for moment in shown]}
        for code, name in skill_names(run).items()
    ]


def _said(run: ModuleRun, levels: Mapping[str, int | None], code: str) -> str:
    if code not in levels:
        return ""
    level = levels[code]
    return _("I do not know") if level is None else f"{level} {level_words(run, level)}"
