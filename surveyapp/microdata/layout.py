"""From a questionnaire, in all versions that a wave's answers are in, to the columns of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from surveyapp.instruments.answers import number_range
from surveyapp.instruments.parts import Choice, FeedsFacet, FeedsRespondent
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.microdata import naming
from surveyapp.microdata.variables import REASONS, Category, Kind, Variable

NOT_CHOSEN, CHOSEN = "not_chosen", "chosen"
WHY = "_why"
LOWEST_SAFE = -90.0
ABOUT_PERSON_OR_SITE = (FeedsRespondent, FeedsFacet)


@dataclass(frozen=True)
class Wanted:
    """Which of the questionnaire's items a file holds. `language`: that of its labels."""

    language: str
    with_texts: bool
    is_confidential: bool


def items(versions: Sequence[Instrument], wanted: Wanted) -> dict[str, Instrument]:
    """Item → the first of the versions that has it: the wave's own comes first, with the words that are current.

    Texts are left out where they are not wanted, and always of a confidential wave, together with every question that
    says who answered or which site it was.
    """
    found: dict[str, Instrument] = {}
    for version in versions:
        for code in version.ordered:
            if _is_wanted(version, code, wanted):
                found.setdefault(code, version)
    return found


def left_out(versions: Sequence[Instrument], wanted: Wanted) -> list[str]:
    """Items that take an answer and are not in the file."""
    kept = items(versions, wanted)
    asked = dict.fromkeys(c for v in versions for c in v.ordered if v.items[c].takes_answer)
    return [code for code in asked if code not in kept]


def variables(versions: Sequence[Instrument], wanted: Wanted, taken: Sequence[str] = ()) -> list[Variable]:
    """The columns of the answers, in the order of the pages. `taken` are names of other columns.

    The words are in the language that is active, those of the questionnaire in `wanted.language`.
    """
    found = [
        each
        for code, version in items(versions, wanted).items()
        for each in _of_item(version, code, wanted.language, _choices(versions, code))
    ]
    short = naming.names([each.name for each in found], taken)
    return [replace(each, name=name) for each, name in zip(found, short, strict=True)]


def _is_wanted(version: Instrument, code: str, wanted: Wanted) -> bool:
    item = version.items[code]
    if not item.takes_answer:
        return False
    if item.kind == "text" and (wanted.is_confidential or not wanted.with_texts):
        return False
    return not (wanted.is_confidential and isinstance(item.feeds, ABOUT_PERSON_OR_SITE))


def _choices(versions: Sequence[Instrument], code: str) -> list[Choice]:
    """Of all versions that have the item, in their order; those that came later stand behind, so that numbers stay."""
    found: dict[str, Choice] = {}
    for version in versions:
        for choice in version.choices(code) if code in version.items else ():
            found.setdefault(choice.code, choice)
    return list(found.values())


def _of_item(version: Instrument, code: str, language: str, choices: Sequence[Choice]) -> Iterator[Variable]:
    item = version.items[code]
    text = localised(item.text, language, version.default_language)
    words = [(each.code, localised(each.text, language, version.default_language)) for each in choices]
    whole = Variable(code, text, _kind(item.kind), code, question=text, unit=item.unit or "", has_reasons=True)
    if item.takes_several:
        yield from _options(whole, words)
    elif item.kind == "text":
        yield replace(whole, has_reasons=False)
        label = _("%(question)s: why there is no text") % {"question": text}
        answered = (Category("answered", 0, _("Answered")),)
        yield replace(whole, name=code + WHY, label=label, kind="why", categories=answered)
    elif choices:
        is_ordered = item.kind in ("anchored", "rating", "recommend")
        yield replace(whole, categories=_categories(words), is_ordered=is_ordered)
    else:
        is_open = whole.kind == "number" and number_range(item)[0] < LOWEST_SAFE
        yield replace(whole, is_open_below=is_open)


def _kind(kind: str) -> Kind:
    known: dict[str, Kind] = {"number": "number", "score": "number", "date": "date", "text": "text"}
    known |= {"multiple": "flag", "ranking": "rank"}
    return known.get(kind, "code")


def _options(whole: Variable, words: Sequence[tuple[str, str]]) -> Iterator[Variable]:
    """A multiple choice says 0 or 1 of each option, a ranking its place, from 1; 0 where it has none."""
    if whole.kind == "flag":
        categories = [Category(NOT_CHOSEN, 0, _("Not chosen")), Category(CHOSEN, 1, _("Chosen"))]
    else:
        categories = [Category(NOT_CHOSEN, 0, _("Not ranked"))]
    for option, text in words:
        label = _("%(question)s: %(answer)s") % {"question": whole.question, "answer": text}
        yield replace(whole, name=f"{whole.item}_{option}", label=label, option=option, categories=tuple(categories))


def _categories(words: Sequence[tuple[str, str]]) -> tuple[Category, ...]:
    """The codes themselves where all are small whole numbers, such as levels; else 1, 2, ... in their order."""
    are_numbers = all(code.isdecimal() and str(int(code)) == code and int(code) < 1000 for code, _text in words)
    return tuple(
        Category(code, int(code) if are_numbers else place, text) for place, (code, text) in enumerate(words, start=1)
    )


def reasons() -> list[tuple[str, str]]:
    """Each reason for no answer, and its words in the active language."""
    return [(code, say()) for code, say in REASONS.items()]
