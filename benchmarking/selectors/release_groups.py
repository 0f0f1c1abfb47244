"""Peer groups as a release stores them: with their names in every language, so that no page looks behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.stats.peer_groups import OTHER, SECTOR, units
from benchmarking.stats.records import Cohort, Contributor, PeerTree
from benchmarking.stats.side_margins import MarginReason, SideMargin
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.selectors.facets import value_name

Label = dict[str, str]
INVITED_IN_STEPS_OF = 5
"""So that beside the exact count of those that answered nobody reads how few of the invited did not."""


def shown(
    tree: PeerTree,
    contributors: Sequence[Contributor],
    instrument: Instrument,
    order: Sequence[str],
    population: Mapping[str, int],
) -> list[dict[str, Any]]:
    """The groups in tree order. `population` is by cohort code."""
    everybody = {contributor.organisation for contributor in contributors}
    return [
        {
            "code": cohort.code,
            "path": list(cohort.path),
            "label": label(instrument, order, cohort.path),
            "parent": cohort.parent,
            "n_owners": cohort.n_owners,
            "n_units": len(units(cohort, tree, contributors, everybody)),
            "population": population.get(cohort.code),
            "is_residual": cohort.is_residual,
        }
        for cohort in tree.cohorts
    ]


def with_invited(groups: Sequence[Mapping[str, Any]], invited: Mapping[str, int]) -> list[dict[str, Any]]:
    """The same groups with the rounded number of companies that were invited, by cohort code; without it where nobody was
    invited from here."""
    if not invited:
        return [dict(each) for each in groups]
    return [{**each, "invited": _in_steps(invited.get(each["code"], 0))} for each in groups]


def _in_steps(count: int) -> int:
    return INVITED_IN_STEPS_OF * round(count / INVITED_IN_STEPS_OF)


def withheld(tree: PeerTree, instrument: Instrument, order: Sequence[str]) -> list[dict[str, Any]]:
    """The groups that are not shown, with the reason and without a count."""
    return [
        {"path": list(w.path), "label": label(instrument, order, w.path), "parent": w.parent, "reason": w.reason}
        for w in tree.withheld
    ]


def shown_across(margins: Sequence[SideMargin], instrument: Instrument) -> list[dict[str, Any]]:
    """Side margins as groups: outside the tree, with the facet and value that make them."""
    return [
        {
            **_across(margin, instrument),
            "code": margin.code,
            "n_owners": margin.n_owners,
            "n_units": len(margin.units),
            "population": None,
            "is_residual": False,
            "shows_quantiles": margin.shows_quantiles,
        }
        for margin in margins
    ]


def withheld_across(margins: Sequence[tuple[SideMargin, MarginReason]], instrument: Instrument) -> list[dict[str, Any]]:
    """Those that are not shown, without a count."""
    return [
        {**_across(margin, instrument), "code": margin.code, "parent": SECTOR, "reason": reason}
        for margin, reason in margins
    ]


def _across(margin: SideMargin, instrument: Instrument) -> dict[str, Any]:
    names = {each.code: each.name for each in instrument.facets}
    names |= {f"{each.code}_family": each.name for each in instrument.facets}
    label = {
        language: f"{localised(names.get(margin.facet), language, instrument.default_language) or margin.facet}: "
        f"{value_name(instrument, margin.facet, margin.value, language)}"
        for language in instrument.languages
    }
    return {"path": [margin.code], "label": label, "parent": None, "facet": margin.facet, "value": margin.value}


def label(instrument: Instrument, order: Sequence[str], path: Sequence[str]) -> Label:
    """The name of a group in every language of the instrument."""
    return {language: _label(instrument, order, path, language) for language in instrument.languages}


def _label(instrument: Instrument, order: Sequence[str], path: Sequence[str], language: str) -> str:
    with override(language):
        if not path:
            return _("The whole sector")
        names = [value_name(instrument, code, value, language) for code, value in zip(order, path, strict=False)]
        if path[-1] != OTHER:
            return ": ".join(names)
        return _("All other organisations in %(group)s") % {"group": ": ".join(names[:-1]) or _("the whole sector")}


def populations(tree: PeerTree, by_path: Mapping[str, int]) -> dict[str, int]:
    """Cohort code → owners (or sites) in the register; a residual that is no facet value of its own has what is left over.

    What is left over may be too few, as an owner can stand in two groups: then nothing is known, which widens the
    interval. `by_path`: "/"-joined path → owners (or sites), "" the sector.
    """
    direct = {c.code: by_path["/".join(c.path)] for c in tree.cohorts if "/".join(c.path) in by_path}
    left = {c.code: _left_over(tree, c, direct) for c in tree.cohorts if c.code not in direct}
    return {**direct, **{code: number for code, number in left.items() if number > 0}}


def _left_over(tree: PeerTree, cohort: Cohort, direct: Mapping[str, int]) -> int:
    siblings = [c.code for c in tree.children(cohort.parent or "") if c.code != cohort.code]
    return direct.get(cohort.parent or "", 0) - sum(direct.get(code, 0) for code in siblings)
