"""How a programme stands: its register, its requests, its questionnaires, its surveys."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.models.joining import JoinRequest
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register
from surveyapp.models.wave import Wave
from surveyapp.selectors import instrument_drafts, register


@dataclass(frozen=True)
class Standing:
    """`frame`: what the register was declared to be, "" while nobody has. `n_waves_opened`: surveys that ever opened."""

    n_organisations: int
    n_owners: int
    frame: str
    n_requests: int
    n_versions: int
    n_drafts: int
    n_waves: int
    n_waves_opened: int

    @property
    def has_begun(self) -> bool:
        """Whether answers were ever taken: the peer tree is fixed from then on."""
        return self.n_waves_opened > 0

    @property
    def frame_words(self) -> str:
        return str(Wave.Frame(self.frame).label) if self.frame else ""


def standing(programme: Programme) -> Standing:
    """Everything is counted now; organisations that left or were merged do not count."""
    counted = register.counts(programme)
    frame = Register.objects.filter(programme=programme).values_list("frame", flat=True).first()
    waves = Wave.objects.filter(programme=programme)
    return Standing(
        n_organisations=counted["organisations"],
        n_owners=counted["owners"],
        frame=frame or "",
        n_requests=JoinRequest.objects.filter(programme=programme, state=JoinRequest.State.WAITING).count(),
        n_versions=instrument_drafts.versions_for(programme).count(),
        n_drafts=instrument_drafts.drafts_of(programme).count(),
        n_waves=waves.count(),
        n_waves_opened=waves.exclude(state=Wave.State.DRAFT).count(),
    )
