"""Scoring and aggregating a wave from packed vectors, beside the floor of reading them and counting their bytes.

`make bench RESPONSES=1000000`. Costs are the least of ROUNDS, in which every step is taken in turn. Ratios are of time of
the processor, of this process and of the database's together: clocks also count what else the machine does. Peak memory
is that of a process that estimates once and does nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from tests.performance import packed_wave

ROUNDS = 5
ADDED = 1000
COLUMNS = packed_wave.ITEMS
CHILD = "import django; django.setup(); from tests.performance import packed; packed.{}"
LEVELS = (25.0, 50.0, 75.0, 100.0)
DEPTHS = (0, 1, 2, 3)
FLOOR, TIGHT = "floor: vectors by COPY, one bincount", "the same, rows taken from libpq"
MORE = f"{ADDED:,} responses added"


def report(n_responses: int) -> Iterator[str]:
    yield f"Packed answers, {n_responses:,} responses x {COLUMNS} items, {n_responses // packed_wave.PER_ORGANISATION:,} organisations"
    yield f"  {'':40} {'processor':>12} {'clock':>9} {'floor':>9} {'from libpq':>9} {'rebuild':>9}"
    with packed_wave.database():
        _child(f"packed_wave.make({n_responses})")
        memory = _child("peak()")
        found = _child("times()")
    yield from _lines(found, memory["mebibytes"], memory["before"])


def _lines(found: dict[str, Cost], peak: float, before: float) -> Iterator[str]:
    whole, floor, tight = (found[name][0] for name in (_named(3), FLOOR, TIGHT))
    for name, (processor, clock) in found.items():
        ratios = f"{processor / floor:7.2f} x {processor / tight:7.2f} x {100 * processor / whole:7.1f} %"
        yield f"  {name:40} {processor:10.2f} s {clock:7.2f} s {ratios}"
    yield f"  peak memory {peak:.0f} MiB, of which {before:.0f} MiB before anything was read"


def _child(call: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(call)],
        capture_output=True,
        text=True,
        check=False,
        cwd=packed_wave.CHECKOUT,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout or "{}")


def peak() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Wave().estimates(3)
    json.dump({"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "before": before}, sys.stdout)


def times() -> None:
    wave = Wave()
    steps: dict[str, Callable[[], object]] = {
        FLOOR: floor,
        TIGHT: lambda: floor(read_vectors_from_libpq),
        **{_named(depth): lambda depth=depth: wave.estimates(depth) for depth in DEPTHS},
        "of which reading": wave.read,
    }
    found: dict[str, Cost] = {}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            found[name] = cost(step).least(found.get(name, DEAREST))
    json.dump(found | wave.added(), sys.stdout)


def _named(depth: int) -> str:
    return f"estimates of {sum(_groups(d) for d in range(depth + 1))} groups"


def _groups(depth: int) -> int:
    return int(np.prod(packed_wave.SHAPE[:depth], dtype=int))


class Cost(NamedTuple):
    """Seconds of processor, of this process and the database's together, and seconds on the clock."""

    processor: float
    clock: float

    def least(self, other: Cost) -> Cost:
        return Cost(min(self.processor, other.processor), min(self.clock, other.clock))


DEAREST = Cost(float("inf"), float("inf"))


def cost(step: Callable[[], object]) -> Cost:
    processor, clock = _processor(), perf_counter()
    step()
    return Cost(_processor() - processor, perf_counter() - clock)


