"""Which items one person is asked, and how many minutes that takes on a phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from surveyapp.instruments.conditions import references
from surveyapp.instruments.schema import Instrument, Item, ItemIn, Section

Path = Literal["short", "full", "sections"]

# Estimates for a phone, to be replaced by a trial: seconds.
START_CONSENT_AND_HUB = 75.0
FINAL_CHECK_AND_SUBMIT = 30.0
SECTION_CHECK = 8.0
PAGE_TURN = 4.0
WORDS_PER_SECOND = 3.3
JUDGE_AND_TAP = 10.0
SECONDS = {
    "single": 7.5,
    "rating": 7.5,
    "number": 10.0,
    "text": 20.0,
    "date": 12.0,
    "country": 10.0,
    "recommend": 7.5,
    "score": 0.0,
    "info": 0.0,
}
# A screen that leads to details: about 4 or 5 of 11 groups are expected to be short.
EXPECTED_SHARE = 0.4


def sections_for(instrument: Instrument, role: str) -> list[str]:
    """Codes of the sections a role can take."""
    return [s.code for s in instrument.sections if not s.who or role in s.who]


def items_for(
    instrument: Instrument,
    path: Path,
    sections: Collection[str] | None = None,
    role: str | None = None,
) -> list[str]:
    """Codes of the items asked of a person, in page order.

    short: the items of the short path, whoever answers. full: every item on a page (one person
    answers all). sections: the given sections (else those of the role; else all) and always those about the
    respondent; with a role only the items that role can know.
    Raises ValueError for an unknown path, section or role.
    """
    _refuse_unknown(instrument, path, sections, role)
    if path == "short":
        return [code for code in instrument.placed if instrument.items[code].short_path]
    if path == "full":
        return list(instrument.placed)
    chosen = _chosen_sections(instrument, sections, role)
    return [c for c in _items_of(chosen) if role is None or _can_know(instrument.items[c], role)]


def minutes(instrument: Instrument, item_codes: Collection[str], *, checks_sections: bool = True) -> int:
    """Whole minutes, to the nearest and at least 1, that these items take on a phone with everything around them.

    Conditional items and pages count at the share of people expected to see them; panels of text count nothing. Without `checks_sections` one goes
    from page to page up to the final check, as on the short path, and no check of a section is counted.
    """
    check = SECTION_CHECK if checks_sections else 0.0
    wanted = {code for code in item_codes if instrument.items[code].takes_answer}
    total = START_CONSENT_AND_HUB + FINAL_CHECK_AND_SUBMIT
    total += sum(seconds(instrument, code) * expected_share(instrument, code) for code in wanted)
    for section in instrument.sections:
        pages = [wanted & set(page.items) for page in section.pages]
        turns = [max(expected_share(instrument, code) for code in page) for page in pages if page]
        total += PAGE_TURN * sum(turns) + (check if turns else 0)
    return max(1, round(total / 60))


def seconds(instrument: Instrument, code: str) -> float:
    """Seconds one item takes on a phone: its own figure, else by kind and length of its texts."""
    item = instrument.items[code]
    if item.seconds is not None:
        return item.seconds
    if item.kind in SECONDS:
        return SECONDS[item.kind]
    return _words(instrument, code) / WORDS_PER_SECOND + JUDGE_AND_TAP


def expected_share(instrument: Instrument, code: str) -> float:
    """The share of those asked who are expected to see an item: 1 without a condition."""
    condition = instrument.items[code].visible_when
    shares = [_share_of(instrument, mention) for mention in references(condition) if isinstance(mention, ItemIn)]
    return min(shares, default=1.0 if condition is None else EXPECTED_SHARE)


def _share_of(instrument: Instrument, mention: ItemIn) -> float:
    source = instrument.items[mention.item]
    choices = [choice for choice in instrument.choices(mention.item) if not choice.exclusive]
    if source.maximum_choices is None or not choices:
        return EXPECTED_SHARE
    return min(1.0, source.maximum_choices * len(mention.codes) / len(choices))


def _words(instrument: Instrument, code: str) -> int:
    item = instrument.items[code]
    texts = [item.text, item.help, item.does_not_apply, *(c.text for c in instrument.choices(code))]
    language = instrument.default_language
    return sum(len(text[language].split()) for text in texts if text)


def _chosen_sections(instrument: Instrument, sections: Collection[str] | None, role: str | None) -> list[Section]:
    if sections is None:
        sections = [s.code for s in instrument.sections] if role is None else sections_for(instrument, role)
    return [s for s in instrument.sections if s.code in sections or s.kind == "about_you"]


def _items_of(sections: Iterable[Section]) -> list[str]:
    return [code for section in sections for page in section.pages for code in page.items]


def _can_know(item: Item, role: str) -> bool:
    return not item.knows or role in item.knows


def _refuse_unknown(instrument: Instrument, path: str, sections: Collection[str] | None, role: str | None) -> None:
    unknown = set(sections or ()) - {section.code for section in instrument.sections}
    if path not in ("short", "full", "sections"):
        raise ValueError(f'There is no path "{path}". Use short, full or sections.')
    if unknown:
        raise ValueError(f"{instrument.slug} has no section {', '.join(sorted(unknown))}.")
    if role is not None and role not in instrument.roles:
        raise ValueError(f'{instrument.slug} has no role "{role}".')
