"""Keep a programme's training catalogue: one module, a whole file, what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from benchmarking.actions import audit
from benchmarking.models.training import CatalogueImport, ModuleSupply, TrainingModule
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue_entries import FIELDS, Entry
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme

# Long enough to ask a colleague about a line of the report, short enough that the file is still the newest.
WAITS = timedelta(hours=24)


class CatalogueChanged(Exception):  # noqa: N818 - nobody made an error: somebody else was quicker
    """The catalogue is no longer the one the file was compared with, or the file waited too long."""


@transaction.atomic
def replace_catalogue(
    *, programme: Programme, entries: Iterable[Entry], by: Account | None, by_kind: str = ""
) -> list[TrainingModule]:
    """Make these the programme's modules: others are withdrawn, and one that was withdrawn comes back.

    `entries` were checked by `training.catalogue_checks`. Nothing is written for an entry that stands already.
    """
    _alone(programme)
    before = {row.code: row for row in catalogue_entries.rows(programme.pk)}
    wanted = {entry.code: entry for entry in entries}
    kept = [_stored(programme, entry, before.get(code)) for code, entry in sorted(wanted.items())]
    gone = [row for code, row in before.items() if code not in wanted and row.withdrawn_at is None]
    TrainingModule.objects.filter(pk__in=[row.pk for row in gone]).update(withdrawn_at=timezone.now())
    _record("catalogue.replaced", programme, by, by_kind, modules=sorted(wanted), withdrawn=[row.code for row in gone])
    return kept


@transaction.atomic
def add_entries(
    *, programme: Programme, entries: Iterable[Entry], by: Account | None, by_kind: str = ""
) -> list[TrainingModule]:
    """Add those whose code the programme does not use yet; what is there, withdrawn or not, stays as it is."""
    _alone(programme)
    used = {row.code for row in catalogue_entries.rows(programme.pk)}
    added = [_stored(programme, entry, None) for entry in entries if entry.code not in used]
    if added:
        _record("catalogue.added", programme, by, by_kind, modules=sorted(row.code for row in added))
    return added


@transaction.atomic
def keep_module(*, programme: Programme, entry: Entry, by: Account) -> TrainingModule:
    """Write one module, new or changed. What a plan already chose keeps its row, whatever is said of it now."""
    _alone(programme)
    before = programme.training_modules.filter(code=entry.code).first()
    kept = _stored(programme, entry, before)
    audit.record(action="module.kept", target=kept, by=by, programme=programme, code=entry.code, is_new=before is None)
    return kept


@transaction.atomic
def withdraw_module(*, module: TrainingModule, by: Account) -> None:
    """It is offered no more; plans that refer to it keep it."""
    if module.withdrawn_at is not None:
        return
    module.withdrawn_at = timezone.now()
    module.save(update_fields=["withdrawn_at"])
    audit.record(action="module.withdrawn", target=module, by=by, programme=module.programme, code=module.code)


@transaction.atomic
def restore_module(*, module: TrainingModule, by: Account) -> None:
    if module.withdrawn_at is None:
        return
    module.withdrawn_at = None
    module.save(update_fields=["withdrawn_at"])
    audit.record(action="module.restored", target=module, by=by, programme=module.programme, code=module.code)


@transaction.atomic
def keep_import(*, programme: Programme, entries: Iterable[Entry], file_name: str, by: Account) -> CatalogueImport:
    """Keep a checked file until its organiser says yes. It takes the place of one that this person left waiting."""
    CatalogueImport.objects.filter(expires_at__lt=timezone.now()).delete()
    CatalogueImport.objects.filter(programme=programme, by=by).delete()
    return CatalogueImport.objects.create(
        programme=programme,
        by=by,
        file_name=file_name[:200],
        document=[catalogue_entries.to_plain(entry) for entry in entries],
        compared_with=catalogue_entries.fingerprint(programme.pk),
        expires_at=timezone.now() + WAITS,
    )


@transaction.atomic
def confirm_import(*, waiting: CatalogueImport, by: Account) -> None:
    """Write all of it or, where the catalogue changed since or it waited too long, nothing: CatalogueChanged."""
    _alone(waiting.programme)
    is_same = catalogue_entries.fingerprint(waiting.programme_id) == waiting.compared_with
    if not is_same or waiting.expires_at < timezone.now():
        raise CatalogueChanged
    entries = [catalogue_entries.from_plain(each) for each in waiting.document]
    replace_catalogue(programme=waiting.programme, entries=entries, by=by)
    waiting.delete()


def _alone(programme: Programme) -> None:
    """Two who write at once follow each other."""
    Programme.objects.select_for_update().only("pk").get(pk=programme.pk)


def _stored(programme: Programme, entry: Entry, before: TrainingModule | None) -> TrainingModule:
    row = before or TrainingModule(programme=programme, code=entry.code)
    if before and before.withdrawn_at is None and catalogue_entries.of_row(before) == _sorted(entry):
        return before
    for name in FIELDS:
        setattr(row, name, getattr(entry, name))
    row.withdrawn_at = None
    row.save()
    row.supply.all().delete()
    ModuleSupply.objects.bulk_create(catalogue_entries.supply_rows(row, entry.supply))
    return row


def _sorted(entry: Entry) -> Entry:
    return replace(entry, supply=tuple(sorted(entry.supply, key=lambda each: each.year)))


def _record(action: str, programme: Programme, by: Account | None, by_kind: str, **detail: list[str]) -> None:
    audit.record(action=action, target=programme, by=by, by_kind=by_kind, programme=programme, **detail)
