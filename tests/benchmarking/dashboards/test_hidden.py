"""What a page says of numbers that are not shown for a group that is."""

from dataclasses import replace

import pytest

from benchmarking.dashboards import hidden, shares
from benchmarking.dashboards.barriers import barriers
from benchmarking.selectors.metrics import measures
from benchmarking.selectors.scored import Sector
from benchmarking.selectors.sensitive import holds_sensitive
from surveyapp.instruments.loader import read
from tests.benchmarking.dashboards.questionnaire import DEFINITION

CAUSES = "Too few companies, or beside other numbers it would tell who answered what."
LIMIT = "shown from 11 companies in every group beside it."


def sensitive(*codes):
    items = {code: item | {"sensitive": code in codes} for code, item in DEFINITION["items"].items()}
    return read(DEFINITION | {"items": items})


def without(comparison, metric):
    code = comparison.group.code
    figures = comparison.figures
    rest = {name: known for name, known in figures.by_metric.items() if name != metric}
    return replace(comparison, by_group=comparison.by_group | {code: replace(figures, by_metric=rest)})


def test_a_share_that_is_hidden_beside_others_is_not_put_down_to_too_few_organisations(compared):
    found = barriers(without(compared(), "barrier:budget"))
    assert f"Not shown for this group: Budget. {CAUSES}" in found.words
    assert "Sensitive" not in found.words
    assert [row[1] for row in found.rows if row[0] == "Budget"] == ["not shown for this group"]


def test_a_hidden_metric_of_sensitive_questions_names_their_limit(compared):
    comparison = replace(compared(), instrument=sensitive("DAT2"))
    said = hidden.sentence(comparison, [("dimension:AUT", "Automation"), ("dimension:DAT", "Data")])
    assert said == f"Not shown for this group: Automation; Data. {CAUSES} Data: holds sensitive questions, {LIMIT}"
    said = hidden.sentence(comparison, [("dimension:DAT", "Data")])
    assert said == f"Not shown for this group: Data. {CAUSES} Sensitive questions are {LIMIT}"


def test_the_limit_named_is_that_of_the_release(compared):
    comparison = replace(compared(), instrument=sensitive("DAT2"))
    comparison = replace(comparison, publication=replace(comparison.publication, sensitive_from=14))
    assert "from 14 companies" in hidden.sentence(comparison, [("dimension:DAT", "Data")])


def test_without_anything_hidden_nothing_is_said(compared):
    assert hidden.sentence(compared(), []) == ""


def test_a_group_from_ten_companies_without_any_share_is_not_told_that_shares_open_at_ten(compared):
    comparison = without(compared("sector/biologics"), "statistic:twins_started")
    withheld = shares.twins(comparison).withheld
    assert withheld.title == "Not shown for this group"
    assert withheld.reason == f"Not shown for this group: {CAUSES[0].lower()}{CAUSES[1:]}"
    assert shares.twins(compared("sector/other")).withheld.reason.startswith("Shares open at ten companies")


@pytest.mark.parametrize("open_now", [True, False])
def test_nobody_is_asked_to_join_a_survey_that_is_over(compared, open_now):
    comparison = compared()
    comparison = replace(comparison, survey=replace(comparison.survey, is_open=open_now))
    assert ("still take part" in hidden.who_may_join(comparison)) == open_now
    assert ("next survey" in hidden.who_may_join(comparison)) != open_now


@pytest.mark.parametrize("codes", [("AUT1",), ("TWIN",), ("SCR",), ("HELD",), ("NOW",), ()])
def test_what_a_page_calls_sensitive_is_what_has_the_raised_limit(codes):
    instrument = sensitive(*codes)
    found = [measure.metric for measure in measures(Sector(instrument, []))]
    assert len(found) > 10
    assert [each.code for each in found if holds_sensitive(instrument, each.code) != (each.k == 11)] == []
