"""What the sector lacks and no course raises, what is trained, and who may see it."""

from dataclasses import replace

import pytest

from benchmarking.actions.training import replace_catalogue
from benchmarking.selectors.catalogue import courses
from benchmarking.selectors.catalogue_entries import Entry, Supply, entries
from benchmarking.selectors.sector_release import sector_release
from benchmarking.stats.records import Figure
from benchmarking.stats.training_supply import Years
from benchmarking.training import supply_findings
from benchmarking.training.sector_demand import Met, SkillDemand, with_quadrants
from benchmarking.training.sector_findings import quadrant_name, unmet_demand
from tests.benchmarking.dashboards.conftest import alpha, figure, mean, share, store
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.dashboards.test_disclosure import BANNED

__all__ = ["alpha", "store"]

DEMAND, SUPPLY = "/organise/sector/training/demand/", "/organise/sector/training/supply/"
TOTAL = figure("sector people_needed:data total", 64, 250.0, least=245.0, most=255.0)
NEEDS = [
    mean("sector skill:python:needed", 31, 60.0, 4.0),
    mean("sector skill:charts:needed", 30, 50.0, 4.0),
    share("sector skill_short:python", 64, 45.0, (34.0, 56.0)),
    share("sector skill_short:charts", 64, 20.0, (12.0, 31.0)),
]


def course(code="A", audience="practitioner", **raises):
    return Entry(code, {"en": f"Course {code}"}, audience=audience, raises=raises)


@pytest.fixture
def published(store, people):
    def publish(*figures, parameters=None, **more):
        wave = store.survey("2026", people.alpha.organisation)
        store.release(wave, figures, parameters={"totals_from": 20} | (parameters or {}), **more)

    return publish


@pytest.fixture
def taught(programme):
    def keep(*catalogue):
        replace_catalogue(programme=programme, entries=catalogue, by=None)

    return keep


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


def unmet(programme):
    return unmet_demand(sector_release(programme.pk), courses(programme.pk))


def plain(cells):
    return tuple(cell.replace("\u00a0", " ") for cell in cells)


def test_what_no_course_raises_comes_first(programme, published, taught):
    published(*NEEDS)
    taught(course("A", python=3))
    found = unmet(programme)
    assert found.title == "No course raises: Charts"
    assert [plain(row)[:3] for row in found.rows] == [
        ("Charts", "Data skills", "No course raises it"),
        ("Python", "Data skills", "“Course A”, to level 3: about what is needed"),
    ]
    assert plain(found.rows[1])[4:] == ("3, n = 31, 2.8–3.2", "45 %, n = 64, 34–56 %")
    assert found.source == ("All organisations in the sector", "n\u00a0=\u00a064", "2026 survey", "publication 1")


@pytest.mark.parametrize(
    ("level", "said"),
    [(1, "clearly below what is needed"), (3, "about what is needed"), (4, "as much as is needed")],
)
def test_a_course_is_called_enough_or_too_little_only_outside_the_interval(programme, published, taught, level, said):
    published(*NEEDS)
    taught(course("A", python=level))
    assert unmet(programme).rows[1][2] == f"“Course A”, to level {level}: {said}"


def test_a_course_for_others_and_one_not_offered_raise_nothing(programme, published, taught):
    from dataclasses import replace

    published(*NEEDS)
    taught(replace(course("D", python=5), is_offered=False), course("M", "decision_maker", charts=5))
    assert unmet(programme).title == "No course raises: Python; Charts"


def test_a_level_that_may_not_be_shown_is_compared_with_nothing(programme, published, taught):
    published(NEEDS[2], figure("sector skill:charts:needed mean", 30, None, most=20.0, bound="at_most"))
    taught(course("A", python=3, charts=1))
    rows = unmet(programme).rows
    assert [row[2] for row in rows] == ["“Course A”, to level 3", "“Course A”, to level 1"]
    assert [row[4] for row in rows] == ["not shown for this group"] * 2


