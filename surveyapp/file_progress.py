"""A file that a worker makes, in words: which stages lie behind, which one it is at. Both apps show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from surveyapp.models.job import WorkRow


def progress(row: WorkRow, stages: Mapping[str, str | Promise], here: str) -> dict[str, Any]:
    """What partials/progress.html shows. `stages`: name → words, in their order. Once over it leads back to the page
    (`here`), which then has the file or says why not."""
    is_over = row.state in (WorkRow.State.DONE, WorkRow.State.FAILED)
    return {
        "url": here,
        "title": _title(row),
        "done": row.percent,
        "total": 100,
        "stages": [{"label": str(label), "state": _stage(row, [*stages], name)} for name, label in stages.items()],
        "over": is_over,
        "message": _message(row),
        "next_url": here if is_over else "",
        "next_label": _("Go to the file") if row.state == WorkRow.State.DONE else _("See what to do"),
    }


def _title(row: WorkRow) -> str:
    return {
        WorkRow.State.WAITING: _("Waiting for a worker"),
        WorkRow.State.RUNNING: _("The file is being made: %(percent)s %%") % {"percent": row.percent},
        WorkRow.State.DONE: _("The file is ready"),
        WorkRow.State.FAILED: _("The file could not be made"),
    }[WorkRow.State(row.state)]


def _message(row: WorkRow) -> str:
    # Never the error itself: it may quote a text of the survey.
    if row.state != WorkRow.State.WAITING:
        return ""
    if row.attempts:
        return _("An attempt failed. It is tried again by itself within a minute.")
    return _("You may close this page: an e-mail tells you when the file is ready.")


def _stage(row: WorkRow, names: list[str], name: str) -> str:
    at, number = names.index(row.stage) if row.stage in names else -1, names.index(name)
    if row.state == WorkRow.State.DONE or number < at:
        return "done"
    if number > at:
        return "waiting"
    return {"failed": "failed", "running": "now"}.get(row.state, "waiting")
