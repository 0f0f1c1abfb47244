"""What the study must come to. What is known not to be met stands here with its cause, and is printed as failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.studies.coverage.means import Cell, Found, grid
from tests.studies.coverage.tally import Limit, Tally, error_of
from tests.studies.coverage.tasks import Results

ROUNDED_UP = "half-widths are printed in whole points, rounded up: an interval of ±1.4 becomes ±2"
SMOOTHED = (
    "what is printed is the Harrell-Davis median, a blend of all values, which is not the plain median even when "
    "everybody has answered; the interval then allows for the rounding alone"
)
TWO_HEAPS = (
    "between two heaps there is hardly a score, so the plain median jumps from one to the other, farther than the error "
    "of a blend of all values says"
)
MID_P = "a mid-P interval promises 0.95 on average over the true shares, not for each of them"
STAYED_AWAY = "who stays away differs from who answers; no interval made from answers knows"


def limits(results: Results, repetitions: int) -> list[Limit]:
    return [*_of_means(results), *_of_medians(results), *_of_shares(results), *_of_claims(results, repetitions)]


def _of_means(results: Results) -> Iterator[Limit]:
    printed = _cells(results, lambda found: found.mean, _is_sample)
    before = _cells(results, lambda found: found.before_rounding_up, _is_sample)
    yield Limit("Means as printed, up to 80 % of the register: at least 0.93", printed, least=0.93)
    yield Limit("The same: at most 0.97", printed, most=0.97, fails_because=ROUNDED_UP)
    yield Limit("The same before half-widths are rounded up to whole points: 0.93 to 0.97", before, 0.93, 0.97)
    census = _cells(results, lambda found: found.mean, _is_census)
    yield Limit("Means as printed where everybody answered: at least 0.99", census, least=0.99)


def _of_medians(results: Results) -> Iterator[Limit]:
    one_heap = _cells(results, lambda found: found.median, lambda cell: _is_sample(cell) and cell.shape != "bimodal")
    two_heaps = _cells(results, lambda found: found.median, lambda cell: _is_sample(cell) and cell.shape == "bimodal")
    census = _cells(results, lambda found: found.median, _is_census)
    yield Limit(
        "Medians as printed, bell-shaped and skewed, up to 80 % of the register: 0.91 to 0.98", one_heap, 0.91, 0.98
    )
    yield Limit("The same, bimodal: 0.91 to 0.98", two_heaps, 0.91, 0.98, fails_because=TWO_HEAPS)
    yield Limit(
        "Medians as printed where everybody answered: at least 0.99", census, least=0.99, fails_because=SMOOTHED
    )


def _of_shares(results: Results) -> Iterator[Limit]:
    shown = {key: found for key, found in results.items() if key[0] == "share" and found is not None}
    means = tuple((f"n = {n}, n/N = {f:g}", found.mean) for (_, n, f), found in shown.items())
    least = tuple((f"n = {n}, n/N = {f:g}", found.least) for (_, n, f), found in shown.items())
    yield Limit("Shares as printed, mean over all true shares: at least 0.94", means, least=0.94)
    yield Limit("The same, the least over all true shares: at least 0.92", least, least=0.92)
    any_register = tuple(
        (f"n = {key[1]}, N = {register}", of_register.least)
        for key, found in results.items()
        if key[0] == "share off the grid"
        for register, of_register in found.items()
    )
    yield Limit(
        "The same for 10 to 20 owners in every register up to five times as large: at least 0.92",
        any_register,
        least=0.92,
        fails_because=MID_P,
    )


def _of_claims(results: Results, repetitions: int) -> Iterator[Limit]:
    ranks = {key: found for key, found in results.items() if key[0] == "ranks"}
    error = max((2 * error_of(0.95, found.of) for found in ranks.values()), default=0.0)
    yield Limit(
        f"Sets of ranks hold all true ranks at once: at least 0.95, less {error:.3f}, two standard errors of the simulation",
        tuple((f"n = {key[1]}, {key[2]}{', whole levels' * key[3]}", found.share) for key, found in ranks.items()),
        least=0.95 - error,
    )
    flags = tuple((f"{key[1]}, {key[2]}", rate) for key, rate in results.items() if key[0] == "flags")
    noise = 2 * error_of(0.10, repetitions)
    yield Limit(
        f"False ones among named strengths and gaps: at most 0.10, plus {noise:.3f}, two standard errors of the simulation",
        flags,
        most=0.10 + noise,
    )
    away = tuple((str(key[1]), t.share) for key, t in results.items() if key[0] == "staying away")
    yield Limit(
        "Means as printed where who scores low stays away: at least 0.93", away, least=0.93, fails_because=STAYED_AWAY
    )


def _is_sample(cell: Cell) -> bool:
    return cell.sampled < 1


def _is_census(cell: Cell) -> bool:
    return cell.sampled == 1


def _cells(
    results: Results, of: Callable[[Found], Tally | None], wanted: Callable[[Cell], bool]
) -> tuple[tuple[str, float], ...]:
    found = ((cell, of(results["mean", cell])) for cell in grid() if wanted(cell) and ("mean", cell) in results)
    return tuple((str(cell), counted.share) for cell, counted in found if counted is not None)
