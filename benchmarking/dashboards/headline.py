"""What needs no peers: the level in words, what changed, the next step."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, hypot

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.lines import own_before
from benchmarking.dashboards.metrics import Metric, noun, profile_metrics
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.position import Z_95
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
    found = level_words(instrument, score, get_language() or "en")
    return found.text if found.upper else _("at %(level)s") % {"level": found.text}


def level_source(comparison: Comparison) -> str:
    """Whose answers the level comes from: 5 people in 4 areas, 2026 survey"""
    own = comparison.own
    if own is None:
        return ""
    survey = survey_title(comparison.survey)
    if not own.n_respondents:
        return survey
    people = ngettext("answers of %(n)s person", "answers of %(n)s people", own.n_respondents) % {
        "n": own.n_respondents
    }
    areas = ngettext("in %(n)s area", "in %(n)s areas", len(own.roles)) % {"n": len(own.roles)}
    return f"{people} {areas}, {survey}" if own.roles else f"{people}, {survey}"


@dataclass(frozen=True)
class Change:
    """A metric that moved by more than two measurements of an unchanged organisation would differ."""

    metric: Metric
    before: float
    now: float


def changes(comparison: Comparison) -> list[Change]:
    """Own scores beyond ±1.96 √(SEM₁² + SEM₂²), largest move first: which is 1.96 SEM √2 where both are equal."""
    own, then = comparison.own, comparison.before
    if own is None or then is None or then.own is None:
        return []
    error = Z_95 * hypot(own.sem, then.own.sem)
    pairs = (
        (metric, own_before(comparison, metric), metric.of(own)) for metric in profile_metrics(comparison.instrument)
    )
    found = [Change(metric, before, now) for metric, before, now in pairs if before is not None and now is not None]
    return sorted((c for c in found if abs(c.now - c.before) > error), key=lambda c: -abs(c.now - c.before))


def change_statement(comparison: Comparison) -> Statement | None:
    """One dimension is up since the 2025 survey: which, from what to what."""
    if comparison.own is None or comparison.before is None or comparison.before.own is None:
        return None
    head = _("Since the %(survey)s") % {"survey": survey_title(comparison.before.survey)}
    if not _compared(comparison):
        return Statement(head, _("The questions changed, so the two surveys cannot be compared."))
    found = changes(comparison)
    if not found:
        text = _("No %(noun)s moved by more than the difference two sets of answers can make by chance.")
        return Statement(head, text % {"noun": noun(comparison.instrument, 1)})
    up, down = [c for c in found if c.now > c.before], [c for c in found if c.now < c.before]
    moved = [_moved(comparison, up, _("up")), _moved(comparison, down, _("down"))]
    return Statement(
        head, " ".join(text for text in moved if text), _("The others moved less than chance can explain.")
    )


def _compared(comparison: Comparison) -> bool:
    return any(own_before(comparison, metric) is not None for metric in profile_metrics(comparison.instrument))


def _moved(comparison: Comparison, found: list[Change], direction: str) -> str:
    if not found:
        return ""
    each = [
        _("%(name)s, from %(before)s to %(now)s")
        % {"name": words.mid_sentence(c.metric.name), "before": words.points(c.before), "now": words.points(c.now)}
        for c in found
    ]
    number = words.sentence(words.number_word(len(found)))
    what = noun(comparison.instrument, len(found))
    return _("%(n)s %(noun)s %(direction)s: %(names)s.") % {
        "n": number,
        "noun": what,
        "direction": direction,
        "names": "; ".join(each),
    }


def lowest_item(own: OwnProfile, instrument: Instrument, dimension: str | None) -> str | None:
    """The item of a dimension that stands lowest and can still rise; ties in the questionnaire's order."""
    items = next((each.items for each in instrument.dimensions if each.code == dimension), ())
    known = [(floor(level), code) for code in items if (level := own.items.get(code)) is not None]
    levels = [code for _level, code in sorted(known, key=lambda pair: pair[0]) if _level < _top(instrument, code)]
    return levels[0] if levels else None


def _top(instrument: Instrument, code: str) -> float:
    return max(instrument.choice_values(code).values(), default=0.0)
