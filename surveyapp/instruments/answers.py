"""Check one answer, and fold all of a person's answers into the document that is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

from surveyapp.instruments.conditions import Answers, visible_items
from surveyapp.instruments.direction import plain
from surveyapp.instruments.schema import Instrument, Item, Text
from surveyapp.instruments.sentences import gettext_noop
from surveyapp.instruments.texts import localised

Stored: TypeAlias = dict[str, Any]
Document: TypeAlias = dict[str, Stored]

NOT_SHOWN = "not_shown"
NOT_ANSWERED = "not_answered"
DONT_KNOW = "dont_know"
DOES_NOT_APPLY = "does_not_apply"
MISSING_REASONS = (NOT_SHOWN, NOT_ANSWERED, DONT_KNOW, DOES_NOT_APPLY)
# Of results from a file alone, never of a respondent: there is a number, and whoever published the file withheld it.
SUPPRESSED = "suppressed"

LONGEST_TEXT = 2000
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?(e[+-]?[0-9]+)?")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DATE_PARTS = re.compile(r"([^-]*)-([^-]*)-([^-]*)")
PLACED = re.compile(r"([0-9]{1,3}):(.+)", re.DOTALL)
# 1,250 is a thousand and more to one reader and a little over one to another; 0,125 is clear.
AMBIGUOUS_NUMBER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")

# English source texts with named fields: whoever shows them translates by the same text.
MESSAGES = {
    "unknown_item": gettext_noop("This survey has no question with this code. Reload the page."),
    "unknown_choice": gettext_noop("“{given}” is not one of the answers offered. Choose one of them."),
    "one_only": gettext_noop("Only one answer is possible here. Choose one."),
    "too_many": gettext_noop("You chose {chosen}. Choose at most {most}."),
    "exclusive": gettext_noop(
        "“{choice}” cannot be chosen together with other answers. Choose it alone or leave it out."
    ),
    "required": gettext_noop("This question needs an answer. Answer it before you go on."),
    "same_place": gettext_noop("“{first}” and “{second}” are both number {place}. Give each a number of its own."),
    "not_whole": gettext_noop("{given} is not a whole number. Write it without a fraction."),
    "not_a_date": gettext_noop("“{given}” is not a date. Give day, month and year, such as 31 3 2026."),
    "half_a_date": gettext_noop("A part of this date is missing. Give day, month and year, such as 31 3 2026."),
    "too_early": gettext_noop("{given} is too early. Give {earliest} or a later day."),
    "too_late": gettext_noop("{given} is too late. Give {latest} or an earlier day."),
    "not_a_number": gettext_noop("“{given}” is not a number. Write digits only, such as 12 or 3.5."),
    "ambiguous_number": gettext_noop("“{given}” can be read in two ways. Write it without the comma, or with a point."),
    "out_of_range": gettext_noop("{given} is outside {minimum} to {maximum}. Write a number in this range."),
    "too_low": gettext_noop("{given} is too low. Write {minimum} or more."),
    "too_high": gettext_noop("{given} is too high. Write {maximum} or less."),
    "too_long": gettext_noop("This text has {length} characters. Shorten it to {most}."),
    "unreadable": gettext_noop("This text holds a character that cannot be stored. Type it again without copying."),
}


class AnswerError(Exception):
    """An answer that cannot be stored: the item's code, and what to tell the respondent.

    `message` is ready English; to translate, format the translation of MESSAGES[problem] with `values`, of which some are
    texts by language. Where the questionnaire has a sentence of its own for this question, it is in `own`.
    """

    def __init__(self, item: str, problem: str, **values: object) -> None:
        self.item = item
        self.problem = problem
        self.values = values
        self.own: Text | None = None
        texts = {name: localised(v, "en", "en") for name, v in values.items() if isinstance(v, dict)}
        self.message = MESSAGES[problem].format(**(values | texts))
        super().__init__(f"{item}: {self.message}")


def validate(instrument: Instrument, item: str, raw: object) -> Stored:
    """Turn what a form or a client sent for one item into {"value": ...} or {"missing": reason}.

    `raw` is a string, a list of strings or a number; nothing at all (None, "", []) is not_answered.
    Closed items store a code, multiple choices a list of codes in the instrument's order, rankings in the
    person's (sent in that order, or each as "2:CODE" with its place), numbers a float (a decimal comma is read), dates
    YYYY-MM-DD, texts a string. Raises AnswerError for anything else, and for a panel of text, which takes no answer.
    """
    if item not in instrument.items or not instrument.items[item].takes_answer:
        raise AnswerError(item, "unknown_item")
    try:
        return _stored(instrument, item, raw)
    except AnswerError as error:
        error.own = instrument.items[item].message
        raise


def _stored(instrument: Instrument, item: str, raw: object) -> Stored:
    given = _strings(item, raw)
    if not _is_free_text(instrument.items[item]):
        given = [text for text in (plain(each).strip() for each in given) if text]
    if not given:
        return {"missing": NOT_ANSWERED}
    reason = _reason(instrument.items[item], given)
    if reason:
        return {"missing": reason}
    if instrument.items[item].kind == "ranking":
        return {"value": _chosen(instrument, item, _in_order(instrument, item, given))}
    if instrument.items[item].takes_several:
        return {"value": _chosen(instrument, item, given)}
    if len(given) > 1:
        raise AnswerError(item, "one_only")
    return {"value": _value(instrument, item, given[0])}


def _is_free_text(item: Item) -> bool:
    """Text of several lines is kept as it was typed, also the controls of its direction."""
    return item.kind == "text" and not item.one_line


def fold(
    instrument: Instrument,
    drafts: Answers,
    asked: Collection[str],
    known: Answers | None = None,
) -> Document:
    """One value or one missing reason for every item of the version.

    Items not asked of this person, or hidden by a condition, are not_shown whatever was drafted;
    items shown without a draft are not_answered. `known` is what colleagues answered on other
    items, for conditions that rest on those. Raises AnswerError for a draft of an unknown item.
    """
    for code in drafts:
        if code not in instrument.items:
            raise AnswerError(code, "unknown_item")
    shown = set(visible_items(instrument, drafts, asked, known))
    return {
        code: dict(drafts.get(code, {"missing": NOT_ANSWERED})) if code in shown else {"missing": NOT_SHOWN}
        for code in instrument.ordered
        if instrument.items[code].takes_answer
    }


def unanswered_required(instrument: Instrument, document: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Codes of the required questions that a folded document shows without a value or an offered reason, in page order."""
    return [
        code
        for code in instrument.placed
        if instrument.items[code].required and document.get(code, {}).get("missing") == NOT_ANSWERED
    ]


