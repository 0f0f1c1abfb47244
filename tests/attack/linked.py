"""I6 over metrics that are made of the same answers: a dimension and its items; how good people are and how good they should be.

Who knows one metric's rows narrows the other's. The attacker is a strong one, who also knows that everybody stated everything,
and in whole levels; `plain` makes sectors in which that is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from benchmarking.stats.records import Missing
from surveyapp.instruments import loader
from tests.attack.attacker import SAFE, SLACK
from tests.attack.release import Published, Release, Unit
from tests.attack.sectors import ITEMS as SCORED
from tests.attack.sectors import Sector
from tests.attack.worlds import Answer, Row, Worlds
from tests.benchmarking.small_sector import DEFINITION

ALL_IN_CUTS = loader.read(DEFINITION)
"""The questionnaire with every item of a dimension in cuts, as the product's own has them."""

THRESHOLDS = {"share": 0.5, **{f"at_least_{level}": float(level) for level in range(2, 6)}}


Worth = Callable[[Answer], float | None]
"""What an answer adds to a sum, in points, levels, or as 0 or 1; None: it is outside the metric's base."""


@dataclass(frozen=True)
class Link:
    """`answers`: those that one owner can give, of `items`; `worth`: metric → what each of them is worth there."""

    name: str
    items: tuple[str, ...]
    answers: tuple[Answer, ...]
    worth: Mapping[str, Worth]


def _part(i: int) -> Worth:
    return lambda answer: answer[i]


NOT_ASKED_ON = (None, None)
DIMENSION = Link(
    "a dimension and its items",
    ("A1", "A2", "A3"),
    tuple(product(range(1, 6), repeat=3)),
    {"dimension:A": lambda a: 25 * (sum(a) / 3 - 1), **{f"item:A{i + 1}": _part(i) for i in range(3)}},
)
SKILL = Link(
    "who is short of a skill, and by how much",
    ("NOW", "NEED"),
    (NOT_ASKED_ON, *product(range(6), repeat=2)),
    {
        "group_short:data": lambda a: float(a != NOT_ASKED_ON),
        "skill_short:python": lambda a: float(a != NOT_ASKED_ON and a[1] > a[0]),
        "skill:python:current": lambda a: None if a == NOT_ASKED_ON else 20 * a[0],
        "skill:python:needed": lambda a: None if a == NOT_ASKED_ON else 20 * a[1],
    },
)
LINKS = (DIMENSION, SKILL)


def plain(drawn: Sector) -> Sector:
    """The same sector, an owner a site, everybody at whole levels and nobody silent."""
    waves = (
        replace(wave, organisations=tuple(_plain(i, each) for i, each in enumerate(wave.organisations)))
        for wave in drawn.waves
    )
    return replace(drawn, waves=tuple(waves))


def _plain(i, organisation):
    values = organisation.values
    whole = {item: _whole(values[item], i) for item in SCORED}
    rated = {"NOW": _rated(values["NOW"], i % 4), "NEED": _rated(values["NEED"], 2 + i % 4)}
    rated = {"SCREEN": "partly", **rated} if i % 5 else {"SCREEN": "yes", **dict.fromkeys(rated, Missing.NOT_SHOWN)}
    return replace(
        organisation, owner=organisation.organisation, knowledge_group="", values={**values, **whole, **rated}
    )


def _whole(value, i):
    return float(1 + i % 5) if isinstance(value, Missing) else float(int(value))


def _rated(value, otherwise):
    return float(otherwise) if isinstance(value, Missing) else value


def nobody_is_cornered(release: Release, link: Link, attackers: int | None = None) -> list[str]:
    """Every rival keeps 30 points in each mean, and may have said and not said whatever is counted; `attackers`: so many of
    them, spread evenly."""
    metrics = [p for p in release.metrics if p.metric.code in link.worth and p.figures]
    if len(metrics) < 2:
        return []
    worlds = _worlds(release, link, metrics)
    everybody = list(worlds.attackers())
    some = everybody if attackers is None else everybody[:: max(1, len(everybody) // attackers)]
    at = [(own, atom, rival) for own in some for atom, rival in worlds.rivals(own)]
    return [found for p in metrics for each in at for found in _cornered(worlds, each, p, link.worth[p.metric.code])]


def _worlds(release: Release, link: Link, metrics: Sequence[Published]) -> Worlds:
    stated = {(each.organisation, ""): each.values for each in release.inputs.organisations}
    gave = {unit: tuple(_stated(values[item]) for item in link.items) for unit, values in stated.items()}
    members = {c.code: frozenset((o, "") for o in c.members) for c in release.tree.cohorts}
    rows = [row for p in metrics for row in _rows(p, members, link.worth[p.metric.code])]
    return Worlds(rows, gave, link.answers, {unit[0]: unit[0] for unit in gave})


def _stated(value):
    return None if isinstance(value, Missing) else value


def _rows(published: Published, members: Mapping[str, frozenset[Unit]], worth: Worth) -> Iterator[Row]:
    for f in published.figures:
        if f.statistic == "mean":
            n = f.n_units
            yield Row(members[f.cohort], lambda a: worth(a) or 0.0, (f.least or 0) * n, (f.most or 0) * n)
            yield Row(members[f.cohort], lambda a: float(worth(a) is not None), n, n)
        elif f.statistic in THRESHOLDS:
            reached = partial(_reaches, worth, THRESHOLDS[f.statistic])
            yield Row(members[f.cohort], reached, f.least or 0, f.most or 0)


def _reaches(worth: Worth, threshold: float, answer: Answer) -> float:
    return float((worth(answer) or 0.0) >= threshold)


def _cornered(
    worlds: Worlds, at: tuple[frozenset[Unit], int, Unit], published: Published, worth: Worth
) -> Iterator[str]:
    own, atom, rival = at
    code = published.metric.code
    if published.metric.kind == "mean":
        answers = {a: w for a in worlds.possible if (w := worth(a)) is not None}
        least, most = worlds.ends(own, atom, answers)
        if most - least < SAFE - SLACK:
            yield f"{code}: {min(own)} has {rival} between {least:.0f} and {most:.0f}"
        return
    for threshold in published.metric.cuts or (0.5,):
        for said in (True, False):
            its = [a for a in worlds.possible if bool(_reaches(worth, threshold, a)) == said]
            if not worlds.allows(own, atom, its):
                yield f"{code}: {min(own)} knows whether {rival} is at {threshold} or above"
