import pytest
from django.urls import reverse

from surveyapp import tasks
from surveyapp.actions import register_imports as imports
from surveyapp.actions.refusals import Refused
from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.register_import import RegisterJob
from surveyapp.models.wave import Participation
from surveyapp.selectors import register

HEADS = ["Name", "Reference", "Owner", "E-mail address", "size"]


@pytest.fixture
def undo(people, as_worker):
    def make(about):
        job = imports.request_undo(about=about, by=people.olga.account)
        with as_worker():
            tasks.work_on_register(str(job.pk))
        about.refresh_from_db()
        return about

    return make


@pytest.fixture
def written(bring, write, listed):
    """A list that adds one, changes two, brings one back and lets the others leave."""
    listed("Acme  Ltd", reference="A1", owner="Acme Group", email="old@acme.example", facets={"size": "few"})
    listed("Beta Ltd", owner="Beta Ltd")
    listed("Back again", reference="B1", left_at="2025-01-01T00:00Z")
    rows = [
        ["Acme Limited", "A1", "Bigger Group", "new@acme.example", "many"],
        ["Beta Ltd", "NEW", "", "", "few"],
        ["Back again", "B1", "", "", ""],
        ["Fresh", "F1", "Fresh Group", "", "many"],
    ]
    return write(bring([HEADS, *rows], is_whole_list=True))


def state(programme):
    rows = Organisation.objects.filter(programme=programme).order_by("name")
    return list(rows.values("name", "reference", "owner__name", "email", "facets", "left_at"))


def test_the_register_is_what_it_was_before_the_list(bring, write, listed, undo, programme):
    listed("Acme  Ltd", reference="A1", owner="Acme Group", email="old@acme.example", facets={"size": "few"})
    listed("Gone", reference="G1")
    before = state(programme)
    rows = [["Acme Limited", "A1", "Bigger Group", "", "many"], ["Fresh", "F1", "Fresh Group", "", ""]]
    about = write(bring([HEADS, *rows], is_whole_list=True))
    assert (about.step, state(programme) == before) == ("applied", False)
    undo(about)
    assert (about.step, about.refusal, state(programme)) == ("undone", "", before)
    assert not Owner.objects.filter(name="Fresh Group").exists()
    assert AuditEntry.objects.get(action="register.import_undone").detail["removed"] == 1


def test_histories_tell_both_what_the_list_did_and_that_it_was_taken_back(written, undo):
    undo(written)
    acme = Organisation.objects.get(reference="A1")
    kinds = [(each.kind, each.changes.get("owner")) for each in register.history(acme)]
    assert kinds == [("changed", ["Bigger Group", "Acme Group"]), ("changed", ["Acme Group", "Bigger Group"])]
    back = Organisation.objects.get(reference="B1")
    assert [each.kind for each in register.history(back)] == ["left", "returned"]
    assert back.left_at is not None


def test_a_list_that_was_taken_back_can_be_brought_again(written, undo, bring):
    undo(written)
    about = bring([HEADS, ["Fresh", "F1", "Fresh Group", "", "many"]])
    assert about.counts["new"] == 1


def test_a_register_that_changed_since_stays(written, undo, listed):
    listed("Added since")
    with pytest.raises(Refused, match="changed since this list was written"):
        undo(written)
    assert Organisation.objects.filter(name="Fresh").exists()


def test_an_organisation_that_takes_part_by_now_keeps_the_list_written(written, undo, survey, programme):
    fresh = Organisation.objects.get(name="Fresh")
    Participation.objects.create(wave=survey.wave, organisation=fresh)
    after = state(programme)
    undo(written)
    assert (written.step, written.refusal[:40]) == ("applied", "An organisation that this list added tak")
    assert state(programme) == after


def test_taking_back_is_typed_and_done_once(client, people, written, as_worker, programme):
    client.force_login(people.olga.account)
    page = reverse("surveyapp:register-import", args=["sector", written.pk])
    assert "Take the list back" in client.get(page).text
    answer = client.post(f"{page}undo/", {"typed": "yes"}, follow=True)
    assert "Nothing was taken back: type sector to confirm." in answer.text
    assert "The list is being taken back" in client.post(f"{page}undo/", {"typed": "sector"}, follow=True).text
    with as_worker():
        tasks.work_on_register(str(RegisterJob.objects.get(kind="undo").pk))
    assert "Taken out again: 1." in client.get(page).text
    answer = client.post(f"{page}undo/", {"typed": "sector"}, follow=True)
    assert RegisterJob.objects.filter(kind="undo").count() == 1


def test_others_take_nothing_back(client, people, written):
    client.force_login(people.alpha.account)
    address = reverse("surveyapp:register-undo", args=["sector", written.pk])
    assert client.post(address, {"typed": "sector"}).status_code == 403


def test_before_it_writes_the_page_says_that_it_can_be_taken_back(client, people, bring):
    client.force_login(people.olga.account)
    about = bring([HEADS, ["Fresh", "F1", "", "", ""]])
    page = client.get(reverse("surveyapp:register-import", args=["sector", about.pk])).text
    assert "You can take the list back as a whole" in page
    assert "register.xlsx" in page


def test_a_list_of_problems_alone_does_not_say_that_the_register_says_it_already(client, people, bring):
    client.force_login(people.olga.account)
    about = bring([HEADS, ["=1+1", "F1", "", "", ""]])
    page = client.get(reverse("surveyapp:register-import", args=["sector", about.pk])).text
    assert "Nothing of the list can be written before its problems are mended" in page
