"""Statistics Norway's example tables, published by our scheme: each count is taken for owners with those facets.

`python -m tests.reference.sdc FOLDER` prints how many cells each method withholds.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarking.stats.peer_groups import OTHER, build_tree
from benchmarking.stats.records import Cohort, Contributor, PeerTree
from benchmarking.stats.side_margins import SideMargin, side_margins

FOLDER = "sdc_reference"
K = 6
TOTAL = "Total"

# Table → column of counts, facets of the tree in order, facets of side margins; `eu` follows from `geo`.
TABLES = {
    "vignette_t1_age_geo": ("freq", ("geo", "age"), ("age",)),
    "vignette_t2_age_geo_eu": ("freq", ("eu", "geo", "age"), ("age",)),
    "year_age_geo": ("freq", ("year", "geo", "age"), ("geo", "age")),
    "z1_region_hovedint": ("ant", ("region", "hovedint"), ("hovedint",)),
    "rse2018_country_org_lt5": ("freq", ("country", "org"), ("org",)),
}

Cell = Mapping[str, str]
"""Facet → value; what is left out is a total."""


@dataclass(frozen=True)
class ReferenceCell:
    """A row of the reference's output: a cell of the table or a total of some."""

    facets: Cell
    count: int
    is_suppressed: bool


@dataclass(frozen=True)
class Known:
    """What an attacker knows of a sum of base cells: it lies in [least, most]."""

    cells: frozenset[int]
    least: float
    most: float


class Table:
    """One example table: its base cells, its reference, and what our scheme prints of it."""

    def __init__(self, folder: Path, name: str) -> None:
        column, self.order, self.margin_facets = TABLES[name]
        rows = list(csv.DictReader((folder / FOLDER / "input" / f"{name}.csv").open(encoding="utf-8")))
        self.cells = [{k: v for k, v in row.items() if k != column} for row in rows]
        self.counts = [int(row[column]) for row in rows]
        output = csv.DictReader((folder / FOLDER / "output" / f"{name}.csv").open(encoding="utf-8"))
        self.reference = [self._reference_cell(row, column) for row in output]

    def _reference_cell(self, row: Mapping[str, str], column: str) -> ReferenceCell:
        said = {k: v for k, v in row.items() if k not in (column, "primary", "suppressed") and v != TOTAL}
        if said.get("geo") in {
            cell["eu"] for cell in self.cells if "eu" in cell
        }:  # EU and nonEU stand among the countries
            said["eu"] = said.pop("geo")
        return ReferenceCell(said, int(row[column]), row["suppressed"] == "TRUE")

    def inside(self, said: Cell) -> frozenset[int]:
        """The base cells of a cell or total."""
        return frozenset(i for i, cell in enumerate(self.cells) if said.items() <= cell.items())

    @cached_property
    def contributors(self) -> list[Contributor]:
        """An owner each; a "/" would be read as a path."""
        return [
            Contributor(f"{i}.{j}", f"{i}.{j}", {k: v.replace("/", " ") for k, v in cell.items()})
            for i, (cell, count) in enumerate(zip(self.cells, self.counts, strict=True))
            for j in range(count)
        ]

    @cached_property
    def tree(self) -> PeerTree:
        return build_tree(self.contributors, self.order, K)

    @cached_property
    def margins(self) -> list[SideMargin]:
        return side_margins(self.tree, self.contributors, self.margin_facets, K)

    @cached_property
    def printed(self) -> list[Known]:
        """Every n that is printed, of groups of the tree and of side margins."""
        groups = [Known(self._cells_of(cohort), cohort.n_owners, cohort.n_owners) for cohort in self.tree.cohorts]
        return groups + [Known(self.inside({m.facet: m.value}), m.n_owners, m.n_owners) for m in self.margins]

    def _cells_of(self, cohort: Cohort) -> frozenset[int]:
        if not cohort.path or cohort.path[-1] != OTHER:
            return self.inside(dict(zip(self.order, cohort.path, strict=False)))
        siblings = [self._cells_of(c) for c in self.tree.children(cohort.parent or "") if c != cohort]
        (parent,) = [self._cells_of(c) for c in self.tree.cohorts if c.code == cohort.parent]
        return parent.difference(*siblings)

    @cached_property
    def reasons(self) -> list[Known]:
        """What the reasons say to somebody who knows the rules: too few is 1 to 5, the others are 6 or more."""
        bounds = {"too_few": (1, K - 1), "would_reveal_others": (K, np.inf), "sector_below_20": (1, np.inf)}
        return [
            Known(self.inside(dict(zip(self.order, w.path, strict=False))), *bounds[w.reason])
            for w in self.tree.withheld
        ]

    @cached_property
    def withheld(self) -> list[ReferenceCell]:
        """Rows of the reference's table, of one owner or more, whose n we do not print."""
        shown = {self._taken(known.cells) for known in self.printed}
        return [row for row in self.reference if row.count and self._taken(self.inside(row.facets)) not in shown]

    def _taken(self, cells: frozenset[int]) -> frozenset[int]:
        """Those with an owner: a margin all of whose owners are one group of the tree is printed as that group."""
        return frozenset(i for i in cells if self.counts[i])

    def derived(self, row: ReferenceCell, known: Sequence[Known], *, whole: bool) -> tuple[float, float]:
        """The least and the most that a row can be; in whole numbers or not."""
        inside = np.array([[i in k.cells for i in range(len(self.cells))] for k in known], dtype=float)
        aim = np.array([i in self.inside(row.facets) for i in range(len(self.cells))], dtype=float)
        rows = LinearConstraint(inside, [k.least for k in known], [k.most for k in known])
        ends = [
            milp(sign * aim, integrality=np.full(len(aim), int(whole)), bounds=Bounds(0, np.inf), constraints=rows)
            for sign in (1, -1)
        ]
        if any(end.x is None for end in ends):
            raise ValueError("What is known contradicts itself.")
        return ends[0].fun, -ends[1].fun


def shares(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Table, rows of one owner or more, withheld by us, suppressed by the reference."""
    for name in TABLES:
        table = Table(folder, name)
        rows = [row for row in table.reference if row.count]
        yield name, len(rows), len(table.withheld), sum(row.is_suppressed for row in rows)


def main() -> None:
    """Print the shares as the table of docs/methods/disclosure_control.md."""
    folder = Path(sys.argv[1])
    sys.stdout.write("| table | cells | withheld by us | by the reference |\n|---|---|---|---|\n")
    for name, n, ours, theirs in shares(folder):
        sys.stdout.write(f"| {name} | {n} | {ours} ({100 * ours / n:.0f} %) | {theirs} ({100 * theirs / n:.0f} %) |\n")


if __name__ == "__main__":
    main()
