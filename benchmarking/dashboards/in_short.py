"""The first screen: your next step, what changed, which skills are short; then where you stand in the sector, and closer to you."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import changes, groups, next_levels, peers, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.groups import Fact
from benchmarking.dashboards.headline import Statement
from benchmarking.dashboards.names import group_name, this_group
from benchmarking.dashboards.next_levels import NextStep
from benchmarking.dashboards.skills import skills_statement
from benchmarking.selectors.figures import SECTOR, Group


@dataclass(frozen=True)
class InShort:
    """`step` is the next step of the lowest dimension; it and `statements` need no peers. `standing`: beside the whole sector,
    with `facts`: n and coverage. `finer`: beside a group closer to you, or when one opens. Before anything is published
    `standing` says when the comparison comes."""

    statements: tuple[Statement, ...] = ()
    step: NextStep | None = None
    standing: Statement | None = None
    facts: tuple[Fact, ...] = ()
    finer: Statement | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.statements or self.step or self.standing)


def in_short(comparison: Comparison, step: NextStep | None) -> InShort:
    statements = (changes.change_statement(comparison), skills_statement(comparison))
    return InShort(
        statements=tuple(each for each in statements if each),
        step=step,
        standing=_standing(comparison),
        facts=tuple(_facts(comparison)),
        finer=_finer(comparison),
    )


def first_step(comparison: Comparison) -> NextStep | None:
    """Of the lowest dimension that has a next level."""
    own = comparison.own
    steps = next_levels.next_steps(comparison, next_levels.lowest_first(own)) if own else []
    return steps[0] if steps else None


def _standing(comparison: Comparison) -> Statement | None:
    if comparison.publication is None:
        return _to_come(comparison)
    sector = comparison.whole_sector
    if sector is None:
        return Statement(_("Where you stand in the sector"), groups.when_a_group_opens(comparison))
    beside = comparison.beside(sector)
    text, more = peers.headline(beside), peers.less_clear(beside)
    return Statement(_("Where you stand in the sector"), words.sentence(f"{text}."), more)


def _to_come(comparison: Comparison) -> Statement | None:
    """Before any figures: how many companies, and the day. Nothing else of others (STATISTICS 3, rule 14)."""
    if not comparison.survey.takes_part and not comparison.survey.is_open:
        return None
    head = _("Where you stand in the sector")
    return Statement(head, " ".join(filter(None, (_when(comparison), _so_far(comparison)))))


def _when(comparison: Comparison) -> str:
    if not comparison.survey.is_open:
        return _("The comparison is being prepared and appears here when it is published.")
    if comparison.survey.closes_at:
        day = words.date(comparison.survey.closes_at)
        return _("The comparison comes after the survey has closed on %(date)s.") % {"date": day}
    return _("The comparison comes when the survey has closed.")


def _so_far(comparison: Comparison) -> str:
    least, number = groups.least_companies(comparison), comparison.survey.companies_so_far
    if number < least:
        return _("Fewer than %(least)s companies have finished so far.") % {"least": words.number_word(least)}
    text = ngettext("%(n)s company has finished so far.", "%(n)s companies have finished so far.", number)
    if not comparison.survey.is_open:
        text = ngettext("%(n)s company has finished.", "%(n)s companies have finished.", number)
    return text % {"n": number}


def _facts(comparison: Comparison) -> list[Fact]:
    sector = comparison.whole_sector
    return groups.size_and_coverage(comparison, sector) if sector else []


def _finer(comparison: Comparison) -> Statement | None:
    """The group in force; else the deepest of your own that is published; else when one opens."""
    if comparison.whole_sector is None or comparison.own is None or not comparison.own.in_population:
        return None
    chosen = _chosen(comparison)
    if chosen is None:
        return _none_open(comparison)
    name = _("%(name)s (%(n)s)") % {"name": group_name(chosen), "n": words.n_equals(chosen.n_owners)}
    text = f"{words.sentence(peers.standing_sentence(comparison, chosen, this_group()))}."
    return Statement(name, text, _not_yet(comparison))


def _chosen(comparison: Comparison) -> Group | None:
    if comparison.group and comparison.group.code != SECTOR:
        return comparison.group
    own = [group for group in comparison.branch if group.code != SECTOR]
    within = [group for group in own if not group.facet]
    return (within or own)[-1] if own else None


def _none_open(comparison: Comparison) -> Statement | None:
    text = _not_yet(comparison)
    return Statement(_("Closer to you"), text) if text else None


def _not_yet(comparison: Comparison) -> str:
    """Of the deepest group that would hold the organisation; "" where that is published."""
    if comparison.own_group is None:
        return ""
    text = _("“%(name)s” cannot be shown yet.") % {"name": comparison.own_group.name}
    return f"{text} {groups.when_a_group_opens(comparison)}"
