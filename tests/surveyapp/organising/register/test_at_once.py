import pytest

from surveyapp import tasks
from surveyapp.actions import joining
from surveyapp.actions import register_entries as entries
from surveyapp.actions import register_imports as imports
from surveyapp.actions.refusals import Refused
from surveyapp.models.joining import JoinRequest
from surveyapp.models.organisation import Organisation
from surveyapp.models.register import RegisterEvent
from surveyapp.models.register_import import RegisterImport
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
HEADS = ["Name", "Reference"]


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_two_organisers_who_add_the_same_name_add_it_once(programme):
    def add():
        return entries.add_organisation(programme=programme, said={"name": "Acme"}, by=None, by_kind="operator")

    assert kinds(at_once([add, add])) == ["Organisation", "Taken"]
    assert Organisation.objects.filter(name="Acme").count() == 1


def test_one_who_approves_and_one_who_declines_do_not_both(programme, people):
    asked = JoinRequest.objects.create(
        programme=programme,
        state="waiting",
        name="New",
        contact_name="N",
        email="n@x.example",
        token_sha256="1",
        client="c",
    )
    by = people.olga.account

    def approve():
        return joining.approve(request=asked, said={"name": "New"}, by=by)

    def decline():
        return joining.decline(request=asked, letter="No.", by=by)

    assert "Refused" in kinds(at_once([approve, decline]))
    asked.refresh_from_db()
    assert Organisation.objects.filter(name="New").exists() == (asked.state == "approved")


def test_two_files_checked_beside_the_same_register_are_not_both_written(bring, people, as_worker):
    one, other = bring([HEADS, ["Acme", "A1"]]), bring([HEADS, ["Acme", "A2"]])

    def ask(about):
        return lambda: imports.request_apply(about=about, leaves_problems_out=False, by=people.olga.account)

    jobs = [job for job in at_once([ask(one), ask(other)]) if not isinstance(job, Exception)]
    for job in jobs:
        with as_worker():
            tasks.work_on_register(str(job.pk))
    steps = sorted(RegisterImport.objects.values_list("step", flat=True))
    assert steps == ["applied", "refused"]
    assert Organisation.objects.filter(name="Acme").count() == 1


def test_pressing_write_twice_is_one_job(bring, people):
    about = bring([HEADS, ["Acme", "A1"]])

    def press():
        return imports.request_apply(about=about, leaves_problems_out=False, by=people.olga.account)

    results = at_once([press, press])
    assert sum(isinstance(each, Refused) for each in results) == 1
    assert about.jobs.filter(kind="apply").count() == 1


def test_two_mergers_against_each_other_leave_one_in_the_register(listed, people):
    one, other, by = listed("One"), listed("Other"), people.olga.account
    results = at_once(
        [
            lambda: entries.merge(organisation=one, into=other, by=by),
            lambda: entries.merge(organisation=other, into=one, by=by),
        ]
    )
    assert kinds(results) == ["NoneType", "Refused"]
    assert Organisation.objects.in_register().filter(name__in=["One", "Other"]).count() == 1
    assert RegisterEvent.objects.filter(kind="merged").count() == 1
