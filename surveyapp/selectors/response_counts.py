"""How answers come in, by segment: for organisers only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from surveyapp.instruments.schema import Instrument
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import facets
from surveyapp.selectors.populations import peer_order

Path = tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Organisations of one segment; `owners` are theirs, `companies` the owners among those that finished.

    Invited: somebody there has a link. Started: somebody opened it and has not withdrawn. Finished: somebody submitted, or
    the answers came from a file, which is counted as imported too. After a confidential wave has closed only those who
    had finished are known to have started.
    """

    registered: int = 0
    invited: int = 0
    started: int = 0
    finished: int = 0
    confirmed: int = 0
    imported: int = 0
    companies: int = 0
    owners: int = 0

    @property
    def all_imported(self) -> bool:
        """Everything came from a file: nobody was asked."""
        return 0 < self.imported == self.finished and not self.invited


@dataclass(frozen=True)
class Segment:
    """A place in the peer tree, () for the whole sector, and its counts."""

    path: Path
    counts: Counts


@dataclass(frozen=True)
class _Site:
    path: Path
    owner: UUID
    invited: bool = False
    started: bool = False
    finished: bool = False
    confirmed: bool = False
    imported: bool = False


def segments(wave: Wave, instrument: Instrument) -> list[Segment]:
    """The whole sector first, then every place in the peer tree in order of its path."""
    order = peer_order(wave.programme, instrument)
    sites = _sites(wave, instrument, order)
    paths = sorted({site.path[:depth] for site in sites for depth in range(len(site.path) + 1)} | {()})
    return [Segment(path, _counts(site for site in sites if site.path[: len(path)] == path)) for path in paths]


def total(wave: Wave) -> Counts:
    """The counts of the whole sector, in one query and without reading any questionnaire."""
    return totals([wave])[wave.pk]


def totals(waves: Collection[Wave]) -> dict[UUID, Counts]:
    """Wave → its `total`, of all of them in one query."""
    sites: dict[UUID, list[_Site]] = {wave.pk: [] for wave in waves}
    for row in _participations(waves):
        sites[row.wave_id].append(_site(row, ()))
    return {wave: _counts(its) for wave, its in sites.items()}


def _sites(wave: Wave, instrument: Instrument, order: Sequence[str]) -> list[_Site]:
    """Everybody who takes part, and whoever stands in the register besides."""

    def path(known: dict[str, str]) -> Path:
        return facets.path(facets.with_families(instrument, known), order)

    taking_part = list(_participations([wave]))
    others = (
        Organisation.objects.in_register()
        .filter(programme=wave.programme_id)
        .exclude(pk__in=[row.organisation_id for row in taking_part])
    )
    return [
        *(_site(row, path(row.facets)) for row in taking_part),
        *(_Site(path(other.facets), other.owner_id) for other in others),
    ]


def _participations(waves: Collection[Wave]) -> Iterable[Participation]:
    links = Invitation.objects.filter(participation=OuterRef("pk"), revoked_at__isnull=True)
    responses = Response.objects.filter(participation=OuterRef("pk")).exclude(state=Response.State.WITHDRAWN)
    return (
        Participation.objects.filter(wave__in=waves)
        .select_related("organisation")
        .annotate(
            is_invited=Exists(links),
            is_started=Exists(responses),
            is_finished=Exists(responses.filter(Q(state=Response.State.SUBMITTED))),
        )
    )


def _site(row: Participation, path: Path) -> _Site:
    flags = {name: getattr(row, f"is_{name}") for name in ("invited", "started", "finished", "imported")}
    sent_before_close = bool(row.n_submitted_at_close)
    flags["started"] |= sent_before_close
    flags["finished"] |= row.is_imported or sent_before_close
    return _Site(path, row.owner_id or row.organisation.owner_id, confirmed=row.confirmed_at is not None, **flags)


def _counts(sites: Iterable[_Site]) -> Counts:
    among = list(sites)
    return Counts(
        registered=len(among),
        invited=sum(site.invited for site in among),
        started=sum(site.started for site in among),
        finished=sum(site.finished for site in among),
        confirmed=sum(site.confirmed for site in among),
        imported=sum(site.imported for site in among),
        companies=len({site.owner for site in among if site.finished}),
        owners=len({site.owner for site in among}),
    )
