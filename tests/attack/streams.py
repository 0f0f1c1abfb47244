"""What comes to a sector over time, published as the pipeline does: an interim release, the close, the waves after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarking import pipeline
from benchmarking.selectors import interim
from benchmarking.selectors.metrics import measures
from benchmarking.selectors.release_inputs import Inputs, OrganisationInputs
from tests.attack.release import SMALL, Release, publish
from tests.attack.sectors import ITEMS, Change, Sector, changed

FROM = 20


def waves(drawn: Sector, number: int = 3, before: Sequence[Release] = ()) -> list[Release]:
    """One release a wave, each beside all before it."""
    found = list(before)
    for inputs in drawn.waves[:number]:
        found.append(publish(inputs, before=found))
    return found


def interim_and_close(drawn: Sector, late: int, change: Change) -> list[Release]:
    """The sector alone before the last `late` came; then the change, then the close. [] where nothing may come in between."""
    first, at_close = _before(drawn.waves[0], late), changed(drawn.waves[0], change, drawn.shape)
    known_by = {each.owner: each.known_by for each in first.contributors()}
    if len(known_by) < FROM:
        return []
    between = _sector_alone(publish(first))
    return [between, publish(counted(first, at_close), before=[between])]


def counted(before: Inputs, at_close: Inputs) -> Inputs:
    """Whom the release at the close is made of, after one in between (rule 11)."""
    everybody = interim.with_latecomers(before, at_close)
    asked = ((each, list(measures(pipeline._sector(each, SMALL)))) for each in (before, everybody))
    return everybody if interim.latecomers_count(*asked) else before


def _before(inputs: Inputs, late: int) -> Inputs:
    return replace(inputs, organisations=inputs.organisations[: len(inputs.organisations) - late])


def _sector_alone(release: Release) -> Release:
    def of_root(figures):
        return tuple(figure for figure in figures if figure.cohort == "sector")

    metrics = tuple(replace(p, figures=of_root(p.figures)) for p in release.metrics)
    return replace(release, figures=of_root(release.figures), metrics=metrics)


def one_joins_where_nobody_changed(drawn: Sector) -> Sector:
    """Two waves: all but one of the green, and all of them, while what the red say is turned upside down."""
    everybody = drawn.waves[0].organisations
    (joiner, *_) = [each for each in everybody if each.facets["kind"] == "green"]
    first = tuple(each for each in everybody if each != joiner)
    second = tuple(_turned(each) if each.facets["kind"] == "red" else each for each in everybody)
    one, two = (replace(drawn.waves[0], organisations=its) for its in (first, second))
    return replace(drawn, waves=(one, two, two))


def _turned(organisation: OrganisationInputs) -> OrganisationInputs:
    turned = {item: 6 - organisation.values[item] for item in ITEMS}
    return replace(organisation, values={**organisation.values, **turned})
