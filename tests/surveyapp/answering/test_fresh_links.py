import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveyapp import tasks
from surveyapp.answering.fresh_links import masked
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink
from surveyapp.models.link_request import LinkRequest

ADDRESS = "ann@alpha.example"


def test_the_page_asks_for_an_address(db, words):
    assert "Send me a new link" in words(Client().get("/survey/link/"))


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@alpha.example\nBcc: x@y.example", "a@b.example, c@d.example", "x" * 300]
)
def test_what_is_no_address_is_refused_beside_the_field(survey, words, as_worker, email):
    page = Client().post("/survey/link/", {"email": email})
    assert page.status_code == 422
    assert words(page).count("Write") >= 2
    with as_worker():
        assert LinkRequest.objects.count() == 0


def test_known_and_unknown_addresses_cannot_be_told_apart(invite, words):
    invite(email=ADDRESS)
    seen = []
    for email in (ADDRESS, "nobody@alpha.example"):
        with CaptureQueriesContext(connection) as queries:
            reply = Client().post("/survey/link/", {"email": email})
        shapes = [re.sub(r"'[^']*'|s[0-9_]+_x[0-9]+", "", query["sql"]) for query in queries]
        seen.append((reply.status_code, reply.url, words(Client().get(reply.url)), shapes))
    assert seen[0] == seen[1]
    assert "If this address was invited" in seen[0][2]


def test_too_many_from_one_place_are_told_so_whatever_the_address(invite, words):
    invite(email=ADDRESS)
    for _ in range(20):
        assert Client().post("/survey/link/", {"email": ADDRESS}).status_code == 302
    for email in (ADDRESS, "nobody@alpha.example"):
        page = Client().post("/survey/link/", {"email": email})
        assert (page.status_code, "Wait an hour" in words(page)) == (429, True)
    assert Client(REMOTE_ADDR="192.0.2.9").post("/survey/link/", {"email": ADDRESS}).status_code == 302


def test_behind_a_proxy_it_is_the_sender_the_proxy_names_who_counts(survey, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(22):
        forged = {"X-Forwarded-For": f"forged-{n}, 192.0.2.7"}
        reply = Client().post("/survey/link/", {"email": ADDRESS}, headers=forged)
    assert reply.status_code == 429
    other = Client().post("/survey/link/", {"email": ADDRESS}, headers={"X-Forwarded-For": "192.0.2.8"})
    assert other.status_code == 302


def fresh_token(as_worker):
    with as_worker():
        for request in LinkRequest.objects.filter(state="waiting"):
            tasks.answer_link_request(str(request.pk))
        tasks.send_delivery(str(Delivery.objects.get(key__startswith="fresh-link:").pk))
    letter = next(each for each in reversed(mail.outbox) if "your new link" in each.subject)
    return re.search(r"/answer/([^/]+)/", letter.body)[1]


def test_a_fresh_link_opens_the_same_answers_on_another_device(arrive, autosave, as_worker, words):
    ann = arrive(email=ADDRESS)
    autosave(ann.browser, "REMARK", "begun at work")
    elsewhere = Client()
    elsewhere.post("/survey/link/", {"email": ADDRESS})
    token = fresh_token(as_worker)
    assert "Go on" in words(elsewhere.get(f"/answer/{token}/"))
    assert FreshLink.objects.get().used_at is None
    assert elsewhere.post(f"/answer/{token}/").url == "/survey/"
    assert FreshLink.objects.get().used_at is not None
    assert "begun at work" in elsewhere.get("/survey/work/more/").content.decode()
    assert Client().post(f"/answer/{ann.token}/").url == "/survey/"


def test_who_is_signed_in_sends_the_link_again_with_one_press(arrive, as_worker, words):
    ann = arrive(email=ADDRESS)
    assert "Send the link to a•••@alpha.example again" in words(ann.browser.get("/survey/later/"))
    said = words(ann.browser.post("/survey/link/again/", follow=True))
    assert "A link is on its way. It works for one day." in said
    fresh_token(as_worker)
    assert "was sent a short while ago" in words(ann.browser.post("/survey/link/again/", follow=True))
    assert FreshLink.objects.count() == 1


def test_without_a_known_address_nothing_is_offered(visit, words):
    assert "Send the link" not in words(visit.browser.get("/survey/later/"))
    assert "do not know your e-mail address" in words(visit.browser.post("/survey/link/again/", follow=True))


def test_sending_again_needs_a_session_and_a_post(visit):
    assert Client().post("/survey/link/again/").status_code == 403
    assert visit.browser.get("/survey/link/again/").status_code == 405


@pytest.mark.parametrize("address", ["/survey/", "/answer/wrong/"])
def test_whoever_is_not_let_in_is_offered_a_new_link(db, address):
    assert b'href="/survey/link/"' in Client().get(address).content


def test_a_masked_address_shows_one_letter_and_the_host():
    assert [masked(a) for a in (ADDRESS, "x@y.example", "")] == ["a•••@alpha.example", "x•••@y.example", ""]
