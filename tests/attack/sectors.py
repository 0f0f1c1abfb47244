"""Sectors to attack: 20 to 300 organisations in Zipf cells, owners of several sites, three waves, answers that come late,
change or go.

Hypothesis draws the shape and a seed; the rest follows from both, so that a sector shrinks to a plainer one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from hypothesis import strategies as st

from benchmarking.selectors.release_inputs import Inputs, OrganisationInputs
from benchmarking.stats.records import AnswerValue, Missing

KINDS = ("red", "blue", "green", "grey", "pink", "brown")
FINER = ("x", "y", "z")
SIZES = ("small", "middle", "large")
ORDER = ("kind", "finer")
ITEMS = ("A1", "A2", "A3", "B1", "B2", "B3")

# Chances of levels 1 to 5: ordinary ones; nearly all at an end; one in a hundred apart from the others.
LEVELS = {"spread": (1, 2, 3, 2, 1), "bottom": (30, 2, 1, 0, 0), "top": (0, 0, 1, 2, 30), "rare": (0, 0, 99, 0, 1)}


@dataclass(frozen=True)
class Shape:
    """`alike`: organisations out of 100 that share an owner with another; `advised`: owners of one consultant."""

    seed: int
    n: int
    zipf: float = 1.0
    alike: int = 20
    advised: int = 3
    levels: str = "spread"
    silent: int = 10


@dataclass(frozen=True)
class Sector:
    """Three waves of one sector. Who answers twice mostly answers the same."""

    shape: Shape
    waves: tuple[Inputs, Inputs, Inputs]


@dataclass(frozen=True)
class Change:
    """What happens to a wave after its close: somebody comes late, changes an answer, or withdraws."""

    late: frozenset[str]
    edited: frozenset[str]
    withdrawn: frozenset[str]


def shapes(least: int = 20, most: int = 60) -> st.SearchStrategy[Shape]:
    return st.builds(
        Shape,
        seed=st.integers(0, 2**16),
        n=st.integers(least, most),
        zipf=st.sampled_from([0.0, 0.7, 1.0, 1.6]),
        alike=st.sampled_from([0, 20, 60]),
        advised=st.sampled_from([0, 3, 5]),
        levels=st.sampled_from(sorted(LEVELS)),
        silent=st.sampled_from([0, 10, 30]),
    )


def sectors(least: int = 20, most: int = 60) -> st.SearchStrategy[Sector]:
    return shapes(least, most).map(sector)


def sector(shape: Shape) -> Sector:
    chance = random.Random(f"sector {shape.seed}")  # noqa: S311 - a sector, no secret
    first = tuple(_organisation(i, shape, chance) for i in range(shape.n))
    second = _next_wave(first, shape, chance, "second")
    third = _next_wave(second, shape, chance, "third")
    one, two, three = (Inputs(each, ORDER, 6, {}) for each in (first, second, third))
    return Sector(shape, (one, two, three))


def zipf_cell(names: tuple[str, ...], exponent: float, chance: random.Random) -> str:
    weights = list(accumulate((rank + 1) ** -exponent for rank in range(len(names))))
    return chance.choices(names, cum_weights=weights)[0]


def _organisation(i: int, shape: Shape, chance: random.Random, wave: str = "") -> OrganisationInputs:
    several = chance.randrange(100) < shape.alike
    owner = f"group {chance.randrange(max(2, shape.n // 4)):02}" if several else f"owner {wave}{i:03}"
    advised = several and int(owner.split()[1]) < shape.advised
    facets = {
        "kind": zipf_cell(KINDS, shape.zipf, chance),
        "finer": zipf_cell(FINER, shape.zipf / 2, chance),
        "size": chance.choice(SIZES),
    }
    answers = _answers(shape, chance)
    return OrganisationInputs(f"site {wave}{i:03}", owner, facets, True, answers, "consultant" if advised else "")


def _answers(shape: Shape, chance: random.Random) -> dict[str, AnswerValue]:
    """Merged answers; levels lie between two levels where two people differ."""
    found: dict[str, AnswerValue] = {item: _level(shape, chance) for item in ITEMS}
    found = {item: Missing.DONT_KNOW if chance.randrange(100) < shape.silent else v for item, v in found.items()}
    short = chance.random() < 0.7
    found["TWIN"] = chance.choice(["started", "planned", "none", "none"])
    found["SCREEN"] = "partly" if short else "yes"
    found["NOW"] = float(chance.randrange(0, 4)) if short else Missing.NOT_SHOWN
    found["NEED"] = float(chance.randrange(2, 6)) if short else Missing.NOT_SHOWN
    found["PEOPLE"] = chance.choice(["few", "many"]) if short else Missing.NOT_SHOWN
    found["HELD"] = chance.choice([frozenset({"money"}), frozenset({"people", "money"}), frozenset({"nothing"})])
    return found | dict.fromkeys(("LIVE", "MUCH"), Missing.NOT_SHOWN)


def _level(shape: Shape, chance: random.Random) -> float:
    one, other = (float(v) for v in chance.choices(range(1, 6), LEVELS[shape.levels], k=2))
    return one if shape.levels == "rare" or chance.random() < 0.7 else (one + other) / 2


def _next_wave(
    before: tuple[OrganisationInputs, ...], shape: Shape, chance: random.Random, name: str
) -> tuple[OrganisationInputs, ...]:
    """One in ten leaves, one in ten answers anew, one in twenty moves to another cell; some join."""
    stay = [each for each in before if chance.random() < 0.9]
    moved = [
        replace(e, facets={**e.facets, "finer": chance.choice(FINER)}) if chance.random() < 0.05 else e for e in stay
    ]
    anew = [replace(e, values=_answers(shape, chance)) if chance.random() < 0.1 else e for e in moved]
    joined = (_organisation(i, shape, chance, name) for i in range(chance.choice([0, 1, 1, 7])))
    return (*anew, *joined)


def changed(inputs: Inputs, change: Change, shape: Shape) -> Inputs:
    """The same wave after the change."""
    chance = random.Random(f"changes {shape.seed}")  # noqa: S311 - a sector, no secret
    stayed = [each for each in inputs.organisations if each.organisation not in change.withdrawn]
    edited = [replace(e, values=_answers(shape, chance)) if e.organisation in change.edited else e for e in stayed]
    late = [replace(inputs.organisations[0], organisation=name, owner=name, knowledge_group="") for name in change.late]
    return replace(inputs, organisations=(*edited, *late))


@st.composite
def changes(draw: st.DrawFn, inputs: Inputs, least: int = 1, most: int = 5) -> Change:
    """At most as many contributors as k leaves out, of all three sorts."""
    sites = [each.organisation for each in inputs.organisations]
    touched = draw(st.lists(st.sampled_from(sites), min_size=least, max_size=most, unique=True))
    cut = sorted(draw(st.tuples(*[st.integers(0, len(touched))] * 2)))
    parts = [frozenset(touched[start:end]) for start, end in pairwise((0, *cut, len(touched)))]
    return Change(frozenset(f"late {site}" for site in parts[0]), parts[1], parts[2])


def true_answers(inputs: Inputs) -> Mapping[str, Mapping[str, AnswerValue]]:
    return {each.organisation: each.values for each in inputs.organisations}
