"""Ask for a file of results, keep it, and let it go when its time is over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.actions import audit
from benchmarking.models.report import Report
from surveyapp import queue
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.row_scope import organisation_scope

MAKE = "benchmarking.make_report"
KEPT_FOR = timedelta(days=14)
UNDONE = (Report.State.WAITING, Report.State.RUNNING)
# Of one person for one organisation; as many as the page lists.
MOST_FILES = 30


class TooManyFiles(Exception):  # noqa: N818 - a refusal; nothing was written
    """Somebody asks for one file more while so many of theirs are kept."""


@dataclass(frozen=True)
class Wanted:
    """Of which survey, beside which group ("" for the whole sector), as what, in which language."""

    wave_id: UUID
    group: str
    format: str
    language: str


def request_report(
    *, organisation: Organisation, account: Account, wanted: Wanted, release_id: UUID | None = None
) -> Report:
    """The row of work for a file, in the organisation's scope; while one is undone the same request finds it again.

    Two requests at once count the same earlier ones, so that they have the same key: one writes, the other finds. A
    request after a file was made, or after it failed, is a new one, as results may have changed since. `release_id`: what
    is published now, by which the group is called until the file is made. Raises TooManyFiles.
    """
    fields: dict[str, Any] = {"organisation": organisation, "account": account, **asdict(wanted)}
    with organisation_scope(organisation.id), transaction.atomic():
        asked = Report.objects.filter(**fields)
        undone = asked.filter(state__in=UNDONE).first()
        if undone is None and _has_room(organisation, account):
            return _ask(asked, fields, release_id)
    if undone is None:
        raise TooManyFiles(_too_many())
    return undone


def _ask(asked: QuerySet[Report], fields: dict[str, Any], release_id: UUID | None) -> Report:
    parts = [*(str(getattr(part, "pk", part)) for part in fields.values()), str(asked.count())]
    key = f"report:{sha256(repr(parts).encode()).hexdigest()}"
    report, is_new = Report.objects.get_or_create(key=key, defaults=fields | {"release_id": release_id})
    if is_new:
        _record("report.requested", report, by=fields["account"])
        queue.nudge(MAKE, report.pk)
    return report


def _has_room(organisation: Organisation, account: Account) -> bool:
    here = ~Q(file="") | Q(state__in=UNDONE)
    return Report.objects.filter(here, organisation=organisation, account=account).count() < MOST_FILES


def _too_many() -> str:
    said = _(
        "%(most)s files of yours are here or being made. Take one of those listed below, or come back once the oldest is "
        "deleted: each goes %(days)s days after it was made."
    )
    return said % {"most": MOST_FILES, "days": KEPT_FOR.days}


@transaction.atomic
def store_report(*, report: Report, content: bytes, release_id: UUID | None) -> None:
    """Keep the file under a name that nobody can guess, in a folder that has no address, and mark the row done.

    A worker that died after writing left a file of the same name: it is replaced.
    """
    name = f"reports/{report.organisation_id}/{report.pk}.{'zip' if report.format == 'csv' else report.format}"
    if default_storage.exists(name):
        default_storage.delete(name)
    report.file = default_storage.save(name, ContentFile(content))
    report.size, report.release_id = len(content), release_id
    report.state, report.percent, report.finished_at = Report.State.DONE, 100, timezone.now()
    report.expires_at, report.error = report.finished_at + KEPT_FOR, ""
    fields = ["file", "size", "release_id", "state", "percent", "finished_at", "expires_at", "error"]
    report.save(update_fields=fields)
    _record("report.made", report)


def delete_expired_reports(*, now: datetime) -> int:
    """Files whose time is over are deleted, their rows stay to say so. Run by a worker; how many it were.

    The file goes first: a worker that dies between the two deletes it again, which does nothing.
    """
    expired = list(Report.objects.filter(expires_at__lte=now).exclude(file=""))
    for report in expired:
        default_storage.delete(report.file)
        report.file = ""
        report.save(update_fields=["file"])
    return len(expired)


def record_download(*, report: Report, account: Account) -> None:
    """Who took which file away."""
    _record("report.downloaded", report, by=account)


def _record(action: str, report: Report, by: Account | None = None) -> None:
    programme = report.organisation.programme
    audit.record(action=action, target=report, programme=programme, by=by, format=report.format)
