"""Print what to do with the synthetic sector, as five numbered steps with addresses."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from benchmarking.management.synthetic_sector import programme as programmes
from surveyapp.actions.letter_links import link_of
from surveyapp.models.invitation import Invitation
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors.instruments import instrument
from surveyapp.selectors.invitations import asked_on_path
from surveyapp.selectors.progress import counted

STORY = """\
1  A shift lead answers {questions} questions on a phone, and what follows from them, and sees own levels and
   the next step
   {link}

2  The organiser closes the open survey, watches the progress bar and publishes
   {organise}   {organiser}   {password}

3  The coordinator of a 400-person biologics contract manufacturer reloads: one sentence, one dimension up since
   last time, two skill groups short, and a module with the people it is for; and a plan made a year ago, with what came of it
   {benchmarks}   {benchmarks}plan/   {coordinator}   {password}

4  A blood plasma company asks for its own group: not enough organisations, and why
   {benchmarks}?survey=2025   {plasma}   {password}

5  Digital twins: the share that has started, with n and its interval, beside the bare 24 % of an article; and the report that
   everybody reads, without signing in
   {benchmarks}?survey=2025#twins   {coordinator}   {password}
   {report}

Signing in is at {login}. Everything here is invented.
"""
PLAYED = (
    "The open survey has been closed, so steps 1 and 2 are behind you: `make clean`, then `make demo`, begins anew."
)


class Command(BaseCommand):
    help = "Print the demo's story with its addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(programme__slug=programmes.SLUG).order_by("-opens_at").first()
        if wave is None:
            raise CommandError("There is no synthetic sector yet: manage.py demo_sector makes it.")
        self.stdout.write(
            STORY.format(
                link=shift_leads_link(wave),
                questions=n_questions(wave),
                organise=_address("/organise/"),
                benchmarks=_address("/benchmarks/"),
                login=_address(reverse("login")),
                report=_address(reverse("benchmarking:sector-report-newest", args=[programmes.SLUG])),
                organiser=programmes.ORGANISER,
                coordinator=programmes.COORDINATOR,
                plasma=programmes.PLASMA_COORDINATOR,
                password=programmes.PASSWORD,
            )
        )
        if not wave.is_open:
            self.stdout.write(PLAYED)


def n_questions(wave: Wave) -> int:
    """How many questions whoever takes the short path is asked, whatever they answer; one may lead to another."""
    questionnaire = instrument(wave.instrument_version_id)
    asked = asked_on_path(questionnaire, Invitation.Path.SHORT, [], is_coordinator=False)
    return sum(len(codes) for codes in counted(questionnaire, asked).values())


def shift_leads_link(wave: Wave) -> str:
    """The personal link of the coordinated site's shift lead: the same at every start, though only its digest is kept."""
    seed = f"shift lead of {wave.pk}".encode()
    token = hmac.new(settings.SECRET_KEY.encode(), seed, hashlib.sha256).hexdigest()[:32]
    participation = Participation.objects.get(
        wave=wave, organisation__memberships__account__email=programmes.COORDINATOR
    )
    Invitation.objects.get_or_create(
        token_sha256=Invitation.digest(token),
        defaults={"participation": participation, "name": "Shift lead", "path": Invitation.Path.SHORT},
    )
    return link_of(token)


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
