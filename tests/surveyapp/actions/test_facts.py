import pytest

from surveyapp.actions.answers import save_answer
from surveyapp.actions.consents import change_choices
from surveyapp.actions.responses import reopen_response, submit_response
from surveyapp.actions.waves import close_wave
from surveyapp.actions.withdrawals import withdraw_response
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation


@pytest.fixture
def state(begin, people, survey):
    """`state("few")` is what a coordinator of Alpha sent; the register says "many", and knows the country too."""
    Organisation.objects.filter(pk=people.alpha.organisation.pk).update(facets={"size": "many", "country": "IE"})
    survey.wave.participations.update(facets={"size": "many", "country": "IE"})

    def make(size="few", *, is_coordinator=True, choices=None):
        response = begin(is_coordinator=is_coordinator)
        if size:
            save_answer(response=response, item="SIZE", raw=size, base_revision=0)
        change_choices(response=response, choices=choices or {})
        return submit_response(response=response)

    return make


@pytest.fixture
def facts(people):
    def read():
        participation = Participation.objects.get(organisation=people.alpha.organisation)
        return participation.facets, participation.facets_confirmed_at is not None

    return read


REGISTER = ({"size": "many", "country": "IE"}, False)
STATED = ({"size": "few", "country": "IE"}, True)


def test_what_the_coordinator_sent_stands_before_the_register(state, facts):
    state()
    assert facts() == STATED


def test_what_was_left_open_keeps_what_the_register_says(state, facts):
    state(size=None)
    assert facts() == REGISTER


def test_reopened_facts_wait_until_they_are_sent_again(state, facts):
    response = reopen_response(response=state())
    assert facts() == REGISTER
    submit_response(response=response)
    assert facts() == STATED


def test_withdrawn_facts_are_the_registers_again(state, facts):
    withdraw_response(response=state())
    assert facts() == REGISTER


def test_another_coordinators_word_stands_when_the_last_one_goes(state, facts):
    state(size="few")
    last = state(size="many")
    assert facts() == ({"size": "many", "country": "IE"}, True)
    withdraw_response(response=last)
    assert facts() == STATED


def test_facts_that_may_not_count_in_the_sector_place_no_site_in_it(state, facts):
    response = state(choices={"benchmark": False})
    assert facts() == REGISTER
    change_choices(response=response, choices={"benchmark": True})
    assert facts() == STATED
    change_choices(response=response, choices={"benchmark": False})
    assert facts() == REGISTER


def test_withdrawn_after_the_close_they_stand_with_the_figures(state, facts, survey, people):
    response = state()
    close_wave(wave=survey.wave, by=people.olga.account)
    withdraw_response(response=response)
    assert facts() == STATED


def test_in_a_confidential_survey_nobody_reads_them_before_the_close(state, facts, survey, people, make_confidential):
    wave = make_confidential(survey.wave)
    state()
    assert facts() == REGISTER
    close_wave(wave=wave, by=people.olga.account)
    assert facts() == STATED


def test_in_a_confidential_survey_neither_refused_nor_withdrawn_facts_are_kept(
    state, facts, survey, people, make_confidential
):
    wave = make_confidential(survey.wave)
    state(choices={"benchmark": False})
    withdraw_response(response=state())
    close_wave(wave=wave, by=people.olga.account)
    assert facts() == REGISTER
