"""The sector after scoring: every organisation with its values, dimension scores and skills gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarking.selectors import rules
from benchmarking.selectors.release_inputs import OrganisationInputs
from benchmarking.stats.records import AnswerValue, DimensionScore, Metric, Missing
from benchmarking.stats.skills_gap import SkillAnswers, SkillGap, own_gaps
from benchmarking.stats.thresholds import LEAST_OWNERS_SENSITIVE, STANDARD
from surveyapp.instruments.schema import Instrument

Values = dict[str, float | None]
"""Organisation → value; absent: outside the base; None: in it, and not stated."""


@dataclass(frozen=True)
class Scored:
    """One organisation of the sector."""

    inputs: OrganisationInputs
    dimensions: Mapping[str, DimensionScore]
    gaps: Mapping[str, SkillGap]

    def value(self, item: str) -> AnswerValue:
        return self.inputs.values.get(item, Missing.NOT_SHOWN)


@dataclass(frozen=True)
class Measure:
    """A metric; `asked` is given for a follow-up: who answered the question that leads to it. `sector_alone`: of no group
    below the sector, nor across it."""

    metric: Metric
    asked: frozenset[str] | None = None
    sector_alone: bool = False


@dataclass(frozen=True)
class Sector:
    """The instrument, the scored organisations, and the least numbers of owners, for sensitive items the second."""

    instrument: Instrument
    organisations: Sequence[Scored]
    least_owners: int = STANDARD.owners
    least_owners_sensitive: int = LEAST_OWNERS_SENSITIVE

    @cached_property
    def suppressed(self) -> frozenset[str]:
        return suppressed_by_source(each.inputs for each in self.organisations)

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        """Item → the dimension it belongs to."""
        return {item: dimension.code for dimension in self.instrument.dimensions for item in dimension.items}

    def k(self, *items: str) -> int:
        """The least number of owners for a metric made of these items."""
        sensitive = any(self.instrument.items[code].sensitive for code in items)
        return max(self.least_owners, self.least_owners_sensitive) if sensitive else self.least_owners

    def values(self, item: str, number: Callable[[AnswerValue], float]) -> Values:
        """Everybody in the item's base: `number` of what is stated, None for what is not.

        The base of an item of a dimension is whoever has the dimension's score; of another, whoever was shown it.
        """
        base = {o.inputs.organisation: o.value(item) for o in self.organisations if self._in_base(o, item)}
        return {code: None if isinstance(value, Missing) else number(value) for code, value in base.items()}

    def _in_base(self, organisation: Scored, item: str) -> bool:
        dimension = self.dimension_of.get(item)
        if dimension is not None:
            return organisation.dimensions[dimension].score is not None
        return organisation.value(item) != Missing.NOT_SHOWN


def suppressed_by_source(organisations: Iterable[OrganisationInputs]) -> frozenset[str]:
    """Items of which the file that results came from withheld the number of an organisation.

    Whose number is withheld depends on what it is, so the others are no chance sample of all: of such an item, and of a
    dimension with one, nothing is estimated, in no group. A group that happens to lack nobody would be told apart.
    """
    return frozenset(
        item for each in organisations for item, value in each.values.items() if value is Missing.SUPPRESSED
    )


def skill_answers(instrument: Instrument, values: Mapping[str, AnswerValue]) -> SkillAnswers:
    """An organisation's merged values, by what they say about skills and skill groups."""
    return SkillAnswers(
        screens={group: values[item] for group, item in rules.group_items(instrument, "screen").items()},
        current={skill: values[item] for item, skill in instrument.skill_items("current").items()},
        needed={skill: values[item] for item, skill in instrument.skill_items("needed").items()},
        people={group: values[item] for group, item in rules.group_items(instrument, "people").items()},
    )


def skill_gaps(instrument: Instrument, values: Mapping[str, AnswerValue]) -> dict[str, SkillGap]:
    """Skill → gap of one organisation."""
    found = own_gaps(rules.skill_groups(instrument), skill_answers(instrument, values))
    return {gap.skill: gap for gap in found}
