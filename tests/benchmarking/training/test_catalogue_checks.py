"""What is wrong with a catalogue."""

from decimal import Decimal

import pytest

from benchmarking.selectors.catalogue_entries import Entry, Supply
from benchmarking.training.catalogue_checks import is_esco, problems
from surveyapp.instruments import loader


@pytest.fixture(scope="module")
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


def entry(code="A", **fields):
    given = {"name": {"en": code}, "audience": "practitioner", "raises": {"sk_python": 3}}
    return Entry(code, **(given | fields))


@pytest.fixture
def wrong(instrument):
    def said(*catalogue, withdrawn=()):
        return [(each.code, each.column) for each in problems(catalogue, instrument, ["en", "de"], withdrawn)]

    return said


def test_a_sound_module_has_no_problem(wrong):
    sound = entry(days=1.5, price=Decimal("10.50"), dates=("2027-03-31",), supply=(Supply(2026, 3),))
    assert wrong(sound) == []


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"code": "1 A"}, "code"),
        ({"name": {}}, "name"),
        ({"name": {"fr": "Cours"}}, "name"),
        ({"name": {"en": "x" * 201}}, "name"),
        ({"name": {"en": "A\x01"}}, "name"),
        ({"provider": "x" * 201}, "provider"),
        ({"level": "phd"}, "level"),
        ({"audience": ""}, "audience"),
        ({"audience": "managers"}, "audience"),
        ({"days": 0.0}, "days"),
        ({"days": float("nan")}, "days"),
        ({"hours": 20_000.0}, "hours"),
        ({"price": Decimal(-1)}, "price"),
        ({"price": Decimal("1.005")}, "price"),
        ({"price": Decimal("NaN")}, "price"),
        ({"currency": "€"}, "currency"),
        ({"dates": ("2027-02-30",)}, "dates"),
        ({"dates": ("2101-01-01",)}, "dates"),
        ({"dates": ("1989-12-31",)}, "dates"),
        ({"raises": {"sk_magic": 3}}, "raises"),
        ({"raises": {"sk_python": 0}}, "raises"),
        ({"raises": {"sk_python": 6}}, "raises"),
        ({"raises": {"dk_auto": 3}}, "raises"),
        ({"skill_links": {"sk_python": ("https://example.org/esco/skill/1",)}}, "skill_links"),
        ({"skill_links": {"sk_pca": ("https://data.europa.eu/esco/skill/1",)}}, "skill_links"),
        ({"supply": (Supply(2026),)}, "supply"),
        ({"supply": (Supply(2026, -1),)}, "supply"),
        ({"supply": (Supply(26, 1),)}, "supply"),
        ({"supply": (Supply(2026, 1), Supply(2026, 2))}, "supply"),
        ({"prerequisites": ("A",)}, "prerequisites"),
        ({"prerequisites": ("B",)}, "prerequisites"),
    ],
)
def test_each_wrong_thing_is_told_of_its_column(wrong, fields, column):
    given = entry(**fields)
    assert column in {found for _code, found in wrong(given)}


def test_an_element_of_a_degree_needs_no_audience_and_raises_skills_of_any(wrong):
    assert wrong(entry(audience="", is_offered=False, raises={"sk_python": 2, "dk_auto": 1})) == []


def test_a_code_that_differs_in_capitals_alone_stands_twice(wrong):
    assert wrong(entry("ml"), entry("ML")) == [("ml", "code")]


def test_modules_that_wait_for_each_other_are_told_once(wrong):
    circle = [entry("A", prerequisites=("B",)), entry("B", prerequisites=("C",)), entry("C", prerequisites=("A",))]
    assert [column for _code, column in wrong(*circle)] == ["prerequisites"]


def test_a_prerequisite_may_not_be_withdrawn_nor_out_of_reach(wrong, instrument):
    catalogue = [entry("A", prerequisites=("OLD", "DEGREE")), entry("DEGREE", is_offered=False)]
    said = [each.message for each in problems(catalogue, instrument, ["en"], {"OLD"})]
    assert said == [
        "“OLD” is withdrawn. Remove it, or bring that module back.",
        "“DEGREE” is not offered in plans, so nobody could take it first.",
    ]


def test_prices_in_two_currencies_are_told(wrong):
    assert wrong(entry("A", price=Decimal(1)), entry("B", price=Decimal(1), currency="GBP")) == [("", "currency")]


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://data.europa.eu/esco/skill/1", True),
        ("http://data.europa.eu/esco/skill/1", True),
        ("https://data.europa.eu/other/1", False),
        ("https://data.europa.eu.example.org/esco/1", False),
        ("https://user@data.europa.eu/esco/1", False),
        ("https://data.europa.eu:8443/esco/1", False),
        ("https://data.europa.eu:x/esco/1", False),
        ("javascript:alert(1)//data.europa.eu/esco/", False),
        ("//data.europa.eu/esco/1", False),
        ('https://data.europa.eu/esco/"onclick=', False),
        ("https://data.europa.eu/esco/a b", False),
    ],
)
def test_only_addresses_of_esco_are_accepted(address, accepted):
    assert is_esco(address) is accepted
