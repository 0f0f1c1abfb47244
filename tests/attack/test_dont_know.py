"""How many did not know something, beside the items of the same dimension: who said so stays open, whoever attacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from benchmarking.stats.records import Missing
from tests.attack import linked, mutants
from tests.attack.how_many import ATTACKERS, fewest
from tests.attack.release import Release, publish
from tests.attack.sectors import LEVELS, Sector, Shape, sector, shapes
from tests.attack.worlds import Row, Worlds

ITEMS = ("A1", "A2", "A3")
POSSIBLE = tuple(product((True, False), repeat=len(ITEMS)))
"""Which of the items an owner knew."""


def has_score(knew: tuple[bool, ...]) -> bool:
    return 3 * sum(knew) >= 2 * len(knew)


def owners_of_one_site(drawn: Sector) -> Sector:
    waves = (
        replace(
            wave, organisations=tuple(replace(o, owner=o.organisation, knowledge_group="") for o in wave.organisations)
        )
        for wave in drawn.waves
    )
    return replace(drawn, waves=tuple(waves))


def worlds(release: Release) -> Worlds:
    """The attacker knows more than anybody does: that every silence is a "don't know"."""
    members = {c.code: frozenset((o, "") for o in c.members) for c in release.tree.cohorts}
    gave = {
        (each.organisation, ""): tuple(not isinstance(each.values[item], Missing) for item in ITEMS)
        for each in release.inputs.organisations
    }
    rows = [
        replace(row, units=members[f.cohort])
        for each in release.metrics
        for f in each.figures
        for row in printed(each.metric.code, f)
    ]
    return Worlds(rows, gave, POSSIBLE, {unit[0]: unit[0] for unit in gave})


def printed(code: str, figure) -> Iterator[Row]:
    if (code, figure.statistic) == ("dont_know:A", "share"):
        yield Row(frozenset(), lambda knew: float(not all(knew)), figure.least, figure.most)
    elif code == "dimension:A" and figure.statistic == "mean":
        yield Row(frozenset(), lambda knew: float(has_score(knew)), figure.n_units, figure.n_units)
    elif figure.statistic == "not_stated" and code.removeprefix("item:") in ITEMS:
        item = ITEMS.index(code.removeprefix("item:"))
        yield Row(
            frozenset(), lambda knew: float(has_score(knew) and not knew[item]), figure.least or 0, figure.most or 0
        )


def certain(release: Release) -> list[str]:
    """What an attacker knows of a rival that answered: that it did not know something, or that it knew everything."""
    found = worlds(release)
    everybody = list(found.attackers())
    some = everybody if ATTACKERS is None else everybody[:: max(1, len(everybody) // ATTACKERS)]
    questions = {"knew everything": [knew for knew in POSSIBLE if all(knew)]}
    questions["did not"] = [knew for knew in POSSIBLE if not all(knew)]
    return [
        f"{min(own)}: not that {rival} {said}"
        for own in some
        for atom, rival in found.rivals(own)
        for said, its in questions.items()
        if not found.allows(own, atom, its)
    ]


@fewest
@given(shapes(most=40).map(sector).map(owners_of_one_site))
def test_nobody_learns_who_did_not_know_something(drawn):
    assert certain(publish(drawn.waves[0], linked.ALL_IN_CUTS)) == []


@pytest.mark.parametrize("levels", sorted(LEVELS))
@pytest.mark.parametrize("silent", [0, 30])
def test_nor_where_nobody_or_every_third_is_silent(levels, silent):
    drawn = owners_of_one_site(sector(Shape(7, 40, levels=levels, silent=silent)))
    assert certain(publish(drawn.waves[0], linked.ALL_IN_CUTS)) == []


def test_exact_counts_would_tell(monkeypatch):
    mutants.without_the_attack_check(monkeypatch)
    mutants.without_bands(monkeypatch)
    drawn = owners_of_one_site(sector(Shape(7, 40, silent=0)))
    assert certain(publish(drawn.waves[0], linked.ALL_IN_CUTS))


def test_it_is_of_the_sector_alone_where_other_figures_are_of_groups():
    release = publish(sector(Shape(7, 60)).waves[0], linked.ALL_IN_CUTS)
    shown = {code: {f.cohort for f in release.figures if f.metric == code} for code in ("dont_know:A", "dimension:A")}
    assert shown["dont_know:A"] == {"sector"}
    assert len(shown["dimension:A"]) > 1


def test_the_next_wave_is_attacked_together_with_it():
    """Of 30 who all knew, one joins and does not: with exact counts the newcomer would stand there."""
    wave = owners_of_one_site(sector(Shape(7, 31, silent=0))).waves[0]
    (newcomer,) = wave.organisations[30:]
    unsure = replace(newcomer, values=newcomer.values | {"A1": Missing.DONT_KNOW})
    before = publish(replace(wave, organisations=wave.organisations[:30]))
    after = publish(replace(wave, organisations=(*wave.organisations[:30], unsure)), before=[before])
    bands = [{(f.least, f.most) for f in each.figures if f.metric == "dont_know:A"} for each in (before, after)]
    assert bands == [{(0.0, 2.0)}] * 2
