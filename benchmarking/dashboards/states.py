"""What a page says when something is not there yet, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.names import survey_title
from benchmarking.dashboards.words import apart, date, said


def notices(comparison: Comparison) -> list[str]:
    """In the order a reader would ask: is this all, why is mine missing, is there something newer?"""
    found = [
        _comparison_to_come(comparison),
        _interim(comparison),
        _own_missing(comparison),
        _outside(comparison),
        _mostly_noise(comparison),
        _stands_corrected(comparison),
        _newer_open(comparison),
    ]
    return [text for text in found if text]


def _comparison_to_come(comparison: Comparison) -> str:
    if comparison.publication:
        return ""
    if not comparison.survey.is_open:
        return _("The survey has closed. The comparison is being prepared and appears here when it is published.")
    if comparison.survey.closes_at:
        day = date(comparison.survey.closes_at)
        return _("The comparison appears when the survey has closed, after %(date)s.") % {"date": day}
    return _("The comparison appears when the survey has closed.")


def _interim(comparison: Comparison) -> str:
    if comparison.publication is None or not comparison.publication.is_interim:
        return ""
    return _(
        "These numbers are interim: the whole sector alone, from the answers that were there when they were made. Groups "
        "follow when the survey has closed."
    )


def _own_missing(comparison: Comparison) -> str:
    if comparison.own:
        return ""
    survey = {"survey": survey_title(comparison.survey), "name": comparison.organisation.name}
    if comparison.survey.is_open:
        return (
            _("There is no result of %(name)s yet: it appears here once your answers to the %(survey)s are confirmed.")
            % survey
        )
    return _("%(name)s has no result of its own in the %(survey)s.") % survey


def _outside(comparison: Comparison) -> str:
    own, population = comparison.own, comparison.instrument.population
    if own is None or own.in_population:
        return ""
    return said(population.otherwise if population else None) or _("Your organisation is not part of this comparison.")


def _mostly_noise(comparison: Comparison) -> str:
    metrics = profile_metrics(comparison.instrument)
    names = [metric.name for metric in metrics if comparison.is_mostly_noise(metric.code)]
    if not names or comparison.own is None:
        return ""
    return _(
        "Differences between organisations are mostly rater noise here: %(names)s. Colleagues of one organisation differ as "
        "much as organisations do, so no position is shown."
    ) % {"names": apart(names)}


def _stands_corrected(comparison: Comparison) -> str:
    if comparison.publication is None or not comparison.publication.stands_corrected:
        return ""
    return _(
        "Answers behind these numbers were withdrawn after they were made, and are deleted. The numbers stand until the next "
        "survey: new ones beside the old would show what the withdrawn answers were."
    )


def _newer_open(comparison: Comparison) -> str:
    """Only where another survey than the one on the page is open."""
    newer = next((survey for survey in comparison.surveys if survey.is_open and survey != comparison.survey), None)
    if newer is None:
        return ""
    return _("The %(survey)s is open. Its results will stand here too.") % {"survey": survey_title(newer)}
