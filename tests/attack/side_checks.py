"""Rule 9 and I1 of side margins, inside whole releases: tree and margins as one set of rows, for the checks of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.records import Cohort
from tests.attack.release import Published, Release

ABOVE_TWENTY = {"lower_quartile", "median", "upper_quartile", "p10", "p90"}


@dataclass(frozen=True)
class Together(Published):
    """One metric with its side margins among the groups that are shown. `facets`: organisation → facets."""

    facets: Mapping[str, Mapping[str, str]]

    @property
    def shown(self) -> list[Cohort]:
        return [*super().shown, *self.margins]

    @property
    def margins(self) -> list[Cohort]:
        known = {cohort.code for cohort in self.tree.cohorts}
        return [self._margin(code) for code in sorted({f.cohort for f in self.figures} - known)]

    def _margin(self, code: str) -> Cohort:
        """Owners in a leaf all of whose sites there have the value."""
        facet, _, value = code.partition(":")
        root, members = self.tree.cohorts[0], set[str]()
        for owner, leaf in self.units(root):
            its = [o for o in self._leaf(leaf) if self.contributors[o].owner == owner]
            members |= set(its) if {self.facets[o].get(facet) for o in its} == {value} else set()
        return Cohort(code, (code,), None, frozenset(members), 0)

    def _leaf(self, code: str) -> list[str]:
        (leaf,) = [c for c in self.tree.leaves() if c.code == code]
        return sorted(leaf.members & self.base)


def together(release: Release) -> Release:
    facets = {each.organisation: each.facets for each in release.inputs.organisations}
    return replace(
        release,
        metrics=tuple(Together(p.metric, p.tree, p.figures, p.contributors, facets) for p in release.metrics),
    )


def no_owner_is_above_a_quarter_of_a_margin(release: Release) -> list[str]:
    found = []
    for published in release.metrics:
        for margin in published.margins:
            owners = Counter(owner for owner, _ in published.units(margin))
            found += [f"{published.metric.code} {margin.code}"] if 4 * max(owners.values()) > owners.total() else []
    return found


def above_a_tenth_a_margin_shows_what_small_groups_do(release: Release) -> list[str]:
    """No quartiles, no per cents, and no spread of its own."""
    found = []
    for published in release.metrics:
        for margin in published.margins:
            owners = Counter(owner for owner, _ in published.units(margin))
            if 10 * max(owners.values()) > owners.total():
                its = [f for f in published.figures if f.cohort == margin.code]
                wrong = [
                    f for f in its if f.statistic in ABOVE_TWENTY or (f.statistic != "mean" and f.value is not None)
                ]
                found += [f"{f.metric} {f.statistic} of {f.cohort}" for f in wrong]
    return found


def every_answer_stays_possible(release: Release) -> list[str]:
    """I6 of shares and cuts, over the bands of tree and margins together."""
    return [
        p.metric.code
        for p in release.metrics
        if p.metric.kind != "mean" and p.figures
        if not attack_check(
            p.tree, list(p.contributors.values()), p.metric, {m.code: set(p.units(m)) for m in p.margins}
        )(p.figures)
    ]


def follow_ups_have_no_margin(release: Release) -> list[str]:
    followed = ("skill:python:current", "skill:python:needed", "statistic:twins_live")
    return [p.metric.code for p in release.metrics if p.metric.code in followed and p.margins]
