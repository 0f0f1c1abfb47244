"""How the whole sector changed since the survey before: never a finer group, whose members change."""

from __future__ import annotations

from math import hypot

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.metrics import Metric, is_comparable, noun, profile_metrics
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.figures import SECTOR
from benchmarking.stats.records import Figure


def sector_change(comparison: Comparison) -> Finding | None:
    """Published mean now minus published mean then, metric by metric; None without both."""
    then, publication = comparison.before, comparison.publication
    sector = publication.group(SECTOR) if publication else None
    if then is None or then.sector is None or then.group is None or sector is None:
        return None
    metrics = [
        m for m in profile_metrics(comparison.instrument) if is_comparable(m, comparison.instrument, then.instrument)
    ]
    pairs = [
        (metric, comparison.sector.one(metric.code, "mean"), then.sector.one(metric.code, "mean")) for metric in metrics
    ]
    found = [(metric, now, before) for metric, now, before in pairs if now and before]
    if not found:
        return None
    surveys = {"now": survey_title(comparison.survey), "then": survey_title(then.survey)}
    counts = {"n": words.n_equals(sector.n_owners), "n_then": words.n_equals(then.group.n_owners)}
    moved = [metric for metric, now, before in found if _is_clear(now, before)]
    return Finding(
        id="sector-change",
        title=_title(comparison, moved) % surveys,
        subtitle=_("Means from 0 to 100 of all organisations in the sector: %(now)s, %(n)s; %(then)s, %(n_then)s")
        % (surveys | counts),
        columns=(
            Column(words.sentence(noun(comparison.instrument, 1))),
            *(
                Column(head, numeric=True)
                for head in (surveys["then"], surveys["now"], pgettext("a difference", "Change"), words.interval_head())
            ),
            Column(_("In words")),
        ),
        rows=tuple(_cells(metric, now, before) for metric, now, before in found),
        source=(
            _("All organisations in the sector"),
            f"{counts['n_then']}; {counts['n']}",
            f"{surveys['then']}; {surveys['now']}",
        ),
        footnote=_(
            "Not all organisations took part both times. Intervals are those of two separate samples, so they are wide rather than narrow."
        ),
    )


def _title(comparison: Comparison, moved: list[Metric]) -> str:
    if not moved:
        return _("The sector as a whole: no clear change since the %(then)s")
    names = words.each_in([metric.name for metric in moved]).replace("%", "%%")
    return _("The sector as a whole changed %(names)s since the %%(then)s") % {"names": names}


def _change(now: Figure, before: Figure) -> int | None:
    """Of the numbers as printed, so that the three columns agree."""
    return None if now.value is None or before.value is None else words.whole(now.value) - words.whole(before.value)


def _half_width(now: Figure, before: Figure) -> float:
    halves = [((figure.high or 0.0) - (figure.low or 0.0)) / 2 for figure in (now, before)]
    return hypot(*halves)


def _is_clear(now: Figure, before: Figure) -> bool:
    change = _change(now, before)
    return change is not None and abs(change) > _half_width(now, before)


def _cells(metric: Metric, now: Figure, before: Figure) -> tuple[str, ...]:
    change, half = _change(now, before), _half_width(now, before)
    numbers = (metric.name, words.printed(before), words.printed(now))
    if change is None:
        return (*numbers, "", "", _("Too close to call"))
    interval = _("%(low)s to %(high)s") % {"low": words.signed(change - half), "high": words.signed(change + half)}
    verdict = _("Too close to call") if abs(change) <= half else _("Up") if change > 0 else _("Down")
    return (*numbers, words.signed(change), interval, verdict)
