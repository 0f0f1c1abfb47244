"""What is wrong with a row, and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "no_name": gettext_lazy("There is no name. Write one, or remove the row."),
    "formula": gettext_lazy("“%(value)s” is a formula or an error, and nothing is calculated here. Paste its value."),
    "too_long": gettext_lazy("“%(value)s…” is longer than %(detail)s characters. Shorten it."),
    "no_address": gettext_lazy("“%(value)s” is not an e-mail address. Write one address like name@example.org."),
    "no_website": gettext_lazy("“%(value)s” is not a web address. Write it like www.example.org."),
    "unknown_value": gettext_lazy(
        "“%(value)s” is none of the values that the questionnaire has. These are: %(detail)s."
    ),
    "reference_twice": gettext_lazy("The reference %(value)s stands in row %(detail)s too. Keep one of the rows."),
    "name_twice": gettext_lazy(
        "The name “%(value)s” stands in row %(detail)s too. Keep one row, or add the place to each name."
    ),
    "name_taken": gettext_lazy(
        "“%(value)s” is the name of another organisation of the register (%(detail)s). Add the place to the name."
    ),
    "merged": gettext_lazy("“%(value)s” was merged into “%(detail)s”. Remove the row."),
}


def words(code: str, value: str, detail: str) -> str:
    """The sentence, with its remedy."""
    if code == "name_taken" and not detail:
        detail = _("without a reference")
    return str(WORDS[code]) % {"value": value, "detail": detail}
