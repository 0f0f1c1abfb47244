"""I11: sums of people stand at the root alone, of 20 owners, nobody most of them; and beside the shares they tell of nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from math import fsum

from benchmarking.stats.records import Figure, Missing
from tests.attack.release import Published, Release

STEPS = {"few": 1.5, "many": 4.0}
SHORT = ("partly", "hardly")


def totals_stand_at_the_root_from_twenty_owners(release: Release) -> list[str]:
    owners = {o.owner for o in release.inputs.counted()}
    return [
        f"{f.metric} of {f.cohort}: n {f.n_owners}"
        for f in _totals(release)
        if f.cohort != "sector" or not 20 <= f.n_owners <= len(owners) or f.n_units != f.n_owners
    ]


def nobody_is_most_of_a_total(release: Release) -> list[str]:
    """By knowledge group, from the answers themselves: 25 % at most, the rest a tenth of the largest, six with something."""
    amounts = Counter[str]()
    for each in release.inputs.counted():
        amounts[each.knowledge_group or each.owner] += _people(each.values)
    largest, second, *_ = [*sorted(amounts.values(), reverse=True), 0, 0]
    whole = fsum(amounts.values())
    dominated = 4 * largest > whole or 10 * (whole - largest - second) < largest
    few = sum(amount > 0 for amount in amounts.values()) < 6
    return [f.metric for f in _totals(release) if dominated or few]


def totals_have_two_digits_that_hold_the_sum(release: Release) -> list[str]:
    whole = fsum(_people(each.values) for each in release.inputs.counted())
    return [
        f"{f.metric}: {f.value} of {whole}"
        for f in _totals(release)
        if f.value is None
        or len(f"{f.value:.15g}".replace(".", "").strip("0")) > 2
        or not (f.least or 0) <= whole <= (f.most or 0)
        or (f.low, f.high) != (None, None)
    ]


def n_of_a_total_is_that_of_the_share_beside_it(release: Release) -> list[str]:
    """Else both n together would be an exact count of those who did not say."""
    shares = {f.metric.partition(":")[2]: f for f in release.figures if _is_share(f) and f.cohort == "sector"}
    found = ((f, shares.get(f.metric.partition(":")[2])) for f in _totals(release))
    return [f.metric for f, share in found if share is None or share.n_owners != f.n_owners]


def no_total_tells_who_is_short(release: Release) -> list[str]:
    """I6 of linked metrics, by trying: turn a rival's answer round, and somebody else's, and look whether it can be noticed."""
    if not _totals(release):
        return []
    (published,) = [p for p in release.metrics if p.metric.code == "group_short:data"]
    return [f"{attacker} of {rival}" for attacker, rival in _sure(release, published)]


def _sure(release: Release, published: Published) -> Iterator[tuple[str, tuple[str, str]]]:
    (total,) = _totals(release)
    known_by, root = published.known_by(), published.tree.cohorts[0]
    amounts = _amounts(release, published)
    holds = {u: None if v is None else v >= 0.5 for u, v in published.units(root).items()}
    rows = [(frozenset(published.units(c)), f) for c in published.shown if (f := published.figure(c.code, "share"))]
    kinds = defaultdict(set)
    for unit, held in holds.items():
        if held is not None:
            kinds[unit[1], held, len(amounts[unit])].add(unit)
    for attacker, (kind, its) in product(sorted(set(known_by.values())), sorted(kinds.items())):
        rivals = [unit for unit in its if known_by[unit[0]] != attacker]
        others = [min(t, key=lambda u: (known_by[u[0]] == attacker, u)) for k, t in kinds.items() if k[1] != kind[1]]
        partners = [unit for unit in others if known_by[unit[0]] != attacker]
        known = {unit for unit in amounts if known_by[unit[0]] == attacker}
        pairs = ((min(rivals), partner) for partner in partners if rivals)
        if rivals and not any(_unseen(rows, holds, amounts, total, pair, known) for pair in pairs):
            yield attacker, min(rivals)


def _unseen(rows, holds, amounts, total, pair, known) -> bool:  # noqa: PLR0913, PLR0917 - all that is public, and one thought
    after = holds | {unit: not holds[unit] for unit in pair}
    counts = ((sum(after[u] is True for u in units), figure) for units, figure in rows)
    if not all(figure.least <= n <= figure.most for n, figure in counts):
        return False
    own = fsum(fsum(its) for unit, its in amounts.items() if unit in known)
    free = sum(len(its) for unit, its in amounts.items() if unit not in known and unit not in pair)
    few, many = STEPS.values()
    sums = (own + few * (n - i) + many * i for n in (free, free + 1) for i in range(n + 1))
    return any(total.least <= each <= total.most for each in sums)


def _amounts(release: Release, published: Published) -> dict[tuple[str, str], tuple[float, ...]]:
    values: Mapping = {each.organisation: each.values for each in release.inputs.counted()}
    root, found = published.tree.cohorts[0], {}
    for unit in published.units(root):
        leaf = next(c for c in published.tree.leaves() if c.code == unit[1])
        its = [o for o in sorted(leaf.members & published.base) if published.contributors[o].owner == unit[0]]
        found[unit] = tuple(people for o in its if (people := _people(values[o])))
    return found


def _people(values: Mapping) -> float:
    people = values["PEOPLE"]
    return 0.0 if values["SCREEN"] not in SHORT or isinstance(people, Missing) else STEPS[people]


def _is_share(figure: Figure) -> bool:
    return figure.metric.startswith("group_short:") and figure.statistic == "share"


def _totals(release: Release) -> list[Figure]:
    return [f for f in release.figures if f.statistic in ("total", "share_of_workforce")]
