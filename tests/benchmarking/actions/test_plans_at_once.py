"""Two coordinators of one organisation at the same moment."""

import pytest

from benchmarking.actions.plans import Aimed, AlreadyPlannedError, ChangedMeanwhileError, add_target, change_target
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.plans import own_plan
from tests.at_once import at_once
from tests.committed import as_worker, empty_as_owner

__all__ = ["as_worker", "empty_as_owner"]
pytestmark = pytest.mark.django_db(transaction=True)
PYTHON = Aimed("skill", "python", 3.0)


def test_of_two_who_add_the_same_or_change_it_one_is_told(people):
    alpha = people.alpha.organisation
    added = at_once([lambda: add_target(organisation=alpha, aimed=PYTHON, by=None)] * 2)
    assert sorted(type(each).__name__ for each in added) == [AlreadyPlannedError.__name__, PlanItem.__name__]
    target = own_plan(alpha.pk).targets[0].id
    names = ("Ana", "Bo", "Cy")
    changed = at_once(
        [
            lambda name=name: change_target(
                organisation=alpha, target=target, revision=1, changes={"responsible": name}, by=None
            )
            for name in names
        ]
    )
    refused = [each for each in changed if isinstance(each, ChangedMeanwhileError)]
    assert len(refused) == len(names) - 1
    stands = own_plan(alpha.pk).targets[0]
    assert (stands.revision, {each.item.responsible for each in refused}) == (2, {stands.responsible})
