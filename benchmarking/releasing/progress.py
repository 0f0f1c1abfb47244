"""A build that goes on, in words: which stages lie behind, which one it is at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benchmarking.models.release import Release

# The stages as benchmarking.pipeline names them, in its order.
STAGES = {
    "reading": gettext_lazy("Read the submitted answers"),
    "merging": gettext_lazy("Merge the people of each organisation"),
    "scoring": gettext_lazy("Score every organisation"),
    "grouping": gettext_lazy("Form the peer groups"),
    "checking": gettext_lazy("Check every figure against the disclosure rules"),
    "deriving": gettext_lazy("Take differences of what may be shown"),
    "writing": gettext_lazy("Write the figures, all at once"),
}


def progress(release: Release) -> dict[str, Any]:
    """What partials/progress.html shows."""
    is_over = release.state in (Release.State.DONE, Release.State.FAILED)
    return {
        "url": reverse("benchmarking:release-detail", args=[release.pk]),
        "title": _title(release),
        "done": release.percent,
        "total": 100,
        "stages": _stages(release),
        "over": is_over,
        "message": _message(release),
        "next_url": reverse("benchmarking:release-detail", args=[release.pk]) if is_over else "",
        "next_label": _("See what can be shown") if release.state == Release.State.DONE else _("See what to do"),
    }


def _title(release: Release) -> str:
    titles = {
        Release.State.WAITING: _("Waiting for a worker"),
        Release.State.RUNNING: _("The results are being built: %(percent)s %%") % {"percent": release.percent},
        Release.State.DONE: _("The results are complete"),
        Release.State.FAILED: _("The results could not be built"),
    }
    return titles[Release.State(release.state)]


def _message(release: Release) -> str:
    # Never the error itself: it may quote an answer, and organisers read no answers on the web.
    if release.state == Release.State.WAITING and release.attempts:
        return _("An attempt failed. It is tried again by itself within a minute.")
    return "" if release.state != Release.State.WAITING else _("You may close this page; the work goes on without you.")


def _stages(release: Release) -> list[dict[str, str]]:
    names = list(STAGES)
    at = names.index(release.stage) if release.stage in names else -1
    if release.state == Release.State.DONE:
        at = len(names)
    return [{"label": str(STAGES[name]), "state": _state(release, number, at)} for number, name in enumerate(names)]


def _state(release: Release, number: int, at: int) -> str:
    if number < at:
        return "done"
    if number > at:
        return "waiting"
    return {"failed": "failed", "running": "now"}.get(release.state, "waiting")
