import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp.models.assignment import Assignment
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing, Recipient
from surveyapp.selectors import invitations

ASKED = {"path": "sections", "sections": ["work", "code"]}


WORK = ["REC1", "REC2", "TWIN", "TWIN_KIND", "BATCHES", "REMARK"]


@pytest.fixture
def known_to_coordinators(definition):
    """Of the section on work nobody of production can know anything."""
    for code in WORK:
        definition["items"][code]["knows"] = ["coordinator"]


@pytest.fixture
def send(client, here, work):
    def make(url, given):
        answer = client.post(f"{here}{url}", given, follow=True)
        mailing = Mailing.objects.last()
        if mailing:
            client.post(f"{here}mailings/{mailing.pk}/confirm/")
            work(mailing)
        return answer

    return make


def test_one_person_is_asked_the_sections_that_were_ticked(send, here, people):
    given = {"email": "rosa@example.org", "language": "en", **ASKED}
    send(f"invite/{people.alpha.organisation.pk}/", given)
    rosa = Invitation.objects.get()
    assert (rosa.path, sorted(Assignment.objects.values_list("section", flat=True))) == ("sections", ["code", "work"])
    assert Delivery.objects.filter(body__contains=f"{invitations.minutes(rosa)} minutes").exists()
    assert list(Recipient.objects.values_list("sections", flat=True)) == [[]]


def test_everybody_of_a_list_is_asked_the_same_sections(send, people):
    name = people.alpha.organisation.name
    rows = f"Organisation,Email\n{name},a@example.org\n{name},b@example.org\n"
    send("invite/list/", {"file": SimpleUploadedFile("list.csv", rows.encode()), **ASKED})
    assert Assignment.objects.count() == 4


def test_sections_without_a_tick_are_refused_and_other_paths_ignore_them(send, people, words):
    url = f"invite/{people.alpha.organisation.pk}/"
    given = {"email": "rosa@example.org", "language": "en"}
    answer = send(url, given | {"path": "sections"})
    assert answer.status_code == 422
    assert "Tick at least one section" in words(answer)
    assert send(url, given | {"path": "sections", "sections": ["nonsense"]}).status_code == 422
    send(url, given | ASKED | {"path": "full"})
    assert not Assignment.objects.exists()


def test_an_area_that_can_know_nothing_of_what_is_ticked_is_refused(known_to_coordinators, send, people, words):
    url = f"invite/{people.alpha.organisation.pk}/"
    given = {"email": "rosa@example.org", "language": "en", "path": "sections", "role": "production"}
    answer = send(url, given | {"sections": ["work"]})
    assert answer.status_code == 422
    assert "Nobody of the area “Production” can know anything" in words(answer)
    assert send(url, given | {"sections": ["work", "code"]}).status_code == 200
    assert Invitation.objects.count() == 1


def test_a_row_of_a_list_whose_area_can_know_nothing_of_what_is_ticked_is_refused(
    known_to_coordinators, send, people, words
):
    rows = f"Organisation,Email,Area\n{people.alpha.organisation.name},a@example.org,Production\n"
    file = SimpleUploadedFile("list.csv", rows.encode())
    answer = send("invite/list/", {"file": file, "path": "sections", "sections": ["work"]})
    assert answer.status_code == 422
    assert "Nobody of the area “Production” can know anything" in words(answer)
    assert not Mailing.objects.exists()
