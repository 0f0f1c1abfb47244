"""What a sector's wave is published as, by the pipeline's own stages, beside what is true: to compare, and to attack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from benchmarking import pipeline
from benchmarking.selectors.earlier_releases import Earlier, beside, opened
from benchmarking.selectors.metrics import measures
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.stats.records import Cohort, Contributor, Figure, Metric, PeerTree
from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.small_sector import DEFINITION, ITEMS

Unit = tuple[str, str]
"""(owner, leaf)"""

# Two items in cuts are enough to attack; six would take three times as long.
BRIEF = {code: {k: v for k, v in item.items() if k != "publish"} for code, item in ITEMS.items() if code[0] in "AB"}
SMALL = loader.read(DEFINITION | {"items": ITEMS | BRIEF | {code: ITEMS[code] for code in ("A1", "B1")}})


@dataclass(frozen=True)
class Published:
    """One metric: the true values, the groups it was estimated for, and what is served of it."""

    metric: Metric
    tree: PeerTree
    figures: tuple[Figure, ...]
    contributors: Mapping[str, Contributor]

    @cached_property
    def base(self) -> frozenset[str]:
        """Organisations; of a mean those that stated something."""
        values = self.metric.values.items()
        return frozenset(o for o, value in values if value is not None or self.metric.kind != "mean")

    @property
    def shown(self) -> list[Cohort]:
        """The groups that a figure is about."""
        codes = {figure.cohort for figure in self.figures}
        return [cohort for cohort in self.tree.cohorts if cohort.code in codes]

    def units(self, cohort: Cohort) -> dict[Unit, float | None]:
        """An owner in a leaf → the mean of its organisations there."""
        found: dict[Unit, list[float]] = defaultdict(list)
        for leaf in self.tree.leaves():
            for organisation in sorted(leaf.members & cohort.members & self.base):
                value = self.metric.values[organisation]
                its = found[self.contributors[organisation].owner, leaf.code]
                its += [] if value is None else [value]
        return {unit: fsum(its) / len(its) if its else None for unit, its in found.items()}

    def known_by(self) -> dict[str, str]:
        """Owner → knowledge group."""
        return {each.owner: each.known_by for each in self.contributors.values()}

    def groups(self, cohort: Cohort) -> frozenset[str]:
        return frozenset(self.contributors[o].known_by for o in cohort.members & self.base)

    def figure(self, cohort: str, statistic: str = "mean") -> Figure | None:
        return next((f for f in self.figures if (f.cohort, f.statistic) == (cohort, statistic)), None)


@dataclass(frozen=True)
class Release:
    inputs: Inputs
    instrument: Instrument
    tree: PeerTree
    figures: tuple[Figure, ...]
    metrics: tuple[Published, ...]


def publish(inputs: Inputs, instrument: Instrument = SMALL, before: Sequence[Release] = ()) -> Release:
    """Figures as the pipeline makes them beside the releases `before`."""
    earlier = [Earlier(each.inputs, each.instrument, each.figures) for each in before]
    computed = pipeline.compute_whole(inputs, instrument, beside=beside(earlier, pipeline._sector, {}))
    tree, figures = computed.tree, computed.figures
    sector = pipeline._sector(inputs, instrument)
    known = {c.organisation: c for c in inputs.contributors()}
    metrics = (
        Published(
            measure.metric,
            opened(tree, list(known.values()), measure),
            tuple(f for f in figures if f.metric == measure.metric.code),
            known,
        )
        for measure in measures(sector)
    )
    return Release(inputs, instrument, tree, tuple(figures), tuple(metrics))
