"""What the study must come to, with two standard errors of the simulation on each limit; and what must fail, with its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.studies.coverage.means import Cell, Found, grid
from tests.studies.coverage.tally import Limit, Tally, error_of
from tests.studies.coverage.tasks import ON_THE_LIMIT, Results

STAYED_AWAY = "who stays away differs from who answers; no interval made from answers knows"


def limits(results: Results, repetitions: int) -> list[Limit]:
    return [
        *_of_means(results, repetitions),
        *_of_medians(results, repetitions),
        *_of_shares(results),
        *_of_claims(results, repetitions),
    ]


def _of_means(results: Results, repetitions: int) -> Iterator[Limit]:
    printed = _cells(results, lambda found: found.mean, _is_sample)
    yield _at_least("Means as printed, up to 80 % of the register", printed, 0.93, repetitions)
    yield _at_most("The same", printed, 0.97, repetitions)
    census = _cells(results, lambda found: found.mean, _is_census)
    yield Limit("Means as printed where everybody answered, and they are known: at least 0.99", census, least=0.99)


def _of_medians(results: Results, repetitions: int) -> Iterator[Limit]:
    printed = _cells(results, lambda found: found.median, _is_sample)
    yield _at_least("Medians as printed, up to 80 % of the register", printed, 0.91, repetitions)
    yield _at_most("The same", printed, 0.98, repetitions)
    census = _cells(results, lambda found: found.median, _is_census)
    yield _at_least("Medians as printed where everybody answered", census, 0.91, repetitions)


def _of_shares(results: Results) -> Iterator[Limit]:
    """Exact chances, so nothing is allowed for."""
    shown = {key: found for key, found in results.items() if key[0] == "share" and found is not None}
    means = tuple((f"n = {n}, n/N = {f:g}", found.mean) for (_, n, f), found in shown.items())
    least = tuple((f"n = {n}, n/N = {f:g}", found.least) for (_, n, f), found in shown.items())
    yield Limit("Shares as printed, mean over all true shares: at least 0.94", means, least=0.94)
    yield Limit("The same, the least over all true shares: at least 0.92", least, least=0.92)


def _of_claims(results: Results, repetitions: int) -> Iterator[Limit]:
    ranks = {key: found for key, found in results.items() if key[0] == "ranks"}
    fewest = min((found.of for found in ranks.values()), default=repetitions)
    sets = tuple((f"n = {key[1]}, {key[2]}{', whole levels' * key[3]}", found.share) for key, found in ranks.items())
    yield _at_least("Sets of ranks hold all true ranks at once", sets, 0.95, fewest)
    flags = tuple((f"{key[1]}, {key[2]}", rate) for key, rate in results.items() if key[0] == "flags")
    yield _at_most("False ones among named strengths and gaps", flags, 0.10, ON_THE_LIMIT * repetitions)
    away = tuple((str(key[1]), t.share) for key, t in results.items() if key[0] == "staying away")
    yield Limit(
        "Means as printed where who scores low stays away: at least 0.93", away, least=0.93, fails_because=STAYED_AWAY
    )


Figures = tuple[tuple[str, float], ...]


def _at_least(sentence: str, figures: Figures, least: float, repetitions: int) -> Limit:
    allowed = 2 * error_of(least, repetitions)
    return Limit(f"{sentence}: at least {least:.2f}, less {allowed:.3f}", figures, least=least - allowed)


def _at_most(sentence: str, figures: Figures, most: float, repetitions: int) -> Limit:
    allowed = 2 * error_of(most, repetitions)
    return Limit(f"{sentence}: at most {most:.2f}, plus {allowed:.3f}", figures, most=most + allowed)


def _is_sample(cell: Cell) -> bool:
    return cell.sampled < 1


def _is_census(cell: Cell) -> bool:
    return cell.sampled == 1


def _cells(
    results: Results, of: Callable[[Found], Tally | None], wanted: Callable[[Cell], bool]
) -> tuple[tuple[str, float], ...]:
    found = ((cell, of(results["mean", cell])) for cell in grid() if wanted(cell) and ("mean", cell) in results)
    return tuple((str(cell), counted.share) for cell, counted in found if counted is not None)
