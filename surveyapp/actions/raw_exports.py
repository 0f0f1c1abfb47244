"""Order a file of raw answers, offer it once it is checked, write down who takes it, and let it go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.models.people import Account, Staff
from surveyapp.models.raw_export import RawExport
from surveyapp.models.row_scope import programme_scope
from surveyapp.models.wave import Wave
from surveyapp.permissions import may_export_names
from surveyapp.selectors import raw_exports

MAKE = "surveyapp.make_raw_export"
KEPT_FOR = timedelta(days=7)
UNDONE = (RawExport.State.WAITING, RawExport.State.RUNNING)
BLOCK = 1 << 20
# Of one person in one programme: each may be as large as all answers, and stays for a week.
MOST_FILES = 20


class NotToBeHad(Refused):
    """A file that may not be made; the message says why."""


class NotStored(Exception):  # noqa: N818 - it is not an error of the program alone
    """The storage has something else than was given to it."""


@dataclass(frozen=True)
class Order:
    """What an organiser asks for, in which language its labels are, and why."""

    kind: str
    language: str
    with_texts: bool
    with_names: bool
    stable_ids: bool
    reason: str


@dataclass(frozen=True)
class Made:
    """A file that was written and read back, and the moment whose answers it holds."""

    path: Path
    n_rows: int
    n_columns: int
    taken_at: datetime


def request_raw_export(*, wave: Wave, account: Account, order: Order) -> RawExport:
    """The row of work for a file; while one is undone, the same order finds it again.

    Raises NotToBeHad for a survey that has not opened, a confidential one that is open or has too few owners, for names
    without the right to them or of a confidential survey, and for more than MOST_FILES files of one person at a time.
    """
    _refuse_unfit(wave, account, order)
    fields: dict[str, Any] = {"wave": wave, "account": account, **asdict(order)}
    with programme_scope(wave.programme_id), transaction.atomic():
        asked = RawExport.objects.filter(**fields)
        undone = asked.filter(state__in=UNDONE).first()
        has_room = raw_exports.n_kept(account) < MOST_FILES
        if undone is None and has_room:
            return _order(asked, fields, order)
    if undone is None:
        said = _("You have %(most)s files of answers in this programme. Delete those that you have taken, then order.")
        raise NotToBeHad(said % {"most": MOST_FILES})
    return undone


def _order(asked: QuerySet[RawExport], fields: dict[str, Any], order: Order) -> RawExport:
    """Two orders at once count the same earlier ones, and so have the same key: one writes, the other finds."""
    wave, account = fields["wave"], fields["account"]
    parts = [*(str(getattr(part, "pk", part)) for part in fields.values()), str(asked.count())]
    key = f"raw-export:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
    defaults = fields | {"programme_id": wave.programme_id}
    export, is_new = RawExport.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        _record("raw_export.ordered", export, account, **_said(order))
        queue.nudge(MAKE, export.pk)
    return export


def _refuse_unfit(wave: Wave, account: Account, order: Order) -> None:
    if wave.state == Wave.State.DRAFT:
        raise NotToBeHad(_("This survey has not opened yet, so there are no answers. Open it first."))
    if order.with_names and wave.is_confidential:
        raise NotToBeHad(_("A confidential survey has no names. Order the file without them."))
    if order.with_names and not may_export_names(account, wave.programme_id):
        raise NotToBeHad(
            _("You may not take names along. Order the file without them, or ask the operator for the right.")
        )
    if wave.is_confidential and wave.closed_at is None:
        raise NotToBeHad(_("In a confidential survey nobody reads answers before it closes. Close it first."))
    if raw_exports.is_too_small(wave):
        raise NotToBeHad(_("Too few companies answered this confidential survey for single answers to leave it."))


@transaction.atomic
def store_raw_export(*, export: RawExport, made: Made) -> None:
    """Keep a checked file under a name that nobody can guess, in a folder that has no address, and offer it.

    What the storage has is read again and compared, so that nothing is offered that was cut on the way. A worker that
    died after writing left a file of the same name: it is replaced. Raises NotStored.
    """
    name = f"raw/{export.programme_id}/{export.pk}.{export.ending}"
    if default_storage.exists(name):
        default_storage.delete(name)
    with made.path.open("rb") as file:
        digest = _digest(file)
        file.seek(0)
        export.file = default_storage.save(name, File(file))
    with default_storage.open(export.file) as stored:
        if _digest(stored) != digest:
            default_storage.delete(export.file)
            raise NotStored("The storage has another file than was made.")
    export.size, export.sha256 = made.path.stat().st_size, digest
    export.n_rows, export.n_columns, export.taken_at = made.n_rows, made.n_columns, made.taken_at
    export.state, export.percent, export.finished_at = RawExport.State.DONE, 100, timezone.now()
    export.expires_at, export.error = export.finished_at + KEPT_FOR, ""
    export.save()
    _record("raw_export.made", export, None, sha256=digest, rows=export.n_rows)


def delete_raw_export(*, export: RawExport, by: Account) -> None:
    """Delete a file before its time; its row stays to say so. Again changes nothing."""
    with programme_scope(export.programme_id), transaction.atomic():
        rows = RawExport.objects.filter(pk=export.pk, gone="").exclude(file="")
        if rows.update(gone=RawExport.Gone.DELETED):
            _record("raw_export.deleted", export, by)
            transaction.on_commit(lambda: default_storage.delete(export.file))


def delete_files_that_are_over(*, now: datetime) -> int:
    """Files whose time is over, that somebody took answers back from, or whose answers were deleted by now: they go, their
    rows stay and say why. Run by a worker; how many it were.

    The file goes first: a worker that dies between the two deletes it again, which does nothing.
    """
    expired = RawExport.objects.exclude(file="").filter(Q(expires_at__lte=now) | ~Q(gone=""))
    found = {export.pk: (export, RawExport.Gone.OUTDATED) for export in raw_exports.outdated()}
    found |= {export.pk: (export, RawExport.Gone.EXPIRED) for export in expired}
    for export, why in found.values():
        default_storage.delete(export.file)
        export.file, export.gone = "", export.gone or why
        export.save(update_fields=["file", "gone"])
    return len(found)


@transaction.atomic
def allow_names(*, staff: Staff, allowed: bool, by: Account | None, by_kind: str = "") -> None:
    """Give somebody who runs a programme the right to names, or take it back; files with names are asked again then."""
    staff.may_export_names = allowed
    staff.save(update_fields=["may_export_names"])
    about = {"account": str(staff.account_id), "allowed": allowed}
    audit.record(action="staff.names", target=staff, by=by, by_kind=by_kind, programme=staff.programme, **about)


def record_download(*, export: RawExport, account: Account, first: int, last: int) -> None:
    """Who took which bytes of which file away; one that begins anew counts."""
    with programme_scope(export.programme_id), transaction.atomic():
        if first == 0:
            RawExport.objects.filter(pk=export.pk).update(n_downloads=F("n_downloads") + 1)
        _record("raw_export.downloaded", export, account, first=first, last=last)


def _record(action: str, export: RawExport, by: Account | None, **detail: Any) -> None:
    kind = "" if by else "worker"
    about = {"kind": export.kind, "wave": export.wave.slug, **detail}
    audit.record(action=action, target=export, by=by, by_kind=kind, programme=export.wave.programme, **about)


def _said(order: Order) -> dict[str, Any]:
    return {name: value for name, value in asdict(order).items() if name != "kind"}


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    for block in _blocks(file):
        found.update(block)
    return found.hexdigest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block
