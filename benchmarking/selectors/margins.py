"""The groups across the peer tree of one sector: which there are, and which of them a metric has (STATISTICS 3, rule 9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import Measure
from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.records import Contributor, Estimate, Metric, PeerTree
from benchmarking.stats.side_margins import (
    MarginReason,
    SideMargin,
    Unit,
    margin_units,
    side_margins,
    withheld_margins,
)


@dataclass(frozen=True)
class Margins:
    """All side margins that a release may speak of; `tree`: its peer groups."""

    inputs: Inputs
    tree: PeerTree

    @cached_property
    def contributors(self) -> list[Contributor]:
        return self.inputs.contributors()

    @cached_property
    def shown(self) -> list[SideMargin]:
        return side_margins(self.tree, self.contributors, self.inputs.sides, self.inputs.least_owners)

    @cached_property
    def withheld(self) -> list[tuple[SideMargin, MarginReason]]:
        return withheld_margins(self.tree, self.contributors, self.inputs.sides, self.inputs.least_owners)

    def of(self, measure: Measure, groups: PeerTree) -> list[SideMargin]:
        """Those of `shown` that pass once more on the metric's base; `groups`: its tree. A follow-up has none: its n tells
        who was asked on, which is looked after for groups of the tree only (`stats.follow_up`). Nor has one of the sector alone.
        """
        if not self.shown or measure.asked is not None or measure.sector_alone:
            return []
        base, k = frozenset(measure.metric.values), measure.metric.k
        key = base, frozenset(cohort.code for cohort in groups.cohorts), k
        if key not in self._of_base:  # the gate is asked once for all metrics of one base
            self._of_base[key] = side_margins(groups, self.contributors, self.inputs.sides, k, base)
        codes = {margin.code for margin in self.shown}
        return [margin for margin in self._of_base[key] if margin.code in codes]

    @cached_property
    def _of_base(self) -> dict[tuple[frozenset[str], frozenset[str], int], list[SideMargin]]:
        return {}

    def estimates(self, margins: Sequence[SideMargin], metric: Metric) -> list[Estimate]:
        """What the answers of each say exactly. The register does not count them, so nothing is taken off for n/N."""
        found = (
            estimate for margin in margins for estimate in estimate_metric(margin.tree(), self.contributors, metric)
        )
        codes = {margin.code for margin in margins}
        return [estimate for estimate in found if estimate.cohort in codes]


def units_of(inputs: Inputs, groups: PeerTree, base: Collection[str]) -> dict[str, frozenset[Unit]]:
    """Code → units, of every side margin that figures of these inputs may speak of; `groups`: a metric's tree on `base`."""
    return margin_units(groups, inputs.contributors(), inputs.sides, base)
