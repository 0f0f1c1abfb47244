import pytest

from surveyapp.actions.answers import Given, save_page
from surveyapp.actions.assignments import change_sections
from surveyapp.actions.responses import submit_response
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.selectors import colleagues
from surveyapp.selectors.colleagues import LEFT, NOT_STARTED, SENT, UNDER_WAY, team


@pytest.fixture
def site(survey, people):
    return survey.wave.participations.select_related("wave").get(organisation=people.alpha.organisation)


def test_nobody_asked_means_every_question_is_with_nobody(site):
    found = team(site)
    assert found.people == ()
    assert [(part.section.code, part.is_held) for part in found.parts] == [
        ("site", False),
        ("work", False),
        ("skills", False),
    ]
    assert found.parts[1].unasked == ("REC1", "REC2", "TWIN", "TWIN_KIND", "BATCHES", "REMARK")


def test_what_somebody_who_left_was_asked_is_with_nobody_again(site, begin):
    response = begin(path="sections", sections=["work"])
    assert team(site).parts[1].unasked == ()
    withdraw_response(response=response)
    found = team(site)
    assert [each.state for each in found.people] == [LEFT]
    assert found.parts[1].holders == ()
    assert len(found.parts[1].unasked) == 6
    assert found.unsent == ()


def test_states_follow_what_was_noted(site, begin, invite):
    invite(name="Cy", path="sections", sections=["work"])
    under_way, sent = (begin(path="sections", sections=["work"]) for _ in range(2))
    save_page(response=under_way, given=[Given("REC1", "2", 0)])
    submit_response(response=sent)
    found = team(site)
    assert [each.state for each in found.people] == [NOT_STARTED, UNDER_WAY, SENT]
    assert (found.people[1].n_answered, found.people[1].n_asked) == (1, 6)
    assert (found.n_sent, len(found.unsent)) == (1, 2)


def test_fewer_sections_never_show_more_answered_than_asked(site, begin):
    response = begin(path="sections", sections=["work", "skills"])
    save_page(response=response, given=[Given("REC1", "2", 0), Given("SCREEN", "partly", 0)])
    change_sections(invitation=response.invitation, sections=["skills"], by=None, by_kind="respondent")
    (found,) = team(site).people
    assert (found.n_answered, found.n_asked) == (1, 2)


def test_an_invitation_of_another_site_is_nobody_here(site, invite):
    beta = invite("beta")[0]
    assert colleagues.colleague(site, beta.pk) is None
    assert colleagues.of_address(site, "") is None


def test_open_sites_are_those_of_open_surveys_and_own_memberships(people, site, survey, close):
    assert colleagues.open_sites(people.alpha.account.pk) == [site]
    assert colleagues.open_sites(people.olga.account.pk) == []
    close(survey.wave)
    assert colleagues.open_sites(people.alpha.account.pk) == []
