"""What each kind of question has to say of itself: in what role, under which names, with which help and error."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.accessibility.question_pages import TYPED
from tests.browser.accessibility.tree import Node

NEEDED = "This question needs an answer."
OPEN = "This question needs an answer. Answer it before you go on."
REASONS = ("I do not know", "Does not apply to this site")
CUT = f"{TYPED[:39]}…"
NO_NUMBER = f"“{CUT}” is not a number. Write digits only, such as 12 or 3.5."
NO_DATE = f"“{CUT}” is not a date. Give day, month and year, such as 31 3 2026."


@dataclass(frozen=True)
class Kind:
    """`parts` (role, name) are in the order in which they are read; without a group, the first carries help and error."""

    place: str
    item: str
    question: str
    parts: tuple[tuple[str, str], ...]
    group: str = ""
    help: str = NEEDED
    error: str = OPEN
    unit: str = ""

    def nodes(self, *, wrong: bool) -> list[Node]:
        said = " ".join(part for part in (self.help, f"Error: {self.error}" if wrong else "", self.unit) if part)
        return self._grouped(said, wrong) if self.group else self._alone(said, wrong)

    def _grouped(self, said, wrong):
        one_of = self.group == "radiogroup"
        group = (Node(self.group, self.question, said, wrong and one_of),)
        return [Node(role, name, "", wrong and self._is_wrong(role, name), group) for role, name in self.parts]

    def _is_wrong(self, role, name):
        """One radio button is not wrong, its group is; the tick of a reason beside fields is not what is wrong."""
        if role in ("radio", "button"):
            return False
        return role != "checkbox" or name not in REASONS or {role for role, _ in self.parts} == {"checkbox"}

    def _alone(self, said, wrong):
        (role, name), *reasons = self.parts
        return [Node(role, name, said, wrong), *(Node(role, name, self.question) for role, name in reasons)]


def _all(role: str, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((role, name) for name in names)


def _ranking(*options: str) -> tuple[tuple[str, str], ...]:
    rows = ((("combobox", o), ("button", f"Move up: {o}"), ("button", f"Move down: {o}")) for o in options)
    return tuple(part for row in rows for part in row)


def _alone(role: str, question: str, *reasons: str) -> tuple[tuple[str, str], ...]:
    return (role, question), *_all("checkbox", *reasons)


SITE, COUNTRY = "What do you call your site?", "In which country is your earlier answer?"
BATCHES, MANY = "How many batches a year?", "You make 500 batches: how do you keep up? (optional)"
COLD, RATED = "What is the temperature of the cold room?", ("Strongly disagree", "Disagree", "Neither", "Agree")
STEPS = ("0, Not at all likely", *map(str, range(1, 10)), "10, Extremely likely")
LEVELS = ("1. On paper only.", "2. Partly on screens.", "3. Everything on screens.")
TOOLS = ("Spreadsheets", "A laboratory system", "Paper forms", "None of these")
CAN_DO = (*(f"{n} Can do {n}" for n in range(4)), "I do not know")
TWICE = "“{}” and “{}” are both number 1. Give each a number of its own."

KINDS = (
    Kind("area", "AREA", "Where do you work?", _all("radio", "Production", "Quality"), "radiogroup"),
    Kind(
        "area",
        "SITE_NAME",
        SITE,
        _alone("textbox", SITE, "It has no name"),
        help=f"As colleagues say it. {NEEDED} At most 40 characters.",
        error=f"This text has {len(TYPED.strip())} characters. Shorten it to 40.",
    ),
    Kind("area", "COUNTRY", COUNTRY, _alone("combobox", COUNTRY, *REASONS)),
    Kind("records", "RECORDS", "How are records kept?", _all("radio", *LEVELS, *REASONS), "radiogroup"),
    Kind("tools", "TOOLS", "Which of these do you use?", _all("checkbox", *TOOLS, *REASONS), "group"),
    Kind(
        "numbers",
        "BATCHES",
        BATCHES,
        _alone("textbox", BATCHES, *REASONS),
        error="Give whole batches, from 0 to 1000.",
        unit="batches",
    ),
    Kind(
        "numbers",
        "MANY",
        MANY,
        _alone("textbox", MANY),
        help="At most 200 characters.",
        error=f"This text has {len(TYPED.strip())} characters. Shorten it to 200.",
    ),
    Kind(
        "numbers",
        "FIRST_USE",
        "When did you first use your earlier answer?",
        (*_all("textbox", "Day", "Month", "Year"), *_all("checkbox", *REASONS)),
        "group",
        help=f"{NEEDED} For example, 31 3 2026.",
        error=NO_DATE,
    ),
    Kind("numbers", "TEMPERATURE", COLD, _alone("textbox", COLD, REASONS[0]), error=NO_NUMBER, unit="°C"),
    Kind(
        "order",
        "PRIORITIES",
        "What would help your earlier answer most?",
        (*_ranking("Training", "Money", "More people", "Time"), *_all("checkbox", *REASONS)),
        "group",
        help=f"Put the three most helpful in order. {NEEDED}",
        error=TWICE.format("Training", "Money"),
    ),
    Kind(
        "order",
        "ORDER",
        "Put these in the order you did them",
        _ranking("Buy", "Learn"),
        "group",
        help=f"{NEEDED} Give each a place; 1 comes first.",
        error=TWICE.format("Buy", "Learn"),
    ),
    Kind(
        "recommend",
        "RECOMMEND",
        "How likely is it that you recommend your site to a friend?",
        _all("radio", *STEPS, *REASONS),
        "radiogroup",
    ),
    Kind("agree", "AGREE_TOOLS", "The tools are good", _all("radio", *RATED, "Strongly agree", *REASONS), "radiogroup"),
    Kind("detail", "PY_NOW", "Programming: Most of them today", _all("radio", *CAN_DO), "radiogroup"),
)
