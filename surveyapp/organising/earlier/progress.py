"""An earlier survey that a worker is at, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.models.earlier_wave import EarlierWave

Step = EarlierWave.Step
STAGES = {
    Step.READING: gettext_lazy("Look at every column"),
    Step.CHECKING: gettext_lazy("Read every cell as it would be written"),
    Step.APPLYING: gettext_lazy("Write everything, or nothing"),
    Step.UNDOING: gettext_lazy("Delete what it brought"),
}


def progress(about: EarlierWave) -> dict[str, Any]:
    """What partials/progress.html shows."""
    job = about.jobs.order_by("-requested_at").first()
    here = reverse("surveyapp:earlier-wave", args=[about.programme.slug, about.pk])
    is_over = about.step not in STAGES
    percent = 100 if is_over else (job.percent if job else 0)
    said = {"file": about.file_name, "percent": percent}
    stages = [] if is_over else [{"label": str(STAGES[Step(about.step)]), "state": "now"}]
    return {
        "url": here,
        "title": _("Done") if is_over else _("Working on %(file)s: %(percent)s %%") % said,
        "done": percent,
        "total": 100,
        "stages": stages,
        "over": is_over,
        "message": "" if is_over else _("You may leave this page and come back: the work goes on."),
        "next_url": here if is_over else "",
        "next_label": _("Go on"),
    }
