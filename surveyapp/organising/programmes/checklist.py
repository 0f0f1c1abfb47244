"""What is still missing before a programme's first survey can open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveyapp.models.programme import Programme
from surveyapp.navigation import address
from surveyapp.selectors.programmes import Standing


@dataclass(frozen=True)
class Task:
    """`url` is "" where the page is not there."""

    label: str
    help: str
    url: str
    is_done: bool


def checklist(programme: Programme, standing: Standing) -> list[Task]:
    """In the order in which they are best done."""
    return [
        _task(
            programme,
            "programme-settings",
            _("Say who you are and what you do with answers"),
            _("Information sheet, data controller and contact. Respondents read them before they agree."),
            is_done=bool(programme.information_sheet and programme.data_controller and programme.contact_email),
        ),
        _task(
            programme,
            "questionnaire-list",
            _("Choose or bring a questionnaire"),
            _("A published version is what a survey asks."),
            is_done=standing.n_versions > 0,
        ),
        _task(
            programme,
            "programme-settings",
            _("Choose the groups to compare"),
            _("They are fixed before the first answer."),
            is_done=bool(programme.peer_tree),
        ),
        _task(
            programme,
            "register-imports",
            _("Bring the list of organisations"),
            _("A spreadsheet of whom the survey could ask."),
            is_done=standing.n_organisations > 0,
        ),
        _task(
            programme,
            "register-settings",
            _("Say what the list is"),
            _("Complete, partial, or an open call."),
            is_done=bool(standing.frame),
        ),
        _task(
            programme,
            "wave-new",
            _("Start a survey"),
            _("It stays a draft, which nobody else sees, until you open it."),
            is_done=standing.n_waves > 0,
        ),
    ]


def _task(programme: Programme, name: str, label: str, helps: str, *, is_done: bool) -> Task:
    return Task(label, helps, address(name, [programme.slug]), is_done)
