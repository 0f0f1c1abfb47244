"""What a page says when something is not there, is being made, is older than it could be, or went wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from benchmarking.models.own_result import OwnResultRequest
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import GROUPS, sector_figures
from tests.benchmarking.dashboards.reading import text_of

RESULTS = "/benchmarks/"


@pytest.fixture
def asked_for(people, as_worker):
    """Work on Alpha's own result, as the worker left it."""

    def write(wave, state, ago=timedelta(0)):
        participation = Participation.objects.get(wave=wave, organisation=people.alpha.organisation)
        with as_worker():
            work = OwnResultRequest.objects.create(
                key=f"own_result:{wave.pk}", participation=participation, state=state
            )
            OwnResultRequest.objects.filter(pk=work.pk).update(requested_at=timezone.now() - ago)

    return write


@pytest.fixture
def open_survey(store, people):
    wave = store.survey("2026", people.alpha.organisation, closed=False)
    Participation.objects.filter(wave=wave).update(confirmed_at=timezone.now())
    return wave


@pytest.fixture
def open_with_result(store, people, open_survey):
    store.own(open_survey, people.alpha.organisation)
    return open_survey


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_result_that_is_being_worked_out_says_so_and_loads_itself_anew_without_a_script(
    alpha, open_survey, asked_for, state
):
    asked_for(open_survey, state)
    answer = alpha.get(RESULTS)
    assert "Your own result is being worked out This takes a few seconds." in text_of(answer)
    assert answer["Refresh"] == "5"
    assert 'aria-busy="true"' in answer.content.decode()


def test_work_that_takes_longer_is_looked_for_less_often(alpha, open_survey, asked_for):
    asked_for(open_survey, "waiting", ago=timedelta(minutes=2))
    answer = alpha.get(RESULTS)
    assert (answer["Refresh"], "This takes longer than usual." in text_of(answer)) == ("30", True)


def test_a_page_somebody_reads_is_not_loaded_anew_under_their_eyes(alpha, store, people, asked_for):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1])
    asked_for(wave, "waiting")
    answer = alpha.get(RESULTS)
    assert "Your own result is being worked out" in text_of(answer)
    assert "Refresh" not in answer


def test_a_result_that_could_not_be_worked_out_says_what_to_do(alpha, people, open_survey, asked_for):
    programme = people.alpha.organisation.programme
    programme.contact_email = "help@sector.example"
    programme.save()
    asked_for(open_survey, "failed")
    answer = alpha.get(RESULTS)
    assert "Your own result could not be worked out Your answers are kept." in text_of(answer)
    assert 'href="mailto:help@sector.example"' in answer.content.decode()
    assert "Refresh" not in answer


def test_without_an_address_the_failed_page_names_the_organiser_and_links_nowhere(
    alpha, people, open_survey, asked_for
):
    people.alpha.organisation.programme.contact_email = ""
    people.alpha.organisation.programme.save()
    asked_for(open_survey, "failed")
    answer = alpha.get(RESULTS)
    assert "Please write to the organiser of the survey." in text_of(answer)
    assert "mailto:" not in answer.content.decode()


def test_answers_that_are_confirmed_and_too_few_to_work_with_say_so(alpha, open_survey, asked_for):
    asked_for(open_survey, "done")
    assert "Your answers are confirmed, but hold too little to work with" in text_of(alpha.get(RESULTS))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "Your own result is being worked out anew."),
        ("failed", "Your own result could not be worked out anew: what you see is the one before."),
        ("done", ""),
    ],
)
def test_a_result_that_is_there_says_whether_a_newer_one_comes(alpha, open_with_result, asked_for, state, said):
    asked_for(open_with_result, state)
    text = text_of(alpha.get(RESULTS))
    assert said in text
    assert ("worked out" in text) == bool(said)


def test_own_answers_confirmed_after_the_interim_numbers_are_not_in_them(alpha, store, people, open_survey):
    store.own(open_survey, people.alpha.organisation)
    store.release(open_survey, sector_figures(), groups=GROUPS[:1], is_interim=True)
    said = "You confirmed your answers after the interim numbers were made: they do not hold your latest answers."
    assert said not in text_of(alpha.get(RESULTS))
    Participation.objects.filter(wave=open_survey).update(confirmed_at=timezone.now() + timedelta(minutes=1))
    assert said in text_of(alpha.get(RESULTS))


def test_own_answers_withdrawn_after_the_close_leave_the_others_numbers_standing(alpha, released):
    Participation.objects.filter(wave=released).update(answers_withdrawn_at=timezone.now())
    assert "Some of your own answers were withdrawn after the survey had closed." in text_of(alpha.get(RESULTS))


def test_figures_that_stand_after_a_withdrawal_say_so(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1], corrected_at=timezone.now())
    assert "Answers behind these numbers were withdrawn after they were made" in text_of(alpha.get(RESULTS))


def test_a_closed_survey_without_a_result_of_ones_own_shows_the_others_alone(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1])
    text = text_of(alpha.get(RESULTS))
    assert "Nothing was confirmed before it closed, or too little was answered to work with." in text
    assert "The whole sector, for comparison" in text


def test_a_survey_one_was_not_in_says_so(alpha, store, people):
    wave = store.survey("2026", people.beta.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1])
    assert "Alpha site does not take part in the 2026 survey. The page shows the others alone." in text_of(
        alpha.get(RESULTS)
    )


def test_a_chart_carries_the_words_that_stand_where_it_cannot_be_drawn(alpha, released):
    assert "The chart could not be drawn. The table below has every number of it." in text_of(alpha.get(RESULTS))
