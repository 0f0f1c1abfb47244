"""How well the questions of a dimension belong together: kept with a release, for its organisers alone."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from benchmarking.actions.releases import publish_release, request_interim
from benchmarking.models.release import Release
from benchmarking.releasing.belonging import belonging, has_page
from benchmarking.selectors.belonging import belong_together
from benchmarking.stats.consistency import cronbach_alpha, omega_total
from benchmarking.stats.records import Missing
from benchmarking.tasks import sweep
from benchmarking.verification import verify
from surveyapp.instruments import loader
from tests.attack.crawler import crawl
from tests.attack.sectors import Shape, sector
from tests.benchmarking.small_sector import DEFINITION, answers, fill

ALIKE = loader.read(DEFINITION)
SILENT = {"missing": "dont_know"}
OWNERS = {"alike": 0, "advised": 0}


def levels(number):
    """Three questions that say much the same, and three that say little about each other."""
    own = 1 + number % 5
    near = {"A1": own, "A2": min(5, own + number % 2), "A3": max(1, own - number % 3 // 2)}
    apart = {"B1": 1 + number % 5, "B2": 1 + number * 3 % 4, "B3": 1 + number * 7 % 3}
    return {code: {"value": str(level)} for code, level in {**near, **apart}.items()}


def said(n, silent=0):
    return [answers(3) | levels(i) | ({"B1": SILENT} if i < silent else {}) for i in range(n)]


def alpha_of(codes, n):
    items = [[25.0 * (int(levels(i)[code]["value"]) - 1) for i in range(n)] for code in codes]
    return round(cronbach_alpha(items), 2), round(omega_total(items), 2)


@pytest.fixture
def released(wave, build, as_worker):
    def make(n, silent=0):
        with as_worker():
            fill(wave, {"red": said(n, silent)})
        return build(wave)

    return make


def test_it_is_kept_with_the_release_in_two_decimals_and_companies_in_tens(released, as_worker):
    release = released(34, silent=5)
    a, omega = alpha_of(("A1", "A2", "A3"), 34)
    assert release.parameters["belong_together"] == [
        {"dimension": "A", "items": 3, "alpha": a, "omega": omega, "companies": 30},
        {"dimension": "B", "items": 3, "alpha": None, "omega": None, "companies": None},
    ]
    with as_worker():
        assert verify(release).differences == ()
        release.parameters["belong_together"][0]["alpha"] = 0.5
        assert any(each.startswith("How well the questions") for each in verify(release).differences)


def test_the_page_is_the_organisers_alone_and_the_report_leads_to_it(client, people, released):
    release = released(34, silent=5)
    publish_release(release=release, by=people.olga.account)
    address = reverse("benchmarking:release-questions", args=[release.pk])
    client.force_login(people.alpha.account)
    assert client.get(address).status_code == 403
    assert address not in crawl(client)
    client.force_login(people.olga.account)
    assert address in client.get(reverse("benchmarking:release-detail", args=[release.pk])).text
    text = client.get(address).text
    assert f"{release.parameters['belong_together'][0]['alpha']:.2f}" in text
    assert "30–39" in text
    assert "too few companies, or no differences" in text


def test_an_interim_release_has_none_and_is_verified(client, people, wave, as_worker):
    with as_worker():
        fill(wave, {"red": said(34)})
        release = request_interim(wave_id=wave.pk)
        sweep()
        release.refresh_from_db()
        assert verify(release).differences == ()
    assert release.parameters["belong_together"] == []
    assert not has_page(release)
    client.force_login(people.olga.account)
    assert "There is nothing here" in client.get(reverse("benchmarking:release-questions", args=[release.pk])).text


def kept(alpha, omega=0.8, companies=30):
    told = {"dimension": "A", "items": 3, "alpha": alpha, "omega": omega, "companies": companies}
    parameters = {"owners": 6, "belong_together": [told]}
    return belonging(SimpleNamespace(instrument=DEFINITION, parameters=parameters))["lines"][0]


def test_the_interval_is_made_of_what_is_kept_and_reaches_outwards():
    # Feldt: 1 - 0.3 · F, F at 0.975 and 0.025 of 29 and 58 degrees of freedom, half a hundredth more on both sides.
    assert kept(0.7) | {"name": ""} == {
        "name": "",
        "items": 3,
        "alpha": "0.70",
        "omega": "0.80",
        "interval": "0.44 to 0.86",
        "companies": "30–39",
    }
    assert kept(1.0)["interval"] == "0.99 to 1.00"
    assert kept(-0.25)["alpha"] == "−0.25"
    assert kept(0.7, omega=None)["omega"] == "needs three questions"


def test_a_release_from_before_there_were_any_has_no_page():
    assert not has_page(Release(parameters={"owners": 6}))
    assert belonging(Release(parameters={"owners": 6}, instrument=DEFINITION))["lines"] == []


def whole(n, **more):
    return sector(Shape(3, n, silent=0, **(OWNERS | more))).waves[0]


def told(inputs, instrument=ALIKE):
    return [each["companies"] for each in belong_together(inputs, instrument)]


def test_it_takes_thirty_owners_and_those_who_know_each_other_s_answers_are_one():
    assert [told(whole(n)) for n in (29, 30, 41)] == [[None, None], [30, 30], [40, 40]]
    assert told(whole(41, alike=60)) == [None, None]
    together = whole(32)
    advised = tuple(
        each if place > 3 else type(each)(**{**vars(each), "knowledge_group": "advised"})
        for place, each in enumerate(together.organisations)
    )
    assert told(type(together)(**{**vars(together), "organisations": advised})) == [None, None]


def test_a_dimension_of_which_a_number_was_suppressed_has_none():
    inputs = whole(41)
    inputs.organisations[0].values["A1"] = Missing.SUPPRESSED
    assert told(inputs) == [None, 40]


def test_the_order_of_organisations_does_not_matter():
    inputs = whole(60, alike=20)
    turned = type(inputs)(**{**vars(inputs), "organisations": inputs.organisations[::-1]})
    assert belong_together(inputs, ALIKE) == belong_together(turned, ALIKE)


def test_where_all_say_the_same_nothing_is_told_and_a_higher_k_holds():
    flat = whole(60)
    for each in flat.organisations:
        each.values.update(dict.fromkeys(("A1", "A2", "A3"), 3.0))
    assert told(flat) == [None, 60]
    assert told(type(flat)(**{**vars(flat), "least_owners": 61})) == [None, None]
