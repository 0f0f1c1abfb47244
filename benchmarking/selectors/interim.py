"""What an interim release leaves of the answers that came after it: rule 11, asked once, when the wave is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from benchmarking.models.release import Release
from benchmarking.selectors import release_inputs
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import Measure
from benchmarking.stats.peer_groups import SECTOR, build_tree, on_base, units
from benchmarking.stats.records import Contributor, PeerTree
from benchmarking.stats.releases_over_time import Rows, counted_at_close, union_leak


def inputs_of_interim(wave_id: UUID) -> Inputs | None:
    """What the wave's interim release was made of; None where there is none, or it shows nothing that could be compared."""
    made = Release.objects.filter(wave=wave_id, is_interim=True, state=Release.State.DONE)
    found = made.exclude(groups=[]).first()
    return release_inputs.read(found.inputs.document) if found else None


def with_latecomers(interim: Inputs, at_close: Inputs) -> Inputs:
    """The interim release's organisations with the records it was made of, and those that came after it."""
    known = {each.organisation for each in interim.organisations}
    late = tuple(each for each in at_close.organisations if each.organisation not in known)
    return replace(interim, organisations=(*interim.organisations, *late))


def latecomers_count(interim: tuple[Inputs, Sequence[Measure]], candidate: tuple[Inputs, Sequence[Measure]]) -> bool:
    """Whether the release at the close may count those who came after the interim one: all of them, or none.

    For every metric they are none or at least k knowledge groups of its base, and the gate finds in the rows of both
    releases together no combination of fewer than k. Source: STATISTICS 3, rule 11; `stats.releases_over_time`.
    """
    before, after = (_Side(inputs) for inputs, _ in (interim, candidate))
    was = {measure.metric.code: measure for measure in interim[1]}
    asked: set[tuple[frozenset[str], frozenset[str], int]] = set()
    for measure in candidate[1]:
        metric, earlier = measure.metric, was.get(measure.metric.code)
        bases = frozenset(earlier.metric.values if earlier else ()), frozenset(metric.values)
        if (*bases, metric.k) not in asked and not _may_count(before, after, bases, metric.k):
            return False
        asked.add((*bases, metric.k))
    return True


class _Side:
    """One release's contributors and tree."""

    def __init__(self, inputs: Inputs) -> None:
        self.contributors: list[Contributor] = inputs.contributors()
        self.tree: PeerTree = build_tree(self.contributors, inputs.order, inputs.least_owners)
        self.owners: Mapping[str, Contributor] = {each.organisation: each for each in self.contributors}

    def rows(self, base: frozenset[str], k: int) -> dict[str, dict[str, str]]:
        """Cohort → record → knowledge group. A record is an owner with those of its organisations that are averaged."""
        opened = on_base(self.tree, self.contributors, base, k)
        return {cohort.code: dict(self._records(opened, cohort.code, base)) for cohort in opened.cohorts}

    def _records(self, tree: PeerTree, code: str, base: frozenset[str]) -> Iterator[tuple[str, str]]:
        cohort = next(each for each in tree.cohorts if each.code == code)
        for (owner, _), organisations in units(cohort, tree, self.contributors, base).items():
            first = self.owners[min(organisations)]
            yield f"{owner} {' '.join(sorted(organisations))}", first.known_by


def _may_count(before: _Side, after: _Side, bases: tuple[frozenset[str], frozenset[str]], k: int) -> bool:
    was, now = before.rows(bases[0], k).get(SECTOR, {}), after.rows(bases[1], k)
    known_by = {**was, **{record: group for rows in now.values() for record, group in rows.items()}}
    if counted_at_close(set(was), set(now.get(SECTOR, ())), known_by, k).next_wave:
        return False
    releases: dict[str, Rows] = {"interim": {SECTOR: set(was)}, "close": {c: set(rows) for c, rows in now.items()}}
    return not was or union_leak(releases, known_by, k) is None
