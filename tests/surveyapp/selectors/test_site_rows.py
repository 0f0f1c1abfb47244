"""What PostgreSQL counts is what reading every organisation counts."""

import random
from collections import defaultdict

import pytest

from surveyapp.instruments.loader import read
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation
from surveyapp.selectors import facets, populations, response_counts
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

ORDER = ["kind_family", "kind", "type"]


@pytest.fixture
def instrument(publish_instrument):
    colours = {"families": {"warm": ["red"], "cold": ["blue", "green"]}, "family_names": {"warm": {"en": "Warm"}}}
    kind, kind_of_place = DEFINITION["facets"]
    definition = {**DEFINITION, "facets": [{**kind, **colours}, kind_of_place]}
    return publish_instrument(definition), read(definition)


@pytest.fixture
def sector(programme, instrument, make_wave, as_worker):
    """Forty organisations of nine owners that lack this fact or that one, some of them answering."""
    programme.peer_tree = ORDER
    programme.save()
    wave, chance = make_wave(instrument[0]), random.Random(7)  # noqa: S311 - the same every time
    with as_worker():
        for n in range(40):
            one = organisation(programme, f"N{n}", chance.choice(["red", "blue", "green", ""]), owner=f"O{n % 9}")
            one.facets |= {"type": chance.choice(["plant", "office", ""])} | chance.choice([{}, {"kind_family": "odd"}])
            one.save()
            if n % 5 == 0:
                continue
            its = take_part(wave, one)
            if n % 3:
                respond(its, answers(3), submitted=n % 2 == 0)
        Participation.objects.filter(organisation__name__in=["N1", "N2"]).update(is_imported=True)
        Organisation.objects.filter(name__in=["N5", "N6"]).update(left_at=wave.opens_at)
    return wave


def paths(instrument, known):
    path = facets.path(facets.with_families(instrument, known), ORDER)
    return [path[:depth] for depth in range(len(path) + 1)]


def read_one_by_one(wave, instrument, *, of_population):
    found = defaultdict(list)
    taking_part = {each.organisation_id: each for each in wave.participations.select_related("organisation")}
    for one in Organisation.objects.filter(programme=wave.programme):
        its = taking_part.get(one.pk)
        known = its.facets if its else one.facets
        counts = facets.is_in_population(instrument, facets.with_families(instrument, known), {}) or not of_population
        if counts and (its or one.left_at is None):
            for path in paths(instrument, known):
                found[path].append((one.owner_id, its))
    return {path: len(rows) for path, rows in found.items()}, {
        path: (
            len({owner for owner, _ in rows}),
            sum(bool(its and its.responses.exists()) for _, its in rows),
            len({owner for owner, its in rows if its and has_finished(its)}),
        )
        for path, rows in found.items()
    }


def has_finished(its):
    return its.is_imported or its.responses.filter(state="submitted").exists()


@pytest.mark.parametrize("of_population", [False, True])
def test_segments_are_those_of_reading_every_organisation(sector, instrument, of_population):
    registered, others = read_one_by_one(sector, instrument[1], of_population=of_population)
    found = response_counts.segments(sector, instrument[1], of_population=of_population)
    assert {each.path: each.counts.registered for each in found} == registered
    assert {each.path: (each.counts.owners, each.counts.started, each.counts.companies) for each in found} == others
    assert [each.path for each in found] == sorted(registered)


def test_the_register_is_counted_as_reading_every_organisation_counts_it(sector, instrument):
    owners, sites = defaultdict(set), defaultdict(int)
    for one in Organisation.objects.filter(programme=sector.programme, left_at=None):
        if facets.is_in_population(instrument[1], facets.with_families(instrument[1], one.facets), {}):
            for path in paths(instrument[1], one.facets):
                owners["/".join(path)].add(one.owner_id)
                sites["/".join(path)] += 1
    found = populations.owners_by_path(sector.programme, instrument[1])
    assert found == {path: len(its) for path, its in owners.items()}
    assert [*found] == sorted(found)
    assert populations.sites_by_path(sector.programme, instrument[1]) == sites


def test_every_value_of_a_fact_is_counted_and_whoever_lacks_it(sector, instrument):
    whole = response_counts.segments(sector, instrument[1], of_population=True)[0].counts
    found = response_counts.by_facet(sector, instrument[1], ["kind", "type", "kind_family"])
    assert {code: sum(each.registered for each in its.values()) for code, its in found.items()} == dict.fromkeys(
        ["kind", "type", "kind_family"], whole.registered
    )
    assert sorted(found["type"]) == ["", "plant"]
    assert sorted(found["kind"]) == ["", "blue", "green", "red"]
    assert sorted(found["kind_family"]) == ["", "cold", "odd", "warm"]


def test_a_register_with_nobody_in_it_has_no_places(programme, instrument, make_wave):
    programme.peer_tree = ORDER
    wave = make_wave(instrument[0])
    assert populations.owners_by_path(programme, instrument[1]) == {}
    assert [(each.path, each.counts.registered) for each in response_counts.segments(wave, instrument[1])] == [((), 0)]


def test_a_survey_without_peer_groups_has_the_sector_alone(sector, instrument, programme):
    plain = instrument[1].model_copy(update={"peer_tree": ()})
    programme.peer_tree = []
    programme.save()
    sector.refresh_from_db()
    assert [each.path for each in response_counts.segments(sector, plain)] == [()]
    assert [*populations.owners_by_path(programme, plain)] == [""]
