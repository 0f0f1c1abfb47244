import pytest

from benchmarking.selectors.own_document import own_document
from benchmarking.selectors.release_inputs import OrganisationInputs
from benchmarking.stats.records import MergedRecord, Missing
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.dashboards.questionnaire import IMPORTED
from tests.benchmarking.small_sector import DEFINITION


def document(definition, n_respondents=0, **values):
    instrument = Instrument.model_validate(definition)
    known = dict.fromkeys(instrument.items, Missing.NOT_ANSWERED) | values
    merged = MergedRecord("site", known, n_respondents, ())
    inputs = OrganisationInputs("site", "owner", {}, in_population=True, values=known)
    return own_document(instrument, inputs, merged, n_respondents)


def test_scores_of_a_file_are_nobodys_answers():
    found = document(IMPORTED, EES=64.0, MW=80.0)
    assert found["n_respondents"] == 0
    assert found["scores"] == {"EES": 64.0, "MW": 80.0, "B01": None}


@pytest.mark.parametrize(
    ("held", "much", "barriers"),
    [
        (frozenset({"money"}), 2.0, {"money": 2.0}),
        (frozenset({"money"}), Missing.NOT_ANSWERED, {"money": None}),
        (frozenset({"people"}), Missing.NOT_SHOWN, {"people": None}),
        (frozenset(), Missing.NOT_SHOWN, {}),
        (Missing.NOT_ANSWERED, Missing.NOT_SHOWN, {}),
    ],
)
def test_barriers_are_those_that_were_named(held, much, barriers):
    assert document(DEFINITION, 1, HELD=held, MUCH=much)["barriers"] == barriers
