"""The one door: estimates go in, the figures that may be shown come out.

Five others, fixed tables, blurred numbers (STATISTICS 3). Every field of a figure follows from
published values: n, rounded totals, bands, and half-widths in whole points of an SD of 8 or more.
Which cohorts are open depends on numbers of owners only, never on an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from benchmarking.stats.published_counts import count_figures
from benchmarking.stats.published_means import Pooled, mean_figures
from benchmarking.stats.records import Cohort, Estimate, Figure, Metric, PeerTree
from benchmarking.stats.side_margins import SideMargin
from benchmarking.stats.thresholds import STANDARD, Thresholds, coarser


def publish(  # noqa: PLR0913 - what the pipeline has in hand, one argument each
    tree: PeerTree,
    estimates: Sequence[Estimate],
    sd_pooled: float,
    df_pooled: float,
    metric: Metric,
    *,
    withstands: Callable[[Sequence[Figure]], bool],
    limits: Thresholds = STANDARD,
    margins: Sequence[SideMargin] = (),
) -> list[Figure]:
    """The figures of one metric, in the order of the tree, then of side margins; [] below k owners in the sector.

    tree: restricted to the metric's base, the one the estimates were made on. estimates: one for
    every cohort and statistic; others are ignored. sd_pooled, df_pooled: within leaves, 0-100; used
    for means only. By number of owners: mean from 6; bands of shares and cuts from 10; per cents,
    median and quartiles from 20; P10 and P90 from 50; nothing below the metric's own k.

    A family of cohorts opens only as a whole: its parent is open, the sector has 20 owners and each
    of its blocks has k. "All other" is parent minus children of published numbers. An item has cuts
    or a mean, never both, as its metric's kind says.

    withstands: whether an attacker is left in the dark about every rival (`attack_check`). Figures that
    fail it are rounded more coarsely, everywhere in the metric (sums to steps of 100, clamped at 200,
    bands of six); if that fails too there is the sector alone, and if that does, nothing (rule 12).
    Nothing says that a metric fell back.

    margins: groups across the tree that the gate let in on this base (`side_margins`), each with its estimates. They
    stand beside the tree in the first attempt only: where they would give somebody away all of them go, and the tree is
    what it is without them. Where one owner is above a tenth of a margin it shows what opens below 20 owners (rule 9).

    Raises ValueError for a metric's k below 6, a tree that is not laminar with one "all other" a
    family, a missing estimate, or an SD without degrees of freedom. Source: STATISTICS 3, rules 2
    to 8 and 12.
    """
    k = _least_owners(metric, limits)
    _check_families(tree)
    found = {(e.cohort, e.statistic): e for e in estimates if e.metric == metric.code}
    opened = _open_tree(tree, _counted(tree, found, metric), k, limits)
    if not opened.cohorts:
        return []
    beside = [m for m in margins if found[m.code, _counting(metric)].n_contributors >= k]
    small = {m.code for m in beside if not m.shows_quantiles}
    found |= {at: replace(e, sd=None, quantiles={}) for at, e in found.items() if at[0] in small}
    for tried, attempt in _attempts(opened, beside, limits):
        figures = _figures(tried, found, metric, Pooled(sd_pooled, df_pooled), attempt)
        figures = figures and [_as_below_twenty(f) if f.cohort in small else f for f in figures]
        if figures is not None and withstands(figures):
            return figures
    return []


def _attempts(
    opened: PeerTree, beside: Sequence[SideMargin], limits: Thresholds
) -> Iterator[tuple[PeerTree, Thresholds]]:
    """Rule 12, in its order; before it, with the side margins."""
    coarse = coarser(limits)
    if beside:
        yield replace(opened, cohorts=(*opened.cohorts, *(margin.cohort for margin in beside))), limits
    yield opened, limits
    yield opened, coarse
    yield PeerTree(opened.cohorts[:1], opened.withheld), coarse


def _figures(
    tree: PeerTree, found: Mapping[tuple[str, str], Estimate], metric: Metric, pooled: Pooled, limits: Thresholds
) -> list[Figure] | None:
    if metric.kind != "mean":
        return count_figures(tree, found, limits)
    means = {cohort.code: found[cohort.code, "mean"] for cohort in tree.cohorts}
    return mean_figures(tree, means, pooled, limits)


def _as_below_twenty(figure: Figure) -> Figure:
    """A band of counts, and no per cent."""
    return figure if figure.statistic == "mean" else replace(figure, value=None, bound="")


def _least_owners(metric: Metric, limits: Thresholds) -> int:
    if metric.k < STANDARD.owners:
        raise ValueError(
            f"{metric.code}: k = {metric.k} is below {STANDARD.owners}, the limit (five others) that may only be raised."
        )
    return max(metric.k, limits.owners)


def _check_families(tree: PeerTree) -> None:
    """I3: children partition their parent, exactly one of them is "all other"."""
    cohorts = {cohort.code: cohort for cohort in tree.cohorts}
    for parent, family in _families(tree).items():
        members = [member for cohort in family for member in cohort.members]
        whole = len(members) == len(set(members)) and parent in cohorts and set(members) == cohorts[parent].members
        if not whole or sum(cohort.is_residual for cohort in family) != 1:
            raise ValueError(
                f"The groups below {parent} do not split it into named ones and one "
                '"all other". Build the tree with peer_groups.build_tree and on_base.'
            )


def _families(tree: PeerTree) -> Mapping[str, list[Cohort]]:
    families: dict[str, list[Cohort]] = defaultdict(list)
    for cohort in tree.cohorts:
        if cohort.parent is not None:
            families[cohort.parent].append(cohort)
    return families


def _counted(tree: PeerTree, found: Mapping[tuple[str, str], Estimate], metric: Metric) -> dict[str, Estimate]:
    statistic = _counting(metric)
    missing = [cohort.code for cohort in tree.cohorts if (cohort.code, statistic) not in found]
    if missing:
        raise ValueError(f"{metric.code}: no estimate for {', '.join(missing)}. Estimate it on the same tree.")
    return {cohort.code: found[cohort.code, statistic] for cohort in tree.cohorts}


def _counting(metric: Metric) -> str:
    return {"mean": "mean", "share": "share", "cuts": "not_stated"}[metric.kind]


def _open_tree(tree: PeerTree, counted: Mapping[str, Estimate], k: int, limits: Thresholds) -> PeerTree:
    """The sector if it has k contributors; below it each family all of whose blocks have k (rule 2, I2)."""
    sector = tree.cohorts[:1]
    if not sector or counted[sector[0].code].n_contributors < k:
        return PeerTree((), tree.withheld)
    opened = {sector[0].code}
    if counted[sector[0].code].n_owners >= limits.sub_groups:
        for parent, family in _families(tree).items():  # parents come before their children
            if parent in opened and all(counted[cohort.code].n_contributors >= k for cohort in family):
                opened |= {cohort.code for cohort in family}
    return PeerTree(tuple(c for c in tree.cohorts if c.code in opened), tree.withheld)
