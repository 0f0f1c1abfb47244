import pytest

from benchmarking.stats.quantiles import sector_median
from tests.reference import csps


@pytest.fixture(scope="module")
def surveys(reference_data):
    return {2023: csps.survey_2023(reference_data), 2021: csps.survey_2021(reference_data)}


def agreeing(survey, left_out, digits=9):
    """Measures whose median over the organisations is the published one."""
    return {
        measure
        for measure, scores in survey.scores.items()
        if round(sector_median(v for o, v in scores.items() if o not in left_out), digits) == survey.medians[measure]
    }


@pytest.mark.parametrize(("year", "organisations", "measures", "exact"), [(2023, 103, 119, 99), (2021, 101, 126, 97)])
def test_the_published_csps_medians_are_met_where_they_can_be(surveys, year, organisations, measures, exact):
    survey = surveys[year]
    assert len(survey.scores) == measures
    assert len(set(survey.organisations) - set(csps.GROUPS)) == organisations
    assert len(agreeing(survey, csps.GROUPS)) == exact


@pytest.mark.parametrize(("year", "exact"), [(2023, 48), (2021, 76)])
def test_csps_groups_counted_beside_their_parts_move_the_median(surveys, year, exact):
    assert len(agreeing(surveys[year], ())) == exact


def test_csps_medians_of_2023_differ_only_where_scores_were_suppressed(surveys):
    survey = surveys[2023]
    suppressed = {
        measure
        for measure, scores in survey.scores.items()
        if any(scores[o] is None for o in survey.organisations if o not in csps.GROUPS)
    }
    assert suppressed == survey.scores.keys() - agreeing(survey, csps.GROUPS)


def test_csps_medians_of_2021_differ_only_in_follow_up_questions(surveys):
    survey = surveys[2021]
    differing = survey.scores.keys() - agreeing(survey, csps.GROUPS)
    assert {csps.code(measure) for measure in differing} == {"E03A", "E05", "E06_A", "E06_B", "E06_C", "E06_D"}


def test_all_csps_medians_of_2021_are_met_once_questions_nobody_was_asked_are_missing(surveys):
    survey = csps.without_unasked(surveys[2021])
    assert agreeing(survey, csps.GROUPS, digits=3) == survey.scores.keys()


def test_csps_prints_the_same_medians_in_both_its_tables(surveys, reference_data):
    beside_the_scores = {csps.code(m): median for m, median in surveys[2023].medians.items()}
    response_rate = beside_the_scores.pop("Survey response rate (%)")
    listed = csps.medians_2023(reference_data)
    assert {code: listed[code] for code in beside_the_scores} == beside_the_scores
    assert response_rate == 77.294
