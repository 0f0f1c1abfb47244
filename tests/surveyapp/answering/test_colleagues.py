import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveyapp.actions.responses import reopen_response
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.wave import Wave
from surveyapp.selectors.response_counts import total

HOME = "/survey/colleagues/"
ANN = {"email": "ann@alpha.example", "name": "Ann", "sections": ["work"]}
DISTINCTIVE = "zebra-crossing-7319"


def answer(visit, **given):
    return visit.browser.post(f"/survey/work/{given.pop('page')}/", {"shown": list(given), **given})


def page_of(visit):
    return f"{HOME}{visit.invitation.pk}/"


def test_the_page_says_who_holds_what_and_how_far_they_are(kim, ann, words):
    answer(ann, page="records", REC1="2", REC2="dont_know")
    page = words(kim.browser.get(HOME))
    assert "0 of 2 people have sent their answers" in page
    assert "Daily work Kim (you) Not started Ann 2 of 5 answered" in page
    assert "Skills Kim (you) Not started Ann (Code) 0 of 1 answered" in page
    ann.browser.post("/survey/check/")
    page = words(kim.browser.get(HOME))
    assert "1 of 2 people have sent their answers" in page
    assert "Ann Sent" in page


def test_questions_that_nobody_was_asked_are_listed(people, survey, signed_in, arrive, words):
    arrive(name="Ann", path="sections", sections=["code"])
    page = words(signed_in().get(HOME))
    assert "Daily work Nobody was asked" in page
    assert "Skills Ann (Code) Not started 1 question that nobody was asked Which would you close first?" in page
    assert "Sections that nobody holds: About the site Daily work" in page


