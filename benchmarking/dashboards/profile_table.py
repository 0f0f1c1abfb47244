"""The table behind a profile: every number of the chart, with n and the standing in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Parts, Reason, reasoned
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
        heads += [Column(_("Mean"), numeric=True), words.interval_column(_("95 %% interval of the mean") % {})]
    if _has_medians(lines):
        heads += [Column(_("Median"), numeric=True), words.interval_column(_("95 %% interval of the median") % {})]
        heads.append(Column(_("Middle half"), numeric=True, parts=words.interval_parts(_("Middle half"))))
    if _has_tails(lines):
        heads.append(Column(_("P10 to P90"), numeric=True, parts=("P10", "P90")))
    if _has_targets(lines):
        heads.append(Column(_("Your target"), numeric=True))
    if comparison.group:
        heads += [Column("n", numeric=True), Column(_("In words"))]
    return tuple(heads)


def target_in_words(line: Line) -> str:
    """Of the numbers as printed: 80, 5 to go."""
    if line.target is None:
        return ""
    target = words.points(line.target)
    if line.you is None:
        return target
    missing = words.whole(line.target) - words.whole(line.you)
    text = _("%(target)s, %(points)s to go") if missing > 0 else _("%(target)s, met")
    return text % {"target": target, "points": missing}


def _sentence(line: Line) -> str:
    """Where you stand, how far from the middle of the group, and from your own target."""
    standing = standing_in_words(line.position)
    if standing and line.difference is not None:
        text = _("%(standing)s, %(points)s from the median") if line.has_median else _("%(standing)s, %(points)s")
        standing = text % {"standing": standing, "points": words.signed(line.difference)}
    aim = _("target %(target)s") % {"target": target_in_words(line)} if line.target is not None else ""
    return words.sentence(words.apart(filter(None, (standing, aim))))


def profile_cells(comparison: Comparison, lines: Sequence[Line], line: Line) -> tuple[str, ...]:
    missing = Reason(_without_score(line)) if comparison.own and comparison.own.in_population else ""
    cells = [
        line.metric.name,
        *([line.metric.wording] if _has_wording(lines) else []),
        words.points(line.you) or missing,
    ]
    if _has_before(lines):
        cells.append(words.points(line.before))
    if comparison.group:
        cells += _published(comparison, lines, line)
        cells.append(_sentence(line))
    elif _has_targets(lines):
        cells.append(words.points(line.target))
    return tuple(cells)


def _published(comparison: Comparison, lines: Sequence[Line], line: Line) -> list[str]:
    """The group's numbers, your target before its n; a reason for what is not published."""
    numbers = [*reasoned(_numbers(lines, line), _without_mean(comparison, line))]
    if _has_targets(lines):
        numbers.insert(-1, words.points(line.target) or Reason(_("none set")))
        numbers[-1] = numbers[-1] or Reason(_without_mean(comparison, line))
    return numbers


def _numbers(lines: Sequence[Line], line: Line) -> list[str]:
    """The group's; an empty text for each that is not published."""
    mean, median = line.published.get("mean"), line.published.get("median")
    cells = [words.printed(mean), words.interval(mean)]
    if _has_medians(lines):
        cells += [words.printed(median), words.interval(median), _middle_half(line)]
    if _has_tails(lines):
        cells.append(_range(line, "p10", "p90"))
    return [*cells, str(line.centre.n_owners) if line.centre else ""]


def _without_score(line: Line) -> str:
    is_imported = line.metric.code.startswith("score:")
    return _("no score in the source") if is_imported else _("too few answers to score")


def _without_mean(comparison: Comparison, line: Line) -> str:
    if comparison.publication and line.metric.key in comparison.publication.suppressed:
        return _("not shown: the source suppressed some scores")
    return hidden.reason()


def _has_wording(lines: Sequence[Line]) -> bool:
    return any(line.metric.wording for line in lines)


def _has_before(lines: Sequence[Line]) -> bool:
    return any(line.before is not None for line in lines)


def _has_medians(lines: Sequence[Line]) -> bool:
    return any("median" in line.published for line in lines)


def _has_tails(lines: Sequence[Line]) -> bool:
    return any("p10" in line.published and "p90" in line.published for line in lines)


def _has_targets(lines: Sequence[Line]) -> bool:
    return any(line.target is not None for line in lines)


def _middle_half(line: Line) -> str:
    return _range(line, "lower_quartile", "upper_quartile")


def _range(line: Line, first: str, last: str) -> str:
    lower, upper = (words.printed(line.published.get(name)) for name in (first, last))
    return Parts(words.figures(f"{lower}{words.DASH}{upper}"), lower, upper) if lower and upper else ""
