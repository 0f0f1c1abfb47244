"""What stands already when a release is made: the releases of its programme before it, as an attacker has them (rule 11).

Their frozen inputs are read once, by the worker that builds. What becomes of it is frozen in the new release: how many of
rule 12's attempts each metric lost to what stands, so that it is rebuilt without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from benchmarking.models.figure import Figure as FigureRow
from benchmarking.models.release import Release
from benchmarking.selectors import release_inputs
from benchmarking.selectors.margins import units_of
from benchmarking.selectors.metrics import measures
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import Measure, Sector
from benchmarking.stats.attack_check import Attacked
from benchmarking.stats.attack_over_time import Shown, attack_over_time
from benchmarking.stats.follow_up import follow_up_tree
from benchmarking.stats.peer_groups import build_tree, on_base
from benchmarking.stats.records import Contributor, Figure, PeerTree
from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument

Check = Callable[[Sequence[Figure]], bool]
"""Of figures of one metric: may they stand beside what stands?"""

Beside = Callable[[Attacked], Check]
"""Metric → its check."""


@dataclass(frozen=True)
class Earlier:
    """A release that is out: what it was made of, and its figures."""

    inputs: Inputs
    instrument: Instrument
    figures: Sequence[Figure]


def before(release: Release) -> list[Earlier]:
    """The complete releases of the programme, oldest first, as far as their inputs have not been removed."""
    rows = Release.objects.filter(wave__programme=release.wave.programme_id, state=Release.State.DONE)
    found = rows.exclude(pk=release.pk).filter(inputs__isnull=False).select_related("inputs").order_by("finished_at")
    return [Earlier(release_inputs.read(r.inputs.document), loader.read(r.instrument), _figures(r)) for r in found]


def _figures(release: Release) -> list[Figure]:
    names = [field.name for field in fields(Figure)]
    return [Figure(**row) for row in FigureRow.objects.filter(release=release).values(*names)]


def opened(tree: PeerTree, contributors: Sequence[Contributor], measure: Measure) -> PeerTree:
    """The groups of a metric: of those that its base leaves large enough."""
    metric, base = measure.metric, measure.metric.values.keys()
    if measure.sector_alone:
        whole = on_base(tree, contributors, base, metric.k)
        return replace(whole, cohorts=whole.cohorts[:1])
    if measure.asked is None:
        return on_base(tree, contributors, base, metric.k)
    return follow_up_tree(tree, contributors, measure.asked, base, metric.k)


def beside(
    earlier: Sequence[Earlier], scored: Callable[[Inputs, Instrument], Sector], refused: dict[str, int]
) -> Beside:
    """The attack check over time of each metric; `refused` is told how many attempts each metric lost to what stands."""
    shown: dict[str, list[Shown]] = defaultdict(list)
    for each in earlier:
        for code, its in _shown(each, scored(each.inputs, each.instrument)):
            shown[code].append(its)

    def check(now: Attacked) -> Check:
        withstands = attack_over_time(now, shown[now.metric.code])

        def counted(figures: Sequence[Figure]) -> bool:
            stands = withstands(figures)
            if not stands:
                refused[now.metric.code] = refused.get(now.metric.code, 0) + 1
            return stands

        return counted

    return check


def _shown(earlier: Earlier, sector: Sector) -> Iterator[tuple[str, Shown]]:
    contributors = earlier.inputs.contributors()
    tree = build_tree(contributors, earlier.inputs.order, earlier.inputs.least_owners)
    figures: dict[str, list[Figure]] = defaultdict(list)
    for figure in earlier.figures:
        figures[figure.metric].append(figure)
    for measure in measures(sector):
        code = measure.metric.code
        if figures[code]:
            groups = opened(tree, contributors, measure)
            its_units = units_of(earlier.inputs, groups, measure.metric.values.keys())
            attacked = Attacked(groups, contributors, measure.metric, its_units)
            yield code, Shown(attacked, figures[code])


def again(refused: Mapping[str, int]) -> Beside:
    """The same verdicts once more, from how many attempts each metric lost."""

    def check(now: Attacked) -> Check:
        left = iter([False] * refused.get(now.metric.code, 0))
        return lambda _: next(left, True)

    return check
