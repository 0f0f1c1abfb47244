"""Doorbells: an id in, one call."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from surveyapp import queue
from surveyapp.actions import (
    deliveries,
    delivery_batches,
    delivery_sending,
    earlier_waves,
    fresh_links,
    interface,
    joining,
    joining_letters,
    mailing_work,
    mailings,
    raw_exports,
    register_imports,
    retention,
    returned_mail,
    wave_dates,
    webhook_sending,
    webhooks,
)
from surveyapp.actions.attempts import advance, attempt
from surveyapp.mail import mailboxes
from surveyapp.microdata import letters, making
from surveyapp.models.earlier_wave import EarlierJob
from surveyapp.models.job import Heartbeat
from surveyapp.models.joining import JoinLetter
from surveyapp.models.letters import Mailing
from surveyapp.models.link_request import LinkRequest
from surveyapp.models.raw_export import RawExport
from surveyapp.models.register_import import RegisterJob
from surveyapp.organising.earlier import working as earlier_working
from surveyapp.organising.register import working
from surveyapp.selectors import work


@shared_task(name="surveyapp.record_heartbeat")
def record_heartbeat() -> None:
    """Say that a worker is there; /readyz reads it."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


@shared_task(name="surveyapp.send_delivery")
def send_delivery(delivery_id: str) -> None:
    """Send the next e-mails, unless this one went with others already."""
    delivery_sending.send_delivery(delivery_id)


@shared_task(name="surveyapp.read_bounces")
def read_bounces() -> None:
    """Read the mailbox of returned e-mails, where there is one."""
    if settings.BOUNCE_IMAP_URL:
        returned_mail.read_returned(mailboxes.unseen(settings.BOUNCE_IMAP_URL))


@shared_task(name="surveyapp.answer_link_request")
def answer_link_request(request_id: str) -> None:
    """Send somebody the links they asked for, unless that was done."""
    fresh_links.answer_link_request(request_id)


@shared_task(name="surveyapp.work_on_mailing")
def work_on_mailing(mailing_id: str) -> None:
    """Write the letters of a mailing, unless that was done, its survey has not opened, or another worker is at it."""
    with work.held(Mailing.objects.select_related("wave__programme"), mailing_id) as mailing:
        if mailing is not None and mailing_work.may_begin(mailing):
            attempt(mailing, lambda: mailing_work.work(mailing))


@shared_task(name="surveyapp.work_on_register")
def work_on_register(job_id: str) -> None:
    """Check a file for the register, or write it, unless that was done or another worker is at it."""
    with work.held(RegisterJob.objects.all(), job_id) as job:
        if job is not None:
            attempt(job, lambda: working.work(job))
            if job.state == job.State.FAILED:
                register_imports.give_up(job)


@shared_task(name="surveyapp.work_on_earlier_wave")
def work_on_earlier_wave(job_id: str) -> None:
    """Read, check, write or take back an earlier survey, unless that was done or another worker is at it."""
    with work.held(EarlierJob.objects.all(), job_id) as job:
        if job is not None:
            attempt(job, lambda: earlier_working.work(job))
            if job.state == job.State.FAILED:
                earlier_waves.give_up(job)


@shared_task(name="surveyapp.make_raw_export")
def make_raw_export(export_id: str) -> None:
    """Make and check one file of raw answers and tell who ordered it, unless it is done or another worker is at it."""
    rows = RawExport.objects.select_related("wave__programme", "account", "programme")
    with work.held(rows, export_id) as export:
        if export is not None:
            attempt(export, lambda: _make_raw_export(export))


def _make_raw_export(export: RawExport) -> None:
    with making.made(export, lambda stage, percent: advance(export, stage, percent)) as made:
        raw_exports.store_raw_export(export=export, made=made)
    letter = letters.ready(export)
    if letter is not None:
        deliveries.request_account_mail(key=f"raw-export:{export.pk}", **letter)


@shared_task(name="surveyapp.send_join_letter")
def send_join_letter(letter_id: str) -> None:
    """Send one letter to whoever asked to join, unless it was sent."""
    with work.held(JoinLetter.objects.select_related("request"), letter_id) as letter:
        if letter is not None:
            attempt(letter, lambda: joining_letters.send_letter(letter))


@shared_task(name="surveyapp.send_webhook")
def send_webhook(delivery_id: str) -> None:
    """Try one message of a webhook once, if it is due and no other worker is at it."""
    webhook_sending.send(delivery_id)


@shared_task(name="surveyapp.sweep")
def sweep() -> None:
    """Take up every row of collecting's work that is undone."""
    delivery_batches.settle_crashed()
    delivery_sending.ring()
    for request_id in work.undone(LinkRequest.objects.all()):
        queue.nudge("surveyapp.answer_link_request", request_id)
    for export in RawExport.objects.filter(state__in=work.UNDONE).order_by("requested_at"):
        queue.nudge(raw_exports.MAKE, export.pk)
    raw_exports.delete_files_that_are_over(now=timezone.now())
    for job in RegisterJob.objects.filter(state__in=work.UNDONE).order_by("requested_at"):
        queue.nudge("surveyapp.work_on_register", job.pk)
    mailing_work.drop_overtaken()
    for mailing in Mailing.objects.filter(state__in=work.UNDONE, is_confirmed=True).exclude(wave__state="draft"):
        queue.nudge(mailings.WORK, mailing.pk)
    for letter in JoinLetter.objects.filter(state__in=work.UNDONE).order_by("requested_at"):
        queue.nudge(joining_letters.SEND, letter.pk)
    for message_id in webhook_sending.due(timezone.now()):
        queue.nudge(webhooks.SEND, message_id)
    webhook_sending.forget_old(now=timezone.now())
    interface.forget_old_calls(now=timezone.now())
    for earlier in EarlierJob.objects.filter(state__in=work.UNDONE).order_by("requested_at"):
        queue.nudge(earlier_waves.WORK, earlier.pk)
    register_imports.delete_old_imports(now=timezone.now())
    earlier_waves.delete_old_files(now=timezone.now())
    joining.delete_old_requests(now=timezone.now())
    mailings.delete_old_mailings(now=timezone.now())


@shared_task(name="surveyapp.keep_dates")
def keep_dates() -> None:
    """Open, remind and close the surveys whose moment has come."""
    wave_dates.keep_dates()


@shared_task(name="surveyapp.delete_expired_answers")
def delete_expired_answers() -> None:
    """Once a day: delete what respondents were told would be deleted."""
    retention.delete_expired_answers(now=timezone.now())