def _strings(item: str, raw: object) -> list[str]:
    """What was sent as a list of distinct strings without the empty ones."""
    parts = raw if isinstance(raw, list | tuple) else [raw]
    found = [_string(item, part) for part in parts if part is not None]
    return list(dict.fromkeys(text for text in found if text))


def _string(item: str, part: object) -> str:
    if isinstance(part, int | float) and not isinstance(part, bool):
        return _digits(item, part)
    if not isinstance(part, str):
        raise AnswerError(item, "unreadable")
    # A form sends line ends as CR LF, a script as LF; the stored text should not depend on it.
    text = part.replace("\r\n", "\n").strip()
    # PostgreSQL stores neither NUL nor half a surrogate pair.
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise AnswerError(item, "unreadable")
    return text


def _digits(item: str, number: float) -> str:
    """A number as a form would send it: a level that a client sends as 3 or 3.0 is the code "3"."""
    # Beyond 2**53 a float no longer tells neighbours apart; this also stops NaN and infinity.
    if not abs(number) <= 2**53:
        raise AnswerError(item, "not_a_number", given="…")
    return str(int(number)) if number == int(number) else repr(number)


def _reason(item: Item, given: list[str]) -> str | None:
    """The missing reason that was ticked, if the item offers it; texts may say anything."""
    if item.kind == "text" and not (item.dont_know or item.does_not_apply):
        return None
    offered = {DONT_KNOW: item.dont_know, DOES_NOT_APPLY: item.does_not_apply is not None}
    reasons = [reason for reason in given if offered.get(reason)]
    if reasons and len(given) > 1:
        raise AnswerError(item.code, "one_only")
    return reasons[0] if reasons else None


