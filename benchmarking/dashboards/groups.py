"""The group in force and the others one can choose: with n, or with the reason why a group cannot be shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Withheld
from benchmarking.dashboards.names import group_in_words, group_name
from benchmarking.selectors import limits
from benchmarking.selectors.figures import SECTOR, Group, WithheldGroup
from benchmarking.stats.peer_groups import SUB_GROUPS_FROM

OPEN_CALL, PARTIAL_LIST = "open_call", "partial_list"  # as a wave declares its frame


@dataclass(frozen=True)
class Option:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Options:
    """A part of the chooser: your own groups, other groups, and those too small to show."""

    name: str
    options: tuple[Option, ...]
    is_of_others: bool = False


def chooser(comparison: Comparison) -> list[Options]:
    """Every published group in the order of the tree, and your own groups that are too small: others' would only be dead
    ends. Empty before anything is published."""
    publication = comparison.publication
    if publication is None:
        return []
    mine = [group for group in publication.groups if group in comparison.branch or group.code == SECTOR]
    others = [group for group in publication.groups if group not in mine]
    parts = (
        Options(_("Your own groups"), tuple(_option(comparison, group) for group in mine)),
        Options(_("Other groups"), tuple(_option(comparison, group) for group in others), is_of_others=True),
        Options(_("Not enough organisations to show"), tuple(_closed(comparison, each) for each in comparison.closed)),
    )
    return [part for part in parts if part.options]


def _option(comparison: Comparison, group: Group) -> Option:
    name = _("%(name)s (%(n)s)") % {
        "name": group_name(group),
        "n": words.n_equals(group.n_owners),
    }
    return Option(group.code, name, comparison.asked is None and group == comparison.group)


def _closed(comparison: Comparison, group: WithheldGroup) -> Option:
    return Option(group.code, words.said(group.label), group == comparison.asked)


@dataclass(frozen=True)
class Fact:
    name: str
    value: str
    more: str = ""


def facts(comparison: Comparison) -> list[Fact]:
    """Who stands behind the numbers: n, coverage where the register is complete, and your own answers."""
    found = size_and_coverage(comparison, comparison.group) if comparison.group else []
    own = comparison.own
    if own and own.n_respondents:
        people = ngettext("%(n)s person", "%(n)s people", own.n_respondents) % {"n": own.n_respondents}
        areas = ngettext("in %(n)s area", "in %(n)s areas", len(own.roles)) % {"n": len(own.roles)}
        found.append(Fact(_("Your answers"), people, areas if own.roles else ""))
    return found


def size_and_coverage(comparison: Comparison, group: Group) -> list[Fact]:
    """n, and the share of the register; without a complete register what the survey was sent to instead."""
    size = Fact(_("Organisations"), words.n_equals(group.n_owners))
    if group.population:
        covered = words.per_cent(words.points(100 * group.n_owners / group.population))
        return [size, Fact(_("Coverage"), covered, _("of %(n)s registered") % {"n": group.population})]
    asked = {OPEN_CALL: _("open call: whoever wanted took part"), PARTIAL_LIST: _("the register is not complete")}
    why = asked.get(comparison.survey.frame) if group.code == SECTOR else None
    return [size, Fact(_("Coverage"), _("not known"), why)] if why else [size]


def least_companies(comparison: Comparison) -> int:
    """From so many owners a group is shown: the installation's limit or the programme's, whichever is higher."""
    return max(limits.least_owners(), comparison.organisation.programme.least_owners)


def when_a_group_opens(comparison: Comparison) -> str:
    """What a coordinator can do about it; true of every cause, and never how many are missing."""
    sector = comparison.whole_sector
    if sector is not None and sector.n_owners < SUB_GROUPS_FROM:
        return _("Groups within the sector open at twenty companies: invite one.")
    least = words.number_word(least_companies(comparison))
    return _("Groups open at %(least)s companies: invite one.") % {"least": least}


def too_small(comparison: Comparison) -> Withheld | None:
    """Why the group that was asked for cannot be shown, and what to do."""
    if comparison.asked is None:
        return None
    shown = group_in_words(comparison) if comparison.group else ""
    remedy = _("Shown below instead: %(name)s.") % {"name": shown} if shown else ""
    return Withheld(_why_closed(comparison, comparison.asked), remedy)


def closed(comparison: Comparison) -> list[Withheld]:
    """Your own groups that cannot be shown, and why; without the one that was asked for, which says so already.

    The deepest is always named, also where it is a wider one that is withheld: nobody looks for themselves under that.
    """
    rest = [group for group in comparison.closed if group != comparison.asked]
    deepest = comparison.own_group
    if deepest is None or any(group.path == deepest.path for group in comparison.closed):
        return [Withheld(_why_closed(comparison, group)) for group in rest]
    said = [
        _("“%(name)s” cannot be shown: too few companies are in it, around it or beside it.") % {"name": deepest.name}
    ]
    if rest:
        said.append(_cannot(comparison, rest[-1]))
    last = Withheld(" ".join([*said, _nothing_about_answers()]))
    return [*(Withheld(_why_closed(comparison, group)) for group in rest[:-1]), last]


def _why_closed(comparison: Comparison, group: WithheldGroup) -> str:
    return f"{_cannot(comparison, group)} {_nothing_about_answers()}"


def _cannot(comparison: Comparison, group: WithheldGroup) -> str:
    """Never how many it has."""
    return _("“%(name)s” cannot be shown. %(why)s") % {"name": words.said(group.label), "why": _why(comparison, group)}


def _why(comparison: Comparison, group: WithheldGroup) -> str:
    """From what is published, never from the group's own reason: whether it is too small itself, or would leave too few
    beside it, tells how many there are here or there."""
    least = words.number_word(least_companies(comparison))
    sector = comparison.whole_sector
    if sector is None:
        return " ".join((_("Groups open at %(least)s companies.") % {"least": least}, hidden.who_may_join(comparison)))
    if sector.n_owners < SUB_GROUPS_FROM:
        return _("Groups within the sector open when twenty companies take part.")
    if group.facet:
        text = _(
            "Fewer than %(least)s companies are in it, or would stand apart beside it, or one is too large a part of it."
        )
        return text % {"least": least}
    text = _("A group opens at %(least)s companies, with none or at least %(least)s left beside it.") % {"least": least}
    return f"{text} {hidden.who_may_join(comparison)}"


def _nothing_about_answers() -> str:
    return _("This says nothing about how anyone answered.")
