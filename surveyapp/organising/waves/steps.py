"""Where a survey stands, step by step with days, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave
from surveyapp.navigation import address
from surveyapp.selectors.response_counts import Counts

LATE = timedelta(minutes=5)
"""A worker looks every few seconds: whatever is later than this was not kept."""


@dataclass(frozen=True)
class Step:
    """`state`: done, now, waiting or failed, as the stages of long work."""

    label: str
    state: str
    when: str = ""


@dataclass(frozen=True)
class Next:
    """One button: a link, or, where it `acts`, a POST."""

    label: str
    url: str
    acts: bool = False


def steps(wave: Wave, counts: Counts | None = None) -> list[Step]:
    """Draft, open, closed, results, published, report. Reached is what lies before the present one."""
    was_held_elsewhere = counts is not None and counts.all_imported
    built, published = (_first(wave, f"release.{what}") for what in ("built", "published"))
    at = [Wave.State.DRAFT, Wave.State.OPEN, Wave.State.CLOSED, Wave.State.RELEASED].index(Wave.State(wave.state))
    found = [
        Step(_("Prepared"), _state(0, at)),
        Step(_("Open"), _state(1, at), _opening(wave)),
        Step(
            _("Closed"),
            "done" if at >= 2 else "waiting",
            moment(wave.closes_at) if was_held_elsewhere else _closing(wave),
        ),
        Step(_("Results built and checked"), _results(at, built), _day(built) if at >= 2 else ""),
        Step(_("Results published"), "done" if at == 3 else "waiting", _day(published) if at == 3 else ""),
    ]
    if wave.report_announced_for:
        said = _("announced for %(day)s") % {"day": date_format(wave.report_announced_for, _("j F Y"))}
        found.append(Step(_("Public report"), "waiting" if wave.report_announced_for > _today() else "now", said))
    return found


def _state(place: int, at: int) -> str:
    return "now" if place == at else "done" if place < at else "waiting"


def _results(at: int, built: datetime | None) -> str:
    if at < 2:
        return "waiting"
    return "done" if built or at == 3 else "now"


def _first(wave: Wave, action: str) -> datetime | None:
    """When this was first done of the survey at its close: an interim release comes before it and is another thing."""
    if wave.closed_at is None:
        return None
    found = AuditEntry.objects.filter(wave_id=wave.pk, action=action, at__gte=wave.closed_at).order_by("at").first()
    return found.at if found else None


def _opening(wave: Wave) -> str:
    if wave.state == Wave.State.DRAFT:
        return _("planned for %(moment)s") % {"moment": moment(wave.opens_at)} if wave.opens_at else ""
    said, planned = moment(wave.opens_at), wave.opening_planned_for
    if planned and wave.opens_at and wave.opens_at - planned > LATE:
        return _("%(moment)s, late: planned for %(planned)s") % {"moment": said, "planned": moment(planned)}
    return said


def _closing(wave: Wave) -> str:
    planned = wave.closes_at
    if wave.closed_at is None:
        return _("planned for %(moment)s") % {"moment": moment(planned)} if planned else ""
    if planned and wave.closed_at - planned > LATE:
        said = _("%(moment)s, late: planned for %(planned)s")
        return said % {"moment": moment(wave.closed_at), "planned": moment(planned)}
    return moment(wave.closed_at)


def overdue(wave: Wave) -> str:
    """What should have happened by itself and has not, in a sentence; "" where all is well."""
    now = timezone.now()
    if wave.state == Wave.State.DRAFT and wave.closes_at and wave.opens_at and wave.closes_at <= now:
        return _("The whole time of this survey passed while no worker was there to open it. Give it new dates.")
    if wave.state == Wave.State.DRAFT and wave.opens_at and wave.opens_at + LATE < now:
        return _("This survey should be open by now. A worker opens it: whoever operates this installation sees to it.")
    if wave.is_open and wave.closes_at and wave.closes_at + LATE < now:
        return _(
            "This survey should be closed by now, and still takes answers. A worker closes it: whoever operates this "
            "installation sees to it."
        )
    return ""


def next_thing(wave: Wave, counts: Counts) -> Next:
    """The one thing that brings the survey on."""
    here = [wave.programme.slug, wave.slug]
    if wave.state == Wave.State.DRAFT:
        return Next(_("Open the survey"), address("wave-open", here), acts=True)
    if wave.is_open:
        inviting, watch = address("wave-invitations", here), address("wave-watch", here)
        if inviting and not counts.invited:
            return Next(_("Invite organisations"), inviting)
        return Next(_("See who has answered"), watch) if watch else Next(_("Dates"), address("wave-dates", here))
    if counts.all_imported and wave.state == Wave.State.CLOSED and not _first(wave, "release.built"):
        return Next(_("Build its results"), address("earlier-waves", here[:1]))
    results = address("benchmarking:release-list", here)
    return Next(
        _("See what was published") if wave.state == Wave.State.RELEASED else _("Watch the results being built"),
        results,
    )


def moment(at: datetime | None) -> str:
    """On the clocks of the programme."""
    return date_format(timezone.localtime(at), _("j F Y, H:i")) if at else ""


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), _("j F Y")) if at else ""


def _today() -> date:
    return timezone.localdate()
