"""How well the questions of each dimension belong together, as a release keeps it for its organisers.

Computed by the worker from what is frozen, as no page may read that. Never shown to coordinators: it speaks of the
questionnaire, and its numbers pass no disclosure control. So little is kept of each that nothing can be solved from it: two
decimals over 30 companies or more, and their number in tens, since beside the exact n of the mean it would tell how many left out a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import fsum
from typing import Any

from benchmarking.models.release import Release
from benchmarking.selectors.release_inputs import Inputs, OrganisationInputs
from benchmarking.selectors.rules import item_rules
from benchmarking.selectors.scored import Sector, suppressed_by_source
from benchmarking.stats.consistency import LEAST_ORGANISATIONS, Consistency, consistency
from benchmarking.stats.records import ItemRule, Missing
from benchmarking.stats.score import item_points
from surveyapp.instruments.schema import Dimension, Instrument

DECIMALS = 2
TENS = 10

Kept = list[dict[str, Any]]
"""A dimension each: {dimension, items, alpha, omega, companies}, the last three None where nothing is told, omega also
where a dimension has two questions; `companies` those that answered every question, in whole tens."""


_Owner = tuple[str, list[OrganisationInputs]]
"""The knowledge group of an owner, and its organisations."""


def of_release(release: Release, inputs: Inputs, instrument: Instrument) -> Kept:
    """`belong_together`; nothing of an interim release, so that no two stand side by side that share most of their answers."""
    return [] if release.is_interim else belong_together(inputs, instrument)


def belong_together(inputs: Inputs, instrument: Instrument) -> Kept:
    """Alpha and omega of each dimension over owners, each the mean of its organisations, from 30 knowledge groups (or k, where
    that is more) that have every item. Nothing is told of a dimension of which a file suppressed a number."""
    sector = Sector(instrument, (), inputs.least_owners, inputs.least_owners_sensitive)
    suppressed, rules = suppressed_by_source(inputs.counted()), item_rules(instrument)
    told = (each for each in instrument.dimensions if suppressed.isdisjoint(each.items))
    owners = list(_by_owner(inputs))
    found = {each.code: _of(owners, each, rules, sector.k(*each.items)) for each in told}
    return [_kept(each, found.get(each.code)) for each in instrument.dimensions]


def _kept(dimension: Dimension, found: Consistency | None) -> dict[str, Any]:
    told: dict[str, Any] = {"dimension": dimension.code, "items": len(dimension.items)}
    if found is None:
        return told | {"alpha": None, "omega": None, "companies": None}
    return told | {
        "alpha": round(found.alpha, DECIMALS) + 0.0,  # no -0.0
        "omega": None if found.omega is None else round(found.omega, DECIMALS),
        "companies": found.n_organisations // TENS * TENS,
    }


def _of(owners: Sequence[_Owner], dimension: Dimension, rules: Mapping[str, ItemRule], k: int) -> Consistency | None:
    its_rules = [rules[item] for item in dimension.items]
    of_owners = ((known_by, _points(its, its_rules)) for known_by, its in owners)
    complete = [(known_by, points) for known_by, points in of_owners if None not in points]
    if len(dimension.items) < 2 or len({known_by for known_by, _ in complete}) < max(LEAST_ORGANISATIONS, k):
        return None
    try:
        return consistency(list(zip(*(points for _, points in complete), strict=True)))
    except ValueError:  # no factor could be fitted: that is no reason to have no release
        return None


def _by_owner(inputs: Inputs) -> Iterator[_Owner]:
    known_by = {each.owner: each.known_by for each in inputs.contributors()}
    in_order = sorted(inputs.counted(), key=lambda each: (each.owner, each.organisation))
    yield from ((known_by[owner], list(its)) for owner, its in groupby(in_order, key=lambda each: each.owner))


def _points(organisations: Sequence[OrganisationInputs], rules: Sequence[ItemRule]) -> list[float | None]:
    """Of each item the mean over an owner's organisations that state it, 0-100."""
    stated = [
        [item_points(each.values.get(rule.code, Missing.NOT_SHOWN), rule) for each in organisations] for rule in rules
    ]
    return [_mean([points for points in its if points is not None]) for its in stated]


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None
