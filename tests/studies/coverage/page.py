"""docs/methods/coverage.md, written whole from what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import Template

from tests.studies.coverage import false_flags, rankings, shares, staying_away
from tests.studies.coverage.means import SAMPLED, SIZES, Cell, Found
from tests.studies.coverage.tally import Limit, Tally, error_of
from tests.studies.coverage.tasks import FAR_APART, FLAG_CELLS, NEAR_AN_END, ON_THE_LIMIT, Results, shapes_in_order


@dataclass(frozen=True)
class Run:
    """What is printed at the top, so that anybody can do it again."""

    date: str
    seed: int
    repetitions: int
    command: str


def page(results: Results, limits: Sequence[Limit], run: Run, words: Template) -> str:
    """`words` is page.md beside this file; every $name in it is a table."""
    return words.substitute(
        date=run.date,
        seed=run.seed,
        repetitions=f"{run.repetitions:,}",
        command=run.command,
        error=f"{error_of(0.95, run.repetitions):.4f}",
        limits=_table(["limit", "worst figure", "where", "outcome"], map(_limit, limits)),
        means=_grid(results, lambda found: found.mean),
        before=_grid(results, lambda found: found.before_rounding_up),
        most_spread=_by_size(results, lambda found: found.most_spread),
        worst_place=_grid(results, lambda found: found.worst_place),
        all_other=_by_size(results, lambda found: found.all_other),
        near_an_end=_near_an_end(results),
        medians=_grid(results, lambda found: found.median),
        far_apart=_far_apart(results),
        shares=_shares(results),
        off_the_grid=_off_the_grid(results),
        ranks=_ranks(results),
        flags=_flags(results),
        on_the_limit=f"{ON_THE_LIMIT * run.repetitions:,}",
        staying_away=_staying_away(results),
    )


def _limit(limit: Limit) -> list[str]:
    where, share = limit.worst
    outcome = "passed" if limit.passed else f"**failed** in {len(limit.outside)} of {len(limit.figures)}"
    return [
        limit.sentence,
        f"{share:.3f}",
        where,
        f"{outcome}: {limit.fails_because}" if limit.fails_because else outcome,
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(tally: Tally | None) -> str:
    return "" if tally is None else f"{tally.share:.3f}"


def _grid(results: Results, of: Callable[[Found], Tally | None]) -> str:
    """A row for each n and n/N in which something is shown, a column for each shape and spread."""
    head = ["n", "n/N", *(f"{shape}, {spread}" for shape, spread in shapes_in_order())]
    rows = ([str(n), f"{f:g}", *(_percent(found) for found in _row(results, n, f, of))] for n in SIZES for f in SAMPLED)
    return _table(head, (row for row in rows if any(row[2:])))


def _row(results: Results, n: int, f: float, of: Callable[[Found], Tally | None]) -> list[Tally | None]:
    cells = (Cell(n, f, shape, spread) for shape, spread in shapes_in_order())
    return [of(results["mean", cell]) for cell in cells]


def _by_size(results: Results, of: Callable[[Found], Tally | None]) -> str:
    """All shapes together: a row for each n in which something is counted, a column for each n/N."""
    rows = ([str(n), *(_percent(_together(_row(results, n, f, of))) for f in SAMPLED)] for n in SIZES)
    return _table(["n", *(f"n/N = {f:g}" for f in SAMPLED)], (row for row in rows if any(row[1:])))


def _together(tallies: Iterable[Tally | None]) -> Tally | None:
    found = [tally for tally in tallies if tally is not None]
    return Tally(sum(t.held for t in found), sum(t.of for t in found)) if found else None


def _near_an_end(results: Results) -> str:
    found = ((cell.n, results["mean", cell]) for cell in NEAR_AN_END)
    rows = ([str(n), _percent(f.mean), _percent(f.printed), _percent(f.before_rounding_up)] for n, f in found)
    return _table(["n", "coverage", "share with a printed mean", "coverage of those, before rounding up"], rows)


def _far_apart(results: Results) -> str:
    sizes = dict.fromkeys(cell.n for cell in FAR_APART)
    rows = ([str(n), *(_percent(results["mean", c].median) for c in FAR_APART if c.n == n)] for n in sizes)
    return _table(["n", *(f"n/N = {f:g}" for f in SAMPLED)], rows)


def _shares(results: Results) -> str:
    head = ["n", "n/N", "as printed: mean", "least", "exact count, not shown: mean", "least"]
    return _table(head, _share_rows(results))


def _share_rows(results: Results) -> Iterator[list[str]]:
    for n in shares.SIZES:
        for f in SAMPLED:
            printed, exact = results["share", n, f], results["exact share", n, f]
            shown = ["", ""] if printed is None else [f"{printed.mean:.3f}", f"{printed.least:.3f}"]
            yield [str(n), f"{f:g}", *shown, f"{exact.mean:.3f}", f"{exact.least:.3f}"]


def _off_the_grid(results: Results) -> str:
    head = ["n", "registers", "worst N", "least there", "registers with a least below 0.92"]
    rows = []
    for n in shares.OFF_THE_GRID:
        found = results["share off the grid", n]
        worst = min(found, key=lambda register: found[register].least)
        below = sum(of_register.least < 0.92 for of_register in found.values())
        rows.append([str(n), str(len(found)), str(worst), f"{found[worst].least:.3f}", str(below)])
    return _table(head, rows)


def _ranks(results: Results) -> str:
    kinds = [(name, whole) for name in rankings.GAPS for whole in (False, True)]
    head = ["n", *(f"{name}{', whole levels' * whole}" for name, whole in kinds)]
    return _table(head, ([str(n), *(_percent(results["ranks", n, *kind]) for kind in kinds)] for n in rankings.SIZES))


def _flags(results: Results) -> str:
    rows = (
        [str(cell.n), f"{cell.sampled:g}", *(f"{results['flags', cell, name]:.3f}" for name in false_flags.DIFFERENCES)]
        for cell in FLAG_CELLS
    )
    return _table(["n", "n/N", *false_flags.DIFFERENCES], rows)


def _staying_away(results: Results) -> str:
    rows = ([str(c.n), f"{c.sampled:g}", _percent(results["staying away", c])] for c in staying_away.CELLS)
    return _table(["n", "n/N", "coverage"], rows)
