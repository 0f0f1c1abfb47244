from benchmarking.pipeline import compute
from benchmarking.selectors.release_inputs import Inputs, OrganisationInputs, document, read
from benchmarking.selectors.scored import suppressed_by_source
from benchmarking.stats.records import Missing
from surveyapp.instruments import loader

INSTRUMENT = loader.load(loader.find("civil-service-people-survey", "2023"))
SUPPRESSED, OTHER = "E01_yes", "EES"


def sector(suppressed_of=(), n=24):
    """Scores of two measures; whoever is named has the first of them suppressed."""
    organisations = []
    for i in range(n):
        values = dict.fromkeys(INSTRUMENT.items, Missing.NOT_SHOWN) | {SUPPRESSED: 10.0 + i, OTHER: 50.0 + i}
        if i in suppressed_of:
            values[SUPPRESSED] = Missing.SUPPRESSED
        organisations.append(OrganisationInputs(f"o{i}", f"w{i}", {}, True, values))
    return Inputs(tuple(organisations), (), 6, {})


def shown(inputs):
    return {figure.metric: figure for figure in compute(inputs, INSTRUMENT)[1] if figure.statistic == "mean"}


def test_of_a_measure_with_one_suppressed_score_nothing_is_shown_and_of_others_all():
    whole, lacking = shown(sector()), shown(sector({3}))
    assert whole.keys() == {f"score:{SUPPRESSED}", f"score:{OTHER}"}
    assert lacking == {f"score:{OTHER}": whole[f"score:{OTHER}"]}


def test_a_score_that_is_lacking_for_another_reason_leaves_the_measure_its_figure():
    inputs = sector({3})
    values = {**inputs.organisations[3].values, SUPPRESSED: Missing.NOT_ANSWERED}
    unanswered = OrganisationInputs("o3", "w3", {}, True, values)
    organisations = (*inputs.organisations[:3], unanswered, *inputs.organisations[4:])
    assert shown(Inputs(organisations, (), 6, {}))[f"score:{SUPPRESSED}"].n_owners == 23


def test_what_was_suppressed_is_known_from_frozen_inputs():
    assert suppressed_by_source(read(document(sector({3}))).counted()) == {SUPPRESSED}
    assert suppressed_by_source(read(document(sector())).counted()) == set()
