"""Several sites of one owner side by side."""

import re

import pytest
from django.urls import reverse

from benchmarking.dashboards.site_letters import clusters
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Membership
from tests.benchmarking.dashboards.conftest import OWN, sector_figures
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.dashboards.tables import lines_of, shown_on
from tests.benchmarking.dashboards.test_disclosure import BANNED

SITES = "/benchmarks/sites/"


def at(score):
    return {"score": score, "low": score, "high": score, "incomplete": False}


@pytest.fixture
def second(people):
    """Another site of Alpha's owner, coordinated by the same account."""
    site = Organisation.objects.create(
        programme=people.alpha.organisation.programme, owner=people.alpha.owner, name="Delta site", facets={}
    )
    Membership.objects.create(account=people.alpha.account, organisation=site)
    return site


@pytest.fixture
def both(store, people, second):
    wave = store.survey("2026", people.alpha.organisation, second)
    store.own(wave, people.alpha.organisation)
    store.own(wave, second, dimensions=OWN["dimensions"] | {"AUT": at(0.0)}, groups={})
    store.release(wave, sector_figures())
    return wave


def test_sites_of_one_owner_stand_side_by_side_with_the_sector_once(alpha, both):
    text = text_of(alpha.get(SITES))
    assert "Your sites differ most in automation: Alpha site at 75, Delta site at 0" in text
    assert "2 sites of Alpha Group beside the whole sector, n = 64, 2026 survey, publication 1" in text.replace(
        "\u00a0", " "
    )
    (first, _each_site) = shown_on(alpha.get(SITES).content.decode())
    assert first.tables[0].heads == [
        "Dimension",
        "Alpha site",
        "Delta site",
        "Mean of the sector",
        "95 % interval",
        "n",
    ]
    rows = [[cell for _head, cell in row] for row in first.tables[0].rows if row]
    assert ["75, Integrated", "0, Starting", "50", "46–54", "64"] in rows


def test_a_line_a_site_says_lowest_skills_and_change(alpha, store, people, both):
    then = store.survey("2025", people.alpha.organisation)
    store.own(then, people.alpha.organisation, dimensions=OWN["dimensions"] | {"AUT": at(25.0)})
    found = shown_on(alpha.get(SITES).content.decode())[1]
    rows = [[cell for _head, cell in row] for row in found.tables[0].rows if row]
    assert rows[0][0] == "3"
    assert rows[0][1].startswith("Analysis, ")
    assert rows[0][2:] == ["Data skills", "Since the 2025 survey: one dimension up: automation, from 25 to 75."]
    assert rows[1][2:] == ["not answered", "no survey before"]


def test_what_changed_is_not_said_of_answers_that_were_withdrawn(alpha, store, people, both):
    from django.utils import timezone

    from surveyapp.models.wave import Participation

    then = store.survey("2025", people.alpha.organisation)
    store.own(then, people.alpha.organisation)
    Participation.objects.filter(wave=both).update(answers_withdrawn_at=timezone.now())
    assert "Since the 2025 survey" not in text_of(alpha.get(SITES))


def test_sites_of_different_owners_never_share_a_table(alpha, people, second, both):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    text = text_of(alpha.get(SITES))
    assert "The only site of its company Beta site" in text
    for shown in shown_on(alpha.get(SITES).content.decode()):
        assert "Beta site" not in shown.words


def test_two_owners_with_two_sites_each_have_a_table_each(alpha, store, people, both):
    other = Owner.objects.create(programme=people.alpha.organisation.programme, name="Zeta Group")
    for name in ("Zeta one", "Zeta two"):
        site = Organisation.objects.create(
            programme=people.alpha.organisation.programme, owner=other, name=name, facets={}
        )
        Membership.objects.create(account=people.alpha.account, organisation=site)
    text = text_of(alpha.get(SITES))
    assert "Zeta Group None of these sites has a result yet" in text
    assert [shown.id for shown in shown_on(alpha.get(SITES).content.decode())] == ["sites-1", "each-site-1"]


def test_a_site_of_the_same_owner_that_the_account_does_not_coordinate_is_not_there(alpha, people, second, both):
    Membership.objects.filter(organisation=second).delete()
    text = text_of(alpha.get(SITES))
    assert "Delta site" not in text
    assert "There is nothing to put side by side" in text


