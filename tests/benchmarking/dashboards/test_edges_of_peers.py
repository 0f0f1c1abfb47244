"""What is said of where one stands at its edges: n below each threshold, ties, one dimension, borders, and nothing to compare."""

from types import SimpleNamespace

import pytest

from benchmarking.dashboards import distances, sites_table, skill_priorities, skill_tiers, words
from benchmarking.dashboards.metrics import Metric
from benchmarking.dashboards.sector_change import who_came_back
from benchmarking.dashboards.standing import standing_in_words, standing_sentences, standings
from benchmarking.stats.overlap import overlap
from benchmarking.stats.position import Position
from benchmarking.stats.records import Figure
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.dashboards import questionnaire

DIMENSIONS = Instrument.model_validate(questionnaire.DEFINITION)
ONE = DIMENSIONS.model_copy(update={"dimensions": DIMENSIONS.dimensions[:1]})
THEMES = Instrument.model_validate(questionnaire.IMPORTED)
ONE_THEME = Instrument.model_validate(
    questionnaire.IMPORTED
    | {
        "items": {"EES": questionnaire.IMPORTED["items"]["EES"]},
        "sections": [questionnaire.IMPORTED["sections"][0] | {"pages": [questionnaire.page("themes", "EES")]}],
    }
)


def mean(value, half, n=14):
    return Figure("sector", "dimension:AUT", "mean", n, n, value, value - half, value + half)


def away(name, you, at, half=6.0, sem=0.0):
    """Own score beside a published mean, as the page reads it."""
    return distances.distance(Metric(f"dimension:{name}", name, name), you, sem, mean(at, half))


def where(standing, *between, n=64):
    return Position("sector", "dimension:AUT", 50.0, standing, n, between)


@pytest.mark.parametrize(
    ("you", "at", "half", "text"),
    [
        (51.0, 50.0, 0.4, "1 point above (0 to 2)"),
        (49.0, 50.0, 0.4, "1 point below (0 to 2)"),
        (75.0, 50.0, 8.0, "25 points above (17 to 33)"),
        (25.0, 50.0, 8.0, "25 points below (17 to 33)"),
    ],
)
def test_a_distance_of_one_is_one_point_and_its_ends_point_away_from_the_mean(you, at, half, text):
    assert distances.in_points(away("Automation", you, at, half)) == text


@pytest.mark.parametrize(("low", "is_clear"), [(50.0 - 6.0, False), (50.0 - 6.2, False), (50.0 - 7.0, True)])
def test_a_distance_whose_end_touches_nought_is_not_clear(low, is_clear):
    assert away("Automation", 50.0, low).is_clear is is_clear


def test_a_mean_without_an_interval_gives_no_distance():
    bare = Figure("sector", "dimension:AUT", "mean", 14, 14, least=0.0, most=25.0, bound="at_most")
    assert distances.distance(Metric("dimension:AUT", "AUT", "Automation"), 50.0, 5.0, bare) is None


@pytest.mark.parametrize(
    ("instrument", "number", "text"),
    [
        (DIMENSIONS, 0, "Nothing can be compared with the group"),
        (DIMENSIONS, 1, "Nothing differs clearly from the mean of the group; compared: one of three dimensions"),
        (DIMENSIONS, 3, "Every dimension is too close to the mean of the group to call"),
        (ONE, 1, "Your dimension is too close to the mean of the group to call"),
        (THEMES, 1, "Nothing differs clearly from the mean of the group; compared: one of two themes"),
        (THEMES, 2, "Every theme is too close to the mean of the group to call"),
        (ONE_THEME, 1, "Your theme is too close to the mean of the group to call"),
    ],
)
def test_where_all_is_close_the_sentence_counts_what_is_compared(instrument, number, text):
    close = [away(name, 50.0, 50.0) for name in ("AUT", "DAT", "ANA")[:number]]
    assert distances.distances_sentence(instrument, close, (), "the group") == text


@pytest.mark.parametrize(
    ("others", "rest"),
    [
        ((), "; compared: one of three dimensions"),
        ((50.0,), "; the other one is too close to call; compared: two of three dimensions"),
        ((50.0, 50.0), "; the other two are too close to call"),
        ((50.0, 57.0), "; the other two are less clear"),
    ],
)
def test_beside_what_is_clear_the_others_are_counted(others, rest):
    clear = away("AUT", 80.0, 50.0)
    found = [clear, *(away(name, you, 50.0) for name, you in zip(("DAT", "ANA"), others, strict=False))]
    text = distances.distances_sentence(DIMENSIONS, found, [clear.metric.code], "the group")
    assert text == f"Beside the mean of the group, AUT: 30 points above (24 to 36){rest}"


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (None, ""),
        (where("below", n=19), "Below the interval of the mean"),
        (where("similar", n=19), "Inside the interval of the mean"),
        (where("above", n=19), "Above the interval of the mean"),
        (where("lowest_quarter", n=20), "In the lowest quarter"),
        (where("second_quarter"), "In the middle half, below the median"),
        (where("third_quarter"), "In the middle half, above the median"),
        (where("highest_quarter"), "In the highest quarter"),
        (where("on_the_border", "lowest_quarter", "highest_quarter"), "May be in any quarter"),
        (
            where("on_the_border", "second_quarter", "third_quarter"),
            "On a border: from the second quarter to the third quarter",
        ),
        (
            where("on_the_border", "third_quarter", "highest_quarter"),
            "On a border: from the third quarter to the highest quarter",
        ),
    ],
)
def test_each_standing_is_a_cell_of_words(position, text):
    assert standing_in_words(position) == text


