import pytest

from benchmarking.selectors.own_results import (
    OwnDimension,
    OwnGroup,
    OwnProfile,
    OwnSkill,
    own_results,
    people_range,
    profile,
)
from tests.benchmarking.dashboards.conftest import OWN


def test_a_stored_document_becomes_a_profile():
    found = profile(OWN)
    assert (found.n_respondents, found.roles, found.lowest) == (3, ("it", "quality"), "ANA")
    assert found.dimensions["DAT"] == OwnDimension(50.0, 40.0, 62.0, incomplete=True)
    assert found.groups["data"] == OwnGroup("partly", short=True, people=(6, 10))
    assert found.skills["python"] == OwnSkill(1.0, 3.0, 2.0)
    assert found.items["ANA1"] == 2.5


def test_what_a_document_lacks_keeps_its_default():
    assert profile({}) == OwnProfile()
    assert profile({"items": {"A1": {"missing": "dont_know"}}}).items == {"A1": None}


@pytest.mark.parametrize(
    ("stored", "people"),
    [
        ([6, 10], (6, 10)),
        ([51, None], (51, None)),
        ("p6_10", (6, 10)),
        ("p50_plus", (51, None)),
        (None, None),
        ("few", None),
    ],
)
def test_people_are_a_range_or_a_band(stored, people):
    assert people_range(stored) == people


def test_own_results_are_read_in_the_scope_of_one_organisation(store, people):
    from benchmarking.models.own_result import OwnResult

    wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
    store.own(wave, people.alpha.organisation)
    store.own(wave, people.beta.organisation, n_respondents=5)
    assert {key: each.n_respondents for key, each in own_results(people.alpha.organisation.id).items()} == {wave.id: 3}
    assert OwnResult.objects.count() == 0
