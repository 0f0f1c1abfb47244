"""What comes next for a survey, with a link. A step whose page is not there leads to the survey's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.navigation import address


@dataclass(frozen=True)
class Step:
    label: str
    url: str


def next_step(wave: Wave, to_sign: Mapping[UUID, str]) -> Step:
    """`to_sign`: of `selectors.signatures.waiting`."""
    if wave.pk in to_sign:
        return Step(_("A signature waits"), to_sign[wave.pk])
    place = [wave.programme.slug, wave.slug]
    here = address("wave-detail", place)
    if wave.state == Wave.State.DRAFT:
        return Step(_("Prepare and open it"), here)
    if wave.state == Wave.State.OPEN:
        return Step(_("See who has answered"), address("wave-watch", place) or here)
    if wave.state == Wave.State.CLOSED:
        return Step(_("Check the results and publish"), address("benchmarking:release-list", place) or here)
    report = address("benchmarking:sector-report-settings", place) or address("benchmarking:release-list", place)
    return Step(_("See what was published"), report or here)


def start_of(programme: Programme) -> str:
    """The address where a survey is started; "" where there is none."""
    return address("wave-new", [programme.slug])
