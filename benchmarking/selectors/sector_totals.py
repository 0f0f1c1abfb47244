"""How many people the whole sector needs to bring further in each group of skills: unmet demand (STATISTICS 3, rule 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarking.models.figure import Figure as FigureRow
from benchmarking.models.release import Release
from benchmarking.selectors import release_inputs, rules
from benchmarking.selectors.margins import Margins, units_of
from benchmarking.selectors.people_needed import people_metric
from benchmarking.selectors.release_inputs import Inputs
from benchmarking.selectors.scored import Scored, Sector
from benchmarking.stats.attack_on_totals import Answered, HoldersBand, Total, answers_stay_possible
from benchmarking.stats.peer_groups import SECTOR, on_base, units
from benchmarking.stats.records import Figure, Missing
from benchmarking.stats.weighted_totals import LEAST_OWNERS, TOTAL, total_figure

SHORT, ENOUGH = ("partly", "hardly"), ("yes", "not_needed_here", Missing.DOES_NOT_APPLY)


def totals(sector: Sector, margins: Margins, published: Sequence[Figure]) -> list[Figure]:
    """A total a skill group where it may be shown; `published`: what is shown of the shares of those who are short, in groups
    of the tree and across it.

    People of an owner are those of its sites that stated a number; of a band its middle. Who needs nobody states 0.
    """
    people = rules.group_items(sector.instrument, "people")
    groups = [group.code for group in rules.skill_groups(sector.instrument) if group.code in people]
    found = (_Group(sector, margins, published, group) for group in groups)
    return [figure for group in found if (figure := group.figure())]


class _Group:
    """One skill group of one sector."""

    def __init__(
        self,
        sector: Sector,
        margins: Margins,
        published: Sequence[Figure],
        group: str,
    ) -> None:
        self.group, self.contributors = group, margins.contributors
        self.screen = rules.group_items(sector.instrument, "screen")[group]
        self.people = rules.group_items(sector.instrument, "people")[group]
        self.middles = sector.instrument.choice_values(self.people)
        self.k = sector.k(self.screen, self.people)
        self.asked = {
            each.inputs.organisation: each
            for each in sector.organisations
            if each.value(self.screen) != Missing.NOT_SHOWN
        }
        self.tree = on_base(margins.tree, self.contributors, self.asked.keys(), sector.k(self.screen))
        self.across = units_of(margins.inputs, self.tree, self.asked.keys())
        self.shares = [f for f in published if (f.metric, f.statistic) == (f"group_short:{group}", "share")]

    def figure(self) -> Figure | None:
        """None also where the share is not shown, or where both together would tell who is short."""
        share = next((f for f in self.shares if f.cohort == SECTOR), None)
        if share is None:
            return None
        known_by = {each.owner: each.known_by for each in self.contributors}
        least = max(LEAST_OWNERS, self.k)
        found = total_figure(people_metric(self.group), self._amounts(), known_by, share.n_owners, least)
        return found if found and self._withstands(found) else None

    def _withstands(self, found: Figure) -> bool:
        total = Total(found.least or 0.0, found.most or 0.0, frozenset(self.middles.values()))
        return answers_stay_possible(self._answered(), list(self._bands()), total)

    def _amounts(self) -> dict[str, float]:
        """Owner → people of its sites that stated a number."""
        owners = {each.organisation: each.owner for each in self.contributors}
        found: dict[str, float] = defaultdict(float)
        for organisation in sorted(self.asked):
            number = self._number(self.asked[organisation])
            if number is not None:
                found[owners[organisation]] += number
        return dict(found)

    def _number(self, organisation: Scored) -> float | None:
        screen, people = organisation.value(self.screen), organisation.value(self.people)
        if screen in ENOUGH:
            return 0.0
        is_stated = screen in SHORT and isinstance(people, str) and not isinstance(people, Missing)
        return self.middles.get(str(people)) if is_stated else None

    def _answered(self) -> dict[str, Answered]:
        """As the share counts: an owner in a leaf holds if half of its sites that stated something do."""
        known_by = {each.owner: each.known_by for each in self.contributors}
        return {
            _name(unit): Answered(self._holds(organisations), self._stated(organisations), known_by[unit[0]])
            for unit, organisations in self._units(self.tree.cohorts[0].code).items()
        }

    def _holds(self, organisations: frozenset[str]) -> bool | None:
        screens = [self.asked[each].value(self.screen) for each in sorted(organisations)]
        stated = [screen in SHORT for screen in screens if not isinstance(screen, Missing)]
        return None if not stated else 2 * sum(stated) >= len(stated)

    def _stated(self, organisations: frozenset[str]) -> tuple[float, ...]:
        return tuple(n for each in sorted(organisations) if (n := self._number(self.asked[each])))

    def _bands(self) -> Iterator[HoldersBand]:
        for share in self.shares:
            its = frozenset(map(_name, self.across.get(share.cohort) or self._units(share.cohort)))
            yield HoldersBand(its, int(share.least or 0), int(share.most or 0))

    def _units(self, code: str) -> dict[tuple[str, str], frozenset[str]]:
        cohort = next(each for each in self.tree.cohorts if each.code == code)
        return units(cohort, self.tree, self.contributors, self.asked.keys())


def _name(unit: tuple[str, str]) -> str:
    return " in ".join(unit)


def beside_earlier(release: Release, now: Inputs) -> Inputs:
    """The inputs, with whether totals may stand beside those of the programme's releases before this one (rule 11): since each
    of them nobody came or went, or at least k contributors did. One who did alone would be the difference of both totals.
    """
    earlier = Release.objects.filter(wave__programme=release.wave.programme_id, state=Release.State.DONE)
    with_totals = FigureRow.objects.filter(release__in=earlier.exclude(pk=release.pk), statistic=TOTAL)
    rows = earlier.filter(pk__in=with_totals.values("release"), inputs__isnull=False).select_related("inputs")
    may_stand = all(_differs_by_none_or_k(release_inputs.read(row.inputs.document), now) for row in rows)
    return replace(now, totals_may_stand=may_stand)


def _differs_by_none_or_k(before: Inputs, now: Inputs) -> bool:
    was, here = ({each.organisation for each in inputs.counted()} for inputs in (before, now))
    known_by = {each.organisation: each.known_by for inputs in (before, now) for each in inputs.contributors()}
    changed = {known_by[organisation] for organisation in was ^ here}
    return not changed or len(changed) >= now.least_owners
