"""Who finds the coordinator's pages, and for which site."""

from uuid import uuid4

import pytest

from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Membership

HOME = "/survey/colleagues/"
ANN = {"email": "ann@alpha.example", "name": "Ann", "sections": ["work"]}


def page_of(visit):
    return f"{HOME}{visit.invitation.pk}/"


def addresses(visit):
    own = page_of(visit)
    return [HOME, f"{HOME}invite/", f"{HOME}meeting/", own], [
        f"{HOME}invite/",
        f"{HOME}confirm/",
        f"{HOME}meeting/",
        own,
        f"{own}link/",
        f"{own}withdraw/",
    ]


def test_a_stranger_is_told_to_open_their_link(ann, client):
    looked_at, posted = addresses(ann)
    assert {client.get(address).status_code for address in looked_at} == {403}
    assert {client.post(address, ANN).status_code for address in posted} == {403}


def test_a_colleague_finds_nothing_here(kim, ann):
    looked_at, posted = addresses(ann)
    assert {ann.browser.get(address).status_code for address in looked_at} == {404}
    assert {ann.browser.post(address, ANN).status_code for address in posted} == {404}
    assert "Your colleagues" not in ann.browser.get("/survey/").content.decode()


def test_the_coordinator_of_another_site_finds_none_of_this_one(ann, arrive, signed_in):
    beta = arrive("beta", is_coordinator=True)
    for browser in (beta.browser, signed_in("beta")):
        assert b"Ann" not in browser.get(HOME).content
        for address in (
            page_of(ann),
            f"{page_of(ann)}link/",
            f"{page_of(ann)}withdraw/",
            f"{HOME}meeting/{ann.invitation.pk}/",
        ):
            assert browser.post(address, {"sections": ["work"]}).status_code == 404
    assert Invitation.objects.get(pk=ann.invitation.pk).revoked_at is None


def test_who_organises_or_works_elsewhere_is_refused(ann, signed_in, words):
    assert signed_in("olga").get(HOME).status_code == 403
    page = signed_in("gamma").get(HOME)
    assert (page.status_code, "No survey of your sites is open" in words(page)) == (200, True)


def test_a_coordinators_own_invitation_is_not_to_be_changed_here(kim, arrive):
    other = arrive(is_coordinator=True, email="lou@alpha.example")
    for visit in (kim, other):
        assert kim.browser.get(page_of(visit)).status_code == 404
        assert kim.browser.post(f"{page_of(visit)}withdraw/").status_code == 404


def test_an_id_that_is_none_or_nobodys_is_not_found(kim):
    assert kim.browser.get(f"{HOME}{uuid4()}/").status_code == 404
    assert kim.browser.get(f"{HOME}no-id/withdraw/").status_code == 404


def test_an_account_with_one_site_needs_no_choice(people, ann, signed_in, words):
    browser = signed_in()
    assert "Ann" in words(browser.get(HOME))
    assert browser.post(f"{HOME}invite/", ANN | {"email": "bo@alpha.example"}).url == HOME
    made = Invitation.objects.get(email="bo@alpha.example")
    assert (made.invited_by, made.participation) == (None, ann.invitation.participation)


def test_an_account_with_two_sites_chooses_by_posting_and_the_choice_is_kept(people, survey, signed_in, words):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    browser, beta = signed_in(), survey.wave.participations.get(organisation=people.beta.organisation)
    page = words(browser.get(HOME))
    assert "Alpha site, 2026 survey" in page
    assert "Beta site, 2026 survey" in page
    assert browser.post(f"{HOME}choose/", {"site": str(beta.pk)}).url == HOME
    assert "Beta site" in words(browser.get(HOME))
    assert str(beta.pk) not in browser.get(HOME).content.decode()
    Membership.objects.filter(organisation=people.beta.organisation, account=people.alpha.account).delete()
    assert "Beta site" not in words(browser.get(HOME))


@pytest.mark.parametrize("site", ["beta", "nobody", "nonsense"])
def test_a_site_that_is_not_ones_own_cannot_be_chosen(people, survey, signed_in, site):
    beta = survey.wave.participations.get(organisation=people.beta.organisation)
    sent = {"beta": str(beta.pk), "nobody": str(uuid4()), "nonsense": "beta"}[site]
    assert signed_in().post(f"{HOME}choose/", {"site": sent}).status_code == 403


def test_a_stranger_chooses_nothing(client, survey):
    assert client.post(f"{HOME}choose/", {"site": "x"}).status_code == 403


def test_the_visit_of_an_account_and_of_a_link_do_not_mix(people, arrive, signed_in, words):
    browser = signed_in("beta")
    visit = arrive("alpha", is_coordinator=True, name="Kim")
    browser.post(f"/answer/{visit.token}/")
    assert "Kim (you)" in words(browser.get(HOME))
    assert "Alpha site" in words(browser.get(HOME))
