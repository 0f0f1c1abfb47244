"""Who is responsible, typed with signs that turn lines round, turns no line round: on pages, in files, nor in old rows."""

import csv
from datetime import date
from io import StringIO

import pytest

from benchmarking.actions.plans import Aimed, add_target, change_target
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.plans import own_plan
from surveyapp.models.row_scope import organisation_scope
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import PLAN

OVERRIDE, FSI, PDI = "\u202e", "\u2068", "\u2069"
HOSTILE = f"x{OVERRIDE}evil\n"
RESULTS = "/benchmarks/"


@pytest.fixture
def python_by(people, released):
    def add(name):
        aimed = Aimed("skill", "python", 3.0, 1.0, released.pk, responsible=name, due=date(2027, 3, 31))
        return add_target(organisation=people.alpha.organisation, aimed=aimed, by=people.alpha.account)

    return add


def test_a_name_is_kept_without_what_turns_lines_round(people, python_by):
    item = python_by(HOSTILE)
    assert item.responsible == "xevil"
    its = {"organisation": people.alpha.organisation, "by": people.alpha.account}
    changed = change_target(target=item.pk, revision=1, changes={"responsible": f"{PDI}Bo{HOSTILE}"}, **its)
    assert changed.responsible == "Boxevil"


@pytest.fixture
def kept_as_typed(people, python_by):
    """A row from before names were cleaned."""
    item = python_by("Ana")
    with organisation_scope(people.alpha.organisation.pk):
        PlanItem.objects.filter(pk=item.pk).update(responsible=HOSTILE)


def test_a_name_kept_as_typed_is_shown_without_it(alpha, people, kept_as_typed):
    assert own_plan(people.alpha.organisation.pk).targets[0].responsible == "xevil"
    assert "target level 3; now 1; xevil; by 31 March 2027" in text_of(alpha.get(RESULTS)).replace("Target", "target")
    shown = [alpha.get(page).content.decode() for page in (RESULTS, PLAN)]
    assert [OVERRIDE in each for each in shown] == [False, False]


def test_a_files_cell_holds_it_without_it(alpha, kept_as_typed):
    lines = list(csv.reader(StringIO(alpha.get(f"{PLAN}plan.csv").content.decode("utf-8-sig"))))
    assert "xevil" in {cell for line in lines for cell in line}


def test_a_name_from_the_right_keeps_its_direction_to_itself(alpha, python_by):
    python_by("نور")
    assert f"{FSI}نور{PDI}" in alpha.get(RESULTS).content.decode()
