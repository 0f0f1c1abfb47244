import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from surveyapp import tasks
from surveyapp.actions import joining as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.invitation import Invitation
from surveyapp.models.joining import JoinLetter, JoinRequest
from surveyapp.models.organisation import Organisation
from surveyapp.models.register import Register
from surveyapp.selectors import register

SAID = {"name": "Newcomer", "contact_name": "Nora", "email": "nora@newcomer.example", "owner": "Newcomer Group"}


@pytest.fixture(autouse=True)
def open_page(programme):
    return Register.objects.create(programme=programme, takes_requests=True)


@pytest.fixture
def letters_go_out(as_worker):
    def send():
        with as_worker():
            for letter in JoinLetter.objects.filter(state="waiting"):
                tasks.send_join_letter(str(letter.pk))
        return mail.outbox

    return send


@pytest.fixture
def asked(client, letters_go_out):
    client.post("/join/sector/", SAID)
    link = re.search(r"/join/sector/confirm/\S+", letters_go_out()[0].body)[0]
    client.post(link)
    return JoinRequest.objects.get()


def test_the_organiser_sees_a_request_once_its_address_is_confirmed(client, people, letters_go_out):
    assert client.post("/join/sector/", SAID).status_code == 302
    link = re.search(r"/join/sector/confirm/\S+", letters_go_out()[0].body)[0]
    client.force_login(people.olga.account)
    assert "Newcomer" not in client.get("/organise/sector/register/requests/").text
    client.logout()
    client.get(link)
    assert JoinRequest.objects.get().state == "unconfirmed"
    client.post(link)
    client.post(link)
    client.force_login(people.olga.account)
    assert "1 organisation asks to join" in client.get("/organise/sector/register/requests/").text


def test_the_letter_forgets_its_link(asked, as_worker):
    with as_worker():
        assert JoinLetter.objects.get().body == ""


def test_a_closed_page_and_an_unknown_programme_look_alike(client, open_page):
    Register.objects.update(takes_requests=False)
    assert client.get("/join/sector/").status_code == client.get("/join/nowhere/").status_code == 404


def test_a_program_that_fills_in_everything_is_sent_away_with_thanks(client):
    assert client.post("/join/sector/", SAID | {"company_fax": "1"}).status_code == 302
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("field", ["name", "contact_name", "email"])
def test_what_is_missing_is_said(client, field):
    page = client.post("/join/sector/", SAID | {field: ""})
    assert (page.status_code, "There is a problem" in page.text) == (422, True)


@pytest.mark.parametrize("field", ["name", "contact_name"])
@pytest.mark.parametrize("words", ["Win at https://bad.example", "See WWW.bad.example"])
def test_the_letter_carries_nobodys_internet_address_to_a_strangers_mailbox(client, field, words):
    page = client.post("/join/sector/", SAID | {field: words})
    assert page.status_code == 422
    assert "Write the name alone, without an internet address." in page.text
    assert not JoinRequest.objects.exists()


def test_requests_are_taken_sparingly(client):
    answers = [client.post("/join/sector/", SAID).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    addresses = [client.post("/join/sector/", SAID | {"email": f"n{n}@x.example"}).status_code for n in range(8)]
    assert addresses == [302] * 7 + [429]


def test_an_unknown_link_is_said_to_be_unknown(client):
    assert client.get("/join/sector/confirm/nonsense/").status_code == 404


def test_approving_puts_it_into_the_register_and_invites_whoever_asked(  # noqa: PLR0913, PLR0917 - its fixtures
    client, people, asked, survey, letters_go_out, as_worker
):
    client.force_login(people.olga.account)
    said = {"name": "Newcomer", "owner": "Newcomer Group", "facet_size": "few", "wave": survey.wave.slug}
    client.post(f"/organise/sector/register/requests/{asked.pk}/approve/", said)
    found = Organisation.objects.get(name="Newcomer")
    assert (found.owner.name, found.facets) == ("Newcomer Group", {"size": "few"})
    assert register.history(found)[0].source == "Join page"
    invitation = Invitation.objects.get(participation__organisation=found)
    assert (invitation.email, invitation.is_coordinator) == ("nora@newcomer.example", True)
    assert "is now in the register" in letters_go_out()[-1].body


def test_it_may_be_one_that_is_there_already(client, people, asked, listed):
    known = listed("New-comer Ltd", website="www.newcomer.example")
    client.force_login(people.olga.account)
    address = f"/organise/sector/register/requests/{asked.pk}/"
    assert "New-comer Ltd" in client.get(address).text
    client.post(f"{address}approve-as/", {"into": "New-comer Ltd"})
    asked.refresh_from_db()
    assert (asked.state, asked.organisation) == ("approved", known)


def test_declining_sends_the_organisers_words(client, people, asked, letters_go_out):
    client.force_login(people.olga.account)
    address = f"/organise/sector/register/requests/{asked.pk}/decline/"
    assert client.post(address, {"letter": ""}).status_code == 422
    client.post(address, {"letter": "You bake no bread."})
    assert "You bake no bread." in letters_go_out()[-1].body
    assert "Somebody decided" in client.post(address, {"letter": "Again."}, follow=True).text


def test_nobody_decides_twice(asked, people):
    actions.decline(request=asked, letter="No.", by=people.olga.account)
    with pytest.raises(Refused, match="decided about this request already"):
        actions.approve(request=asked, said={"name": "Newcomer"}, by=people.olga.account)
    assert not Organisation.objects.filter(name="Newcomer").exists()


def test_others_see_no_request(client, people, asked):
    for name in ("alpha", "gamma"):
        client.force_login(getattr(people, name).account)
        assert client.get(f"/organise/sector/register/requests/{asked.pk}/").status_code == 403


def test_what_nobody_confirmed_is_forgotten_after_a_week(client, as_worker):
    client.post("/join/sector/", SAID)
    with as_worker():
        actions.delete_old_requests(now=timezone.now() + timedelta(days=6))
        assert JoinRequest.objects.exists()
        actions.delete_old_requests(now=timezone.now() + timedelta(days=8))
    assert not JoinRequest.objects.exists()
