from itertools import combinations, product

from tests.browser.accessibility.pairs import DIRECTIONS, LOOKS, SCHEMES, WIDTHS, both


def test_every_two_properties_of_a_look_meet_in_every_combination():
    for (one, ones), (other, others) in combinations(enumerate((SCHEMES, DIRECTIONS, WIDTHS)), 2):
        assert {(look[one], look[other]) for look in LOOKS} == set(product(ones, others))


def test_the_light_looks_and_those_beside_them_are_all_looks():
    assert {each for look in LOOKS if look.scheme == "light" for each in both(look)} == set(LOOKS)
