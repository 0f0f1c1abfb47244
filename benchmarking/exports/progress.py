"""A file that is being made, in words: which stages lie behind, which one it is at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benchmarking.models.report import Report

# The stages as benchmarking.exports.making names them, in its order.
STAGES = {
    "comparing": gettext_lazy("Compare your results with what is published"),
    "drawing": gettext_lazy("Write the tables and draw the figures"),
    "keeping": gettext_lazy("Keep the file for you"),
}


def progress(report: Report) -> dict[str, Any]:
    """What partials/progress.html shows. Once over it leads back to the page, which then has the file or asks again."""
    is_over = report.state in (Report.State.DONE, Report.State.FAILED)
    here = reverse("benchmarking:report-detail", args=[report.pk])
    return {
        "url": here,
        "title": _title(report),
        "done": report.percent,
        "total": 100,
        "stages": [{"label": str(label), "state": _state(report, name)} for name, label in STAGES.items()],
        "over": is_over,
        "message": _message(report),
        "next_url": here if is_over else "",
        "next_label": _("Go to the file") if report.state == Report.State.DONE else _("See what to do"),
    }


def _title(report: Report) -> str:
    return {
        Report.State.WAITING: _("Waiting for a worker"),
        Report.State.RUNNING: _("The file is being made: %(percent)s %%") % {"percent": report.percent},
        Report.State.DONE: _("The file is ready"),
        Report.State.FAILED: _("The file could not be made"),
    }[Report.State(report.state)]


def _message(report: Report) -> str:
    # Never the error itself: it may quote a text of the survey.
    if report.state != Report.State.WAITING:
        return ""
    if report.attempts:
        return _("An attempt failed. It is tried again by itself within a minute.")
    return _("You may close this page: an e-mail tells you when the file is ready.")


def _state(report: Report, name: str) -> str:
    names = list(STAGES)
    at = names.index(report.stage) if report.stage in names else -1
    number = names.index(name)
    if report.state == Report.State.DONE or number < at:
        return "done"
    if number > at:
        return "waiting"
    return {"failed": "failed", "running": "now"}.get(report.state, "waiting")
