"""What two waves have in common, and tiers of skills: neither tells more than the figures that are published anyway (I13)."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.selectors import derived_figures
from benchmarking.selectors.scored import skill_gaps
from benchmarking.stats import overlap as overlaps
from benchmarking.stats.derived import tier_figures
from benchmarking.stats.overlap import coarse_correlation
from benchmarking.stats.ranks import tiers
from benchmarking.stats.records import Missing
from benchmarking.stats.rounding import count_band
from benchmarking.stats.waves import WavePair
from surveyapp.instruments import loader
from tests.attack import number_checks
from tests.attack.how_many import few, many
from tests.attack.release import publish
from tests.attack.sectors import Shape, sector, shapes
from tests.benchmarking.small_sector import DEFINITION, ITEMS, rating

K = 6
SKILLS = [f"skill{i}" for i in range(6)]


def _rated(skill, measure):
    shown = ITEMS["NOW"]["visible_when"]
    return rating(f"{skill} {measure}?", visible_when=shown, feeds={"skill": skill, "measure": measure}, publish="mean")


RATED = {f"{skill}_{measure}": _rated(skill, measure) for skill in SKILLS for measure in ("current", "needed")}
KEPT = {code: item for code, item in ITEMS.items() if code not in ("NOW", "NEED")}
SIX_SKILLS = loader.read(
    DEFINITION
    | {
        "items": {code: {k: v for k, v in item.items() if k != "publish"} for code, item in KEPT.items()} | RATED,
        "sections": [
            section
            | {"pages": [{**page, "items": [c for c in page["items"] if c not in ("NOW", "NEED")]} for page in section["pages"]]}
            for section in DEFINITION["sections"]
        ]
        + [
            {"code": "more", "title": {"en": "More"}, "kind": "skills", "pages": [
                {"code": f"more{skill}", "title": {"en": skill}, "items": [f"{skill}_current", f"{skill}_needed"]} for skill in SKILLS
            ]}
        ],
        "statistics": [],
        "skill_groups": [
            {**DEFINITION["skill_groups"][0], "skills": [{"code": skill, "text": {"en": skill}} for skill in SKILLS]}
        ],
    }
)  # fmt: skip


def with_skills(shape):
    """A wave in which the first skills are short more often, and by more, than the last."""
    chance = random.Random(f"skills {shape.seed}")  # noqa: S311 - a sector, no secret
    wave = sector(shape).waves[0]
    return replace(wave, organisations=tuple(_with_skills(each, chance) for each in wave.organisations))


def _with_skills(organisation, chance):
    found = {code: value for code, value in organisation.values.items() if code not in ("NOW", "NEED")}
    level = chance.random()
    for i, skill in enumerate(SKILLS):
        is_short = found["SCREEN"] == "partly" and chance.random() + level > 0.25 + i / 4
        found[f"{skill}_current"] = 2.0 if found["SCREEN"] == "partly" else Missing.NOT_SHOWN
        found[f"{skill}_needed"] = (
            (2.0 + chance.randint(1, 3) * is_short) if found["SCREEN"] == "partly" else Missing.NOT_SHOWN
        )
    return replace(organisation, values=found)


def tiers_follow_from_published_shares(release):
    """I13: of the sector alone, recomputed from its figures and nothing else."""
    shares = {
        f.metric.removeprefix("skill_short:"): f
        for f in release.figures
        if f.cohort == "sector" and f.metric.startswith("skill_short:") and f.statistic == "share"
    }
    served = sorted((f for f in release.figures if f.statistic == "tier"), key=lambda f: f.metric)
    expected = tier_figures(shares)
    return (
        []
        if served == expected
        else [f"{f.metric} {f.cohort} {f.value}" for f in served if f not in expected] or ["gone"]
    )


@few
@given(shapes(least=20, most=60))
def test_tiers_follow_from_published_shares_alone(shape):
    release = publish(with_skills(shape), SIX_SKILLS)
    assert tiers_follow_from_published_shares(release) == []
    assert number_checks.nothing_opens_below_its_number_of_owners(release) == []
    assert number_checks.bands_are_three_or_six_wide(release) == []


def test_tiers_that_were_computed_from_answers_are_found(monkeypatch):
    """The bootstrap of exact gaps, as it would have been: what it says of a skill follows from no published figure."""
    wave = with_skills(Shape(3, 60, alike=0, advised=0, silent=0))
    gaps = {skill: [] for skill in SKILLS}
    for organisation in wave.organisations:
        its = skill_gaps(SIX_SKILLS, organisation.values)
        for skill in SKILLS:
            gaps[skill].append(its[skill].gap)
    exact = tiers(gaps)
    assert exact.largest + exact.small

    def from_answers(shares):
        value = dict.fromkeys(exact.largest, 1.0) | dict.fromkeys(exact.middle, 2.0) | dict.fromkeys(exact.small, 3.0)
        return [
            replace(figure, value=value[figure.metric.removeprefix("skill_tier:")]) for figure in tier_figures(shares)
        ]

    assert tiers_follow_from_published_shares(publish(wave, SIX_SKILLS)) == []
    monkeypatch.setattr(derived_figures, "tier_figures", from_answers)
    assert tiers_follow_from_published_shares(publish(wave, SIX_SKILLS)) != []


def test_no_group_but_the_sector_and_no_sector_below_twenty_has_tiers():
    for n, expected in ((60, {"sector"}), (22, {"sector"}), (19, set())):
        wave = with_skills(Shape(1, n, alike=0, advised=0, silent=0))
        found = {f.cohort for f in publish(wave, SIX_SKILLS).figures if f.statistic == "tier"}
        assert found == expected, n


def test_an_answer_that_moves_no_band_moves_no_tier():
    """Two sites change places in a count; the exact gaps change, and nothing that is served of skills does but levels."""
    wave = with_skills(Shape(3, 60, alike=0, advised=0, silent=0))
    rows = list(wave.organisations)
    counts = [sum((skill_gaps(SIX_SKILLS, o.values)["skill0"].prevalence or 0.0) for o in rows)]
    short = next(i for i, o in enumerate(rows) if skill_gaps(SIX_SKILLS, o.values)["skill0"].prevalence)
    rows[short] = replace(rows[short], values={**rows[short].values, "skill0_needed": 2.0})
    counts.append(counts[0] - 1)
    before, after = publish(wave, SIX_SKILLS), publish(replace(wave, organisations=tuple(rows)), SIX_SKILLS)
    same_band = count_band(int(counts[0]), 60) == count_band(int(counts[1]), 60)
    served = [[f for f in release.figures if f.statistic == "tier"] for release in (before, after)]
    assert (served[0] == served[1]) or not same_band


def waves_of(stayed, left, joined):
    both, before, after = (
        {f"{p} {i}": f"{p} {i}" for i in range(n)} for p, n in zip("slj", (stayed, left, joined), strict=True)
    )
    return both | before, both | after


def few_can_be_counted(stayed, left, joined):
    """The other numbers of stayers that go with both n and with what is told: [] where one of one to five stands alone."""
    told = overlaps.overlap(*waves_of(stayed, left, joined), K, 0.7)
    n_before, n_after = stayed + left, stayed + joined
    others = [
        m
        for m in range(min(n_before, n_after) + 1)
        if overlaps.overlap(*waves_of(m, n_before - m, n_after - m), K, 0.7) == told
    ]
    parts = [{m, n_before - m, n_after - m} for m in others]
    return [] if len(others) >= K - 1 or not any(1 <= each < K for part in parts for each in part) else others


@many
@given(st.integers(11, 40), st.integers(0, 12), st.integers(0, 12))
def test_nobody_counts_a_few_who_left_or_joined(stayed, left, joined):
    assert few_can_be_counted(stayed, left, joined) == []


def test_were_everybody_counted_a_lone_joiner_would_be_seen(monkeypatch):
    def exactly(before, after, k, correlation=None, population=None):
        return overlaps._told(
            WavePair(len(before), len(after), len(before.keys() & after.keys()), 0.7, population), "exactly"
        )

    assert few_can_be_counted(24, 0, 1) == []
    monkeypatch.setattr(overlaps, "overlap", exactly)
    assert few_can_be_counted(24, 0, 1) == [24]


def correlation(before, after):
    return float(np.corrcoef(before, after)[0, 1])


def fitting_worlds(scores, rival, target, tell, chance):
    """How many sectors are served the same in which the rival had `target` the second time; the first owner is the
    attacker, who knows its own scores, both sums to their steps of 50, and what is told of how alike scores were."""
    (before, after), tries = scores, 4000
    n = len(before)
    free = np.arange(1, n) != rival
    first = np.tile(before, (tries, 1)) + np.pad(_noise(chance, tries, n - 1), ((0, 0), (1, 0)))
    second = np.tile(after, (tries, 1)) + np.pad(_noise(chance, tries, n - 1), ((0, 0), (1, 0)))
    second[:, rival] = target
    second[:, 1:][:, free] += (after.sum() - second.sum(axis=1))[:, None] / free.sum()
    inside = ((first >= 0) & (first <= 100) & (second >= 0) & (second <= 100)).all(axis=1)
    same = (first.sum(axis=1) // 50 == before.sum() // 50) & (second.sum(axis=1) // 50 == after.sum() // 50)
    served = tell(correlation(before, after))
    return sum(
        tell(correlation(a, b)) == served for a, b in zip(first[inside & same], second[inside & same], strict=True)
    )


def _noise(chance, tries, n):
    """Small in some tries and large in others, and the sum as it was."""
    noise = chance.normal(size=(tries, n)) * chance.uniform(0, 30, (tries, 1))
    return noise - noise.mean(axis=1, keepdims=True)


def two_scores(n, together, seed):
    chance = np.random.default_rng(seed)
    both = chance.multivariate_normal([50, 52], 324 * np.array([[1, together], [together, 1]]), n)
    return np.clip(both, 0, 100).T


def pinned_rivals(n, together, tell):
    """Rivals whose second score is known within 30 points, as far as other sectors are found."""
    before, after = two_scores(n, together, n)
    chance = np.random.default_rng(1)
    lows = np.clip(after - 15, 0, 70)
    return [
        rival
        for rival in range(1, n)
        for target in (lows[rival], lows[rival] + 30)
        if not fitting_worlds((before, after), rival, target, tell, chance)
    ]


@pytest.mark.parametrize("n", [6, 10, 20])
@pytest.mark.parametrize("together", [0.0, 0.5, 0.8, 0.97])
def test_how_alike_answers_were_leaves_every_rival_thirty_points(n, together):
    assert pinned_rivals(n, together, coarse_correlation) == []


def test_told_to_the_last_digit_it_would_fit_no_other_sector():
    assert pinned_rivals(6, 0.97, lambda found: round(found, 9)) != []
