"""Which page comes next, for what is asked of this person and what has been answered so far."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.instruments import paths
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.follow_ups import rests_on
from surveyapp.instruments.schema import Page, Section
from surveyapp.selectors.progress import is_answered as is_answered  # noqa: PLC0414 - pages are asked for it
from surveyapp.selectors.responses import Asked

STARTING_MINUTES = round(paths.START_CONSENT_AND_HUB / 60)  # behind whoever has answered something
NOT_STARTED, UNDER_WAY, COMPLETE, TO_READ = "not_started", "under_way", "complete", "to_read"


@dataclass(frozen=True)
class Step:
    """A page with what is in force on it now: `items`, of which some may be panels of text, and its `questions`."""

    section: Section
    page: Page
    items: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str]:
        return self.section.code, self.page.code


@dataclass(frozen=True)
class SectionState:
    """A section as the list of sections shows it. One that holds nothing but text is to be read, and never open."""

    section: Section
    steps: tuple[Step, ...]
    n_questions: int
    n_answered: int
    minutes: int

    @property
    def state(self) -> str:
        if self.n_questions == 0:
            return TO_READ
        if self.n_answered == 0:
            return NOT_STARTED
        return COMPLETE if self.n_answered == self.n_questions else UNDER_WAY


def steps(asked: Asked, answers: Answers) -> list[Step]:
    """The pages that have a question or a panel in force, in order."""
    visible, all_items = set(asked.visible(answers)), asked.instrument.items
    return [
        Step(section, page, items, tuple(code for code in items if all_items[code].takes_answer))
        for section in asked.instrument.sections
        for page in section.pages
        if (items := tuple(code for code in page.items if code in visible))
    ]


def is_asked(asked: Asked, section: str, page: str) -> bool:
    """Whether the page at an address has a question for this person, in force or not."""
    places = ((s, p) for s in asked.instrument.sections for p in s.pages)
    return any((s.code, p.code) == (section, page) and set(p.items) & set(asked.items) for s, p in places)


def find(all_steps: list[Step], section: str, page: str) -> Step | None:
    """The page at an address, if it is in force."""
    return next((step for step in all_steps if step.place == (section, page)), None)


def of_section(all_steps: list[Step], section: str) -> list[Step]:
    return [step for step in all_steps if step.section.code == section]


def in_a_row(asked: Asked, all_steps: list[Step], section: str) -> list[Step]:
    """The pages that lead from one to the next: those of the section, on the short path all of them."""
    return all_steps if asked.is_short else of_section(all_steps, section)


def after(asked: Asked, all_steps: list[Step], section: str, page: str) -> Step | None:
    """The page in force that this one leads to, whether or not it is in force itself; None after the last in a row."""
    order = [(s.code, p.code) for s in asked.instrument.sections for p in s.pages]
    later = set(order[order.index((section, page)) + 1 :])
    return next((step for step in in_a_row(asked, all_steps, section) if step.place in later), None)


def before(asked: Asked, all_steps: list[Step], place: tuple[str, str]) -> Step | None:
    """The page that leads to this one; None on the first in a row."""
    former = None
    for step in in_a_row(asked, all_steps, place[0]):
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
    """The first page with a question that has no answer yet, or the text that leads to it."""
    found = next((s for s in all_steps if not all(is_answered(answers, code) for code in s.questions)), None)
    if found is None:
        return None
    place = all_steps.index(found)
    while place and all_steps[place - 1].section == found.section and not all_steps[place - 1].questions:
        place -= 1
    return all_steps[place]


def minutes_left(asked: Asked, answers: Answers) -> int:
    """Whole minutes on a phone for what is still open; at first the same as the Start page says."""
    still_open = _still_open(asked, answers)
    total = paths.minutes(asked.instrument, still_open, checks_sections=not asked.is_short)
    n_questions = sum(asked.instrument.items[code].takes_answer for code in asked.items)
    return total if len(still_open) == n_questions else max(1, total - STARTING_MINUTES)


def _still_open(asked: Asked, answers: Answers) -> list[str]:
    """Questions without an answer that are in force, or may yet come up because what they rest on is open too."""
    visible = set(asked.visible(answers))
    return [
        code
        for code in asked.items
        if asked.instrument.items[code].takes_answer
        and not is_answered(answers, code)
        and (code in visible or _may_come_up(asked, answers, code))
    ]


def _may_come_up(asked: Asked, answers: Answers, code: str) -> bool:
    return any(not is_answered(answers, other) for other in rests_on(asked.instrument, code) & set(asked.items))


def _state(asked: Asked, section: Section, own: tuple[Step, ...], answers: Answers) -> SectionState:
    items = [code for step in own for code in step.questions]
    return SectionState(
        section=section,
        steps=own,
        n_questions=len(items),
        n_answered=sum(is_answered(answers, code) for code in items),
        minutes=_minutes(asked, section, set(items), answers),
    )


def _minutes(asked: Asked, section: Section, visible: set[str], answers: Answers) -> int:
    """Minutes for the section's questions in force, and for the others by the share of people who meet them."""
    placed = [code for page in section.pages for code in page.items if code in asked.items]
    codes = [code for code in placed if asked.instrument.items[code].takes_answer]
    expected = {code: 1.0 if code in visible else paths.expected_share(asked.instrument, code) for code in codes}
    met = {c: share for c, share in expected.items() if c in visible or _may_come_up(asked, answers, c)}
    turns = sum(max((met.get(code, 0.0) for code in page.items), default=0.0) for page in section.pages)
    taken = sum(paths.seconds(asked.instrument, code) * share for code, share in met.items())
    check = 0.0 if asked.is_short else paths.SECTION_CHECK
    return max(1, round((taken + paths.PAGE_TURN * turns + check) / 60))