def test_nothing_of_a_site_one_does_not_coordinate_reaches_the_page_or_the_file(alpha, store, people, second, both):
    secret = Organisation.objects.create(
        programme=second.programme, owner=people.alpha.owner, name="Secret site", facets={}
    )
    wave = store.survey("2027", people.alpha.organisation, second, secret)
    for site, score in ((people.alpha.organisation, 75.0), (second, 50.0), (secret, 61.2345)):
        store.own(wave, site, dimensions=OWN["dimensions"] | {"AUT": at(score)})
    pages = [SITES, *(reverse("benchmarking:download-sites", args=[name]) for name in ("sites-1", "each-site-1"))]
    shown = " ".join(alpha.get(page).content.decode() for page in pages)
    assert "Delta site" in shown
    assert ("Secret site" in shown, "61.2" in shown) == (False, False)
    assert "61" not in text_of(alpha.get(SITES)) + alpha.get(pages[1]).content.decode()


def test_plain_words_only(alpha, people, both):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    text = text_of(alpha.get(SITES))
    assert [word for word in BANNED if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)] == []


def test_an_organisation_in_the_address_changes_nothing(alpha, people, both):
    assert text_of(alpha.get(SITES, {"organisation": people.beta.organisation.pk})) == text_of(alpha.get(SITES))


def test_an_unknown_programme_is_answered_like_one_of_somebody_else(alpha, people, both):
    theirs = people.gamma.organisation.programme.slug
    assert text_of(alpha.get(SITES, {"programme": theirs})) == text_of(alpha.get(SITES, {"programme": "moon"}))


def test_the_file_has_the_score_and_the_level_in_columns_of_their_own(alpha, both):
    found = alpha.get(reverse("benchmarking:download-sites", args=["sites-1"]))
    line = next(line for line in lines_of(found.content.decode()) if line["Dimension"] == "Automation")
    assert (line["Alpha site"], line["Alpha site, level"], line["Delta site"]) == ("75", "Integrated", "0")
    assert line["Mean of the sector"] == "50"


@pytest.mark.parametrize("asked", [{"survey": "1999"}, {"programme": "moon", "survey": "1999"}])
def test_an_unknown_survey_is_not_found(alpha, both, asked):
    assert alpha.get(SITES, asked).status_code == 404
    assert alpha.get(reverse("benchmarking:download-sites", args=["sites-1"]), asked).status_code == 404


def test_an_unknown_table_of_sites_is_not_found(alpha, both):
    assert alpha.get(reverse("benchmarking:download-sites", args=["secrets"])).status_code == 404


def test_sites_alike_in_everything_are_said_to_be(alpha, store, people, second):
    wave = store.survey("2026", people.alpha.organisation, second)
    for site in (people.alpha.organisation, second):
        store.own(wave, site)
    text = text_of(alpha.get(SITES))
    assert "In no dimension do your sites differ by more than chance can explain" in text
    assert "2 sites of Alpha Group, 2026 survey" in text
    assert "Mean of the sector" not in text


def test_one_site_with_a_result_is_said_to_be_the_only_one(alpha, store, people, second):
    wave = store.survey("2026", people.alpha.organisation, second)
    store.own(wave, people.alpha.organisation)
    text = text_of(alpha.get(SITES))
    assert "Only Alpha site has a result so far" in text
    assert "No result in this survey: Delta site." in text


def test_more_than_six_sites_are_a_table_with_a_line_each_and_no_chart(alpha, store, people):
    programme = people.alpha.organisation.programme
    more = [
        Organisation.objects.create(programme=programme, owner=people.alpha.owner, name=f"Site {n}", facets={})
        for n in range(6)
    ]
    for site in more:
        Membership.objects.create(account=people.alpha.account, organisation=site)
    wave = store.survey("2026", people.alpha.organisation, *more)
    for site in (people.alpha.organisation, *more):
        store.own(wave, site)
    store.release(wave, sector_figures())
    first = shown_on(alpha.get(SITES).content.decode())[0]
    assert first.figure is None
    assert first.tables[0].heads[:2] == ["Site", "Overall"]
    assert "50 (46–54), n = 64" in first.words


def test_before_anybody_takes_part_there_is_nothing_to_put_side_by_side(alpha, second):
    assert "There is nothing to put side by side" in text_of(alpha.get(SITES))


@pytest.mark.parametrize(
    ("points", "labels"),
    [
        ((), []),
        ((("A", 50.0), ("B", 50.0)), [("A B", 50.0)]),
        ((("A", 50.0), ("B", 53.0)), [("A B", 51.5)]),
        ((("A", 50.0), ("B", 54.0)), [("A", 50.0), ("B", 54.0)]),
        ((("A", 90.0), ("B", 10.0)), [("B", 10.0), ("A", 90.0)]),
    ],
)
def test_letters_of_sites_too_close_to_be_told_apart_share_a_label(points, labels):
    assert clusters(points) == labels
