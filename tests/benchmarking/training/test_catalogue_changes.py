"""What an import would change in a module is told value by value."""

from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarking.selectors.catalogue_entries import Entry, Supply
from benchmarking.training.catalogue_changes import changed, of_new

NAMES = {"python": "Writing Python", "charts": "Reading charts", "stats": "Statistics"}
WAS = Entry(
    "A",
    {"en": "Cooking"},
    days=1.5,
    price=Decimal(3500),
    currency="GBP",
    raises={"python": 3, "charts": 2},
    supply=(Supply(2026, 30, 20),),
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"price": Decimal("35000.5")}, "Price: 3,500 → 35,000.50"),
        ({"price": None}, "Price: 3,500 → –"),
        ({"days": 2.0}, "Days: 1.5 → 2"),
        ({"hours": 8.0}, "Hours: – → 8"),
        ({"currency": "EUR"}, "Currency: GBP → EUR"),
        ({"level": "in_house"}, "Level: Continuing professional development → In-house"),
        ({"audience": "decision_maker"}, "Audience: – → People who decide"),
        ({"is_offered": False}, "Offered in plans: Yes → No"),
        ({"dates": ("2027-03-31", "2027-09-01")}, "Dates: – → 31 March 2027; 1 September 2027"),
        ({"prerequisites": ("B", "C")}, "Prerequisites: – → B; C"),
        ({"name": {"en": "Baking"}}, "Name (en): Cooking → Baking"),
        ({"raises": {"python": 3}}, "Raises Reading charts: no longer, before to level 2"),
        ({"raises": {"python": 4, "charts": 2}}, "Raises Writing Python: to level 3 → to level 4"),
        ({"raises": WAS.raises | {"stats": 1}}, "Raises Statistics: new, to level 1"),
        ({"raises": WAS.raises | {"gone": 1}}, "Raises gone: new, to level 1"),
        ({"skill_links": {"python": ("x", "y")}}, "ESCO links (Writing Python): – → x y"),
        ({"supply": (Supply(2026, 30, 25),)}, "Supply (2026): Places 30; Completers 20 → Places 30; Completers 25"),
        ({"supply": ()}, "Supply (2026): Places 30; Completers 20 → –"),
    ],
)
def test_each_value_that_differs_is_shown_before_and_after(values, said):
    assert changed(WAS, replace(WAS, **values), NAMES) == [said]


def test_nothing_is_said_of_what_stays():
    assert changed(WAS, replace(WAS), NAMES) == []


def test_long_texts_are_shown_where_they_part():
    before, after = ({"en": "word " * 40 + end} for end in ("old", "new"))
    [line] = changed(replace(WAS, note=before), replace(WAS, note=after), NAMES)
    assert line == "Note (en): …word word word word old → …word word word word new"


def test_a_price_that_is_far_too_long_is_still_shown():
    [line] = changed(WAS, replace(WAS, price=Decimal("9" * 400)), NAMES)
    assert line.startswith("Price: 3,500 → ")


def test_a_new_module_says_what_it_does_not_state():
    assert of_new(Entry("N", raises={"charts": 2, "python": 1}), NAMES) == [
        "Audience: –",
        "Days: –",
        "Price: –",
        "Raises Writing Python to level 1",
        "Raises Reading charts to level 2",
    ]
