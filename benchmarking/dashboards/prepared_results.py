"""Pages of results that are there before anybody asks for them. For workers."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import override

from benchmarking.actions import kept_pages as keeping
from benchmarking.dashboards.kept_results import results
from benchmarking.dashboards.made_with import software
from benchmarking.models.kept_page import KeptPage

logger = logging.getLogger(__name__)

AT_ONCE = 50  # about five seconds: other work waits no longer


def prepare() -> bool:
    """Make the pages that are to be made, those that waited longest first and so many at most; whether more are left."""
    keeping.want(software=software())
    for page in list(keeping.to_be_made().values_list("pk", flat=True)[:AT_ONCE]):
        _prepare(page)
    keeping.remove_superseded()
    return keeping.to_be_made().exists()


def _prepare(page: int) -> None:
    """One page, unless another worker is at it. A page that fails stops no other one."""
    rows = keeping.to_be_made().select_for_update(skip_locked=True, of=("self",))
    with transaction.atomic():
        row = rows.select_related("organisation__programme", "organisation__owner").filter(pk=page).first()
        if row is not None:
            _make(row)
            keeping.put_off(page=page)


def _make(row: KeptPage) -> None:
    try:
        with transaction.atomic(), override(row.language):
            results(row.organisation, row.survey, row.group)
    except Exception:
        logger.exception("The page of %s in %s could not be prepared.", row.organisation_id, row.language)
