"""Doorbells: an id in, one call. What is undone stands in the database; a lost or doubled message changes nothing."""

from __future__ import annotations

from functools import partial

from celery import shared_task
from django.utils import timezone

from benchmarking import pipeline
from benchmarking.actions import exchange, learner_letters, learners, reports, run_results, sector_reports
from benchmarking.actions.kept_pages import PREPARE
from benchmarking.dashboards import prepared_results
from benchmarking.exports import letters, making
from benchmarking.models.exchange import IntroductionLetter
from benchmarking.models.learners import DelegateLetter, RunResult
from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from benchmarking.models.report import Report
from benchmarking.models.sector_report import SectorReportFile
from benchmarking.public import making as public_making
from benchmarking.training.exchange_letters import letters as letters_of_introduction
from surveyapp import queue
from surveyapp.actions.attempts import advance, attempt
from surveyapp.actions.deliveries import request_account_mail
from surveyapp.selectors import work
from surveyapp.selectors.work import UNDONE


@shared_task(name="benchmarking.build_release")
def build_release(release_id: str) -> None:
    """Build one release, unless it is done or another worker is at it."""
    pipeline.build_release(release_id)


@shared_task(name="benchmarking.rebuild_own_results")
def rebuild_own_results(occasion: str = "") -> None:
    """Build every organisation's own result that is undone; the occasion only says in the log why."""
    undone = list(OwnResultRequest.objects.filter(state__in=UNDONE).order_by("requested_at"))
    for request in undone:
        pipeline.rebuild_own_result(request.pk)
    if undone:
        queue.nudge(PREPARE, occasion)


@shared_task(name=PREPARE)
def prepare_pages(occasion: str = "") -> None:
    """Make pages of results ahead of whoever will look; the occasion only says in the log why."""
    if prepared_results.prepare():
        queue.nudge(PREPARE, occasion)


@shared_task(name="benchmarking.make_report")
def make_report(report_id: str) -> None:
    """Make one file of results and tell who asked for it, unless it is done or another worker is at it."""
    rows = Report.objects.select_related("organisation__programme", "wave", "account")
    with work.held(rows, report_id) as report:
        if report is not None:
            attempt(report, lambda: _make_report(report))


def _make_report(report: Report) -> None:
    made = making.make(report, lambda stage, percent: advance(report, stage, percent))
    reports.store_report(report=report, content=made.content, release_id=made.release_id)
    letter = letters.ready(report)
    if letter is not None:
        request_account_mail(key=f"report:{report.pk}", **letter)


@shared_task(name="benchmarking.write_introduction_letter")
def write_introduction_letter(letter_id: str) -> None:
    """Write to the coordinators of one side of an introduction, unless it is done or another worker is at it."""
    with work.held(IntroductionLetter.objects.select_related("side__organisation__programme"), letter_id) as letter:
        if letter is not None:
            attempt(letter, lambda: _write_introduction_letter(letter))


def _write_introduction_letter(letter: IntroductionLetter) -> None:
    for account, subject, body in letters_of_introduction(letter):
        request_account_mail(key=f"{letter.key}:{account.pk}", account=account, subject=subject, body=body)
    exchange.letter_written(letter=letter)


@shared_task(name="benchmarking.build_run_result")
def build_run_result(result_id: str) -> None:
    """Build what may be said of a run of a course, unless it is done or another worker is at it."""
    with work.held(RunResult.objects.select_related("run__programme"), result_id) as result:
        if result is not None:
            attempt(result, lambda: run_results.build_run_result(result))


@shared_task(name="benchmarking.send_delegate_letter")
def send_delegate_letter(letter_id: str) -> None:
    """Send one e-mail to a delegate, unless it was sent."""
    with work.held(DelegateLetter.objects.select_related("delegate__run"), letter_id) as letter:
        if letter is not None:
            attempt(letter, lambda: learner_letters.send_letter(letter))


@shared_task(name=sector_reports.MAKE)
def make_sector_report_files(occasion: str = "") -> None:
    """Make every file of a public report that is not there in its present state; the occasion only says in the log why."""
    rows = SectorReportFile.objects.select_related("release__wave__programme", "release__wave__sector_report")
    for asked in sector_reports.ask_for_files():
        with work.held(rows, asked.pk) as row:
            if row is not None:
                attempt(row, partial(public_making.make, row))


@shared_task(name="benchmarking.sweep")
def sweep() -> None:
    """Take up every row of publishing's work that is undone; own results first, as they are quick.

    Rows that used up their attempts are taken up too: that is when they are marked as failed.
    """
    rebuild_own_results()
    for release in Release.objects.filter(state__in=UNDONE).order_by("requested_at"):
        pipeline.build_release(release.pk)
    for report in Report.objects.filter(state__in=UNDONE).order_by("requested_at"):
        make_report(str(report.pk))
    for letter in IntroductionLetter.objects.filter(state__in=UNDONE).order_by("requested_at"):
        write_introduction_letter(str(letter.pk))
    learners.follow_up_due_runs(today=timezone.localdate())
    learners.remind(now=timezone.now())
    learners.delete_old_ratings(today=timezone.localdate())
    for to_delegate in DelegateLetter.objects.filter(state__in=UNDONE).order_by("requested_at"):
        send_delegate_letter(str(to_delegate.pk))
    for result in RunResult.objects.filter(state__in=UNDONE).order_by("requested_at"):
        build_run_result(str(result.pk))
    make_sector_report_files()
    reports.delete_expired_reports(now=timezone.now())
    prepared_results.prepare()
