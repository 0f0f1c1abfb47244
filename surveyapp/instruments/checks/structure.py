"""Codes stand once, and every item that is asked stands on exactly one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.sentences import at

MOST_ITEMS_ON_A_PAGE = 4
# A group of skills, and the severity of the chosen barriers, read best together.
SECTIONS_WITH_LONGER_PAGES = ("skills", "barriers")


def structure_problems(instrument: Instrument) -> Iterator[str]:
    yield from _duplicate_codes(instrument)
    yield from _placement_problems(instrument)
    yield from _page_problems(instrument)


def duplicates(codes: Iterable[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1]


def _duplicate_codes(instrument: Instrument) -> Iterator[str]:
    for place, codes in _code_lists(instrument):
        for code in duplicates(codes):
            yield at(place, "code {code} stands twice. Rename or remove one.", code=code)


def _code_lists(instrument: Instrument) -> Iterator[tuple[str, list[str]]]:
    yield "languages", list(instrument.languages)
    yield "sections", [section.code for section in instrument.sections]
    yield "pages", [page.code for section in instrument.sections for page in section.pages]
    yield "dimensions", [dimension.code for dimension in instrument.dimensions]
    yield "skill_groups", [group.code for group in instrument.skill_groups]
    yield "skills", [skill.code for group in instrument.skill_groups for skill in group.skills]
    yield "statistics", [statistic.code for statistic in instrument.statistics]
    yield "facets", [facet.code for facet in instrument.facets]
    yield "peer_tree", list(instrument.peer_tree)
    for code, item in instrument.items.items():
        yield f"items.{code}.choices", [choice.code for choice in item.choices]
        yield f"items.{code}.knows", list(item.knows)
    for code, choices in instrument.scales.items():
        yield f"scales.{code}", [choice.code for choice in choices]
    for dimension in instrument.dimensions:
        yield f"dimensions.{dimension.code}.items", list(dimension.items)


def _placement_problems(instrument: Instrument) -> Iterator[str]:
    for code in duplicates(instrument.placed):
        yield at(f"items.{code}", "stands on a page more than once. Leave it on one page.")
    for code, item in instrument.items.items():
        if code != item.code:
            yield at(f"items.{code}", 'its code says "{item}". Remove the code, the key is enough.', item=item.code)
        if item.kind != "score" and code not in instrument.placed:
            yield at(f"items.{code}", "stands on no page. Add it to a page or remove the item.")


def _page_problems(instrument: Instrument) -> Iterator[str]:
    for section in instrument.sections:
        for page in section.pages:
            long = len(page.items) > MOST_ITEMS_ON_A_PAGE
            if long and section.kind not in SECTIONS_WITH_LONGER_PAGES:
                yield at(
                    f"sections.{section.code}.pages.{page.code}",
                    "{n} items, a page holds at most {most}. Split the page.",
                    n=len(page.items),
                    most=MOST_ITEMS_ON_A_PAGE,
                )
