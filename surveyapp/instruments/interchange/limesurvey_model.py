"""A LimeSurvey questionnaire as its files tell it, whichever of the two formats they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.instruments.interchange.languages import free_code, language_code
from surveyapp.instruments.sentences import Sentence

Texts = dict[str, str]


QUOTAS_LOST = Sentence("Quotas are not carried over.")
ASSESSMENTS_LOST = Sentence("Assessments are not carried over.")


@dataclass
class Entry:
    """A subquestion or an answer option of a question. `scale` 1 is the second scale of a dual or two-way array."""

    code: str
    scale: int
    place: str
    texts: Texts = field(default_factory=dict)
    relevance: str = ""


@dataclass(frozen=True)
class ClassicCondition:
    """A row of the conditions table: the question shows when `field`, of question `number`, compares so with `value`."""

    scenario: str
    number: str
    field: str
    method: str
    value: str


@dataclass
class Question:
    code: str
    kind: str
    place: str
    number: str = ""
    texts: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    mandatory: str = "N"
    has_other: bool = False
    relevance: str = ""
    pattern: str = ""
    has_default: bool = False
    attributes: dict[str, Texts] = field(default_factory=dict)
    subquestions: list[Entry] = field(default_factory=list)
    answers: list[Entry] = field(default_factory=list)
    conditions: list[ClassicCondition] = field(default_factory=list)

    def attribute(self, name: str) -> str:
        """The value of a setting, in any language; "" for one that is not set."""
        return next((value.strip() for value in self.attributes.get(name, {}).values() if value.strip()), "")

    def is_set(self, name: str) -> bool:
        """Whether a setting is switched on or has a value."""
        return self.attribute(name) not in ("", "0", "N")

    def rows(self, scale: int = 0) -> list[Entry]:
        return [entry for entry in self.subquestions if entry.scale == scale]

    def options(self, scale: int = 0) -> list[Entry]:
        return [entry for entry in self.answers if entry.scale == scale]


@dataclass
class Group:
    place: str
    name: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    relevance: str = ""
    is_random: bool = False
    questions: list[Question] = field(default_factory=list)


@dataclass
class Survey:
    languages: tuple[str, ...]
    default_language: str
    title: Texts = field(default_factory=dict)
    welcome: Texts = field(default_factory=dict)
    end: Texts = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def questions(self) -> list[Question]:
        return [question for group in self.groups for question in group.questions]


def spoken(codes: list[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """LimeSurvey's language → ours, and what there is to say: "de-informal" is German like any other."""
    ours: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    for code in codes:
        plain = language_code(code.removesuffix("-informal")) or free_code(ours.values())
        if plain in ours.values():
            notes.append(
                (
                    Sentence("language {code}", code=code),
                    Sentence("There is “{plain}” twice. The texts of {code} are left out.", plain=plain, code=code),
                )
            )
            continue
        if plain != code:
            notes.append(
                (
                    Sentence("language {code}", code=code),
                    Sentence(
                        "We do not tell {code} from {plain}. Its texts are those of “{plain}”.", code=code, plain=plain
                    ),
                )
            )
        ours[code] = plain
    return ours, notes


def in_our_languages(texts: Mapping[str, str], ours: Mapping[str, str]) -> Texts:
    """The texts under our names of their languages."""
    return {ours[language]: text for language, text in texts.items() if language in ours}
