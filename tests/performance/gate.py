"""The gate over 12 x 5 x 8 facets, at growing numbers of organisations.

Asked twice: of all groups of the full lattice with six owners or more, searched to the end though leaks are found; and
for side margins by the third facet and by pairs of facets beside the tree of the first two, largest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from time import process_time

import numpy as np

from benchmarking.stats import gate
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor
from benchmarking.stats.side_margins import side_margins

SHAPE = (12, 5, 8)
FACETS = ("family", "model", "size")
SIZES = (60, 300, 1500, 5000)
K = 6


def sector(n: int) -> list[Contributor]:
    """Facet values by Zipf's law, one organisation an owner."""
    random = np.random.default_rng(1)
    drawn = [random.choice(m, n, p=(1 / np.arange(1, m + 1)) / (1 / np.arange(1, m + 1)).sum()) for m in SHAPE]
    return [
        Contributor(f"o{i:04}", f"o{i:04}", {f: f"{f}{v:02}" for f, v in zip(FACETS, values, strict=True)})
        for i, values in enumerate(zip(*drawn, strict=True))
    ]


def lattice(contributors: list[Contributor]) -> dict[str, frozenset[str]]:
    """Every combination of facet values, and of none, that has K owners."""
    rows = {}
    for cell in product(*[("", *(f"{f}{v:02}" for v in range(m))) for f, m in zip(FACETS, SHAPE, strict=True)]):
        chosen = {f: v for f, v in zip(FACETS, cell, strict=True) if v}
        members = frozenset(c.organisation for c in contributors if chosen.items() <= c.facets.items())
        if len(members) >= K:
            rows["/".join(cell)] = members
    return rows


def seconds_for_the_lattice(contributors: list[Contributor]) -> tuple[float, str]:
    rows = lattice(contributors)
    own = {c.organisation: c.organisation for c in contributors}
    began = process_time()
    found = list(gate.leaks(rows, own, K))
    return process_time() - began, f"{len(rows)} groups, {len(gate.atoms(rows, own))} atoms, {len(found)} leaks"


def seconds_for_the_margins(contributors: list[Contributor]) -> tuple[float, str]:
    pairs = [Contributor(c.organisation, c.owner, {**c.facets, **_pairs(c.facets)}) for c in contributors]
    tree = build_tree(pairs, FACETS[:2], K)
    began = process_time()
    margins = side_margins(tree, pairs, [*FACETS, *_pairs(pairs[0].facets)], K)
    return process_time() - began, f"{len(tree.cohorts)} groups of the tree, {len(margins)} margins pass"


def _pairs(facets: Mapping[str, str]) -> dict[str, str]:
    return {f"{one} {other}": f"{facets[one]} {facets[other]}" for one, other in combinations(FACETS, 2)}


def report() -> Iterator[str]:
    for name, measure in (("full lattice", seconds_for_the_lattice), ("side margins", seconds_for_the_margins)):
        yield f"The gate, {name} of {' x '.join(map(str, SHAPE))} facets, k = {K}"
        first = None
        for n in SIZES:
            seconds, remark = measure(sector(n))
            first = first or seconds
            yield f"  {n:5} organisations {seconds:7.2f} s of processor {seconds / first:6.1f}x  {remark}"
