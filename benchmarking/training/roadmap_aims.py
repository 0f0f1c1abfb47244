"""What a plan may aim at: a skill, a question with levels, a dimension; where it stands now, and which levels there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarking.dashboards import words
from benchmarking.dashboards.next_levels import level_name
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.own_results import OwnProfile
from surveyapp.instruments.levels import next_level
from surveyapp.instruments.schema import Choice, Instrument

SKILL, ITEM, DIMENSION = PlanItem.Kind.SKILL.value, PlanItem.Kind.ITEM.value, PlanItem.Kind.DIMENSION.value
HIGHEST_POINTS = 100.0
Aims = dict[tuple[str, str], "Aim"]


@dataclass(frozen=True)
class Aim:
    """`now`: your level, None where unknown. `part`: the group of skills, or the dimension of a question. `steps`: the levels
    that can be chosen, with what they mean, none for a dimension, which takes any number up to `highest`. `needed`
    and `audience`: of a skill. `first_step`: towards the next level of a question."""

    kind: str
    code: str
    name: str
    now: float | None
    highest: float
    part: str = ""
    steps: tuple[tuple[float, str], ...] = ()
    needed: float | None = None
    first_step: str = ""
    audience: str = ""

    @property
    def gap(self) -> float:
        return max(0.0, (self.needed or 0.0) - (self.now or 0.0)) if self.now is not None else 0.0

    @property
    def can_rise(self) -> bool:
        return self.now is not None and printed(self.kind, self.now) < self.highest

    @property
    def above(self) -> tuple[tuple[float, str], ...]:
        """The levels above the present one as it is printed; all where that is unknown."""
        now = -1.0 if self.now is None else printed(self.kind, self.now)
        return tuple(step for step in self.steps if step[0] > now)

    @property
    def next(self) -> tuple[float, str] | None:
        return self.above[0] if self.above and self.now is not None else None


def aims(instrument: Instrument, own: OwnProfile) -> Aims:
    """(kind, code) → aim, of all the questionnaire asks, in its order."""
    found = (*_skills(instrument, own), *_items(instrument, own), *_dimensions(instrument, own))
    return {(each.kind, each.code): each for each in found}


def _skills(instrument: Instrument, own: OwnProfile) -> Iterator[Aim]:
    asked = {skill: item for item, skill in instrument.skill_items("current").items()}
    for group in instrument.skill_groups:
        for skill in group.skills:
            level = own.skills.get(skill.code)
            steps = _steps(instrument, asked[skill.code]) if skill.code in asked else ()
            yield Aim(
                SKILL,
                skill.code,
                words.said(skill.text),
                level.current if level else None,
                max((value for value, _ in steps), default=5.0),
                words.said(group.name),
                tuple((value, words.said(choice.text)) for value, choice in steps),
                level.needed if level else None,
                audience=group.audience,
            )


def _items(instrument: Instrument, own: OwnProfile) -> Iterator[Aim]:
    for dimension in instrument.dimensions:
        for code in dimension.items:
            if instrument.items[code].kind == "anchored":
                yield _item(instrument, own.items.get(code), code, words.said(dimension.name))


def _item(instrument: Instrument, level: float | None, code: str, part: str) -> Aim:
    steps = _steps(instrument, code)
    above = next_level(instrument, code, level) if level is not None else None
    return Aim(
        ITEM,
        code,
        words.said(instrument.items[code].text),
        level,
        max((value for value, _ in steps), default=0.0),
        part,
        tuple((value, _described(instrument, choice)) for value, choice in steps),
        first_step=words.said(above.first_step) if above else "",
    )


def _described(instrument: Instrument, choice: Choice) -> str:
    return f"{words.sentence(level_name(instrument, choice.code))}: {words.said(choice.text)}"


def _steps(instrument: Instrument, item: str) -> tuple[tuple[float, Choice], ...]:
    return tuple((choice.value, choice) for choice in instrument.choices(item) if choice.value is not None)


def _dimensions(instrument: Instrument, own: OwnProfile) -> Iterator[Aim]:
    for dimension in instrument.dimensions:
        score = own.dimensions[dimension.code].score if dimension.code in own.dimensions else None
        yield Aim(DIMENSION, dimension.code, words.said(dimension.name), score, HIGHEST_POINTS)


def reads(kind: str, level: float | None) -> str:
    """A level as it is printed: 62 of a dimension, 2.5 of a skill or question."""
    return words.points(level) if kind == DIMENSION else words.level(level)


def printed(kind: str, level: float) -> float:
    """The number as a page prints it, so that nobody reads 80 against a target of 80 as missed."""
    return float(words.whole(level)) if kind == DIMENSION else round(level, 1)