def test_who_lies_across_the_median_alone_is_on_no_border_that_is_named():
    inner, outer = (
        where("on_the_border", "second_quarter", "third_quarter"),
        where("on_the_border", "lowest_quarter", "second_quarter"),
    )
    assert standing_sentences([("A", inner), ("B", outer), ("C", None)]) == ["On the border of a quarter: B."]
    assert standings([("A", inner), ("C", None)]).in_quarters
    assert standings([("C", None)]).all == 0


@pytest.mark.parametrize(
    ("names", "text"),
    [("ABC", "Above the interval of the mean: A; B; C."), ("ABCD", "Above the interval of the mean: four.")],
)
def test_of_more_than_three_in_one_place_only_the_number_is_told(names, text):
    assert standing_sentences([(name, where("above", n=14)) for name in names]) == [text]


def met(stayed, left, joined):
    both, before, after = (
        {f"{p}{i}": f"{p}{i}" for i in range(n)} for p, n in zip("slj", (stayed, left, joined), strict=True)
    )
    return who_came_back(overlap(both | before, both | after, 6))


def test_the_same_companies_both_times_are_said_to_be_the_same():
    assert met(64, 0, 0).startswith("The same 64 companies took part both times.")


def test_nobody_who_came_back_makes_two_separate_samples():
    assert met(0, 20, 20) == (
        "0 companies took part both times. Of 20 then, 20 (100\u00a0%) did not come back; of 20 now, 20 are new. "
        "Intervals are those of two separate samples, so they are wide rather than narrow."
    )


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (0, "No skill is clearly short at more companies than most others"),
        (1, "Clearly among the skills most often short: baking"),
        (3, "Clearly among the skills most often short: baking; baking; baking"),
        (4, "Four skills are clearly among those most often short"),
    ],
)
def test_skills_most_often_short_are_named_up_to_three(number, title):
    assert skill_tiers._title(["Baking"] * number) == title


def priority(name, own, borich=None, share=None):
    figure = Figure("sector", "skill_short", "share", 31, 31, share) if share is not None else None
    return skill_priorities.Priority(SimpleNamespace(name=name), own, borich, figure, 31)


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ((6.0, 6.0), "Gaps and needs alone put none of your skills first"),
        ((6.0, 6.0, 3.0), "Gap and need together put first: baking and cooking"),
        ((6.0, 3.0), "Gap and need together put first: baking"),
        ((6.0, 6.0000001), "Gaps and needs alone put none of your skills first"),
    ],
)
def test_skills_level_with_each_other_come_first_together(own, title):
    assert (
        skill_priorities._title(
            [priority(name, each) for name, each in zip(("Baking", "Cooking", "Dicing"), own, strict=False)]
        )
        == title
    )


@pytest.mark.parametrize(
    ("borich", "share", "text"),
    [
        ((None, None), (40.0, 30.0), ""),
        ((9.0, None), (40.0, 30.0), ""),
        ((9.0, 4.0), (40.0, 30.0), "Among these skills both orders of the companies asked put first: baking."),
        (
            (9.0, 9.0),
            (40.0, 40.0),
            "Among these skills both orders of the companies asked put first: baking and cooking.",
        ),
        (
            (9.0, 4.0),
            (30.0, 40.0),
            (
                "The two orders of the companies asked do not agree: by gap and need first comes baking, by how many are short cooking. "
                "Which is right hangs on how far apart levels are taken to be."
            ),
        ),
    ],
)
def test_two_orders_of_others_agree_or_are_said_not_to(borich, share, text):
    found = [
        priority(name, 6.0, *pair)
        for name, pair in zip(("Baking", "Cooking"), zip(borich, share, strict=True), strict=True)
    ]
    assert skill_priorities._words(found) == text


def site(name, score, sem=0.0):
    return SimpleNamespace(organisation=SimpleNamespace(name=name), own=SimpleNamespace(sem=sem, scores={"AUT": score}))


def one_metric(name="Automation"):
    return Metric("score:AUT", "AUT", name)


@pytest.mark.parametrize(
    ("scores", "sem", "is_told"),
    [
        ((50.0, 50.0), 0.0, False),
        ((50.0, 50.4), 0.0, False),
        ((50.0, 51.0), 0.0, True),
        ((50.0, 63.0), 5.0, False),
        ((50.0, 65.0), 5.0, True),
    ],
)
def test_two_sites_differ_where_it_is_printed_and_beyond_chance(scores, sem, is_told):
    sites = [site(name, score, sem) for name, score in zip("AB", scores, strict=True)]
    assert (sites_table.widest_spread(sites, [one_metric()]) is not None) is is_told


def test_of_dimensions_in_which_sites_are_as_far_apart_the_first_is_named():
    sites = [site("A", 20.0), site("B", 60.0)]
    assert sites_table.widest_spread(sites, [one_metric("First"), one_metric("Second")]).metric.name == "First"


@pytest.mark.parametrize(
    ("number", "text"),
    [((1, None), "1 person or more"), ((2, None), "2 people or more"), ((1, 1), "one person"), ((0, 0), "0 people")],
)
def test_one_person_is_one(number, text):
    assert words.people(number).replace("zero", "0") == text
