import csv
import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from surveyapp.actions.mail_stops import stop_mail
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.letters import LetterText, Mailing
from surveyapp.models.response import Response
from surveyapp.organising.invitations import words as words_of_mailings
from surveyapp.selectors import invitations as links


@pytest.fixture
def post_list(client, here):
    def make(*rows, name="list.csv"):
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows)
        file = SimpleUploadedFile(name, buffer.getvalue().encode())
        return client.post(f"{here}invite/list/", {"file": file, "path": "full"})

    return make


def test_only_the_programmes_staff_come_in(client, people, here):
    client.force_login(people.alpha.account)
    for page in ("", "letters/", "invite/", "remind/", "uncertain/", "invite/list/", "letters/invitation/en/"):
        assert client.get(f"{here}{page}").status_code == 403
    client.logout()
    assert client.get(here).status_code == 302


def test_all_that_are_found_are_invited_after_the_number_was_typed(client, here, listed, words):
    listed(51)
    page = client.post(f"{here}invite/?q=Site", {"all": "yes", "language": "en"}, follow=True)
    assert "Invite 51 people?" in words(page)
    mailing = Mailing.objects.get()
    client.post(f"{here}mailings/{mailing.pk}/confirm/", {"typed": "50"})
    assert not Mailing.objects.get().is_confirmed
    client.post(f"{here}mailings/{mailing.pk}/confirm/", {"typed": "51"})
    assert Mailing.objects.get().is_confirmed


@pytest.mark.parametrize(
    ("about", "heading", "leads_on"),
    [
        ({"state": "running"}, "The letters are being written", False),
        ({"state": "done"}, "0 letters written", False),
        ({"state": "done", "left_out": {"bounced": 1}}, "0 letters written", True),
        ({"state": "failed", "left_out": {"bounced": 1}}, "0 letters written", False),
    ],
)
def test_the_page_of_a_mailing_follows_its_state(client, prepare, about, heading, leads_on):
    mailing = prepare(1)
    Mailing.objects.update(is_confirmed=True, **about)
    url = words_of_mailings.progress(mailing)["url"]
    assert f"<h1>{heading}</h1>" in client.get(url).content.decode()
    polled = client.get(url, headers={"HX-Request": "true"})
    assert ("HX-Refresh" in polled) is (about["state"] != "running")
    assert ("See who was left out" in polled.content.decode()) is leads_on


def test_those_ticked_are_invited_and_nobody_else(client, here, listed, words):
    sites = listed(3)
    page = client.post(f"{here}invite/", {"organisation": [str(sites[1].pk), "x"], "language": "en"}, follow=True)
    assert "Invite 1 person?" in words(page)
    assert [each.organisation for each in Mailing.objects.get().recipients.all()] == [sites[1]]


def test_whoever_was_invited_is_not_offered_again(client, here, listed, invite_all, words):
    listed(2)
    invite_all()
    assert "0 of 4 found can be invited." in words(client.get(f"{here}invite/"))


def test_one_person_is_invited_by_hand(client, here, people, work, words):
    given = {"email": "rosa@alpha.example", "name": "Rosa", "language": "en", "role": "production", "path": "short"}
    page = client.post(f"{here}invite/{people.alpha.organisation.pk}/", given, follow=True)
    assert "Invite 1 person?" in words(page)
    client.post(f"{here}mailings/{Mailing.objects.get().pk}/confirm/")
    work(Mailing.objects.get())
    held = Invitation.objects.get()
    assert (held.email, held.role, held.path, held.is_coordinator) == (
        "rosa@alpha.example",
        "production",
        "short",
        False,
    )


def test_every_problem_of_a_list_is_said_with_its_row_and_nothing_is_kept(post_list, words):
    page = post_list(
        ["Organisation", "E-mail", "Name", "Language", "Area"],
        ["Alpha site", "rosa@alpha.example", "Rosa", "en", "Production"],
        ["Nowhere", "max@nowhere.example", "", "", ""],
        ["Alpha site", "no address", "", "xx", "kitchen"],
        ["Alpha site", "ROSA@alpha.example", "", "", ""],
        ["", "=1+1", "", "", ""],
    )
    said = words(page)
    assert page.status_code == 422
    assert "7 problems" in said
    assert "“Nowhere” is not in the register" in said
    assert "“ROSA@alpha.example” stands in row 2 too" in said
    assert "“kitchen” is no area of the questionnaire" in said
    assert Mailing.objects.count() == 0


