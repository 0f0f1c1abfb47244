"""One question of an instrument."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from surveyapp.instruments.parts import Choice, ChoicesFrom, Code, Condition, Feeds, Part, Text

Kind = Literal[
    "anchored",
    "single",
    "multiple",
    "rating",
    "ranking",
    "number",
    "text",
    "date",
    "country",
    "recommend",
    "info",
    "score",
]
CLOSED = ("anchored", "single", "multiple", "rating", "ranking", "country", "recommend")
RECOMMEND = tuple(str(step) for step in range(11))
Seconds = Annotated[FiniteFloat, Field(ge=0)]


class Item(Part):
    """One question. `code` is its key under `items` and need not be repeated.

    `knows` empty: everybody can know it. A `score` is never asked, it comes with an imported file; an `info` is a panel
    of text that takes no answer. `optional` says so beside the question; `required` holds up Continue and sending until
    there is an answer, or one of the reasons for none that it offers. `message` replaces our sentence about an answer
    that does not fit. `maximum_choices` of a ranking is how many are ranked. `lowest` and `highest` name the ends of
    a 0-10 recommendation.
    """

    code: Code = ""
    kind: Kind
    text: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    scale: Code | None = None
    choices_from: ChoicesFrom | None = None
    dont_know: bool = False
    does_not_apply: Text | None = None
    optional: bool = False
    required: bool = False
    message: Text | None = None
    maximum_choices: Annotated[int, Field(ge=1)] | None = None
    minimum: FiniteFloat | None = None
    maximum: FiniteFloat | None = None
    whole: bool = False
    unit: str | None = None
    one_line: bool = False
    longest: Annotated[int, Field(ge=1, le=20_000)] | None = None
    earliest: date | None = None
    latest: date | None = None
    lowest: Text | None = None
    highest: Text | None = None
    visible_when: Condition | None = None
    knows: tuple[Code, ...] = ()
    merge: Literal["mean", "once", "union"] = "once"
    sensitive: bool = False
    feeds: Feeds | None = None
    publish: Literal["cuts", "mean", "shares", "none"] = "none"
    short_path: bool = False
    seconds: Seconds | None = None

    @property
    def is_closed(self) -> bool:
        return self.kind in CLOSED

    @property
    def takes_several(self) -> bool:
        """Its answer is a list of codes: in the questionnaire's order, or in the person's for a ranking."""
        return self.kind in ("multiple", "ranking")

    @property
    def takes_answer(self) -> bool:
        return self.kind != "info"
