"""Figures that follow from published ones: overall, gaps, tiers of skills, and statistics of items shown in cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from benchmarking.selectors.metrics import is_estimated
from benchmarking.stats.derived import gap_figure, share_between, tier_figures
from benchmarking.stats.peer_groups import SECTOR
from benchmarking.stats.published_means import overall
from benchmarking.stats.records import WEIGHTED, Figure
from surveyapp.instruments.schema import FeedsBarrier, Instrument, Statistic

Published = Mapping[tuple[str, str], Figure]
"""(metric, statistic) → figure, of one group."""


def derived(instrument: Instrument, figures: Sequence[Figure]) -> list[Figure]:
    """The further figures of every group, in the groups' order (STATISTICS 3, rule 7)."""
    by_cohort: dict[str, dict[tuple[str, str], Figure]] = defaultdict(dict)
    for figure in figures:
        by_cohort[figure.cohort][figure.metric, figure.statistic] = figure
    everywhere = {metric for metric, statistic in by_cohort[SECTOR] if statistic == "mean"}
    return [
        figure
        for cohort, published in by_cohort.items()
        for figure in (
            *_overall(instrument, published, everywhere),
            *_gaps(instrument, published),
            *_shares(instrument, published),
            *(_tiers(instrument, published) if cohort == SECTOR else ()),
        )
    ]


def _overall(instrument: Instrument, published: Published, everywhere: set[str]) -> Iterator[Figure]:
    """Of the dimensions the sector has: a group that lacks one of them has no overall figure to compare."""
    codes = [f"dimension:{dimension.code}" for dimension in instrument.dimensions]
    wanted = [code for code in codes if code in everywhere]
    for statistic in ("mean", WEIGHTED):
        means = [published[code, statistic] for code in wanted if (code, statistic) in published]
        if means and len(means) == len(wanted):
            yield overall(means, "overall")


def _gaps(instrument: Instrument, published: Published) -> Iterator[Figure]:
    for group in instrument.skill_groups:
        for skill in group.skills:
            needed = published.get((f"skill:{skill.code}:needed", "mean"))
            current = published.get((f"skill:{skill.code}:current", "mean"))
            if needed and current and (gap := gap_figure(needed, current, f"skill:{skill.code}:gap")):
                yield gap


def _tiers(instrument: Instrument, published: Published) -> Iterator[Figure]:
    """Of the whole sector alone: skills by the share of owners who are short of each."""
    skills = [skill.code for group in instrument.skill_groups for skill in group.skills]
    shares = {skill: published.get((f"skill_short:{skill}", "share")) for skill in skills}
    yield from tier_figures({skill: figure for skill, figure in shares.items() if figure is not None})


def _shares(instrument: Instrument, published: Published) -> Iterator[Figure]:
    for statistic in instrument.statistics:
        is_barrier = isinstance(instrument.items[statistic.item].feeds, FeedsBarrier)
        if not is_barrier and not is_estimated(instrument, statistic):
            yield from _between(instrument, statistic, published)


def _between(instrument: Instrument, statistic: Statistic, published: Published) -> Iterator[Figure]:
    """From the lowest level named up, less what lies above the highest one named."""
    values = instrument.choice_values(statistic.item)
    named = [values[code] for code in statistic.codes]
    above = min((value for value in values.values() if value > max(named)), default=None)
    reached = published.get((f"item:{statistic.item}", f"at_least_{min(named):g}"))
    passed = published.get((f"item:{statistic.item}", f"at_least_{above:g}")) if above is not None else None
    if reached and (passed or above is None):
        yield share_between(reached, passed, f"statistic:{statistic.code}")
