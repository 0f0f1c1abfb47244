"""Our own rules taken away, one at a time. The attack check is off as well wherever it would have stepped in, so that each
rule is seen to matter by itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count
from math import fsum

from benchmarking import pipeline
from benchmarking.selectors import derived_figures, earlier_releases, interim, sector_totals
from benchmarking.selectors.scored import Measure
from benchmarking.stats import (
    attack_over_time,
    disclosure_control,
    peer_groups,
    published_means,
    releases_over_time,
    side_margins,
)
from benchmarking.stats.intervals import sampling_half_width
from benchmarking.stats.records import Metric, PeerTree
from benchmarking.stats.rounding import RoundedTotal, round_total


def without_the_attack_check(patch):
    patch.setattr(pipeline, "attack_check", lambda *_: lambda _: True)


def without_k(patch):
    """Four will do."""
    _without_the_gate_of_margins(patch)
    build, on_base = pipeline.build_tree, earlier_releases.on_base
    patch.setattr(peer_groups, "_check_k", lambda _: None)
    patch.setattr(pipeline, "build_tree", lambda contributors, order, _: build(contributors, order, 4))
    for module in (earlier_releases, sector_totals):
        patch.setattr(module, "on_base", lambda tree, contributors, base, _: on_base(tree, contributors, base, 4))
    patch.setattr(disclosure_control, "_least_owners", lambda *_: 4)


def without_the_complement(patch):
    """Every child of six is shown, however few are left."""
    _without_the_gate_of_margins(patch)
    patch.setattr(peer_groups, "_family", _family_without_complement)
    for module in (earlier_releases, sector_totals):
        patch.setattr(module, "on_base", lambda *given: _restricted(*given[:3]))
    patch.setattr(disclosure_control, "_open_tree", lambda tree, *_: tree)


def _without_the_gate_of_margins(patch):
    """It would refuse a tree that gives somebody away."""
    patch.setattr(side_margins, "leaks", lambda *_: iter(()))


def _family_without_complement(sector, parent, blocks):
    children = [block for block in blocks if block.n_knowledge_groups >= sector.k]
    remainder = peer_groups._remainder(sector, parent, children)
    return (*children, replace(remainder, is_residual=True)) if children and remainder.members else ()


def _restricted(tree, contributors, base):
    known = {c.organisation: c for c in contributors}
    return PeerTree(tuple(peer_groups._restricted(c, known, frozenset(base)) for c in tree.cohorts), tree.withheld)


def without_the_clamp(patch):
    def stepped(total, n_units, step=50, clamp=150):
        least = min(step * int(round(total, 6) // step), 100 * n_units - step)
        return RoundedTotal(least, least + step, least + step / 2, step)

    patch.setattr(published_means, "round_total", stepped)


def without_the_rounding_of_sums(patch):
    patch.setattr(published_means, "round_total", lambda total, *_: RoundedTotal(total, total, total, 50))


def with_rounded_means(patch):
    """To five points, whatever n is."""
    whole = published_means._mean

    def rounded(total, estimate, *precision):
        figure = whole(total, estimate, *precision)
        value = 5.0 * round(estimate.total / estimate.n_units / 5) if estimate.total == estimate.total else figure.value
        if value is None:
            return figure
        return replace(figure, value=value, least=max(0, value - 2.5), most=min(100, value + 2.5), bound="")

    patch.setattr(published_means, "_mean", rounded)


def without_bands(patch):
    banded = disclosure_control.count_figures

    def exact(tree, estimates, limits):
        totals = {(cohort, s): e.total for (cohort, s), e in estimates.items() if e.total == e.total}
        figures = banded(tree, estimates, limits) or []
        return [replace(f, least=t, most=t) for f in figures if (t := totals.get((f.cohort, f.statistic))) is not None]

    patch.setattr(disclosure_control, "count_figures", exact)


def with_all_other_from_answers(patch):
    by_subtraction = pipeline.publish

    def added_up(tree, estimates, sd, df, metric, **options):
        residuals = {c.code: c.members for c in tree.cohorts if c.is_residual}
        figures = by_subtraction(tree, estimates, sd, df, metric, **options)
        return [_from_answers(f, residuals.get(f.cohort), metric) for f in figures]

    patch.setattr(pipeline, "publish", added_up)


def _from_answers(figure, members, metric):
    if members is None or metric.kind != "mean":
        return figure
    n = figure.n_units
    total = round_total(fsum(metric.values[o] for o in sorted(members & metric.values.keys())), n)
    value = None if total.middle is None else total.middle / n
    return replace(figure, value=value, least=total.least / n, most=total.most / n, bound=total.bound)


def with_a_mean_of_an_item(patch):
    without = pipeline.measures

    def more(sector):
        yield from without(sector)
        levels = sector.values("A1", lambda value: 25 * (value - 1))
        yield Measure(Metric("item:A1", "mean", {o: v for o, v in levels.items() if v is not None}))

    patch.setattr(pipeline, "measures", more)


def with_each_group_s_own_sd(patch):
    def own(estimate, pooled, limits):
        return sampling_half_width(estimate.sd or 0.0, estimate.n_units, estimate.n_units - 1, estimate.sampled)

    patch.setattr(published_means, "_sampling", own)


def with_an_owner_s_weight_spread_over_its_sites(patch):
    """1/m for each of m sites of the wave: an owner adds up to 1 in the sector, and to less in a leaf."""
    in_leaves = pipeline.estimate_metric

    def weighted(tree, contributors, metric, *registers):
        estimates = in_leaves(tree, contributors, metric, *registers)
        if metric.kind != "mean":
            return estimates
        owner = {c.organisation: c.owner for c in contributors}
        sites = Counter(owner[o] for o in metric.values)
        members = {c.code: sorted(c.members & metric.values.keys()) for c in tree.cohorts}
        return [_reweighted(e, members[e.cohort], metric, lambda o: 1 / sites[owner[o]]) for e in estimates]

    patch.setattr(pipeline, "estimate_metric", weighted)


def _reweighted(estimate, members, metric, weight):
    total = fsum(weight(o) * metric.values[o] for o in members) if estimate.total == estimate.total else estimate.total
    return replace(estimate, total=total, n_units=fsum(map(weight, members)))


def with_a_share_in_between_of_its_own(patch):
    """All from the lower level up, instead of those between two."""
    patch.setattr(
        derived_figures, "share_between", lambda reached, _, metric: replace(reached, metric=metric, statistic="share")
    )


def without_the_union(patch):
    """Each release is looked at by itself, and whoever came after an interim one counts at the close."""
    patch.setattr(earlier_releases, "attack_over_time", lambda *_: lambda _: True)
    patch.setattr(interim, "latecomers_count", lambda *_: True)
    patch.setattr(releases_over_time, "union_leak", lambda *_: None)


def with_whole_records_hashed(patch):
    """Whatever else is known of a record makes it another one: the next release has none that was there before."""
    number = count()
    patch.setattr(attack_over_time, "record_version", lambda unit, _: f"{unit} {next(number)}")