def _processor() -> float:
    """What other processes do meanwhile is not in it. Only Linux tells of the server's process."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    ticks = sum(map(int, stat.read_text().rsplit(")", 1)[1].split()[11:13])) if stat.exists() else 0
    return process_time() + ticks / os.sysconf("SC_CLK_TCK")


QUERY = "COPY (SELECT vector FROM surveyapp_responseanswers) TO STDOUT (FORMAT BINARY)"


def read_vectors() -> bytearray:
    """The bytes of every vector, row by row as psycopg gives them."""
    from django.db import connection

    whole = bytearray()
    with connection.cursor() as cursor, cursor.cursor.copy(QUERY) as copy:
        for block in copy:
            whole += block
    return whole[19:-2]


def read_vectors_from_libpq() -> bytearray:
    """The same, as quickly as the product takes rows."""
    from django.db import connection

    from surveyapp.selectors.packed_rows import by_length

    with connection.cursor() as cursor, cursor.cursor.copy(QUERY) as copy:
        return by_length(copy)[COLUMNS + 6]


def floor(read: Callable[[], bytearray] = read_vectors) -> np.ndarray:
    """What little would do: the vectors, and one count of every byte of every item, of nobody in particular."""
    rows = np.frombuffer(read(), [("n_fields", ">i2"), ("size", ">i4"), ("vector", "u1", (COLUMNS,))])
    vectors, base = rows["vector"], np.arange(COLUMNS) * 16
    counts = np.zeros(COLUMNS * 16, np.int64)
    for first in range(0, len(vectors), 30_000):
        counts += np.bincount((vectors[first : first + 30_000] + base).ravel(), minlength=len(counts))
    return counts


class Wave:
    """The one wave of the database, estimated by what releases are built with."""

    def __init__(self) -> None:
        from benchmarking.selectors.packed_items import packed_items
        from benchmarking.selectors.rules import dimension_rules
        from surveyapp.models.wave import Wave as Row
        from surveyapp.selectors import instruments

        self.row = Row.objects.get()
        self.instrument = instruments.instrument(self.row.instrument_version_id)
        self.items = packed_items(self.instrument)
        self.dimensions = dimension_rules(self.instrument)

    def participations(self) -> list[tuple[UUID, UUID, dict[str, str]]]:
        from surveyapp.models.wave import Participation

        rows = Participation.objects.filter(wave=self.row).order_by("organisation_id")
        return list(rows.values_list("pk", "organisation__owner_id", "facets"))

    def read(self):
        return self.said([pk for pk, *_ in self.participations()])

    def said(self, participations: list[UUID]):
        from benchmarking.selectors.merged_answers import responses
        from surveyapp.selectors import packed_answers

        rows = packed_answers.read(packed_answers.Asked(participations, in_order=False), self.instrument)
        assert rows is not None
        return responses(rows)

    def estimates(self, depth: int):
        people = self.participations()
        said = self.metrics([pk for pk, *_ in people])
        return said, self.totals(said, *self.tree(people, depth))

    def metrics(self, participations: list[UUID]) -> np.ndarray:
        """(organisations, metrics) Every item and dimension in points; an organisation's rest on its own responses alone."""
        from benchmarking.stats import packed_merge, packed_scores

        merged = packed_merge.merge_means(self.said(participations), self.items, len(participations))
        points = packed_scores.points(merged.values, [item.rule for item in self.items])
        codes = [item.rule.code for item in self.items]
        scores = packed_scores.dimension_scores(points, merged.reasons, codes, self.dimensions)
        return np.concatenate([points, scores.score], axis=1)

    def tree(self, people, depth: int):
        """Each organisation's owner and leaf, and the groups of the leaves at every level down to a depth."""
        _, owner = np.unique([owner.bytes for _, owner, _ in people], return_inverse=True)
        facets = np.array([[int(its[facet]) for facet in packed_wave.FACETS[:depth]] for *_, its in people], int)
        leaf = np.ravel_multi_index(facets.T, packed_wave.SHAPE[:depth]) if depth else np.zeros(len(people), int)
        leaves = np.arange(_groups(depth))
        return owner, leaf, [leaves // (_groups(depth) // _groups(level)) for level in range(depth + 1)]

    def totals(self, metrics: np.ndarray, owner, leaf, levels):
        """Totals, SDs and n of items and dimensions, and counts of levels, in every group."""
        from benchmarking.stats import packed_estimates

        of = packed_estimates.units(metrics, owner, leaf)
        return packed_estimates.group_totals(of, levels), packed_estimates.counts_at_least(of, LEVELS, levels)

    def added(self) -> dict[str, Cost]:
        """A thousand responses more: only the organisations that they are of are read and merged again."""
        people = self.participations()
        metrics, _ = self.estimates(3)
        tree = self.tree(people, 3)
        place = {pk: number for number, (pk, *_) in enumerate(people)}
        found = DEAREST
        for seed in range(ROUNDS):
            touched = packed_wave.add(self.row.pk, ADDED, seed=2 + seed)
            found = found.least(cost(partial(self.again, metrics, touched, place, tree)))
        totals, expected = self.totals(metrics, *tree), self.estimates(3)[1]
        assert all(
            np.array_equal(a, b, equal_nan=True) for a, b in zip(_arrays(totals), _arrays(expected), strict=True)
        )
        return {MORE: found}

    def again(self, metrics: np.ndarray, touched: list[UUID], place: dict[UUID, int], tree):
        metrics[[place[pk] for pk in touched]] = self.metrics(touched)
        return self.totals(metrics, *tree)


def _arrays(totals) -> Iterator[np.ndarray]:
    for each in totals[0]:
        yield from vars(each).values()
    for each in totals[1]:
        yield from each


if __name__ == "__main__":
    for line in report(int(os.environ.get("RESPONSES", "100000"))):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
