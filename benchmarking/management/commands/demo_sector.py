"""Make an invented sector: a register, two closed surveys with their results, and one that is open."""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from benchmarking import tasks
from benchmarking.actions.releases import publish_release
from benchmarking.actions.sector_reports import make_public
from benchmarking.management.synthetic_sector import programme as programmes
from benchmarking.management.synthetic_sector import register
from benchmarking.management.synthetic_sector.course import course_for
from benchmarking.management.synthetic_sector.latent_traits import Sector
from benchmarking.management.synthetic_sector.planned import plan_for
from benchmarking.management.synthetic_sector.rounds import Round
from benchmarking.models.release import Release
from surveyapp.actions.participations import confirm_participation
from surveyapp.actions.waves import close_wave
from surveyapp.instruments import loader
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave

FEWEST = 12


class Command(BaseCommand):
    help = "Make the synthetic sector: two closed surveys with releases, and one open survey."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisations", type=int, default=64, help="companies that take part (at least 12)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another sector")
        parser.add_argument("--if-missing", action="store_true", help="leave a sector that is there as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        participants, seed = options["organisations"], options["seed"]
        if participants < FEWEST:
            raise CommandError(f"A sector needs at least {FEWEST} organisations; {participants} were asked for.")
        if (found := Programme.objects.filter(slug=programmes.SLUG).first()) is not None:
            self._keep(found, options["if_missing"])
            return
        with transaction.atomic():
            self._make(participants, seed)
        self._publish_what_is_closed()

    def _keep(self, programme: Programme, if_missing: bool) -> None:
        if not if_missing:
            raise CommandError(
                "The synthetic sector is there already. `make clean` removes it with all that was entered."
            )
        self.stdout.write(f"The synthetic sector of {programme.created_at:%d %B %Y} is kept as it is")
        self.stdout.write("(to begin anew, or with another number of organisations: make clean, then make demo)")
        tasks.sweep()

    def _make(self, participants: int, seed: int) -> None:
        sites = register.register(participants, np.random.default_rng([seed, 0]))
        version = programmes.publish()
        programme = programmes.make_programme(version)
        programmes.make_register(programme, sites)
        sector = Sector(loader.read(version.definition), [site.facets["size_band"] for site in sites], seed)
        taking_part, silent = register.takes_part(sites, participants), register.invited_in_vain(sites, participants)
        for year, survey in enumerate(programmes.SURVEYS):
            wave = programmes.open_survey(programme, survey, version)
            Round(wave, year, taking_part, silent, sector, seed).fill(self._progress(f"{survey.slug} survey"))
            self._confirm(wave)
            if survey.published:
                close_wave(wave=wave, by=None, by_kind="operator")
                Wave.objects.filter(pk=wave.pk).update(closed_at=survey.closes)

    def _confirm(self, wave: Wave) -> None:
        """The coordinator with an account confirms; the wave counts the others unconfirmed, as it says beforehand."""
        for email in (programmes.COORDINATOR, programmes.PLASMA_COORDINATOR):
            account = Account.objects.get(email=email)
            participation = Participation.objects.get(wave=wave, organisation__memberships__account=account)
            confirm_participation(participation=participation, by=account)

    def _publish_what_is_closed(self) -> None:
        self.stdout.write("Building and publishing the results of the closed surveys")
        organiser = Account.objects.get(email=programmes.ORGANISER)
        for release in Release.objects.filter(wave__programme__slug=programmes.SLUG).order_by("wave__opens_at"):
            tasks.build_release(str(release.pk))
            release.refresh_from_db()
            publish_release(release=release, by=organiser)
            self._date(release)
        course_for(Account.objects.get(email=programmes.COORDINATOR))
        tasks.sweep()  # the organisations' own results, and that of the course
        self._plan_from_what_is_closed()

    def _plan_from_what_is_closed(self) -> None:
        """The coordinator planned after the last closed survey; the open one shows how far that led."""
        closed = [survey for survey in programmes.SURVEYS if survey.published][-1]
        wave = Wave.objects.get(programme__slug=programmes.SLUG, slug=closed.slug)
        plan_for(Account.objects.get(email=programmes.COORDINATOR), wave)
        make_public(wave=wave, by=Account.objects.get(email=programmes.ORGANISER))  # the demo's worker makes its files

    def _date(self, release: Release) -> None:
        """Earlier surveys came out when their years say, not today."""
        survey = next(survey for survey in programmes.SURVEYS if survey.slug == release.wave.slug)
        Release.objects.filter(pk=release.pk).update(published_at=survey.published)

    def _progress(self, label: str) -> Any:
        began = time.monotonic()

        def show(done: int, total: int) -> None:
            if done == total:
                line = f"{label}: {total} organisations answered ({time.monotonic() - began:.0f} s)\n"
            elif sys.stdout.isatty():
                line = f"{label}: {done} of {total} organisations"
            else:
                return
            self.stdout.write(("\r" if sys.stdout.isatty() else "") + line, ending="")
            self.stdout.flush()

        return show