def _chosen(instrument: Instrument, item: str, given: list[str]) -> list[str]:
    choices = instrument.choices(item)
    _refuse_unknown_choices(item, given, [choice.code for choice in choices])
    chosen = [choice for choice in choices if choice.code in given]
    alone = next((choice for choice in chosen if choice.exclusive), None)
    if alone and len(chosen) > 1:
        raise AnswerError(item, "exclusive", choice=alone.text)
    most = instrument.items[item].maximum_choices
    if most is not None and len(chosen) > most:
        raise AnswerError(item, "too_many", chosen=len(chosen), most=most)
    if instrument.items[item].kind == "ranking":
        return given
    return [choice.code for choice in chosen]


def _in_order(instrument: Instrument, item: str, given: list[str]) -> list[str]:
    """The codes of a ranking by their places; a place left out closes up."""
    placed = [found.groups() for part in given if (found := PLACED.fullmatch(part))]
    if len(placed) != len(given):
        return given
    places: dict[int, str] = {}
    _refuse_unknown_choices(item, [code for _, code in placed], [choice.code for choice in instrument.choices(item)])
    for place, code in ((int(place), code) for place, code in placed):
        if place in places:
            named = {choice.code: choice.text for choice in instrument.choices(item)}
            first, second = named[places[place]], named[code]
            raise AnswerError(item, "same_place", first=first, second=second, place=place)
        places[place] = code
    return list(dict.fromkeys(code for _, code in sorted(places.items())))


def _refuse_unknown_choices(item: str, given: Collection[str], known: Collection[str]) -> None:
    for code in given:
        if code not in known:
            raise AnswerError(item, "unknown_choice", given=_short(code))


def _value(instrument: Instrument, item: str, given: str) -> str | float:
    match instrument.items[item].kind:
        case "number" | "score":
            return _number(instrument.items[item], given)
        case "text":
            return _text(instrument.items[item], given)
        case "date":
            return _date(instrument.items[item], given)
        case _:
            _refuse_unknown_choices(item, [given], [c.code for c in instrument.choices(item)])
            return given


def _number(item: Item, given: str) -> float:
    if AMBIGUOUS_NUMBER.fullmatch(given):
        raise AnswerError(item.code, "ambiguous_number", given=given)
    number = float(given.replace(",", ".")) if NUMBER.fullmatch(given) else math.nan
    if not math.isfinite(number):
        raise AnswerError(item.code, "not_a_number", given=_short(given))
    if item.whole and not number.is_integer():
        raise AnswerError(item.code, "not_whole", given=_short(given))
    minimum, maximum = number_range(item)
    if not minimum <= number <= maximum:
        raise _range_error(item, _short(given), minimum, maximum)
    return number


def number_range(item: Item) -> tuple[float, float]:
    """Least and greatest number an item takes, infinite where it is open; a score runs 0-100."""
    least, most = (0.0, 100.0) if item.kind == "score" else (-math.inf, math.inf)
    return (
        least if item.minimum is None else item.minimum,
        most if item.maximum is None else item.maximum,
    )


def _range_error(item: Item, given: str, minimum: float, maximum: float) -> AnswerError:
    if math.isinf(maximum):
        return AnswerError(item.code, "too_low", given=given, minimum=f"{minimum:.15g}")
    if math.isinf(minimum):
        return AnswerError(item.code, "too_high", given=given, maximum=f"{maximum:.15g}")
    limits: Mapping[str, str] = {"minimum": f"{minimum:.15g}", "maximum": f"{maximum:.15g}"}
    return AnswerError(item.code, "out_of_range", given=given, **limits)


def _text(item: Item, given: str) -> str:
    most = item.longest or LONGEST_TEXT
    if len(given) > most:
        raise AnswerError(item.code, "too_long", length=len(given), most=most)
    return given


def _date(item: Item, given: str) -> str:
    parts = DATE_PARTS.fullmatch(given)
    if parts and not all(parts.groups()):
        raise AnswerError(item.code, "half_a_date")
    try:
        day = date(*(int(part) for part in ISO_DATE.fullmatch(given).groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        # As it was typed: the day first.
        typed = " ".join(reversed(parts.groups())) if parts else given
        raise AnswerError(item.code, "not_a_date", given=_short(typed)) from None
    if item.earliest and day < item.earliest:
        raise AnswerError(item.code, "too_early", given=day, earliest=item.earliest)
    if item.latest and day > item.latest:
        raise AnswerError(item.code, "too_late", given=day, latest=item.latest)
    return day.isoformat()


def _short(given: str) -> str:
    return given if len(given) <= 40 else f"{given[:39]}…"
