"""The newest published results of a whole sector, for pages that set training beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from benchmarking.models.release import Release
from benchmarking.selectors.figures import SECTOR, Figures, Publication, figures, publications


@dataclass(frozen=True)
class SectorRelease:
    """A published release with the sector's figures, and the survey (language → text, short name) it is of."""

    publication: Publication
    sector: Figures
    survey: Mapping[str, str]
    slug: str

    @property
    def n_owners(self) -> int | None:
        group = self.publication.group(SECTOR)
        return group.n_owners if group else None


def sector_release(programme_id: UUID) -> SectorRelease | None:
    """Of the survey that closed last; None where nothing is published but interim results, which hold no totals."""
    published = Release.objects.filter(wave__programme=programme_id, published_at__isnull=False, is_interim=False)
    row = published.select_related("wave").order_by("-wave__closed_at", "-number").first()
    if row is None:
        return None
    publication = publications([row.wave_id])[row.wave_id]
    return SectorRelease(publication, figures(publication.id, [SECTOR])[SECTOR], row.wave.title, row.wave.slug)
