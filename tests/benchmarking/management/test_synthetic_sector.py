import copy
import json
from collections import Counter

import numpy as np
import pytest

from benchmarking.management.synthetic_sector import programme
from benchmarking.management.synthetic_sector import register as registers
from benchmarking.management.synthetic_sector.answers import Respondent
from benchmarking.management.synthetic_sector.latent_traits import Sector, twin_stage
from benchmarking.management.synthetic_sector.story import scripted
from surveyapp.instruments import answers as rules
from surveyapp.instruments import loader, paths
from surveyapp.models.wave import Wave
from surveyapp.selectors.programmes import standing
from tests.surveyapp.every_kind import ITEMS

RARER = ("BREAK", "PRIORITIES", "BATCHES", "FIRST_USE", "SITE_NAME", "COUNTRY", "RECOMMEND")


@pytest.fixture(scope="module")
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


def sector(instrument, participants, seed=1):
    sites = registers.register(participants, np.random.default_rng([seed, 0]))
    return sites, Sector(instrument, [site.facets["size_band"] for site in sites], seed)


@pytest.mark.parametrize("participants", [25, 64, 300])
def test_as_many_companies_of_the_population_take_part_as_were_asked_for(instrument, participants):
    sites, _ = sector(instrument, participants)
    taking_part = registers.takes_part(sites, participants)
    assert len({site.owner for site in taking_part if site.in_population}) == participants


def test_every_name_is_given_once(instrument):
    sites, _ = sector(instrument, 300)
    assert len({site.name for site in sites}) == len(sites)


def test_one_owner_has_many_sites(instrument):
    sites, _ = sector(instrument, 64)
    assert Counter(site.owner for site in sites).most_common(1)[0][1] == registers.MANY_SITES


def test_blood_plasma_stays_too_small_to_show(instrument):
    sites, _ = sector(instrument, 64)
    taking_part = registers.takes_part(sites, 64)
    assert 1 <= len({s.owner for s in taking_part if s.facets["sub_sector"] == "blood_plasma"}) < 6


def test_the_same_seed_makes_the_same_sector(instrument):
    assert sector(instrument, 25)[0] == sector(instrument, 25)[0]


def test_twins_meet_the_founding_articles_margins():
    stages = Counter(twin_stage(place) for place in np.arange(100) / 100)
    assert stages["in_routine_use"] + stages["being_developed"] == 24
    assert stages["planned_within_24_months"] == 29


def test_a_site_with_a_higher_trait_answers_higher_levels(instrument):
    _, model = sector(instrument, 25)
    rng = np.random.default_rng(5)
    low, high = ([int(model.level("AUT1", trait, rng)) for _ in range(300)] for trait in (-1.0, 1.0))
    assert np.mean(high) - np.mean(low) > 1


@pytest.mark.parametrize("path", ["full", "short"])
def test_every_invented_answer_is_one_the_questionnaire_takes(instrument, path):
    sites, model = sector(instrument, 25)
    among = [site.order for site in sites[:25]]
    for site in sites[:25]:
        respondent = Respondent(
            model, model.traits(site.order, 1, among), "coordinator", np.random.default_rng(site.order), {}
        )
        given = respondent.answers(paths.items_for(instrument, path), {})
        for code, answer in given.items():
            raw = answer.get("value", answer.get("missing"))
            assert rules.validate(instrument, code, raw) == answer


def test_the_storys_answers_are_ones_the_questionnaire_takes(instrument):
    for year in range(3):
        for code, answer in scripted(instrument, year).items():
            assert rules.validate(instrument, code, answer["value"]) == answer


def test_an_invented_respondent_also_answers_the_rarer_kinds_of_question(instrument):
    definition = json.loads(loader.canonical(instrument))
    kinds = ("INFO", "RANK", "COUNT", "DAY", "WORDS", "LAND", "TEN")
    more = {code: copy.deepcopy(ITEMS[name]) for code, name in zip(kinds, RARER, strict=True)}
    definition["items"] |= {code: {**item, "text": {"en": code}} for code, item in more.items()}
    pages = [{"code": f"more{n}", "title": {"en": "More"}, "items": list(more)[n : n + 4]} for n in (0, 4)]
    definition["sections"].append({"code": "more", "title": {"en": "More"}, "kind": "general", "pages": pages})
    widened = loader.read(definition, languages_complete=False)
    _, drawn = sector(widened, 25)
    rng = np.random.default_rng(3)
    answers = Respondent(drawn, drawn.traits(0, 0, [0]), "it_automation", rng, {}).answers(list(widened.placed), {})
    assert not {"INFO", "DAY", "WORDS"} & answers.keys()
    for code in ("RANK", "COUNT", "LAND", "TEN"):
        stored = answers[code]
        assert rules.validate(widened, code, stored.get("value", stored.get("missing"))) == stored


@pytest.mark.django_db
def test_the_register_is_declared_what_the_surveys_say_of_it(as_worker):
    with as_worker():
        made = programme.make_programme(programme.publish())
    assert standing(made).frame == Wave.Frame.COMPLETE_LIST
