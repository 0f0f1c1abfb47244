"""The table of every imported measure: results that came from a file have scores and no questions of ours."""

from __future__ import annotations

from django.utils.translation import gettext as _

from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.lines import lines
from benchmarking.dashboards.metrics import score_metrics
from benchmarking.dashboards.names import source, source_line
from benchmarking.dashboards.profile_table import profile_cells, profile_columns


def all_measures(comparison: Comparison) -> Finding | None:
    """In the questionnaire's order, with the same columns as the profile."""
    metrics = score_metrics(comparison.instrument)
    if not metrics:
        return None
    found = sorted(lines(comparison, metrics), key=lambda line: metrics.index(line.metric))
    return Finding(
        id="measures",
        title=_("All %(n)s measures") % {"n": len(found)},
        subtitle=_("Scores from 0 to 100. %(source)s") % {"source": source_line(comparison)},
        columns=(Column(_("Measure")), *profile_columns(comparison, found)[1:]),
        rows=tuple(profile_cells(comparison, found, line) for line in found),
        source=source(comparison),
    )