def test_a_list_without_problems_waits_for_a_yes(post_list, words, client, people):
    page = post_list(["Company", "Mail"], ["alpha site", "rosa@alpha.example"], ["Beta site", "rosa@alpha.example"])
    said = words(client.get(page["Location"]))
    assert "Invite 2 people?" in said
    assert "1 of these people stands for several organisations" in said
    assert {each.organisation.name for each in Mailing.objects.get().recipients.all()} == {"Alpha site", "Beta site"}


def test_a_file_that_is_no_list_is_refused_with_what_to_do(client, here, words):
    for content, said in (
        (b"\0\1\2", "neither a workbook"),
        (b"A;B\n1;2\n", "No column is called"),
        (b"", "No file was chosen"),
    ):
        page = client.post(f"{here}invite/list/", {"file": SimpleUploadedFile("x.csv", content), "path": "full"})
        assert page.status_code == 422
        assert said in words(page)


def test_the_list_shows_states_and_finds_by_them(client, here, invite, words):
    first, _ = invite(email="ann@alpha.example", name="Ann")
    invite("beta", email="bob@beta.example", name="Bob")
    Delivery.objects.filter(invitation=first).update(state="sent", handed_over_at=timezone.now())
    said = words(client.get(here))
    assert "2 people invited" in said
    assert "Ann" in words(client.get(f"{here}?state=sent"))
    assert "Bob" not in words(client.get(f"{here}?state=sent"))
    assert "Bob" in words(client.get(f"{here}?q=bob%40beta"))


@pytest.fixture
def confidential(invite, begin, make_confidential, wave):
    """A confidential survey that Ann of Alpha has finished, and Bob has not begun."""
    make_confidential(wave)
    done, idle = begin(email="ann@alpha.example").invitation, invite(email="bob@alpha.example")[0]
    Response.objects.filter(invitation=done).update(state="submitted", submitted_at=timezone.now())
    Invitation.objects.filter(pk=done.pk).update(opened_at=timezone.now())
    return SimpleNamespace(done=done, idle=idle)


def test_in_a_confidential_survey_no_page_tells_who_has_begun_or_finished(client, here, confidential, words, work):
    client.post(f"{here}remind/", {"kind": "reminder", "despite_recent": "yes"})
    work(Mailing.objects.get())
    assert Delivery.objects.filter(key__startswith="reminder:").get().invitation == confidential.idle
    where = ("", f"organisations/{confidential.done.participation_id}/", f"mailings/{Mailing.objects.get().pk}/")
    for said in [words(client.get(f"{here}{page}")) for page in where]:
        assert "Completed" not in said
        assert "Started" not in said
        assert "Start page opened" not in said
        assert "are waiting" not in said  # the reminder's subject
    of_one, of_other = (words(client.get(f"{here}?q={who}")) for who in ("ann%40", "bob%40"))
    assert of_one.replace("ann@", "").split("Find")[1] == of_other.replace("bob@", "").split("Find")[1]


def test_sending_again_makes_every_earlier_link_useless_and_keeps_the_answers(client, here, begin, wave):
    response = begin(email="ann@alpha.example")
    held = response.invitation
    Delivery.objects.update(state="sent", handed_over_at=timezone.now())
    old = "old-token"
    FreshLink.objects.create(invitation=held, token_sha256=Invitation.digest(old), lasts=True)
    assert links.by_token(old) == held
    client.post(f"{here}people/{held.pk}/resend/")
    assert links.by_token(old) is None
    assert FreshLink.objects.count() == 0
    assert Delivery.objects.filter(key__startswith="again:").count() == 1
    assert Response.objects.get() == response


def test_a_double_click_sends_one_letter(client, here, invite):
    held, _ = invite(email="ann@alpha.example")
    Delivery.objects.update(state="sent", handed_over_at=timezone.now())
    for _click in range(2):
        client.post(f"{here}people/{held.pk}/resend/")
    assert Delivery.objects.count() == 2


