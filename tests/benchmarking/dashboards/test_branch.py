import pytest

from benchmarking.dashboards.branch import own_values
from benchmarking.dashboards.comparison import compare
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.dashboards.conftest import finer_figures
from tests.benchmarking.dashboards.questionnaire import DEFINITION

ORDER = ["sub_sector_family", "kind"]


@pytest.mark.parametrize(
    ("facets", "values"),
    [
        ({"sub_sector": "vaccines", "kind": "maker"}, ("biologics", "maker")),
        ({"sub_sector_family": "blood"}, ("blood", "")),
        ({"sub_sector": "unheard_of"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_a_family_is_looked_up_from_its_facet(facets, values):
    assert own_values(Instrument.model_validate(DEFINITION), facets, ORDER) == values


def test_who_is_in_no_named_group_is_in_all_other(compared, released, people):
    from surveyapp.models.wave import Participation

    assert [group.code for group in compared().branch] == ["sector", "sector/biologics"]
    Participation.objects.filter(wave=released).update(facets={"sub_sector": "plasma"})
    assert [group.code for group in compared().branch] == ["sector", "sector/other"]


def test_who_did_not_take_part_is_in_no_group(store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, finer_figures())
    assert compare(people.beta.organisation, "", "").branch == ()