def test_a_colleague_is_asked_and_the_invitation_says_by_whom(kim):
    assert kim.browser.post(f"{HOME}invite/", ANN).url == HOME
    made = Invitation.objects.get(email="ann@alpha.example")
    assert (made.invited_by, made.participation) == (kim.invitation, kim.invitation.participation)
    assert list(made.assignments.values_list("section", flat=True)) == ["work"]
    assert Delivery.objects.filter(invitation=made).count() == 1
    assert "ann@alpha.example was asked" in kim.browser.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": ""}, "Write the e-mail address of your colleague."),
        ({"email": "ann"}, "This is not an e-mail address. Write it like name@example.org."),
        ({"email": "ann@alpha.example\nBcc: x@y.example"}, "This is not an e-mail address."),
        ({"sections": []}, "Tick at least one section or group of skills."),
        ({"sections": ["cellar"]}, "One of the ticked boxes is not in this survey. Tick again."),
        ({"sections": ["site"]}, "One of the ticked boxes is not in this survey. Tick again."),
        ({"groups": ["cellar"]}, "One of the ticked boxes is not in this survey. Tick again."),
        ({"role": "astronaut"}, "Choose an area from the list."),
        ({"name": "x" * 201}, "Write at most 200 characters."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(kim, words, given, sentence):
    page = kim.browser.post(f"{HOME}invite/", ANN | given)
    assert (page.status_code, sentence in words(page)) == (422, True)
    assert ('value="Ann"' in page.content.decode()) == ("name" not in given)
    assert Invitation.objects.count() == 1


def test_an_address_asked_before_leads_to_its_sections(kim, ann, words):
    page = kim.browser.post(f"{HOME}invite/", ANN | {"email": "ANN@alpha.example"})
    assert page.status_code == 422
    assert "This address was already asked. Change their sections instead of asking twice." in words(page)
    assert f'href="{page_of(ann)}"' in page.content.decode()


def test_the_limit_is_said_in_a_sentence(kim, words, monkeypatch):
    monkeypatch.setattr("surveyapp.actions.assignments.MOST_AT_ONCE", 1)
    page = kim.browser.post(f"{HOME}invite/", ANN)
    assert (page.status_code, "people of your site were asked, and more cannot be" in words(page)) == (422, True)


def test_sections_are_changed_until_the_answers_are_sent(kim, ann, words):
    page = kim.browser.get(page_of(ann)).content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["work", "code"]
    assert kim.browser.post(page_of(ann), {"sections": ["skills"], "role": "production"}).url == HOME
    assert words(ann.browser.get("/survey/")).count("Skills") == 1
    assert ann.browser.get("/survey/work/records/").status_code == 404
    ann.browser.post("/survey/check/")
    kim.browser.post(page_of(ann), {"sections": ["work"]})
    assert list(ann.invitation.assignments.values_list("section", flat=True)) == ["skills"]
    assert "The answers were sent meanwhile" in words(kim.browser.get(HOME))
    assert "Change what is asked" not in words(kim.browser.get(page_of(ann)))


@pytest.mark.parametrize("given", [{"sections": ["cellar"]}, {}, {"sections": ["work"], "role": "astronaut"}])
def test_a_change_that_does_not_fit_changes_nothing(kim, ann, given):
    assert kim.browser.post(page_of(ann), given).status_code == 422
    assert sorted(ann.invitation.assignments.values_list("section", flat=True)) == ["code", "work"]


def test_a_new_link_goes_to_the_same_address_and_not_twice_at_once(kim, ann, words):
    assert kim.browser.post(f"{page_of(ann)}link/").url == HOME
    assert "A new link is on its way to ann@alpha.example." in words(kim.browser.get(HOME))
    kim.browser.post(f"{page_of(ann)}link/")
    assert "A link was sent a short while ago." in words(kim.browser.get(HOME))
    assert FreshLink.objects.filter(invitation=ann.invitation).count() == 1


def test_an_invitation_is_withdrawn_and_its_browser_let_out(kim, ann, words):
    assert kim.browser.post(f"{page_of(ann)}withdraw/").url == HOME
    assert ann.browser.get("/survey/").status_code == 403
    assert "Invitations taken back: Ann." in words(kim.browser.get(HOME))
    assert kim.browser.get(page_of(ann)).status_code == 404


def test_sent_answers_cannot_be_withdrawn_by_the_coordinator(kim, ann, words):
    ann.browser.post("/survey/check/")
    kim.browser.post(f"{page_of(ann)}withdraw/")
    assert Invitation.objects.get(pk=ann.invitation.pk).revoked_at is None
    assert "Withdraw the invitation" not in words(kim.browser.get(page_of(ann)))


def test_no_answer_shows_before_or_after_sending_and_none_is_read(kim, ann, words):
    ann.browser.post("/survey/work/more/", {"shown": ["BATCHES", "REMARK"], "REMARK": DISTINCTIVE, "BATCHES": "731"})
    assert DISTINCTIVE in words(ann.browser.get("/survey/work/check/"))
    for _ in ("before", "after"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pages = [kim.browser.get(address) for address in (HOME, page_of(ann), f"{HOME}invite/", f"{HOME}meeting/")]
        assert [page.status_code for page in pages] == [200] * 4
        shown = " ".join(page.content.decode() for page in pages)
        assert "Ann" in shown
        assert DISTINCTIVE not in shown
        assert "731" not in words(pages[0])
        asked = " ".join(query["sql"] for query in queries)
        assert "surveyapp_response" in asked
        assert not re.search(r"surveyapp_(draftanswer|responseanswers|unlinkedanswers|organisationanswers)", asked)
        ann.browser.post("/survey/check/")


def test_forty_colleagues_cost_no_more_queries_than_two(kim, invite):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert kim.browser.get(HOME).status_code == 200
        return len(queries)

    invite(path="sections", sections=["work"]), invite(path="sections", sections=["code"])
    few = count()
    for _ in range(10):
        invite(path="sections", sections=["work", "code"])
    assert count() == few <= 12


def test_the_rule_for_answers_that_are_not_confirmed_is_said(kim, words):
    assert "If you confirm nothing, what was sent by the end of the survey counts all the same." in words(
        kim.browser.get(HOME)
    )
    Wave.objects.update(counts_unconfirmed=False)
    assert "Only organisations that confirm that their answers are complete count" in words(kim.browser.get(HOME))


def test_what_is_open_is_named_beside_confirming(kim, ann, words):
    assert "This is possible as soon as somebody has sent answers." in words(kim.browser.get(HOME))
    assert kim.browser.post(f"{HOME}confirm/", {"seen": ""}).url == f"{HOME}#confirm"
    assert kim.invitation.participation.wave.participations.filter(confirmed_at__isnull=False).count() == 0
    ann.browser.post("/survey/check/")
    page = words(kim.browser.get(HOME))
    assert "What is still open Not sent yet: Kim (you)" in page
    assert "Confirm that they are complete" in page
    kim.browser.post(f"{HOME}confirm/", {"seen": ""})
    assert "You confirmed on" in words(kim.browser.get(HOME))


def test_sent_answers_that_are_opened_again_leave_the_counts_until_sent_anew(kim, ann, survey, words):
    ann.browser.post("/survey/check/")
    assert total(survey.wave).finished == 1
    assert ann.browser.post("/survey/reopen/").url == "/survey/"
    assert total(survey.wave).finished == 0
    assert "0 of 2 people have sent their answers" in words(kim.browser.get(HOME))
    ann.browser.post("/survey/check/")
    assert total(survey.wave).finished == 1
    assert "1 of 2 people have sent their answers" in words(kim.browser.get(HOME))


def test_after_closing_there_is_nothing_to_coordinate_or_reopen(kim, ann, survey, close, words):
    ann.browser.post("/survey/check/")
    close(survey.wave)
    assert kim.browser.get(HOME).status_code == 410
    assert kim.browser.post(f"{HOME}invite/", ANN).status_code == 410
    assert ann.browser.post("/survey/reopen/").status_code == 410
    assert Invitation.objects.count() == 2


def test_the_way_here_stands_on_the_hub_and_on_the_last_page(kim):
    assert f'href="{HOME}"' in kim.browser.get("/survey/").content.decode()
    kim.browser.post("/survey/check/")
    assert kim.browser.get("/survey/done/").content.decode().count(f'href="{HOME}"') >= 1


def test_nothing_changes_by_looking(kim, ann):
    for address in (f"{HOME}confirm/", f"{page_of(ann)}link/", f"{page_of(ann)}withdraw/", "/survey/meeting/leave/"):
        assert kim.browser.get(address).status_code == 405


def test_script_in_a_name_is_inert(kim, words):
    kim.browser.post(f"{HOME}invite/", ANN | {"name": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in kim.browser.get(HOME).content


FORBIDDEN = (
    "wave",
    "facet",
    "cohort",
    "anchor",
    "redeem",
    "participation",
    "item",
    "missing reason",
    "release",
    "figure",
)


def test_the_pages_speak_plainly(kim, ann, words):
    for address in (HOME, page_of(ann), f"{HOME}invite/", f"{HOME}meeting/"):
        spoken = words(kim.browser.get(address)).lower()
        assert [word for word in FORBIDDEN if re.search(rf"\b{word}s?\b", spoken)] == [], address


def test_answers_that_others_gave_show_no_question_to_a_colleague(arrive, words):
    screen = arrive(path="sections", sections=["skills"])
    other = arrive(path="sections", sections=["work"])
    screen.browser.post("/survey/skills/screen/", {"shown": "SCREEN", "SCREEN": "hardly"})
    before = words(other.browser.get("/survey/"))
    screen.browser.post("/survey/check/")
    assert words(other.browser.get("/survey/")) == before


def test_reopening_keeps_the_person_on_the_list(kim, ann, words):
    ann.browser.post("/survey/check/")
    reopen_response(response=ann.response)
    assert "Ann Not started" in words(kim.browser.get(HOME))
