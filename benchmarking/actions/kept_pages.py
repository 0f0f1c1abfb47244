"""Keep pages of results, say which are to be made ahead, and remove those that nobody will see again."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from benchmarking.models.kept_page import KeptPage
from benchmarking.models.own_result import OwnResult
from benchmarking.models.release import Release
from benchmarking.selectors.kept_pages import Address, Inside
from surveyapp.models.organisation import Organisation

PREPARE = "benchmarking.prepare_pages"
TO_BE_MADE = ""
NOT_NOW = (
    "not now"  # of no state: nobody tries before there is a reason to; whoever asks for the page gets it all the same
)
VISITED_AT_MOST = 24  # of an organisation, beside those that workers prepare
ADDRESS = ("organisation", "survey", "group", "language")


def keep(*, address: Address, state: str, inside: Inside, counted: tuple[UUID, int] | None) -> None:
    """Put a page in place of the one kept for its address, if any. One statement, which opens the organisation's scope for
    itself alone; the caller has checked that the reader may see the organisation.

    `state`: as `find` gave it before anything of the page was read. `counted`: the survey without results that it is
    about, and how many companies it says have confirmed.
    """
    part, asked = inside.part, [str(address.organisation), address.survey, address.group, address.language]
    made: list[Any] = [
        state,
        json.dumps(inside.frame),
        part.blocks,
        part.checksum,
        part.size,
        *(counted or (None, None)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT benchmarking_keep_page({', '.join(['%s'] * 11)})", [*asked, *made])


def forget(*, organisation: UUID) -> None:
    """The organisation's own result is another: nothing that was made from the one before is kept any longer, and what
    workers prepare is to be made anew. For workers."""
    pages = KeptPage.objects.filter(organisation=organisation)
    pages.filter(is_prepared=False).delete()
    pages.update(state=TO_BE_MADE, frame={}, packed=b"")


class Wanted(NamedTuple):
    """A page to be there before anybody asks: as results open, of an organisation that somebody coordinates. `release`: the
    programme's newest, None before there is one."""

    organisation: UUID
    language: str
    release: UUID | None


@transaction.atomic
def want(*, software: str) -> int:
    """Write a row of work for every page that was not seen to since the newest release, or with other software; how many.

    Of every organisation with a coordinator, and a published release or an own result: in the programme's languages and its
    coordinators'. For workers. Asking again asks for nothing new.
    """
    known = KeptPage.objects.filter(is_prepared=True, software=software)
    seen = set(known.values_list("organisation_id", "language", "release_id"))
    new = _wanted() - seen
    rows = [
        KeptPage(
            organisation_id=each.organisation,
            language=each.language,
            release_id=each.release,
            software=software,
            is_prepared=True,
        )
        for each in sorted(new, key=str)
    ]
    asked = ("state", "is_prepared", "release", "software")
    KeptPage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=ADDRESS, update_fields=asked, batch_size=500
    )
    return len(new)


def _wanted() -> set[Wanted]:
    newest = Release.objects.filter(wave__programme=OuterRef("programme"), published_at__isnull=False)
    coordinated = Organisation.objects.filter(memberships__isnull=False).annotate(
        newest=Subquery(newest.order_by("-published_at", "pk").values("pk")[:1])
    )
    to_see = coordinated.filter(Q(newest__isnull=False) | Exists(OwnResult.objects.filter(organisation=OuterRef("pk"))))
    rows = to_see.values_list("pk", "newest", "programme__languages", "memberships__account__language")
    offered = {code for code, _ in settings.LANGUAGES}
    return {
        Wanted(organisation, language, release)
        for organisation, release, languages, own in rows
        for language in offered & {*languages, own}
    }


def to_be_made() -> QuerySet[KeptPage]:
    """Rows of work, those that have waited longest first."""
    return KeptPage.objects.filter(state=TO_BE_MADE).order_by("kept_at", "pk")


def put_off(*, page: int) -> None:
    """It could not be made, or is not to be kept: nobody tries again before something of it changes. A page that was made
    stays."""
    KeptPage.objects.filter(pk=page, state=TO_BE_MADE).update(state=NOT_NOW)


def remove_superseded() -> int:
    """Of each organisation the pages visited last stay, and those that workers prepare; how many went. For workers."""
    visited = KeptPage.objects.filter(is_prepared=False)
    order = Window(RowNumber(), partition_by="organisation", order_by=[F("kept_at").desc(), F("pk").desc()])
    old = visited.annotate(place=order).filter(place__gt=VISITED_AT_MOST).values("pk")
    return KeptPage.objects.filter(pk__in=old).delete()[0]
