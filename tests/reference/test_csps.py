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


def suppressed_in(survey):
    """Measure → organisations whose score is suppressed."""
    found = {
        m: {o for o, score in scores.items() if score is None} - {*csps.GROUPS} for m, scores in survey.scores.items()
    }
    return {measure: organisations for measure, organisations in found.items() if organisations}


def test_nothing_but_the_mark_of_suppression_stands_for_a_csps_score(surveys):
    suppressed = suppressed_in(surveys[2023])
    assert len(suppressed) == 20
    assert sum(map(len, suppressed.values())) == 716
    assert suppressed_in(surveys[2021]) == {}
    for mark in ("", "[x]", "[z]"):
        with pytest.raises(ValueError, match="could not convert"):
            csps.score(mark)


def test_every_csps_median_of_2023_is_one_that_the_suppressed_scores_allow(surveys):
    survey = surveys[2023]
    for measure in suppressed_in(survey):
        low, high = csps.possible_medians(survey, measure)
        assert round(low, 9) <= survey.medians[measure] <= round(high, 9)
    # Where more than half are suppressed the others say nothing of the median.
    boundless = {csps.code(m) for m in survey.scores if csps.possible_medians(survey, m) == (0, 100)}
    assert boundless == {"E06_A_yes", "E06_A_pnts", "E06_D_yes", "E06_D_pnts"}


def test_suppressed_csps_scores_are_not_missing_at_random(surveys):
    survey = surveys[2023]
    asked_of_all = {m for m in suppressed_in(survey) if csps.code(m).split("_")[0] in ("CV3", "E01", "E03")}
    kept = {m: sector_median(v for o, v in survey.scores[m].items() if o not in csps.GROUPS) for m in asked_of_all}
    # Few said so where it is suppressed, so without those organisations every median comes out too high.
    assert len(kept) == 5
    assert all(median > survey.medians[measure] for measure, median in kept.items())


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
