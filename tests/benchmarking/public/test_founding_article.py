"""Whatever the founding article reports of its survey has its place on the page, as a statistic of one's own sector."""

import re

import pytest

from benchmarking.actions.sector_reports import make_public
from benchmarking.selectors.metrics_asked import expected
from surveyapp.instruments import loader
from tests.benchmarking.dashboards.conftest import SECTOR, group, mean, share, store
from tests.benchmarking.public.conftest import HERE, OF_NOW

__all__ = ["store"]
PLACES = {
    "twins": ["statistic:twins_started", "statistic:twins_planned", "statistic:twins_larger_part", "statistic:twins_live_data"],
    "techniques": ["statistic:in_use_pca", "statistic:in_use_neural_network", "statistic:in_use_soft_sensor"],
    "practices": ["statistic:spreadsheet_dependence"],
    "skills": ["group_short:analytics"],
    "barriers": ["barrier:lack_of_digital_knowledge", "barrier:hard_to_recruit", "barrier_strong:hard_to_recruit"],
}  # fmt: skip


@pytest.fixture
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


@pytest.fixture
def everything(store, people, instrument):
    """The public report of a sector of 64 with every share and mean of the questionnaire."""
    definition = instrument.model_dump(mode="json", by_alias=True)
    wave = store.survey("2026", people.alpha.organisation, definition=definition)
    store.release(wave, figures_of_all(instrument), groups=[group(SECTOR, 64)], withheld=[], parameters=OF_NOW)
    return make_public(wave=wave, by=people.olga.account)


@pytest.fixture
def sections(client, everything):
    """Id of a section → the ids of the rows in it."""
    parts = client.get(HERE).content.decode().split('<section aria-labelledby="')[1:]
    return {part.split('"')[0]: set(re.findall(r'<(?:tr|small) id="([^"]+)"', part)) for part in parts}


def figures_of_all(instrument):
    shares = ("statistic", "group_short", "skill_short", "barrier", "barrier_strong")
    for metric in expected(instrument):
        kind = metric.partition(":")[0]
        if kind in shares:
            yield share(f"sector {metric}", 64, 25.0, (15.0, 36.0))
        elif kind in ("dimension", "skill"):
            yield mean(f"sector {metric}", 64, 50.0)


def test_every_statistic_of_the_article_stands_in_its_section(sections):
    for section, metrics in PLACES.items():
        wanted = {f"sector.{metric.replace(':', '.')}.share" for metric in metrics}
        assert wanted <= sections[section], section
    assert len([each for each in sections["techniques"] if ".in_use_" in each]) == 9


def test_skills_have_the_level_needed_the_level_today_and_the_gap(sections, instrument):
    skills = {skill.code for group in instrument.skill_groups for skill in group.skills}
    for measure in ("needed", "current", "gap"):
        assert {f"sector.skill.{code}.{measure}.mean" for code in skills} <= sections["skill-levels"]
    assert {f"sector.skill_short.{code}.share" for code in skills} <= sections["skill-tiers"]


def test_the_data_travels_small_though_every_row_says_its_question(client, everything):
    whole = client.get(f"{HERE}figures.csv").content
    packed = client.get(f"{HERE}figures.csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(whole) / 8
