"""What needs no peers: the level in words, whose answers it comes from, where the next step is."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.own_results import OwnProfile
from surveyapp.instruments.levels import level_words
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class Statement:
    """A short heading and what it says."""

    head: str
    text: str
    more: str = ""


def level_sentence(comparison: Comparison) -> str:
    """The overall level, never alone: always beside the lowest dimension. Empty where nothing is scored."""
    own, instrument = comparison.own, comparison.instrument
    if own is None or own.lowest is None or not instrument.level_names or own.lowest not in own.dimensions:
        return ""
    lowest = own.dimensions[own.lowest].score
    if lowest is None:
        return ""
    names = {"lowest": _name(instrument, own.lowest), "low_level": _level(instrument, lowest)}
    if own.overall is None:
        return _("The lowest of your dimensions is %(lowest)s: %(low_level)s") % names
    names["level"] = _level(instrument, own.overall)
    return _("Overall you stand %(level)s; lowest is %(lowest)s, %(low_level)s") % names


def _name(instrument: Instrument, dimension: str) -> str:
    return next(words.mid_sentence(words.said(each.name)) for each in instrument.dimensions if each.code == dimension)


def _level(instrument: Instrument, score: float) -> str:
    text = words.level_in_words(instrument, score)
    is_between = level_words(instrument, score, instrument.default_language).upper is not None
    return text if is_between else _("at %(level)s") % {"level": text}


def level_source(comparison: Comparison) -> str:
    """Whose answers the level comes from: 5 people in 4 areas, 2026 survey"""
    own = comparison.own
    if own is None:
        return ""
    survey = survey_title(comparison.survey)
    if own.is_imported:
        return survey
    people = ngettext("answers of %(n)s person", "answers of %(n)s people", own.n_respondents) % {
        "n": own.n_respondents
    }
    areas = ngettext("in %(n)s area", "in %(n)s areas", len(own.roles)) % {"n": len(own.roles)}
    answers = f"{people} {areas}" if own.roles else people
    return _("%(statement)s, %(survey)s") % {"statement": answers, "survey": survey}


def lowest_item(own: OwnProfile, instrument: Instrument, dimension: str | None) -> str | None:
    """The item of a dimension that stands lowest and can still rise; ties in the questionnaire's order."""
    items = next((each.items for each in instrument.dimensions if each.code == dimension), ())
    known = [(floor(level), code) for code in items if (level := own.items.get(code)) is not None]
    levels = [code for _level, code in sorted(known, key=lambda pair: pair[0]) if _level < _top(instrument, code)]
    return levels[0] if levels else None


def _top(instrument: Instrument, code: str) -> float:
    return max(instrument.choice_values(code).values(), default=0.0)
