"""What a column may be, in words that an organiser chooses from, and problems in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from surveyapp.instruments.interchange.responses_headings import targets
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised

REASON = "?"


def about_names() -> dict[str, str]:
    """Target about the row → its name."""
    return {
        "about:organisation": _("Row: name of the organisation"),
        "about:reference": _("Row: reference of the organisation"),
        "about:owner": _("Row: owner of the organisation"),
        "about:domain": _("Row: website or e-mail domain of the organisation"),
        "about:role": _("Row: role of the person"),
        "about:submitted": _("Row: when it was sent"),
        "about:started": _("Row: when it was begun"),
        "about:language": _("Row: language"),
        "about:complete": _("Row: complete, yes or no"),
    }


def target_names(instrument: Instrument) -> dict[str, str]:
    """Every target → what stands in the field: about the row in words, a question by its code, a choice behind it."""
    found = about_names()
    for target in targets(instrument):
        kind, _sep, rest = target.partition(":")
        item, _sep, part = rest.partition(":")
        found[target] = {
            "item": item,
            "option": f"{item} = {part}",
            "rank": _("%(item)s, place %(place)s") % {"item": item, "place": part},
            "place": _("%(item)s, place of %(choice)s") % {"item": item, "choice": part},
        }[kind]
    return found


def explained(instrument: Instrument, target: str, language: str) -> str:
    """The words of the question, or of the choice, that a target means."""
    kind, _sep, rest = target.partition(":")
    item, _sep, part = rest.partition(":")
    if kind == "about" or item not in instrument.items:
        return ""
    text = localised(instrument.items[item].text, language, instrument.default_language)
    words = {c.code: localised(c.text, language, instrument.default_language) for c in instrument.choices(item)}
    return f"{text} – {words[part]}" if part in words else text


def reason_names() -> dict[str, str]:
    """Missing reason → its name; as `?reason` in what a value was taken for."""
    return {
        "not_answered": _("No answer"),
        "not_shown": _("Was not shown"),
        "dont_know": _("Don't know"),
        "does_not_apply": _("Does not apply"),
    }


def problem_words(code: str, value: str, detail: str) -> str:
    """What is wrong with a cell, and what to do."""
    said = {
        "unknown_value": _("“%(value)s” is none of the choices. Say above what it means."),
        "no_tick": _("“%(value)s” says neither yes nor no. Write Yes, No, 1, 0 or the choice's own words."),
        "no_place": _("“%(value)s” is no place in an order. Write 1, 2, 3 …"),
        "no_date": _("“%(value)s” is not a date. Write it as 2026-03-31."),
        "no_yes_or_no": _("“%(value)s” says neither complete nor incomplete. Write Yes or No."),
        "formula": _("A formula without a value, or an error. Write the value itself."),
        "too_long": _("The text is longer than %(detail)s characters. Shorten it."),
    }
    if code in said:
        return said[code] % {"value": value, "detail": detail}
    return detail or _("“%(value)s” cannot be read here.") % {"value": value}


def letters(column: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
