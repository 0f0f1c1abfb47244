"""Mailings and states in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.models.letters import LetterKind, Mailing
from surveyapp.models.wave import Wave
from surveyapp.organising.invitations.gate import address

LEFT_OUT = {
    "already": gettext_lazy("Was invited already"),
    "no_address": gettext_lazy("No e-mail address"),
    "unsubscribed": gettext_lazy("Asked for no more letters"),
    "bounced": gettext_lazy("E-mails to this address come back"),
    "complained": gettext_lazy("Reported a letter as spam"),
    "left": gettext_lazy("Withdrew, or the organisation left the register"),
    "finished": gettext_lazy("Have finished"),
    "unfinished": gettext_lazy("Have not finished"),
    "recent": gettext_lazy("Had a letter within the last 48 hours"),
}


def left_out(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Reason and how many, as the reasons stand above."""
    return [{"why": label, "n": counts[why]} for why, label in LEFT_OUT.items() if counts.get(why)]


def progress(mailing: Mailing) -> dict[str, Any]:
    """What partials/progress.html shows."""
    here = address("wave-mailing", mailing.wave, mailing.pk)
    leads_on = mailing.state == Mailing.State.DONE and any(mailing.left_out.values())
    is_over = mailing.state in (Mailing.State.DONE, Mailing.State.FAILED)
    return {
        "url": here,
        "title": _title(mailing),
        "done": mailing.percent,
        "total": 100,
        "stages": [{"label": _("Write the letters"), "state": "done" if is_over else "now"}],
        "over": is_over,
        "message": "" if is_over else _("You may leave this page and come back: the work goes on."),
        "next_url": here if leads_on else "",
        "next_label": _("See who was left out"),
    }


def _title(mailing: Mailing) -> str:
    if mailing.state == Mailing.State.FAILED:
        return _("The letters could not all be written")
    if mailing.state == Mailing.State.DONE:
        return _("The letters are written and wait to be sent")
    return _("The letters are being written: %(percent)s %%") % {"percent": mailing.percent}


def state(mailing: Mailing) -> str:
    """One line of the list."""
    if not mailing.is_confirmed:
        return _("Waits for your decision")
    if mailing.state == Mailing.State.DONE:
        return _("Stopped: the survey closed") if mailing.error else _("Written")
    if mailing.state == Mailing.State.FAILED:
        return _("Could not be finished")
    return _("Goes out when the survey opens") if mailing.wave.state == Wave.State.DRAFT else _("Being written")


def name(mailing: Mailing) -> str:
    label = LetterKind(mailing.kind).label
    return (
        str(label)
        if mailing.kind == LetterKind.EXTENSION
        else _("%(letter)s %(number)s") % {"letter": label, "number": mailing.number}
    )
