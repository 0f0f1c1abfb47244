import pytest

from benchmarking.selectors.rater_noise import mostly_noise
from benchmarking.stats.records import RespondentRecord
from surveyapp.instruments import loader
from tests.benchmarking.small_sector import DEFINITION

INSTRUMENT = loader.read(DEFINITION)
A, B = ("A1", "A2", "A3"), ("B1", "B2", "B3")


def rater(organisation, order, level, other):
    answers = {code: str(level) for code in A} | {code: str(other) for code in B}
    return RespondentRecord(str(organisation), "it", answers, order=order)


def sector(n):
    """Of A everybody's colleague says the opposite; of B colleagues agree, and organisations differ."""
    return [rater(o, order, [1, 5][order - 1], 1 + o % 5) for o in range(n) for order in (1, 2)]


def test_a_dimension_on_which_colleagues_differ_and_organisations_do_not_is_noise():
    assert mostly_noise(INSTRUMENT, sector(15)) == ["dimension:A"]


def test_too_few_double_answers_are_no_verdict():
    assert mostly_noise(INSTRUMENT, sector(14)) == []


@pytest.mark.parametrize("kind", [{"order": 0}, {"is_agreed": True}])
def test_files_and_meetings_are_no_raters(kind):
    from dataclasses import replace

    assert mostly_noise(INSTRUMENT, [replace(person, **kind) for person in sector(20)]) == []
