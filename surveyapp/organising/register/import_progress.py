"""A file that a worker is at, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.models.register_import import RegisterImport, RegisterJob

STAGES = {
    "check": {
        "reading": gettext_lazy("Read the file and look at every cell"),
        "matching": gettext_lazy("Compare it with the register"),
        "likeness": gettext_lazy("Look for organisations that are there already under another spelling"),
    },
    "apply": {"writing": gettext_lazy("Write everything, or nothing")},
    "undo": {"undoing": gettext_lazy("Put everything back, or nothing")},
}
AT_WORK = (RegisterImport.Step.CHECKING, RegisterImport.Step.APPLYING, RegisterImport.Step.UNDOING)


def progress(about: RegisterImport) -> dict[str, Any]:
    """What partials/progress.html shows."""
    job = about.jobs.order_by("-requested_at").first()
    here = reverse("surveyapp:register-import", args=[about.programme.slug, about.pk])
    is_over = about.step not in AT_WORK
    percent = 100 if is_over else (job.percent if job else 0)
    return {
        "url": here,
        "title": _title(about, percent, is_over=is_over),
        "done": percent,
        "total": 100,
        "stages": _stages(job, is_over=is_over),
        "over": is_over,
        "message": "" if is_over else _("You may leave this page and come back: the work goes on."),
        "next_url": here if is_over else "",
        "next_label": _("See what it found") if job and job.kind == "check" else _("See what was written"),
    }


def _title(about: RegisterImport, percent: int, *, is_over: bool) -> str:
    if is_over:
        return _("Done")
    said = {
        "checking": _("Checking %(file)s: %(percent)s %%"),
        "applying": _("Writing %(file)s: %(percent)s %%"),
        "undoing": _("Taking %(file)s back: %(percent)s %%"),
    }
    return said[about.step] % {"file": about.file_name, "percent": percent}


def _stages(job: RegisterJob | None, *, is_over: bool) -> list[dict[str, str]]:
    if job is None:
        return []
    names = list(STAGES[job.kind])
    at = names.index(job.stage) if job.stage in names else -1
    labels = STAGES[job.kind].values()
    return [{"label": str(label), "state": _state(n, at, is_over=is_over)} for n, label in enumerate(labels)]


def _state(number: int, at: int, *, is_over: bool) -> str:
    if is_over or number < at:
        return "done"
    return "now" if number == at else "waiting"
