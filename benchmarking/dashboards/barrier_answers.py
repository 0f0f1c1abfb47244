"""What answers each barrier: a course, the next level of a question, or talking to others. Which one is a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.course import course_sentence
from benchmarking.dashboards.next_levels import next_steps
from benchmarking.selectors.barrier_items import naming_item

COURSES = "courses"
# Barrier → courses, or the dimension whose next level takes it on. A code that is not here is answered by exchange.
ANSWERS: Mapping[str, str] = {
    "lack_of_digital_knowledge": COURSES,
    "hard_to_recruit": COURSES,
    "no_time_to_train": "PPL",
    "resistance_to_change": "PPL",
    "unclear_business_case": "STR",
    "leadership_attention": "STR",
    "budget": "STR",
    "legacy_equipment": "AUT",
    "poor_data_quality": "DAT",
    "missing_standards": "DAT",
    "supplier_lock_in": "INT",
    "validation_effort": "REG",
    "regulatory_uncertainty": "REG",
    "infrastructure": "SEC",
    "cyber_concern": "SEC",
}


@dataclass(frozen=True)
class Answer:
    """`text`: what to do about it; `link` leads there."""

    barrier: str
    text: str
    url: str
    link: str
    is_yours: bool


def barrier_answers(comparison: Comparison) -> list[Answer]:
    """Those you named first, then the questionnaire's order; [] where barriers were not asked, or nobody answered here."""
    instrument, own = comparison.instrument, comparison.own
    naming = naming_item(instrument)
    if naming is None or own is None:
        return []
    named = [choice for choice in instrument.choices(naming) if not choice.exclusive]
    found = [
        Answer(words.said(each.text), *_answer(comparison, each.code), each.code in own.barriers) for each in named
    ]
    return sorted(found, key=lambda answer: not answer.is_yours)


def _answer(comparison: Comparison, code: str) -> tuple[str, str, str]:
    """Text, address and words of the link: of the first kind of answer there is."""
    kind = ANSWERS.get(code, "")
    if kind == COURSES and (sentence := course_sentence(comparison)):
        return sentence, reverse("benchmarking:choose-courses"), _("Choose courses")
    if kind and kind != COURSES and (steps := next_steps(comparison, [kind])):
        step = steps[0]
        text = _("%(question)s %(level)s: %(text)s.")
        said = text % {"question": step.question, "level": step.next_at, "text": step.next.rstrip(".")}
        return said, "#every-level", _("Your level and the next one")
    text = _("Others have met it too: say that you want to hear how, and the organiser looks for somebody.")
    return text, reverse("benchmarking:view-exchange"), _("Ask for an exchange")
