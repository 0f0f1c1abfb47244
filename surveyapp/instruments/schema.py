"""The schema of an instrument: what a definition file may say (read it through `loader`)."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from surveyapp.instruments.countries import COUNTRIES, country_names
from surveyapp.instruments.item import RECOMMEND, Item, Kind
from surveyapp.instruments.parts import (
    AllOf,
    AnyOf,
    Choice,
    ChoiceCode,
    ChoiceCodes,
    ChoicesFrom,
    ChosenIn,
    Code,
    Condition,
    Feeds,
    FeedsBarrier,
    FeedsDimension,
    FeedsFacet,
    FeedsRespondent,
    FeedsSkill,
    FeedsSkillGroup,
    ItemAnswered,
    ItemBetween,
    ItemIn,
    Not,
    Part,
    SkillsShort,
    Text,
)

__all__ = [
    "RECOMMEND",
    "AllOf",
    "AnyOf",
    "Choice",
    "ChoicesFrom",
    "ChosenIn",
    "Condition",
    "DeclaredChange",
    "Dimension",
    "FacetDef",
    "Feeds",
    "FeedsBarrier",
    "FeedsDimension",
    "FeedsFacet",
    "FeedsRespondent",
    "FeedsSkill",
    "FeedsSkillGroup",
    "Instrument",
    "Item",
    "ItemAnswered",
    "ItemBetween",
    "ItemIn",
    "Kind",
    "Not",
    "Page",
    "Part",
    "Population",
    "Section",
    "Since",
    "Skill",
    "SkillGroup",
    "SkillsShort",
    "Statistic",
    "Text",
]

SectionKind = Literal["maturity", "skills", "facts", "twins", "barriers", "training", "about_you", "general"]


class Page(Part):
    code: Code
    title: Text
    intro: Text | None = None
    items: Annotated[tuple[Code, ...], Field(min_length=1)]


class Section(Part):
    """Pages that one person can take. `who` empty: everybody."""

    code: Code
    title: Text
    kind: SectionKind
    who: tuple[Code, ...] = ()
    pages: Annotated[tuple[Page, ...], Field(min_length=1)]


class Dimension(Part):
    code: Code
    name: Text
    items: Annotated[tuple[Code, ...], Field(min_length=1)]
    minimum_items: Annotated[int, Field(ge=1)]


class Skill(Part):
    code: Code
    text: Text


class SkillGroup(Part):
    code: Code
    name: Text
    audience: Literal["decision_maker", "practitioner"]
    skills: Annotated[tuple[Skill, ...], Field(min_length=1)]


class Statistic(Part):
    """A named share: those whose answer is one of `in`, of all who answered the item, or of all who answered another
    item (`of`), for a question that only some of those were shown. `beside`: what was printed elsewhere about the
    same thing, in a sentence."""

    code: Code
    text: Text
    item: Code
    codes: ChoiceCodes = Field(alias="in")
    of: Code = "answered"
    beside: Text | None = None

    @property
    def base(self) -> str:
        """The item whose answers make the base of the share."""
        return self.item if self.of == "answered" else self.of


class FacetDef(Part):
    """A fact that peer groups are made of. `families` make a second, coarser facet `<code>_family`."""

    code: Code
    name: Text | None = None
    item: Code
    families: dict[Code, ChoiceCodes] = {}
    family_names: dict[Code, Text] = {}


class Population(Part):
    """Which organisations enter maturity figures, and what the others are told."""

    when: Condition
    otherwise: Text | None = None


class DeclaredChange(Part):
    """What became of an item since the version before, as its author says. `same` for a mended typing error; `map` leads
    from each former choice code to the one that means the same now."""

    change: Literal["same", "reworded", "recoded", "new"]
    map: dict[ChoiceCode, ChoiceCode] = {}


class Since(Part):
    """The version that this one follows, and what its author says about items that differ."""

    version: str
    items: dict[Code, DeclaredChange] = {}


class Instrument(Part):
    """One immutable version of a questionnaire."""

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=16, coerce_numbers_to_str=True)]
    name: Text
    languages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")], ...],
        Field(min_length=1),
    ]
    default_language: str
    unit_of_analysis: str
    roles: dict[Code, Text]
    level_names: dict[int, Text] = {}
    between_levels: Text | None = Field(
        None, description="how a score between two levels reads, with {lower} and {upper}"
    )
    item_rule: Text | None = None
    scope_text: Text | None = None
    consent: tuple[Text, ...] = ()
    scales: dict[Code, Annotated[tuple[Choice, ...], Field(min_length=2)]] = {}
    items: Annotated[dict[Code, Item], Field(min_length=1)]
    sections: tuple[Section, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    skill_groups: tuple[SkillGroup, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    facets: tuple[FacetDef, ...] = ()
    peer_tree: tuple[Code, ...] = ()
    population: Population | None = None
    since: Since | None = None

    @field_validator("items", mode="before")
    @classmethod
    def _code_from_key(cls, items: Any) -> Any:
        if not isinstance(items, dict):
            return items
        return {code: {"code": code, **item} if isinstance(item, dict) else item for code, item in items.items()}

    @cached_property
    def placed(self) -> tuple[str, ...]:
        """Codes of the items that are asked, in the order of sections and pages."""
        return tuple(code for s in self.sections for page in s.pages for code in page.items)

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """Every item code: those on pages in their order, then the others by code."""
        return (*self.placed, *sorted(set(self.items) - set(self.placed)))

    def choices(self, code: str) -> tuple[Choice, ...]:
        """The choices of an item: its own, those of its scale, or those its kind brings; none for numbers and texts."""
        item = self.items[code]
        if item.kind == "country":
            return self._countries
        if item.kind == "recommend":
            return self._recommendations
        return self.scales[item.scale] if item.scale else item.choices

    @cached_property
    def _countries(self) -> tuple[Choice, ...]:
        names = {language: country_names(language) for language in self.languages}
        return tuple(
            Choice(code=code, text={language: names[language][code] for language in self.languages})
            for code in COUNTRIES
        )

    @cached_property
    def _recommendations(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(code=step, text=dict.fromkeys(self.languages, step), value=float(step)) for step in RECOMMEND
        )

    def choice_values(self, code: str) -> dict[str, float]:
        """Choice code → number behind it, for the choices that have one."""
        return {c.code: c.value for c in self.choices(code) if c.value is not None}

    def skill_items(self, measure: str) -> dict[str, str]:
        """Item code → skill code, of the items that feed this measure (current or needed)."""
        return {
            code: item.feeds.skill
            for code, item in self.items.items()
            if isinstance(item.feeds, FeedsSkill) and item.feeds.measure == measure
        }
