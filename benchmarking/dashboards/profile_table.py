"""The table behind a profile: every number of the chart, with n and the standing in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column
from benchmarking.dashboards.lines import Line
from benchmarking.dashboards.metrics import noun
from benchmarking.dashboards.names import survey_title
from benchmarking.dashboards.standing import standing_in_words


def profile_columns(comparison: Comparison, lines: Sequence[Line]) -> tuple[Column, ...]:
    heads = [Column(words.sentence(noun(comparison.instrument, 1)))]
    if _has_wording(lines):
        heads.append(Column(_("In the words of the survey"), is_note=True))
    heads.append(Column(_("You"), numeric=True))
    if _has_before(lines) and comparison.before:
        heads.append(Column(_("You, %(survey)s") % {"survey": survey_title(comparison.before.survey)}, numeric=True))
    if comparison.group:
        heads += [Column(_("Mean"), numeric=True), Column(_("95 %% interval of the mean") % {}, numeric=True)]
    if _has_medians(lines):
        heads += [Column(_("Median"), numeric=True), Column(_("95 %% interval of the median") % {}, numeric=True)]
        heads.append(Column(_("Middle half"), numeric=True))
    if comparison.group:
        heads += [Column("n", numeric=True), Column(_("In words"))]
    return tuple(heads)


def profile_cells(comparison: Comparison, lines: Sequence[Line], line: Line) -> tuple[str, ...]:
    missing = _without_score(line) if comparison.own and comparison.own.in_population else ""
    cells = [
        line.metric.name,
        *([line.metric.wording] if _has_wording(lines) else []),
        words.points(line.you) or missing,
    ]
    if _has_before(lines):
        cells.append(words.points(line.before))
    if comparison.group:
        mean = line.published.get("mean")
        cells += [words.printed(mean) or _without_mean(comparison, line), words.interval(mean)]
    if _has_medians(lines):
        median = line.published.get("median")
        cells += [words.printed(median), words.interval(median), _middle_half(line)]
    if comparison.group:
        cells += [str(line.centre.n_owners) if line.centre else "", standing_in_words(line.position)]
    return tuple(cells)


def _without_score(line: Line) -> str:
    is_imported = line.metric.code.startswith("score:")
    return _("no score in the source") if is_imported else _("too few answers to score")


def _without_mean(comparison: Comparison, line: Line) -> str:
    if comparison.publication and line.metric.key in comparison.publication.suppressed:
        return _("not shown: the source suppressed some scores")
    return _("not enough organisations to show")


def _has_wording(lines: Sequence[Line]) -> bool:
    return any(line.metric.wording for line in lines)


def _has_before(lines: Sequence[Line]) -> bool:
    return any(line.before is not None for line in lines)


def _has_medians(lines: Sequence[Line]) -> bool:
    return any("median" in line.published for line in lines)


def _middle_half(line: Line) -> str:
    lower, upper = (
        words.printed(line.published.get("lower_quartile")),
        words.printed(line.published.get("upper_quartile")),
    )
    return f"{lower}{words.DASH}{upper}" if lower and upper else ""
