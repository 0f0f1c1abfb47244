"""Everything that names an item, choice, role, skill or facet names one that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from surveyapp.instruments.checks.structure import duplicates
from surveyapp.instruments.conditions import references
from surveyapp.instruments.schema import (
    ChosenIn,
    Condition,
    FacetDef,
    FeedsDimension,
    FeedsFacet,
    FeedsSkill,
    FeedsSkillGroup,
    Instrument,
    Item,
    ItemIn,
    Page,
    Section,
    SkillsShort,
)
from surveyapp.instruments.sentences import Sentence, at


def reference_problems(instrument: Instrument) -> Iterator[str]:
    yield from _page_references(instrument)
    for item in instrument.items.values():
        place = f"items.{item.code}"
        yield from _unknown(place + ".knows", Sentence("role"), item.knows, instrument.roles)
        yield from _condition_problems(instrument, place + ".visible_when", item.visible_when, before=item.code)
        yield from _choices_from_problems(instrument, item)
        yield from _feeds_problems(instrument, item)
    yield from _dimension_problems(instrument)
    yield from _statistic_problems(instrument)
    yield from _facet_problems(instrument)


def _unknown(place: str, noun: str, codes: Collection[str], known: Collection[str]) -> Iterator[str]:
    for code in codes:
        if code not in known:
            yield at(place, "there is no {noun} {code}. Correct the code or add the {noun}.", noun=noun, code=code)


def _unknown_choices(instrument: Instrument, place: str, item: str, codes: Collection[str]) -> Iterator[str]:
    """Unknown item, or codes that it does not have."""
    if item not in instrument.items:
        yield from _unknown(place, Sentence("item"), [item], instrument.items)
    elif instrument.items[item].scale in (None, *instrument.scales):
        choices = {choice.code for choice in instrument.choices(item)}
        for code in codes:
            if code not in choices:
                yield at(
                    place, "{item} has no choice {code}. Correct the code or add the choice.", item=item, code=code
                )


def _page_references(instrument: Instrument) -> Iterator[str]:
    for section in instrument.sections:
        place = f"sections.{section.code}"
        yield from _unknown(place + ".who", Sentence("role"), section.who, instrument.roles)
        for page in section.pages:
            yield from _unknown(f"{place}.pages.{page.code}", "item", page.items, instrument.items)
            yield from _nobody_problems(instrument, section, page)


def _nobody_problems(instrument: Instrument, section: Section, page: Page) -> Iterator[str]:
    for code in page.items:
        knows = instrument.items[code].knows if code in instrument.items else ()
        if section.who and knows and not set(section.who) & set(knows):
            yield at(
                f"items.{code}.knows",
                "nobody who takes section {section} can know it. Add a role to knows or to sections.{section}.who.",
                section=section.code,
            )


def _condition_problems(
    instrument: Instrument, place: str, condition: Condition | None, *, before: str | None = None
) -> Iterator[str]:
    for mention in references(condition):
        codes = mention.codes if isinstance(mention, ItemIn) else ()
        yield from _unknown_choices(instrument, place, mention.item, codes)
        if before is not None:
            yield from _order_problems(instrument, place, mention.item, before)


def _order_problems(instrument: Instrument, place: str, mentioned: str, before: str) -> Iterator[str]:
    order = {code: position for position, code in enumerate(instrument.placed)}
    if mentioned == before:
        yield at(place, "refers to itself. Refer to an item that is asked before it.")
    elif order.get(mentioned, -1) > order.get(before, len(order)):
        yield at(
            place,
            "refers to {mentioned}, which is asked later. Move {mentioned} before {before}.",
            mentioned=mentioned,
            before=before,
        )


def _choices_from_problems(instrument: Instrument, item: Item) -> Iterator[str]:
    place = f"items.{item.code}.choices_from"
    match item.choices_from:
        case ChosenIn(item=source):
            yield from _chosen_in_problems(instrument, place, item, source)
        case SkillsShort():
            codes = [choice.code for choice in item.choices]
            yield from _unknown(place, Sentence("skill"), codes, _skills(instrument))


def _chosen_in_problems(instrument: Instrument, place: str, item: Item, source: str) -> Iterator[str]:
    codes = [choice.code for choice in item.choices]
    yield from _unknown_choices(instrument, place, source, codes)
    yield from _order_problems(instrument, place, source, item.code)
    if source in instrument.items and instrument.items[source].kind != "multiple":
        yield at(place, "{source} is not a multiple choice. Refer to one that is.", source=source)


def _skills(instrument: Instrument) -> set[str]:
    return {skill.code for group in instrument.skill_groups for skill in group.skills}


def _feeds_problems(instrument: Instrument, item: Item) -> Iterator[str]:
    place = f"items.{item.code}.feeds"
    match item.feeds:
        case FeedsDimension(dimension=code):
            yield from _feeds_dimension_problems(instrument, place, item, code)
        case FeedsSkill(skill=code):
            yield from _unknown(place, Sentence("skill"), [code], _skills(instrument))
        case FeedsSkillGroup(skill_group=code):
            groups = [group.code for group in instrument.skill_groups]
            yield from _unknown(place, Sentence("skill group"), [code], groups)
        case FeedsFacet(facet=code):
            facets = {facet.code: facet.item for facet in instrument.facets}
            yield from _unknown(place, Sentence("facet"), [code], facets)
            if facets.get(code, item.code) != item.code:
                yield at(
                    place,
                    "facet {code} takes its values from {facets}. Correct one of the two.",
                    code=code,
                    facets=facets[code],
                )


def _feeds_dimension_problems(instrument: Instrument, place: str, item: Item, code: str) -> Iterator[str]:
    members = {dimension.code: dimension.items for dimension in instrument.dimensions}
    yield from _unknown(place, Sentence("dimension"), [code], members)
    if item.code not in members.get(code, [item.code]):
        yield at(
            place, "dimension {code} does not list {item}. Add it there or remove it here.", code=code, item=item.code
        )


def _dimension_problems(instrument: Instrument) -> Iterator[str]:
    for dimension in instrument.dimensions:
        place = f"dimensions.{dimension.code}"
        yield from _unknown(place + ".items", Sentence("item"), dimension.items, instrument.items)
        if dimension.minimum_items > len(dimension.items):
            yield at(
                f"{place}.minimum_items",
                "{minimum_items} of {n} items. Lower it.",
                minimum_items=dimension.minimum_items,
                n=len(dimension.items),
            )
        for code in dimension.items:
            item = instrument.items.get(code)
            if item and item.feeds != FeedsDimension(dimension=dimension.code):
                yield at(
                    f"{place}.items",
                    "{code} does not feed this dimension. Write feeds: {{dimension: {dimension}}} on {code} or take it off the list.",
                    code=code,
                    dimension=dimension.code,
                )


def _statistic_problems(instrument: Instrument) -> Iterator[str]:
    for statistic in instrument.statistics:
        place = f"statistics.{statistic.code}"
        yield from _unknown_choices(instrument, place, statistic.item, statistic.codes)
        if statistic.base not in instrument.items:
            yield at(f"{place}.of", 'there is no item "{of}". Name an item, or write "answered".', of=statistic.of)


def _facet_problems(instrument: Instrument) -> Iterator[str]:
    for facet in instrument.facets:
        yield from _family_problems(instrument, facet)
    facets = [facet.code for facet in instrument.facets]
    families = [f"{facet.code}_family" for facet in instrument.facets if facet.families]
    yield from _unknown("peer_tree", Sentence("facet"), instrument.peer_tree, facets + families)
    if instrument.population:
        yield from _condition_problems(instrument, "population.when", instrument.population.when)


def _family_problems(instrument: Instrument, facet: FacetDef) -> Iterator[str]:
    place = f"facets.{facet.code}"
    codes = list(chain.from_iterable(facet.families.values()))
    yield from _unknown_choices(instrument, place, facet.item, codes)
    yield from _unknown(place + ".family_names", Sentence("family"), facet.family_names, facet.families)
    for code in duplicates(codes):
        yield at(f"{place}.families", "{code} is in two families. Leave it in one.", code=code)