def test_every_skill_raised_is_said_so(programme, published, taught):
    published(*NEEDS)
    taught(course("A", python=5, charts=5))
    found = unmet(programme)
    assert found.title == "Every skill is raised by some course"
    assert found.words == "Some course leads to the level needed: 2 of 2 skills."


def test_without_any_figure_of_skills_it_is_withheld(programme, published):
    published()
    assert unmet(programme).withheld.reason == "not shown for this group"


def test_pages_say_why_they_are_empty(olga, programme, published, taught, store):
    assert "None are published yet." in olga.get(DEMAND).text
    assert "None are published yet." in olga.get(SUPPLY).text
    published(*NEEDS, TOTAL)
    assert "There is no course in the catalogue" in olga.get(DEMAND).text
    assert "There is no catalogue yet" in olga.get(SUPPLY).text


def test_an_unpublished_release_shows_nothing(programme, store, people):
    store.release(store.survey("2026", people.alpha.organisation), NEEDS, published=False)
    assert sector_release(programme.pk) is None


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_only_the_programme_s_staff_see_supply_and_the_organiser_s_page(client, people, published, name):
    published(*NEEDS, TOTAL)
    client.force_login(getattr(people, name).account)
    for address in (DEMAND, SUPPLY, f"{DEMAND}unmet-demand.csv", "/organise/sector/training/supply.csv"):
        assert client.get(address).status_code == 403


def test_a_coordinator_sees_what_the_sector_lacks_in_plain_words(alpha, published, taught, programme):
    import re

    published(*NEEDS, TOTAL)
    taught(course("A", python=3))
    answer = alpha.get("/benchmarks/demand/")
    assert "No course raises: Charts" in text_of(answer)
    assert [word for word in BANNED if re.search(rf"\b{word}s?\b", text_of(answer), re.IGNORECASE)] == []
    lines = alpha.get("/benchmarks/demand/unmet-demand.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Skill,Group of skills,What courses do,Beside the other skills,Level needed")
    assert alpha.get("/benchmarks/demand/nothing.csv").status_code == 404


def test_a_coordinator_elsewhere_sees_nothing_of_it(client, people, published, taught):
    published(*NEEDS, TOTAL)
    taught(course("A", python=3))
    client.force_login(people.gamma.account)
    assert "charts" not in text_of(client.get("/benchmarks/demand/")).lower()


def element(code, level, completers, **raises):
    stated = (Supply(2024, None, 1), Supply(2025, 500, completers)) if completers is not None else ()
    return Entry(code, {"en": code}, level=level, is_offered=False, raises=raises, supply=stated)


def supply(programme):
    return supply_findings.supply(sector_release(programme.pk), entries(programme.pk))


def test_people_trained_stand_beside_people_needed_level_by_level(programme, published, taught):
    published(TOTAL)
    taught(
        element("U1", "undergraduate", 60, python=2),
        element("U2", "undergraduate", 30, charts=2),
        element("C", "cpd", 25, python=3),
        element("S", "cpd", None, python=3),
        element("X", "doctoral", 9),
    )
    found = supply(programme)
    assert [column.head for column in found.columns] == [
        *("Group of skills", "People who should move up", "n", "Undergraduate"),
        *("Continuing professional development", "All levels", "At today’s pace"),
    ]
    assert found.rows == (("Data skills", "about 250", "64", "60–90", "25", "60–115", "2.1 to 11 years"),)
    assert found.title == "The longest way is in data skills: 2.1 to 11 years at today’s pace"
    assert "1 entry states no number and is left out." in found.footnote


def test_places_stand_for_completers_that_are_not_stated(programme, published, taught):
    published(TOTAL)
    taught(Entry("C", {"en": "C"}, is_offered=False, raises={"python": 3}, supply=(Supply(2025, 40, None),)))
    assert supply(programme).rows[0][3:5] == ("40", "40")


def test_degrees_alone_give_no_end(programme, published, taught):
    published(TOTAL)
    taught(element("U1", "undergraduate", 60, python=2))
    assert supply(programme).rows[0][-1] == "at least 4 years"


