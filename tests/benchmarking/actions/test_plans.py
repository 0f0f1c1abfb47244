from datetime import date

import pytest
from django.db import IntegrityError, connection

from benchmarking.actions.plans import (
    Aimed,
    AlreadyPlannedError,
    ChangedMeanwhileError,
    NoSuchTargetError,
    add_target,
    change_target,
    mark_done,
    move_target,
    remove_target,
    restore_target,
    save_choice,
)
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.plans import own_plan, targets
from surveyapp.models.audit import AuditEntry
from surveyapp.models.row_scope import organisation_scope

PYTHON = Aimed("skill", "python", 3.0, start_level=1.0, responsible="Ana", due=date(2027, 3, 31), module="B")
CHARTS = Aimed("skill", "charts", 4.0, start_level=2.0)
AUT = Aimed("dimension", "AUT", 80.0, start_level=75.0)


@pytest.fixture
def alpha(people):
    return {"organisation": people.alpha.organisation, "by": people.alpha.account}


@pytest.fixture
def planned(alpha):
    return [add_target(aimed=aimed, **alpha) for aimed in (PYTHON, CHARTS, AUT)]


def codes(people):
    return [target.code for target in own_plan(people.alpha.organisation.pk).targets]


def test_targets_stand_in_the_order_they_were_added(people, planned):
    assert codes(people) == ["python", "charts", "AUT"]
    found = targets(people.alpha.organisation.pk)[("skill", "python")]
    assert (found.target_level, found.due, found.responsible, found.module) == (3.0, date(2027, 3, 31), "Ana", "B")
    assert (found.points, found.revision, found.changed_by) == (60.0, 1, "Alpha")


def test_nobody_else_sees_a_plan(people, planned):
    assert targets(people.beta.organisation.pk) == {}
    assert PlanItem.objects.count() == 0  # without a scope there is nothing


def test_one_cannot_write_into_the_plan_of_another_organisation(people, planned):
    with organisation_scope(people.beta.organisation.pk):
        assert PlanItem.objects.update(target_level=0) == 0
    with pytest.raises(NoSuchTargetError):
        remove_target(organisation=people.beta.organisation, target=planned[0].pk, revision=1, by=people.beta.account)
    assert codes(people) == ["python", "charts", "AUT"]


def test_the_web_deletes_no_target(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('benchmarking_planitem', 'DELETE')")
        assert cursor.fetchone() == (False,)


def test_a_thing_is_aimed_at_once(alpha, planned):
    with pytest.raises(AlreadyPlannedError) as refused:
        add_target(aimed=Aimed("skill", "python", 5.0), **alpha)
    assert refused.value.item == planned[0]


def test_a_target_that_is_not_above_its_start_is_refused_by_the_database(alpha):
    with pytest.raises(IntegrityError, match="plan_item_target_above_its_start"):
        add_target(aimed=Aimed("skill", "python", 1.0, start_level=1.0), **alpha)


def test_a_change_is_made_from_what_was_read(alpha, people, planned):
    changed = change_target(target=planned[0].pk, revision=1, changes={"responsible": "Bo"}, **alpha)
    assert (changed.responsible, changed.revision) == ("Bo", 2)
    with pytest.raises(ChangedMeanwhileError) as refused:
        change_target(target=planned[0].pk, revision=1, changes={"responsible": "Cy"}, **alpha)
    assert (refused.value.item.responsible, refused.value.item.changed_by) == ("Bo", people.alpha.account)
    assert own_plan(people.alpha.organisation.pk).targets[0].responsible == "Bo"


def test_a_target_is_done_and_not_done(alpha, people, planned):
    mark_done(target=planned[0].pk, revision=1, is_done=True, **alpha)
    assert own_plan(people.alpha.organisation.pk).of("skill", "python").is_done
    mark_done(target=planned[0].pk, revision=2, is_done=False, **alpha)
    assert not own_plan(people.alpha.organisation.pk).of("skill", "python").is_done


def test_what_was_removed_can_be_put_back(alpha, people, planned):
    remove_target(target=planned[0].pk, revision=1, **alpha)
    plan = own_plan(people.alpha.organisation.pk)
    assert ([each.code for each in plan.targets], plan.removed[0].code) == (["charts", "AUT"], "python")
    for _ in range(2):
        restore_target(target=planned[0].pk, **alpha)
    assert codes(people) == ["python", "charts", "AUT"]


def test_what_was_removed_is_not_put_beside_a_new_one_of_the_same(alpha, planned):
    remove_target(target=planned[0].pk, revision=1, **alpha)
    add_target(aimed=PYTHON, **alpha)
    with pytest.raises(AlreadyPlannedError):
        restore_target(target=planned[0].pk, **alpha)


def test_targets_move_past_each_other_and_not_past_the_ends(alpha, people, planned):
    move_target(target=planned[2].pk, earlier=True, **alpha)
    assert codes(people) == ["python", "AUT", "charts"]
    move_target(target=planned[0].pk, earlier=True, **alpha)
    move_target(target=planned[0].pk, earlier=False, **alpha)
    assert codes(people) == ["AUT", "python", "charts"]


def test_saved_courses_add_targets_and_leave_what_is_there(alpha, people, planned):
    closes = [
        Aimed("skill", "python", 5.0, start_level=1.0, module="C"),
        Aimed("skill", "charts", 3.0, start_level=2.0, module="C"),
        Aimed("skill", "cyber", 2.0, start_level=0.0, module="C"),
    ]
    added = save_choice(choice={"modules": ["C"], "days": 4}, closes=closes, **alpha)
    assert [item.code for item in added] == ["cyber"]
    plan = own_plan(people.alpha.organisation.pk)
    assert {(t.code, t.target_level, t.module) for t in plan.targets if t.kind == "skill"} == {
        ("python", 3.0, "B"),
        ("charts", 4.0, "C"),
        ("cyber", 2.0, "C"),
    }
    assert plan.choice == {"modules": ["C"], "days": 4}


def test_who_did_what_is_written_down_without_levels(alpha, people, planned):
    remove_target(target=planned[0].pk, revision=1, **alpha)
    entry = AuditEntry.objects.filter(action="plan.target_removed").get()
    assert (entry.actor, entry.programme, entry.detail) == (
        people.alpha.account,
        people.alpha.organisation.programme,
        {"kind": "skill", "code": "python"},
    )
