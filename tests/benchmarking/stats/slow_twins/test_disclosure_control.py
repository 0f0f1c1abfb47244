from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.published_counts import count_figures
from benchmarking.stats.published_means import Pooled, mean_figures
from benchmarking.stats.records import PeerTree
from benchmarking.stats.thresholds import COARSE, STANDARD
from tests.benchmarking.stats.slow_twins.drawn import sectors
from tests.benchmarking.stats.slow_twins.test_estimate import grown


def slow_is_open(cohort, tree, n_of, k):
    """The sector with k contributors; else a group whose parent is open, in a sector of 20, with k in all of its family."""
    if cohort.parent is None:
        return n_of[cohort.code].n_contributors >= k
    parent = next(c for c in tree.cohorts if c.code == cohort.parent)
    family = [c for c in tree.cohorts if c.parent == cohort.parent]
    return (
        slow_is_open(parent, tree, n_of, k)
        and n_of["sector"].n_owners >= 20
        and min(n_of[c.code].n_contributors for c in family) >= k
    )


def slow_figures(tree, estimates, pooled, metric, limits):
    if metric.kind == "mean":
        return mean_figures(tree, {e.cohort: e for e in estimates}, pooled, limits)
    return count_figures(tree, {(e.cohort, e.statistic): e for e in estimates}, limits)


def slow_published(tree, estimates, pooled, metric, verdicts):
    """Three times to show it: as it is, coarser, and coarser of the sector alone; the first that stands is taken."""
    n_of = {e.cohort: e for e in estimates}
    opened = PeerTree(tuple(c for c in tree.cohorts if slow_is_open(c, tree, n_of, metric.k)), tree.withheld)
    root = PeerTree(opened.cohorts[:1], opened.withheld)
    tried = [
        slow_figures(*attempt, metric, limits)
        for *attempt, limits in (
            (opened, estimates, pooled, STANDARD),
            (opened, estimates, pooled, COARSE),
            (root, estimates, pooled, COARSE),
        )
        if opened.cohorts
    ]
    asked = [figures for figures in tried if figures is not None]
    return next((figures for figures, stands in zip(asked, verdicts, strict=False) if stands), [])


@settings(max_examples=60)
@given(
    st.sampled_from(["mean", "share", "cuts"]).flatmap(lambda kind: sectors(kind, least=18)),
    st.sampled_from([6, 6, 11]),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_what_is_published_is_what_the_slow_twin_says(drawn, k, verdicts):
    contributors, metric = drawn
    tree, metric = grown(contributors, metric), replace(metric, k=k)
    estimates, answers = estimate_metric(tree, contributors, metric), iter(verdicts)
    pooled = Pooled(*pooled_sd(tree, contributors, metric))
    found = publish(tree, estimates, pooled.sd, pooled.df, metric, withstands=lambda _: next(answers))
    assert found == slow_published(tree, estimates, pooled, metric, verdicts)