def test_a_group_in_which_nobody_is_trained_is_the_title(programme, published, taught):
    published(TOTAL)
    taught(element("U1", "undergraduate", 60))
    assert supply(programme).title == "Nobody is known to be trained in: data skills"


def test_a_total_that_may_not_be_shown_gives_its_reason_and_no_years(programme, published, taught):
    published(*NEEDS)
    taught(element("U1", "undergraduate", 60, python=2))
    found = supply(programme)
    assert found.rows[0][1:] == ("cannot be shown", "", "60", "60", "")
    assert "Where a total cannot be shown: Fewer than 20 companies" in found.footnote


def test_years_are_rounded_outwards():
    assert supply_findings.in_words(Years(0.04, 0.11)) == "0 to 0.2 years"
    assert supply_findings.in_words(Years(1.29, 10.1)) == "1.2 to 11 years"
    assert supply_findings.in_words(Years(123.0, None)) == "at least 120 years"


def test_both_pages_ask_little(olga, published, taught, django_assert_max_num_queries):
    published(*NEEDS, TOTAL)
    taught(course("A", python=3), element("U1", "undergraduate", 60, python=2))
    for address in (DEMAND, SUPPLY):
        with django_assert_max_num_queries(14):
            assert olga.get(address).status_code == 200


def test_numbers_of_finer_groups_and_of_other_programmes_are_on_no_page(olga, published, taught, people):
    finer = [
        mean("sector/biologics skill:python:needed", 14, 97.0),
        share("sector/biologics skill_short:python", 14, 97.0, (97.0, 98.0)),
    ]
    published(*NEEDS, TOTAL, *finer)
    taught(course("A", python=3), element("U1", "undergraduate", 60, python=2))
    pages = [text_of(olga.get(address)) for address in (DEMAND, SUPPLY)]
    assert [page for page in pages if "97" in page or "4.9" in page] == []


def test_the_demonstration_states_supply_of_elements_there_are():
    from benchmarking.management.synthetic_sector.supply import STATED, with_supply
    from benchmarking.training import catalogue
    from surveyapp.instruments import loader

    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    found = with_supply(catalogue.read(catalogue.FOLDER / "bioprocess-digital.yaml", instrument))
    assert STATED.keys() <= {entry.code for entry in found}
    assert {each.source for entry in found for each in entry.supply} == {"Invented for the demonstration"}


def test_numbers_that_stand_though_answers_were_withdrawn_say_so(client, people, published, taught):
    from django.utils import timezone

    published(*NEEDS, TOTAL, corrected_at=timezone.now())
    taught(course("A", python=3))
    for person, address in ((people.olga, DEMAND), (people.olga, SUPPLY), (people.alpha, "/benchmarks/demand/")):
        client.force_login(person.account)
        assert "were withdrawn after they were made" in client.get(address).text


def wanted(code, needed, current):
    figures = [Figure("sector", code, "mean", 30, 30, value, value - 4, value + 4) for value in (needed, current)]
    return SkillDemand(code, code, "Data", None, None, figures[0], None, Met.BY_NOTHING, figures[1])


def test_a_skill_stands_in_a_quadrant_only_where_both_intervals_are_clear_of_the_mean_of_all():
    found = with_quadrants([wanted("a", 80, 30), wanted("b", 80, 60), wanted("c", 50, 30), wanted("d", 66, 45)])
    assert [quadrant_name(each) for each in found] == [
        "needed more than most, and lower today: begin here",
        "needed more than most, and higher today: keep it up",
        "needed less than most, and lower today",
        "not clear",
    ]


def test_of_two_skills_no_crosshair_is_made():
    assert [each.quadrant for each in with_quadrants([wanted("a", 80, 30), wanted("b", 50, 60)])] == [None, None]


def test_a_skill_without_a_published_level_stands_nowhere():
    found = [wanted("a", 80, 30), wanted("b", 80, 60), wanted("c", 50, 30)]
    hidden = replace(wanted("x", 80, 30), current=None)
    assert with_quadrants([*found, hidden])[-1].quadrant is None
