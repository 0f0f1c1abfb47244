"""The page of courses, as its template shows it: what each would close, and the choice within the limits asked for."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarking.dashboards.finding import Finding
from benchmarking.training import plan_words
from benchmarking.training.plan_choice import SECONDS, Choice, choose, reached, reasons
from benchmarking.training.plan_findings import closing_finding
from benchmarking.training.plan_problem import Asked, Match


@dataclass(frozen=True)
class Taken:
    """One course that is chosen, and why."""

    name: str
    provider: str
    reason: str
    cost: str
    length: str
    dates: tuple[str, ...]


@dataclass(frozen=True)
class ChoicePage:
    """`modules`: codes, "" for none chosen, to be sent back when the choice is kept."""

    title: str
    cost: str
    days: str
    share: str
    taken: tuple[Taken, ...]
    closes: Finding
    runner_up: str
    more: tuple[str, ...]
    left: tuple[str, ...]
    steadiness: str
    notes: tuple[str, ...]
    modules: str


def choice_page(match: Match, asked: Asked, currency: str, seconds: float = SECONDS) -> ChoicePage:
    """Raises ValueError for a catalogue that cannot be planned with."""
    found = choose(match, asked, seconds)
    levels = reached(match, found.best.modules, asked.audience)
    chosen = [match.by_code[code] for code in found.best.modules]
    is_anything_short = any(gap.gap for gap in match.gaps_of(asked.audience))
    return ChoicePage(
        title=plan_words.headline(match, found),
        cost=plan_words.cost_of(chosen, currency),
        days=plan_words.days(found.best.hours),
        share=plan_words.share(found.best.share),
        taken=tuple(_taken(match, found, currency)),
        closes=closing_finding(match, found, levels),
        runner_up=plan_words.runner_up(match, found, currency),
        more=tuple(plan_words.more(match, found, currency)) if is_anything_short else (),
        left=tuple(plan_words.left(match, found, levels)),
        steadiness=plan_words.steadiness(match, found),
        notes=tuple(plan_words.notes(match, found)),
        modules=",".join(found.best.modules),
    )


def _taken(match: Match, found: Choice, currency: str) -> list[Taken]:
    return [
        Taken(
            name=each.course.name,
            provider=each.course.listed.provider,
            reason=plan_words.reason(match, each, is_exact=found.is_exact),
            cost=plan_words.cost_of([each.course], currency) if each.course.price is not None else "",
            length=plan_words.days(each.course.hours) if each.course.hours is not None else "",
            dates=plan_words.dates(each.course.listed.dates),
        )
        for each in reasons(match, found)
    ]
