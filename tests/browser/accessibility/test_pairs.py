from itertools import combinations, product

from tests.browser.accessibility.pairs import DIRECTIONS, LOOKS, SCHEMES, WIDTHS


def test_every_two_properties_of_a_look_meet_in_every_combination():
    for (one, ones), (other, others) in combinations(enumerate((SCHEMES, DIRECTIONS, WIDTHS)), 2):
        assert {(look[one], look[other]) for look in LOOKS} == set(product(ones, others))
