"""Small sectors for tests: one organisation an owner unless said otherwise; a group "a" or, of a finer facet, "a.x"."""

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor, Metric


class Sector:
    def __init__(self, groups, kind="mean", owners=None, **metric):
        rows = [(f"{group}{i}", group, value) for group, values in groups.items() for i, value in enumerate(values)]
        self.contributors = [Contributor(code, (owners or {}).get(code, code), _facets(g)) for code, g, _ in rows]
        self.metric = Metric("M", kind, {code: value for code, _, value in rows}, **metric)
        self.tree = build_tree(self.contributors, ["kind", "finer"])

    def estimates(self, population=None):
        return estimate_metric(self.tree, self.contributors, self.metric, population)

    def estimate(self, cohort="sector", statistic=None, population=None):
        (found,) = [e for e in self.estimates(population) if e.cohort == cohort and statistic in (None, e.statistic)]
        return found

    def pooled(self):
        return pooled_sd(self.tree, self.contributors, self.metric)

    def figures(self, population=None, **limits):
        withstands = attack_check(self.tree, self.contributors, self.metric)
        return publish(
            self.tree, self.estimates(population), *self.pooled(), self.metric, withstands=withstands, **limits
        )

    def figure(self, cohort="sector", statistic="mean", **options):
        (found,) = [f for f in self.figures(**options) if f.cohort == cohort and f.statistic == statistic]
        return found


def _facets(group):
    kind, _, finer = group.partition(".")
    return {"kind": kind, "finer": finer} if finer else {"kind": kind}


SPREAD = [20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0]


def scores(n):
    return [SPREAD[i % 7] for i in range(n)]


def levels(n):
    return [float(1 + i % 5) for i in range(n)]


def shown(figures):
    return {(f.cohort, f.statistic) for f in figures}


def holders(count, n):
    return [1.0] * count + [0.0] * (n - count)
