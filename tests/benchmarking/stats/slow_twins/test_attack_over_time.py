from math import floor, isnan

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from benchmarking.stats.attack_check import Attacked
from benchmarking.stats.attack_over_time import Shown, attack_over_time
from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor, Figure, Metric
from tests.benchmarking.stats.slow_twins.plain_attacks import stand_together

ANSWERS = {
    "mean": st.sampled_from([0.0, 3.0, 20.0, 45.0, 50.0, 62.0, 80.0, 100.0]),
    "share": st.sampled_from([0.0, 0.0, 1.0, None]),
    "cuts": st.sampled_from([1.0, 2.0, 2.0, 3.0]),
}
WIDTHS = {"mean": [1, 20, 50, 100], "share": [1, 2, 3], "cuts": [1, 2, 3]}


@st.composite
def surveys(draw, kind, n_surveys=2):
    """Some stay and answer the same, some anew, some leave and some join; one in two shares an adviser with others; groups of six
    and of seven, and one across them."""
    there = {f"o{i:02}": draw(ANSWERS[kind]) for i in range(20)}
    advised = draw(st.sets(st.sampled_from(sorted(there)), max_size=3))
    found = []
    for survey in range(n_surveys):
        joined = draw(st.sampled_from([0, 0, 1, 2])) if survey else 0
        left = draw(st.sets(st.sampled_from(sorted(there)), max_size=2)) if survey else set()
        anew = draw(st.sets(st.sampled_from(sorted(there)), max_size=5)) if survey else set()
        there = {o: draw(ANSWERS[kind]) if o in anew else value for o, value in there.items() if o not in left}
        there |= {f"new{survey}{i}": draw(ANSWERS[kind]) for i in range(joined)}
        found.append(_shown(there, advised, kind, draw(st.sampled_from(WIDTHS[kind])), draw(st.booleans())))
    return found


def _shown(there, advised, kind, width, across):
    facets = {o: {"kind": "ab"[int(o[-1]) % 3 == 0]} for o in there}
    contributors = [Contributor(o, o, facets[o], "advised" if o in advised else "") for o in sorted(there)]
    values = {o: v for o, v in there.items() if v is not None or kind != "mean"}
    metric = Metric("M", kind, values, cuts=(2, 3) if kind == "cuts" else ())
    tree = build_tree(contributors, ["kind"])
    margins = {"size:x": frozenset((o, leaf.code) for leaf in tree.leaves() for o in leaf.members if o[-1] < "5")}
    attacked = Attacked(tree, contributors, metric, margins if across else {})
    estimates = [e for e in estimate_metric(tree, contributors, metric) if not isnan(e.total)]
    sums = [(e.cohort, e.statistic, e.n_units, e.total) for e in estimates] + _across(attacked, kind)
    return Shown(attacked, [_figure(*each, width) for each in sums])


def _across(attacked, kind):
    """The side group's total, or how many hold."""
    its = [attacked.values[unit] for units in attacked.margins.values() for unit in units]
    if not its or kind == "cuts":
        return []
    total = sum(value or 0 for value in its)
    n = len([v for v in its if v is not None or kind != "mean"])
    return [("size:x", "mean" if kind == "mean" else "share", n, total)]


def _figure(cohort, statistic, n, total, width):
    least = width * floor(round(total, 9) / width)
    of, to = (n, least + width) if statistic == "mean" else (1, least + width - 1)
    return Figure(cohort, "M", statistic, n, n, least=least / of, most=to / of)


def decided_alike(shown):
    *before, now = shown
    safe = attack_over_time(now.attacked, before)(now.figures)
    event("safe" if safe else "not safe")
    assert safe == stand_together(shown)


@settings(max_examples=25)
@given(surveys("mean"))
def test_means_of_two_surveys_stand_where_solving_for_every_attacker_and_rival_says_so(shown):
    decided_alike(shown)


@pytest.mark.parametrize("kind", ["share", "cuts"])
@settings(max_examples=6)
@given(data=st.data())
def test_counts_of_two_surveys_stand_where_solving_for_every_attacker_and_rival_says_so(kind, data):
    decided_alike(data.draw(surveys(kind)))


@settings(max_examples=8)
@given(surveys("mean", 3))
def test_means_of_three_surveys_stand_where_solving_for_every_attacker_and_rival_says_so(shown):
    decided_alike(shown)
