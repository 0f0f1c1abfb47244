"""What to expect of a survey that is under way: sure how far, and which groups. For its organisers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import ceil
from statistics import median

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from benchmarking.stats.expected_precision import ASSUMED_SD, mean_half_width, share_half_width, spread_behind
from benchmarking.stats.group_outlook import group_outlook
from benchmarking.stats.intervals import sampled_share
from benchmarking.stats.knowledge_groups import knowledge_groups
from benchmarking.stats.peer_groups import SECTOR
from benchmarking.stats.records import Contributor
from surveyapp.models.wave import Wave
from surveyapp.selectors import coordination
from surveyapp.selectors.outlook import GroupToday, Outlook, Precision, Question


def outlook(question: Question) -> Outlook:
    """Everything the page *Watch* says of figures that do not exist yet."""
    known_by = knowledge_groups([], coordination.of_several_owners(question.wave.programme, question.wave))
    contributors = [
        Contributor(str(at), owner, facets, known_by.get(owner, ""))
        for at, (owner, facets) in enumerate(question.places)
    ]
    spread, spread_of = _spread(question.wave)
    owners, n = question.in_register.get((), 0), len({owner for owner, _ in question.places})
    population = owners if question.is_complete else None
    return Outlook(
        groups={
            path: GroupToday(each.state, each.n, each.more, each.rest)
            for path, each in group_outlook(contributors, question.order, question.in_register, question.least).items()
        },
        sides=dict(_sides(question, contributors)),
        now=_precision(n, spread, population),
        everybody=_precision(max(owners, n), spread, population),
        spread=spread,
        spread_of=spread_of,
        known_by=known_by,
    )


def _sides(question: Question, contributors: list[Contributor]) -> Iterator[tuple[tuple[str, str], GroupToday]]:
    """Groups across the tree have one rule that is known before the close: enough contributors."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in contributors:
        for code in {facet for facet, _ in question.sides_in_register}:
            found[code, each.facets.get(code, "")].add(each.known_by)
    for side, owners in question.sides_in_register.items():
        n = len(found[side])
        if max(n, owners) < question.least:
            yield side, GroupToday("never", n)
        else:
            missing = max(0, question.least - n)
            yield side, GroupToday("too_few" if missing else "enough", n, missing)


def _precision(n: int, spread: float, population: int | None) -> Precision:
    return Precision(n, mean_half_width(n, spread, population), share_half_width(n, population))


def _spread(wave: Wave) -> tuple[float, Wave | None]:
    """The middle one of the spreads behind the last published sector means, up to a whole point; else what is assumed."""
    release = (
        Release.objects.filter(wave__programme=wave.programme_id, published_at__isnull=False, is_interim=False)
        .exclude(wave=wave)
        .select_related("wave__programme")
        .order_by("-wave__closed_at", "-number")
        .first()
    )
    spreads = [*_spreads(release)] if release else []
    return (float(ceil(round(median(spreads), 6))), release.wave) if release and spreads else (ASSUMED_SD, None)


def _spreads(release: Release) -> Iterator[float]:
    sector: Mapping[str, int | None] = next(iter(release.groups), {})
    rows = Figure.objects.filter(release=release, cohort=SECTOR, metric__startswith="dimension:", statistic="mean")
    for figure in rows:
        if figure.value is None or figure.low is None or figure.high is None:
            continue
        half = max(figure.high - figure.value, figure.value - figure.low)
        found = spread_behind(half, figure.n_owners, sampled_share(figure.n_owners, sector.get("population")))
        if found is not None:
            yield found
