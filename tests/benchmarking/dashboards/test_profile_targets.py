"""An organisation's own targets, and the tails of large groups, in its profile."""

from dataclasses import replace
from uuid import uuid4

import pytest

from benchmarking.dashboards.finding import Key
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.profile import profile
from benchmarking.models.plan import Plan, PlanItem
from benchmarking.selectors.figures import Figures
from benchmarking.selectors.plans import Target
from benchmarking.stats.records import Figure
from surveyapp.models.row_scope import organisation_scope
from tests.benchmarking.dashboards.conftest import figure


def shown(comparison):
    return profile(comparison, profile_metrics(comparison.instrument))


def aiming(comparison, level, kind="dimension", code="AUT"):
    return replace(comparison, targets={(kind, code): Target(uuid4(), kind, code, level)})


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (80.0, "80, 5 to go"),
        (76.0, "76, 1 to go"),
        (75.4, "75, met"),
        (75.0, "75, met"),
        (60.0, "60, met"),
    ],
)
def test_a_target_is_a_flag_a_column_and_a_sentence(compared, level, said):
    found = shown(aiming(compared(), level))
    assert [column.head for column in found.columns][-3:] == ["Your target", "n", "In words"]
    assert [row[-3] for row in found.rows] == [said.split(",")[0], "none set", "none set"]
    assert found.rows[0][-1] == f"In the highest quarter, +24 from the median; target {said}"
    assert f"Your own targets: automation, {said}." in found.words
    flags = [shape for shape in found.figure["layout"]["shapes"] if shape["type"] == "path"]
    assert [(flag["xanchor"], flag["yanchor"]) for flag in flags] == [(level, 0)]
    assert Key("flag", "Your own target") in found.key


@pytest.mark.parametrize(("kind", "code"), [("skill", "AUT"), ("item", "AUT1"), ("dimension", "XYZ")])
def test_a_target_of_something_else_is_no_flag(compared, kind, code):
    found = shown(aiming(compared(), 80.0, kind, code))
    assert found == shown(compared())
    assert "Your target" not in [column.head for column in found.columns]


def test_a_target_stands_before_there_is_a_group(compared):
    found = shown(aiming(replace(compared(), group=None), 80.0))
    assert {row[0]: row[-1] for row in found.rows} == {"Automation": "80", "Data and records": "", "Analysis": ""}


def test_the_page_reads_the_targets_of_the_organisation_alone(compared, people):
    for member, level in ((people.alpha, 80.0), (people.beta, 90.0)):
        with organisation_scope(member.organisation.pk):
            plan = Plan.objects.create(organisation=member.organisation)
            PlanItem.objects.create(
                plan=plan, organisation=member.organisation, kind="dimension", code="AUT", target_level=level
            )
    assert [target.target_level for target in compared().targets.values()] == [80.0]


def test_tails_of_a_large_group_are_a_band_and_a_column(compared):
    comparison = compared()
    tails = {
        name: Figure(**figure(f"sector dimension:AUT {name}", 64, at)) for name, at in (("p10", 30.0), ("p90", 70.0))
    }
    by_metric = comparison.sector.by_metric
    wide = by_metric | {"dimension:AUT": {**by_metric["dimension:AUT"], **tails}}
    found = shown(replace(comparison, by_group={"sector": Figures("sector", wide)}))
    at = [column.head for column in found.columns].index("P10 to P90")
    assert [row[at] for row in found.rows] == ["30–70", "not shown for this group", "not shown for this group"]
    assert found.figure["data"][0]["x"] == [30, 70, None]
    assert Key("line", "Middle eight tenths of the group, from P10 to P90") in found.key
    assert "P10 to P90" not in [column.head for column in shown(comparison).columns]
