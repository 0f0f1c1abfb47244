"""Which page comes next, for what is asked of this person and what has been answered so far."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from surveyapp.instruments import paths
from surveyapp.instruments.answers import DOES_NOT_APPLY, DONT_KNOW
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.schema import Page, Section
from surveyapp.selectors.responses import Asked

NOT_STARTED, UNDER_WAY, COMPLETE = "not_started", "under_way", "complete"


@dataclass(frozen=True)
class Step:
    """A page with the questions that are in force on it now."""

    section: Section
    page: Page
    items: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str]:
        return self.section.code, self.page.code


@dataclass(frozen=True)
class SectionState:
    """A section as the list of sections shows it."""

    section: Section
    steps: tuple[Step, ...]
    n_questions: int
    n_answered: int
    minutes: int

    @property
    def state(self) -> str:
        if self.n_answered == 0:
            return NOT_STARTED
        return COMPLETE if self.n_answered == self.n_questions else UNDER_WAY


def steps(asked: Asked, answers: Answers) -> list[Step]:
    """The pages that have a question in force, in order."""
    visible = set(asked.visible(answers))
    return [
        Step(section, page, items)
        for section in asked.instrument.sections
        for page in section.pages
        if (items := tuple(code for code in page.items if code in visible))
    ]


def find(all_steps: list[Step], section: str, page: str) -> Step | None:
    """The page at an address, if it is in force."""
    return next((step for step in all_steps if step.place == (section, page)), None)


def of_section(all_steps: list[Step], section: str) -> list[Step]:
    return [step for step in all_steps if step.section.code == section]


def after(asked: Asked, all_steps: list[Step], section: str, page: str) -> Step | None:
    """The next page of the section that is in force; None after its last one."""
    order = [p.code for s in asked.instrument.sections if s.code == section for p in s.pages]
    later = set(order[order.index(page) + 1 :])
    return next((step for step in of_section(all_steps, section) if step.page.code in later), None)


def before(all_steps: list[Step], place: tuple[str, str]) -> Step | None:
    """The page before this one in its section; None on the first."""
    former = None
    for step in of_section(all_steps, place[0]):
        if step.place == place:
            return former
        former = step
    return None


def states(asked: Asked, all_steps: list[Step], answers: Answers) -> list[SectionState]:
    """Each section with how far it has got."""
    return [
        _state(asked, section, tuple(of_section(all_steps, section.code)), answers)
        for section in asked.instrument.sections
        if of_section(all_steps, section.code)
    ]


def first_open(all_steps: list[Step], answers: Answers) -> Step | None:
    """The first page with a question that has no answer yet."""
    return next((s for s in all_steps if not all(is_answered(answers, code) for code in s.items)), None)


def is_answered(answers: Answers, code: str) -> bool:
    """A value, or a reason that the person gave; left empty is not answered."""
    answer = answers.get(code, {})
    return "value" in answer or answer.get("missing") in (DONT_KNOW, DOES_NOT_APPLY)


def minutes_left(asked: Asked, section_states: list[SectionState], answers: Answers) -> int:
    """Whole minutes for what is still open, on a phone."""
    open_items = [c for s in section_states for step in s.steps for c in step.items if not is_answered(answers, c)]
    return ceil(sum(paths.seconds(asked.instrument, code) for code in open_items) / 60)


def _state(asked: Asked, section: Section, own: tuple[Step, ...], answers: Answers) -> SectionState:
    items = [code for step in own for code in step.items]
    taken = sum(paths.seconds(asked.instrument, code) for code in items)
    return SectionState(
        section=section,
        steps=own,
        n_questions=len(items),
        n_answered=sum(is_answered(answers, code) for code in items),
        minutes=max(1, round((taken + paths.PAGE_TURN * len(own) + paths.SECTION_CHECK) / 60)),
    )
