"""What is said of letters: whose words they are, what is wrong with them, which places they may name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.instruments.languages import is_right_to_left, own_name
from surveyapp.models.letters import LetterKind, LetterText
from surveyapp.selectors.letter_format import LONGEST_BODY, LONGEST_SUBJECT, Problem
from surveyapp.selectors.letters import OWN_OF_PROGRAMME, OWN_OF_WAVE, Words

ABOUT = {
    LetterKind.INVITATION: gettext_lazy("Goes to everybody whom you invite, with their personal link."),
    LetterKind.REMINDER: gettext_lazy("Goes to those who have not finished."),
    LetterKind.LAST_REMINDER: gettext_lazy("The same, shortly before the survey closes."),
    LetterKind.EXTENSION: gettext_lazy("Goes to those who have not finished when you let the survey stay open longer."),
    LetterKind.THANKS: gettext_lazy("Goes to those who have finished."),
}
PROBLEMS = {
    "empty": gettext_lazy("Write something here, or go back to the standard words."),
    "too_long": gettext_lazy("This is longer than %(most)s letters. Shorten it."),
    "unknown": gettext_lazy(
        "Line %(line)s, sign %(column)s: there is no %(value)s. Use one of the places listed below."
    ),
    "brace": gettext_lazy(
        "Line %(line)s, sign %(column)s: a single %(value)s cannot be sent. Remove it, or complete the place."
    ),
    "not_in_subject": gettext_lazy(
        "%(value)s cannot stand in the subject: mail programs show it to others. Put it into the letter."
    ),
    "no_link": gettext_lazy("The letter does not say where the personal link goes. Put {link} on a line of its own."),
}


def language(code: str) -> dict[str, Any]:
    """Code, name in itself, and direction of a language, for lang and dir."""
    return {"code": code, "name": own_name(code), "direction": "rtl" if is_right_to_left(code) else "ltr"}


def whose(words: Words, asked: str) -> str:
    """Whose words a letter has; where they are in another language than the one asked for, in which."""
    said = {
        OWN_OF_WAVE: _("This survey's own words"),
        OWN_OF_PROGRAMME: _("Your words for all surveys"),
    }.get(words.source, _("Standard words"))
    if words.language == asked:
        return said
    return _("%(whose)s, in another language: %(language)s") % {"whose": said, "language": own_name(words.language)}


def change(text: LetterText) -> str:
    """What a row of the history did."""
    if text.wave_id:
        return _("Words of this survey let go") if text.is_standard else _("Words for this survey alone")
    return _("Back to the standard words") if text.is_standard else _("Words for all surveys")


def problem(each: Problem) -> str:
    most = LONGEST_SUBJECT if each.field == "subject" else LONGEST_BODY
    said = str(PROBLEMS[each.code])
    if each.code in ("empty", "no_link"):
        return said
    return said % {"line": each.line, "column": each.column, "value": each.value[:60], "most": most}


def places() -> list[dict[str, str]]:
    """Every place that a letter may name, and what stands there."""
    said = {
        "greeting": _("“Dear …,” with the person's name, or “Hello,”"),
        "name": _("The person's name"),
        "organisation": _("The organisation that they answer for"),
        "survey": _("The survey"),
        "programme": _("Your programme"),
        "organiser": _("Who runs the programme"),
        "contact": _("Your e-mail address for questions"),
        "minutes": _("How many minutes their questions take"),
        "closes": _("The day on which the survey closes"),
        "link": _("Their personal link"),
        "unsubscribe": _("The link that stops further letters"),
    }
    return [{"name": f"{{{name}}}", "about": about} for name, about in said.items()]
