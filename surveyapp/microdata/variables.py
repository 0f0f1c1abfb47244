"""What a column of a file of raw answers is: its name, its words, what its numbers mean, and why a cell is empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

Kind = Literal["code", "flag", "rank", "number", "date", "text", "why"]

ANSWERED = 0
NOTHING = 255
"""Not a reason: there is nothing to say of this row, such as the language of an imported one."""

REASONS: dict[str, Callable[[], str]] = {
    "not_shown": lambda: _("Not shown to this person"),
    "not_answered": lambda: _("Shown and not answered"),
    "dont_know": lambda: _("I do not know"),
    "does_not_apply": lambda: _("Does not apply"),
    "suppressed": lambda: _("Withheld by the source of the file"),
    "not_in_version": lambda: _("Not in this version of the questionnaire"),
}
"""Why there is no answer, in the order of their numbers 1, 2, ... in a column."""

NUMBER_OF_REASON = {code: number for number, code in enumerate(REASONS, start=1)}
CODE_OF_REASON = dict(enumerate(REASONS, start=1))
STATA_LETTERS = dict(zip(REASONS, "abcdef", strict=True))

USER_MISSING = {code: -100 + number for code, number in NUMBER_OF_REASON.items()}
"""SPSS: -99 and up. A number that may be negative itself is far above the least of these times FAR_BELOW."""
FAR_BELOW = 10.0**15
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Category:
    """A permanent code, its number in statistical packages, and its words in the file's language."""

    code: str
    number: int
    label: str


@dataclass(frozen=True)
class Variable:
    """One column. `name` is valid in SPSS, Stata and R; `item` and `option` are the questionnaire's permanent codes.

    `has_reasons`: a cell may hold a reason instead of a value. `is_open_below`: numbers below -90 may be real ones.
    """

    name: str
    label: str
    kind: Kind
    item: str = ""
    option: str = ""
    question: str = ""
    unit: str = ""
    categories: tuple[Category, ...] = ()
    has_reasons: bool = False
    is_open_below: bool = False
    is_ordered: bool = False

    @property
    def is_text(self) -> bool:
        return self.kind == "text"

    @property
    def numbers(self) -> dict[str, int]:
        return {category.code: category.number for category in self.categories}

    def user_missing(self, reason: str) -> float:
        """The number that stands for a reason where a column can hold nothing but numbers: of a date a day of its own,
        before SPSS's calendar begins, since programs show such a number as a day."""
        far = FAR_BELOW if self.is_open_below else SECONDS_A_DAY if self.kind == "date" else 1
        return float(USER_MISSING[reason] * far)
