from django.core import mail

from benchmarking.actions.training import replace_catalogue
from benchmarking.management.synthetic_sector.course import course_for
from benchmarking.models.learners import Delegate
from benchmarking.selectors.catalogue_entries import Entry
from benchmarking.selectors.learners import finished_result, results_for
from benchmarking.tasks import sweep
from surveyapp.models.organisation import Organisation, Owner


def test_the_demos_coordinator_has_a_finished_course_to_look_at(wave, programme, people, as_worker):
    for n in range(9):
        owner = Owner.objects.create(programme=programme, name=f"Works {n}")
        Organisation.objects.create(programme=programme, owner=owner, name=f"Works {n} plant")
    replace_catalogue(programme=programme, entries=[Entry("B", {"en": "Baking"}, raises={"python": 3})], by=None)
    with as_worker():
        run = course_for(people.alpha.account)
        sweep()
    result = finished_result(run)
    assert (result.number, result.document["skills"]["python"]["change"]["n_owners"]) == (2, 10)
    assert result.document["skills"]["python"]["follow_up_change"] is not None
    [(_result, own)] = results_for(people.alpha.organisation)
    assert own.document["skills"]["python"]["n"] == 5
    assert mail.outbox == []
    assert set(Delegate.objects.values_list("email", flat=True)) == {""}


def test_without_the_module_there_is_no_course(wave, people, as_worker):
    with as_worker():
        assert course_for(people.alpha.account) is None
