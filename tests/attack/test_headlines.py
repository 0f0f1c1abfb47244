"""I13 and I14 on headlines weighted to the register: nothing in them that their published parts do not say."""

from collections import Counter
from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given

from benchmarking import pipeline
from benchmarking.selectors import headlines
from tests.attack import headline_checks, mutants
from tests.attack.how_many import LARGEST, few
from tests.attack.release import SMALL, publish
from tests.attack.sectors import Shape, sector, sectors
from tests.attack.test_groups import WAVES

SITES = Shape(2, 60, alike=60, advised=0)
PLAIN = Shape(1, 60, alike=0)


def released(shape):
    return publish(headline_checks.registered(sector(shape).waves[0], shape.seed))


@few
@given(sectors(most=LARGEST), WAVES)
def test_a_headline_is_what_published_means_and_the_register_give(drawn, wave):
    release = publish(headline_checks.registered(drawn.waves[wave], drawn.shape.seed))
    assert headline_checks.headlines_follow_from_published_means(release) == []
    assert headline_checks.nobody_without_groups_has_a_headline(release) == []


@pytest.mark.parametrize("shape", [PLAIN, SITES])
def test_there_are_headlines_to_look_at_and_they_differ_from_the_plain_means(shape):
    found = {(f.metric, f.statistic): f.value for f in released(shape).figures if f.cohort == "sector"}
    for metric in ("dimension:A", "dimension:B", "overall"):
        assert abs(found[metric, "mean_weighted"] - found[metric, "mean"]) > 0.1


def test_how_headlines_stand_is_the_same_whatever_was_answered():
    one = headline_checks.registered(sector(SITES).waves[0])
    values = [each.values for each in one.organisations]
    other = replace(
        one,
        organisations=tuple(
            replace(each, values={**said, "SCREEN": each.values["SCREEN"]})
            for each, said in zip(one.organisations, reversed(values), strict=True)
        ),
    )
    notes = [stand(inputs) for inputs in (one, other)]
    assert notes[0]["overall"]["reason"] == ""
    assert [note["reason"] for note in notes[0].values()] == [note["reason"] for note in notes[1].values()]


def stand(inputs):
    computed = pipeline.compute_whole(inputs, SMALL)
    return headlines.stored(computed.headlines, computed.figures)


def with_weights_of_owners(patch):
    """1/m for each of m sites of an owner, what I14 forbids: weights differ within a leaf."""
    made = pipeline.sector_headline

    def by_owner(figures, tree, contributors, metric, register):
        headline = made(figures, tree, contributors, metric, register)
        sites = Counter(c.owner for c in contributors)
        weights = {c.organisation: 1 / sites[c.owner] for c in contributors if metric.values.get(c.organisation)}
        value = fsum(w * metric.values[o] for o, w in weights.items()) / fsum(weights.values())
        return headline and replace(headline, figure=headline.figure and replace(headline.figure, value=value))

    patch.setattr(pipeline, "sector_headline", by_owner)


def with_means_that_are_not_published(patch):
    """The register's weights on what the groups' answers say exactly."""
    made = pipeline.sector_headline

    def exact(figures, tree, contributors, metric, register):
        known = {c.code: [metric.values[o] for o in sorted(c.members) if metric.values.get(o)] for c in tree.cohorts}
        means = [replace(f, value=fsum(known[f.cohort]) / len(known[f.cohort])) if f.value else f for f in figures]
        return made(means, tree, contributors, metric, register)

    patch.setattr(pipeline, "sector_headline", exact)


def with_the_plain_mean_called_weighted(patch):
    made = pipeline.sector_headline

    def plain(figures, *given):
        headline = made(figures, *given)
        value = next((f.value for f in figures if (f.cohort, f.statistic) == ("sector", "mean")), None)
        return headline and replace(headline, figure=headline.figure and replace(headline.figure, value=value))

    patch.setattr(pipeline, "sector_headline", plain)


@pytest.mark.parametrize(
    "plant", [with_weights_of_owners, with_means_that_are_not_published, with_the_plain_mean_called_weighted]
)
def test_a_headline_of_anything_else_is_noticed(plant, monkeypatch):
    mutants.without_the_attack_check(monkeypatch)
    plant(monkeypatch)
    assert headline_checks.headlines_follow_from_published_means(released(SITES)) != []


def test_a_headline_beside_the_sector_alone_is_noticed():
    release = released(PLAIN)
    alone = replace(release, figures=tuple(f for f in release.figures if f.cohort == "sector"))
    assert headline_checks.nobody_without_groups_has_a_headline(alone) == ["dimension:A", "dimension:B", "overall"]


def test_beside_the_sector_alone_there_is_none():
    computed = pipeline.compute_whole(headline_checks.registered(sector(PLAIN).waves[0]), SMALL)
    plain, figures = headlines.of_sector_alone(computed.headlines, computed.figures)
    assert {f.statistic for f in computed.figures} - {f.statistic for f in figures} == {"mean_weighted"}
    assert {(each.figure, each.n_effective, each.reason) for each in plain} == {(None, None, "no_groups")}
