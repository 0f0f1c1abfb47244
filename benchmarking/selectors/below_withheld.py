"""Groups that a release neither shows nor lists, as a larger one that holds them is withheld."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from benchmarking.models.release import Release
from benchmarking.selectors.places import path_of
from benchmarking.stats.peer_groups import OTHER
from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Participation

Path = tuple[str, ...]


def below_withheld(release: Release, instrument: Instrument) -> list[Path]:
    """Every place below a withheld group in which an organisation has finished, in order. Counts and facets only."""
    tops = {tuple(each["path"]) for each in release.withheld if not each.get("facet")}
    order = release.parameters.get("order", ())
    places = {path_of(instrument, facets, order) for facets in _finished(release)}
    return sorted({deeper for place in places for deeper in _below(place, tops)})


def _finished(release: Release) -> Iterator[dict[str, str]]:
    """The facets of whoever had finished: of a confidential wave responses are not kept, only that there were some."""
    wave = release.wave
    done = Q(is_imported=True) | Q(n_submitted_at_close__gt=0) | Q(responses__state="submitted")
    found = Participation.objects.filter(done, wave=wave)
    if not wave.counts_unconfirmed:
        found = found.exclude(is_imported=False, confirmed_at=None)
    return found.values_list("facets", flat=True).iterator()


def _below(place: Path, tops: set[Path]) -> Iterator[Path]:
    for depth in range(2, len(place) + 1):
        is_named = place[depth - 1] != OTHER and place[:depth] not in tops
        if is_named and any(place[:higher] in tops for higher in range(1, depth)):
            yield place[:depth]
