"""The small parts that items and instruments are made of: texts, choices, conditions, uses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, FiniteFloat, Tag

Text = Annotated[
    dict[str, Annotated[str, Field(min_length=1)]],
    Field(min_length=1, description="language → text, one for every language of the instrument"),
]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64, description="permanent code")]
# Levels are coded "1" to "5" and YAML reads 3 as a number, so a choice code may be either.
ChoiceCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$", max_length=64, coerce_numbers_to_str=True)]
ChoiceCodes = Annotated[tuple[ChoiceCode, ...], Field(min_length=1)]


class Part(BaseModel):
    """Base of everything in a definition: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Part):
    """One thing a respondent may tick. `first_step` leads from this level to the next one."""

    code: ChoiceCode
    text: Text
    value: FiniteFloat | None = None
    exclusive: bool = False
    first_step: Text | None = None


class ItemIn(Part):
    """True when the answer (any chosen code, for a multiple choice) is one of `in`."""

    item: Code
    codes: ChoiceCodes = Field(alias="in")


class ItemAnswered(Part):
    """True when the item has a value; a missing reason is not a value."""

    item: Code
    answered: Literal[True]


class ItemBetween(Part):
    """True when the number behind the answer lies within the bounds, both included; without a number, false."""

    item: Code
    at_least: FiniteFloat | None = None
    at_most: FiniteFloat | None = None


class AllOf(Part):
    conditions: tuple[Condition, ...] = Field(alias="all", min_length=1)


class AnyOf(Part):
    conditions: tuple[Condition, ...] = Field(alias="any", min_length=1)


class Not(Part):
    condition: Condition = Field(alias="not")


def form_of(raw: Any) -> str | None:
    """Which form of condition a mapping has, so that an error speaks of that form only."""
    if isinstance(raw, Part):
        return type(raw).__name__
    forms = {"all": "AllOf", "any": "AnyOf", "not": "Not", "answered": "ItemAnswered"}
    forms |= {"at_least": "ItemBetween", "at_most": "ItemBetween"}
    if not isinstance(raw, dict):
        return None
    found = next((form for key, form in forms.items() if key in raw), None)
    return found or ("ItemIn" if "item" in raw or "in" in raw else None)


Condition = Annotated[
    Annotated[ItemIn, Tag("ItemIn")]
    | Annotated[ItemAnswered, Tag("ItemAnswered")]
    | Annotated[ItemBetween, Tag("ItemBetween")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[Not, Tag("Not")],
    Discriminator(
        form_of,
        custom_error_type="condition_form",
        custom_error_message="a condition is {item, in}, {item, answered: true}, {item, at_least, at_most}, {all}, {any} or {not}",
    ),
]


class FeedsDimension(Part):
    dimension: Code


class FeedsSkill(Part):
    skill: Code
    measure: Literal["current", "needed"]


class FeedsSkillGroup(Part):
    skill_group: Code
    measure: Literal["screen", "people"]


class FeedsFacet(Part):
    facet: Code


class FeedsRespondent(Part):
    respondent: Literal["role", "seniority"]


class FeedsBarrier(Part):
    barrier: Literal[True]


def use_of(raw: Any) -> str | None:
    """Which use of an item a mapping names."""
    if isinstance(raw, Part):
        return next(iter(type(raw).model_fields))
    uses = ("dimension", "skill", "skill_group", "facet", "respondent", "barrier")
    return next((use for use in uses if isinstance(raw, dict) and use in raw), None)


Feeds = Annotated[
    Annotated[FeedsDimension, Tag("dimension")]
    | Annotated[FeedsSkill, Tag("skill")]
    | Annotated[FeedsSkillGroup, Tag("skill_group")]
    | Annotated[FeedsFacet, Tag("facet")]
    | Annotated[FeedsRespondent, Tag("respondent")]
    | Annotated[FeedsBarrier, Tag("barrier")],
    Discriminator(
        use_of,
        custom_error_type="feeds_form",
        custom_error_message="feeds names a dimension, skill, skill_group, facet, respondent or barrier",
    ),
]


class ChosenIn(Part):
    """Only the choices that were chosen in another, multiple-choice item are offered."""

    item: Code


class SkillsShort(Part):
    """Only the skills whose needed level is above the current one are offered."""

    skills_short: Literal[True]


ChoicesFrom = ChosenIn | SkillsShort
