"""What a page says of the time since the survey before."""

from dataclasses import replace

import pytest
from django.utils import timezone

from benchmarking.dashboards import changes
from benchmarking.dashboards.lines import lines
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.sector_change import sector_change
from surveyapp.models.wave import Participation


def test_what_changed_names_dimensions_beyond_both_uncertainties(compared_with_2025):
    statement = changes.change_statement(compared_with_2025())
    assert statement.head == "Since the 2025 survey"
    assert statement.text == "One dimension up: automation, from 50 to 75."
    assert statement.more == "The others moved less than chance can explain."


def test_a_change_within_the_uncertainty_is_no_change(compared_with_2025):
    comparison = compared_with_2025()
    unsure = replace(comparison, own=replace(comparison.own, sem=20.0))
    statement = changes.change_statement(unsure)
    assert statement.text == "No dimension moved by more than the difference two sets of answers can make by chance."


def test_without_a_survey_before_nothing_is_said_of_change(compared):
    assert changes.change_statement(compared()) is None


def test_a_result_from_which_somebody_withdrew_later_is_compared_with_nothing(compared_with_2025, compared):
    assert changes.change_statement(compared_with_2025()) is not None
    Participation.objects.filter(wave__slug="2025").update(answers_withdrawn_at=timezone.now())
    assert changes.change_statement(compared()) is None
    assert [line.before for line in lines(compared(), profile_metrics(compared().instrument))] == [None] * 3
    # What was published of the sector stands, and so does the site's own result of that survey.
    assert sector_change(compared()) is not None
    assert compared(survey="2025").own is not None


def test_the_last_result_that_stands_is_compared_instead(compared_with_2025, compared, store, people):
    compared_with_2025()
    store.own(store.survey("2024", people.alpha.organisation), people.alpha.organisation)
    Participation.objects.filter(wave__slug="2025").update(answers_withdrawn_at=timezone.now())
    assert changes.change_statement(compared()).head == "Since the 2024 survey"


def test_questions_that_changed_are_not_compared(compared_with_2025):
    comparison = compared_with_2025()
    reworded = comparison.instrument.model_copy(update={"dimensions": (), "items": {}})
    changed = replace(comparison, before=replace(comparison.before, instrument=reworded))
    assert changes.change_statement(changed).text == "The questions changed, so the two surveys cannot be compared."
    assert sector_change(changed) is None


@pytest.mark.parametrize(
    ("then", "text", "more"),
    [
        ((68.0, 82.0, 90.0), "Two themes up: engagement, from 68 to 70; the work itself, from 82 to 84.", ""),
        (
            (71.0, 82.0, 90.0),
            "One theme up: the work itself, from 82 to 84.",
            "The other moved by less than two points.",
        ),
        ((69.0, 85.0, 50.0), "No theme moved by two points or more.", ""),
    ],
)
def test_a_score_from_a_file_moved_from_two_points_on(imported, then, text, more):
    statement = changes.change_statement(imported((70.0, 84.0, 90.0), then))
    assert (statement.head, statement.text, statement.more) == ("Since the 2021 survey", text, more)


def test_of_no_others_nothing_is_said(compared_with_2025):
    statement = changes.change_statement(compared_with_2025(dimensions={"AUT": {"score": 50.0}}))
    assert (statement.text, statement.more) == ("One dimension up: automation, from 50 to 75.", "")
