"""What a page says of an organisation and the sector over all surveys it took part in."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from benchmarking.dashboards.metrics import Metric
from benchmarking.dashboards.over_time import _title, over_time
from benchmarking.selectors.figures import Figures
from benchmarking.selectors.overlaps import Since
from benchmarking.stats.overlap import overlap
from surveyapp.instruments.schema import Instrument


def plain(text):
    return text.replace("\u00a0", " ")


def known(stayed, left, joined):
    """Each company a knowledge group of its own."""
    both, before, after = (
        {f"{p} {i}": f"{p} {i}" for i in range(n)} for p, n in zip("slj", (stayed, left, joined), strict=True)
    )
    return overlap(both | before, both | after, 6)


@pytest.fixture
def told(compared_with_2025):
    """The finding, with what the 2026 release tells of itself and the one before."""
    comparison = compared_with_2025()
    before = comparison.past[0].publication.id

    def make(both, release=before, **changes):
        publication = replace(comparison.publication, since=Since(release, both) if both else None)
        return over_time(replace(comparison, publication=publication, **changes))

    return make


def test_your_line_and_the_sectors_over_two_surveys(told):
    found = told(known(54, 6, 10))
    assert found.title == "Over time: up in automation"
    assert found.words == "Automation: from 50 in the 2025 survey to 75; the sector's mean 40 then, 50 now."
    assert [column.head for column in found.columns] == [
        *("Dimension", "Survey", "You", "Mean of the sector", "95 % interval of the mean", "n")
    ]
    assert found.rows[:2] == (
        ("Automation", "2025 survey", "50", "40", "37–43", "60"),
        ("Automation", "2026 survey", "75", "50", "46–54", "64"),
    )
    assert found.rows[4:] == (
        ("Analysis", "2025 survey", "25", "not shown for this group", "", ""),
        ("Analysis", "2026 survey", "25", "45", "41–49", "64"),
    )
    assert [row["values"] for row in found.figure["layout"]["meta"]["rows"]] == [
        *(["75", "+25"], ["50", "too close to call"], ["25", "too close to call"])
    ]


def lines(found):
    return [trace for trace in found.figure["data"] if trace["mode"] == "lines"]


def test_lines_lead_from_survey_to_survey(told):
    _limits, sector, you = lines(told(known(54, 6, 10)))
    assert you["x"][:5] == [0, 1, None, 0, 1]
    assert sector["x"][:3] == [0, 1, None]


@pytest.mark.parametrize(
    ("both", "why"),
    [
        (None, "companies not known"),
        (known(31, 29, 33), "other companies"),
        (known(32, 28, 32), ""),
    ],
)
def test_the_sectors_line_breaks_where_its_companies_changed(told, both, why):
    found = told(both)
    assert ("the sector's mean 40 then" in found.words) is (not why)
    _limits, sector, you = lines(found)
    assert you["x"][:2] == [0, 1]
    assert (sector["x"][:2] == [0, 1]) is (not why)
    drawn = [text for trace in found.figure["data"] if trace["mode"] == "text" for text in trace["text"]]
    assert drawn == [why] * 3 if why else not drawn
    assert [row[-1] for row in found.rows[:2]] == (["the first survey", f"The sector: {why}"] if why else ["60", "64"])
    assert (f"{why.capitalize()}: between 2025 survey and 2026 survey" in found.words) is bool(why)


def test_a_release_that_was_not_compared_with_the_one_before_is_not_joined(told, people):
    assert "companies not known" in str(told(known(54, 6, 10), release=people.alpha.organisation.pk).rows)


def asked_otherwise(comparison, *codes):
    """These questions were asked in other words in 2025."""
    definition = comparison.instrument.model_dump(mode="json", by_alias=True)
    definition["version"] = "0"
    for code in codes:
        definition["items"][code]["text"] = {"en": "Something else?"}
    then = replace(comparison.past[0], instrument=Instrument.model_validate(definition))
    return replace(comparison, past=(then,))


def test_new_questions_break_both_lines(compared_with_2025):
    found = over_time(asked_otherwise(compared_with_2025(), "AUT1"))
    assert found.title == "Your scores over time stayed where they were, as far as can be told"
    assert found.rows[1][-1] == "New questions"
    assert [row["values"][1] for row in found.figure["layout"]["meta"]["rows"]] == ["", *["too close to call"] * 2]
    assert found.words.startswith(
        "New questions: between 2025 survey and 2026 survey the line breaks, as the two cannot be compared."
    )


def test_where_all_questions_are_new_nothing_is_joined(compared_with_2025):
    found = over_time(asked_otherwise(compared_with_2025(), "AUT1", "DAT1", "ANA1"))
    assert found.title == "Your scores over time cannot be joined: the questions changed"


@pytest.mark.parametrize(
    ("then", "change"), [(62.0, "+2"), (63.0, "too close to call"), (64.0, "too close to call"), (66.0, "−2")]
)
def test_scores_of_a_file_move_from_two_points_on(imported, then, change):
    found = over_time(imported((64.0, 80.0, 71.0), (then, 80.0, 75.0)))
    assert [row["values"][1] for row in found.figure["layout"]["meta"]["rows"]] == [change, "too close to call"]


def test_one_survey_is_no_line(compared):
    assert over_time(compared()) is None


def test_a_result_that_is_compared_with_none_has_no_line(compared_with_2025):
    comparison = compared_with_2025()
    alone = replace(comparison, own=replace(comparison.own, in_population=False))
    assert over_time(alone) is None
    assert over_time(replace(comparison, survey=replace(comparison.survey, stands_alone=True))) is None


def test_a_survey_of_which_nothing_is_published_has_your_score_alone(compared_with_2025):
    comparison = compared_with_2025()
    found = over_time(replace(comparison, past=(replace(comparison.past[0], publication=None, means=Figures("")),)))
    assert found.rows[0] == ("Automation", "2025 survey", "50", "not published", "", "")
    assert found.words == "Automation: from 50 in the 2025 survey to 75."


def test_of_more_than_three_that_moved_the_title_says_how_many(told):
    metric = Metric("dimension:X", "X", "Some name")
    moved = [SimpleNamespace(metric=metric, change=change) for change in (5, 4, 3, 2, -1, 0, None)]
    assert _title(moved) == "Over time: up in 4 of 7; down in some name"