def test_a_corrected_address_gets_a_new_letter_and_the_wrong_one_none(client, here, invite):
    held, token = invite(email="anm@alpha.example", name="Ann")
    client.post(f"{here}people/{held.pk}/change/", {"email": "ann@alpha.example", "name": "Ann", "language": "en"})
    assert list(Delivery.objects.values_list("to", flat=True)) == ["ann@alpha.example"]
    assert links.by_token(token) is None


def test_an_address_that_somebody_of_the_organisation_has_is_refused(client, here, invite, words):
    held, _ = invite(email="ann@alpha.example")
    invite(email="bob@alpha.example")
    given = {"email": "BOB@alpha.example", "name": "", "language": "en"}
    page = client.post(f"{here}people/{held.pk}/change/", given)
    assert page.status_code == 422
    assert "Somebody else of this organisation" in words(page)


def test_a_link_is_withdrawn_after_a_question(client, here, invite, words):
    held, token = invite(email="ann@alpha.example")
    assert "Withdraw the link?" in words(client.get(f"{here}people/{held.pk}/revoke/"))
    assert links.by_token(token) == held
    client.post(f"{here}people/{held.pk}/revoke/")
    assert links.by_token(token) is None


def test_an_address_that_works_after_all_gets_e_mails_again(client, here, invite, people, words):
    ann, _ = invite(email="ann@alpha.example")
    stop_mail(programme=people.olga.programme, email=ann.email, why="bounced")
    place = f"{here}organisations/{ann.participation_id}/"
    assert "The address works: send e-mails again" in words(client.get(place))
    said = words(client.post(f"{here}people/{ann.pk}/allow/", follow=True))
    assert "E-mails go to this address again." in said
    assert "The address works" not in said
    assert "1 e-mail waits to be sent, expected by" in words(client.get(here))


def test_a_person_decides_about_an_email_in_doubt(client, here, invite, words):
    for name in ("ann", "bob"):
        invite(email=f"{name}@alpha.example")
    now = timezone.now()
    Delivery.objects.update(state="uncertain", handed_over_at=now, body="Words [[personal-link]]")
    ann, bob = Delivery.objects.order_by("to")
    assert "2 e-mails are in doubt" in words(client.get(here))
    client.post(f"{here}uncertain/", {"delivery": str(ann.pk), "arrived": "yes"})
    client.post(f"{here}uncertain/", {"delivery": str(bob.pk), "again": "yes"})
    ann.refresh_from_db()
    assert (ann.state, ann.body) == ("sent", "")
    assert Delivery.objects.get(replaces=bob).state == "queued"
    assert "There are none." in words(client.get(f"{here}uncertain/"))


def test_words_are_looked_at_kept_and_let_go(client, here, words):
    page = f"{here}letters/invitation/en/"
    given = {"subject": "For {organisation}", "body": "Hello\n\n{link}", "scope": "programme"}
    said = words(client.post(page, given | {"preview": "yes"}))
    assert "These words are not kept yet." in said
    assert "For Example Organisation" in said
    assert LetterText.objects.count() == 0
    client.post(page, given)
    assert "Your words for all surveys" in words(client.get(page))
    client.post(f"{page}let-go/")
    assert "Standard words" in words(client.get(page))
    client.post(f"{page}put-back/", {"text": str(LetterText.objects.order_by("pk").first().pk)})
    assert "Your words for all surveys" in words(client.get(page))


def test_a_place_that_there_is_not_is_said_with_line_and_sign(client, here, words):
    given = {"subject": "S", "body": "{link}\nDear {nam}", "scope": "programme"}
    page = client.post(f"{here}letters/invitation/en/", given)
    assert page.status_code == 422
    assert "Line 2, sign 6: there is no {nam}." in words(page)


def test_a_letter_or_language_that_there_is_not_is_no_page(client, here):
    assert client.get(f"{here}letters/love/en/").status_code == 404
    assert client.get(f"{here}letters/invitation/xx/").status_code == 404


def test_the_page_says_how_many_a_reminder_reaches(client, here, invite, words):
    invite(email="ann@alpha.example")
    assert "0 people would get this letter now" in words(client.get(f"{here}remind/"))
    assert "1 person would get this letter now" in words(client.get(f"{here}remind/?despite_recent=yes"))
