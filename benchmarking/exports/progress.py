"""A file that is being made, in words: which stages lie behind, which one it is at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from benchmarking.models.report import Report
from surveyapp import file_progress

# The stages as benchmarking.exports.making names them, in its order.
STAGES = {
    "comparing": gettext_lazy("Compare your results with what is published"),
    "drawing": gettext_lazy("Write the tables and draw the figures"),
    "keeping": gettext_lazy("Keep the file for you"),
}


def progress(report: Report) -> dict[str, Any]:
    """What partials/progress.html shows."""
    return file_progress.progress(report, STAGES, reverse("benchmarking:report-detail", args=[report.pk]))
