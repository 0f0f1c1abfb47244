"""I13 and I14 of the sector's headlines: what anybody makes of published means and the register, to the last digit."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate
from math import fsum, isclose

from benchmarking.selectors.release_inputs import Inputs
from benchmarking.stats.records import Figure
from tests.attack.release import Release

TIMES = (1, 2, 4)


def registered(inputs: Inputs, seed: int = 0) -> Inputs:
    """With a register in which each smallest place has as many owners as answered, or two or four times as many."""
    chance = random.Random(f"register {seed}")  # noqa: S311 - a register, no secret
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in inputs.counted():
        owners[tuple(each.facets[facet] for facet in inputs.order)].add(each.owner)
    found: dict[str, int] = defaultdict(int)
    for path in sorted(owners):
        n = chance.choice(TIMES) * len(owners[path])
        for place in ("", *accumulate(path, "{}/{}".format)):
            found[place] += n
    return replace(inputs, population=dict(found))


def headlines_follow_from_published_means(release: Release) -> list[str]:
    """I13: Σ N v / Σ N over the smallest groups whose register is known, N theirs, v their published means.

    I14 with it: within such a group no owner counts more than another, or the published mean of it would not do.
    """
    found = []
    for code in ("dimension:A", "dimension:B"):
        means = {f.cohort: f for f in release.figures if (f.metric, f.statistic) == (code, "mean")}
        headline = _one(release, code)
        expected = _expected(means, _register(release)) if headline else None
        if headline and (headline.value is None or expected is None or not isclose(headline.value, expected)):
            found.append(f"{code}: {headline.value}, not {expected}")
    overall, parts = _one(release, "overall"), [_one(release, f"dimension:{d}") for d in "AB"]
    known = [part.value or 0.0 for part in parts if part]
    if overall and (len(known) < 2 or not isclose(overall.value or 0.0, fsum(known) / 2)):
        found.append(f"overall: {overall.value} of {known}")
    return found


def _one(release: Release, metric: str) -> Figure | None:
    return next((f for f in release.figures if (f.metric, f.statistic) == (metric, "mean_weighted")), None)


def _register(release: Release) -> dict[str, int]:
    """By group; what is no place of its own has what its family leaves over."""
    counts = release.inputs.population
    found = {c.code: counts["/".join(c.path)] for c in release.tree.cohorts if "/".join(c.path) in counts}
    for cohort in release.tree.cohorts:
        if cohort.code not in found and cohort.parent in found:
            siblings = [c for c in release.tree.children(cohort.parent) if c.code != cohort.code]
            found[cohort.code] = found[cohort.parent] - sum(found.get(c.code, 0) for c in siblings)
    return found


def _expected(means: Mapping[str, Figure], register: Mapping[str, int]) -> float | None:
    return _mean("sector", means, register)


def _mean(code: str, means: Mapping[str, Figure], register: Mapping[str, int]) -> float | None:
    """Of a group: of its family's by their register, else of its smallest groups by their n."""
    family = [c for c in means if c.startswith(f"{code}/") and not any(_is_between(code, o, c) for o in means)]
    if family and all(register.get(c, 0) >= means[c].n_owners for c in family):
        parts = [(register[c], _mean(c, means, register)) for c in family]
    else:
        leaves = [c for c in means if c == code or c.startswith(f"{code}/")]
        leaves = [c for c in leaves if not any(o.startswith(f"{c}/") for o in means)]
        parts = [(means[c].n_units, means[c].value) for c in leaves]
    whole = sum(n for n, _ in parts)
    return None if any(v is None for _, v in parts) else fsum(n * (v or 0.0) for n, v in parts) / whole


def _is_between(outer: str, middle: str, inner: str) -> bool:
    return middle.startswith(f"{outer}/") and inner.startswith(f"{middle}/")


def nobody_without_groups_has_a_headline(release: Release) -> list[str]:
    """A weighted mean beside no published group would say what the groups that are not shown have."""
    found = []
    for figure in release.figures:
        if figure.statistic == "mean_weighted":
            groups = {f.cohort for f in release.figures if f.statistic == "mean" and f.metric == figure.metric}
            found += [figure.metric] if figure.cohort != "sector" or len(groups) < 2 else []
    return found
