"""Courses that people took since the last answers: what stays to be trained, and for whom alone it is."""

import pytest
from django.db import DatabaseError, transaction

from benchmarking.actions.plans import keep_courses_taken
from benchmarking.dashboards.courses_taken import is_finished, lifted, still_to_train
from benchmarking.models.plan import CourseTaken
from benchmarking.selectors.own_results import own_results
from benchmarking.selectors.plans import own_plan
from benchmarking.stats.skills_gap import GroupGap, SkillGap
from benchmarking.stats.training_choice import Module
from surveyapp.models.row_scope import organisation_scope
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import COURSES

TAKEN, RESULTS = f"{COURSES}taken/", "/benchmarks/"
GAP = SkillGap("python", "data", "practitioner", "rated", 1.0, 4.0, 3.0)
TO_3 = Module("B", "practitioner", {"python": 3.0})


@pytest.fixture
def keep(alpha, released):
    """Post numbers for the courses A, B, C and M, in this order."""
    return lambda *numbers: alpha.post(TAKEN, {f"course-{at}": number for at, number in enumerate(numbers)})


@pytest.fixture
def taken_since(people):
    return lambda wave: own_results(people.alpha.organisation.pk)[wave.pk].taken


@pytest.mark.parametrize(
    ("needed", "n", "left"),
    [((5, 7), 0, (5, 7)), ((5, 7), 6, (0, 1)), ((5, 7), 9, (0, 0)), ((5, None), 9, (0, None)), (None, 9, None)],
)
def test_who_took_it_is_no_longer_to_be_trained(needed, n, left):
    assert still_to_train(needed, n) == left


@pytest.mark.parametrize(
    ("people", "n", "done"), [((5, 7), 7, True), ((5, 7), 6, False), ((5, None), 99, False), (None, 99, False)]
)
def test_a_course_is_finished_once_all_who_may_need_it_took_it(people, n, done):
    group = GroupGap("data", "practitioner", None, 1.0, (), people)
    assert is_finished(TO_3, [GAP], [group], {"B": n}) is done


def test_what_finished_courses_raise_counts_as_reached_for_their_audience_and_no_further_than_needed():
    leaders = SkillGap("python", "data", "decision_maker", "rated", 1.0, 2.0, 1.0)
    [gap, other] = lifted([GAP, leaders], [TO_3])
    assert (gap.current, gap.gap) == (3.0, 1.0)
    assert other == leaders
    [over] = lifted([GAP], [Module("X", "practitioner", {"python": 5.0})])
    assert (over.current, over.gap) == (4.0, 0.0)
    assert lifted([GAP], [Module("X", "practitioner", {"python": 0.5})]) == (GAP,)


def test_numbers_are_kept_shown_and_taken_out_again(alpha, catalogue, released, keep, taken_since):
    assert keep("", "2", "", "").url == COURSES
    assert taken_since(released) == {"B": 2}
    assert 'value="2"' in alpha.get(TAKEN).text
    text = text_of(alpha.get(COURSES))
    assert "Counted as taken since the 2026 survey: “Course B” (two people)." in text
    keep("", "", "0", "")
    assert taken_since(released) == {}


def test_the_match_counts_and_pays_for_those_who_are_left(alpha, catalogue, keep):
    before = text_of(alpha.get(f"{COURSES}?days=&budget=&audience="))
    keep("", "2", "", "")
    after = text_of(alpha.get(f"{COURSES}?days=&budget=&audience="))
    assert "2 took it" in after
    assert "2 took it" not in before


def test_a_course_that_all_took_is_proposed_no_more_and_what_it_raises_counts(alpha, catalogue, keep):
    keep("", "5000", "", "")
    page = alpha.get(f"{COURSES}?days=&budget=&audience=")
    assert "taken by all who need it" in text_of(page)
    assert "B" not in page.context["choice"].modules.split(",")


def test_a_target_still_starts_from_ones_own_answers(alpha, people, catalogue, keep, offer):
    offer("P", {"python": 5}, price=1)
    keep("", "5000", "", "", "")
    modules = alpha.get(f"{COURSES}?days=&budget=&audience=").context["choice"].modules
    alpha.post(f"{COURSES}save/", {"days": "", "budget": "", "audience": "", "modules": modules})
    found = own_plan(people.alpha.organisation.pk).of("skill", "python")
    assert found is None or found.start_level == 1.0


@pytest.mark.parametrize("wrong", ["two", "-1", "1.5", "99999999999"])
def test_what_is_no_number_of_people_is_refused_and_nothing_is_kept(catalogue, released, keep, taken_since, wrong):
    answer = keep("3", wrong, "", "")
    assert answer.status_code == 422
    assert "Write how many people in figures" in answer.text
    assert taken_since(released) == {}


def test_after_newer_answers_it_counts_no_more(alpha, people, store, catalogue, keep):
    keep("", "2", "", "")
    later = store.survey("2027", people.alpha.organisation)
    store.own(later, people.alpha.organisation)
    assert "took it" not in text_of(alpha.get(COURSES))


def test_nobody_else_reads_or_writes_it(people, released, catalogue):
    mine = people.alpha.organisation
    keep_courses_taken(organisation=mine, wave=released.pk, people={"B": 2}, by=None)
    assert CourseTaken.objects.count() == 0
    with organisation_scope(people.beta.organisation.pk):
        assert CourseTaken.objects.count() == 0
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        organisation_scope(people.beta.organisation.pk),
    ):
        CourseTaken.objects.create(organisation=mine, wave=released, module="B", people=1)


def test_the_page_of_results_counts_what_the_match_counts(alpha, catalogue, keep):
    said = "“Course B” fits best: for 6 to 10 people, closing 67 % of the gap."
    assert said in text_of(alpha.get(RESULTS))
    keep("", "4", "", "")
    some = text_of(alpha.get(RESULTS))
    assert said not in some
    assert "“Course B” fits best: for 2 to 6 people, closing 67 % of the gap." in some
    assert "Counted as taken since the 2026 survey: “Course B” (four people)." in some
    keep("", "10", "", "")
    most = text_of(alpha.get(RESULTS))
    assert "“Course C” fits best: for 6 to 10 people, closing 100 % of the gap." in most
    assert "Course B (taken by all who need it)" in most
    keep("", "10", "10", "")
    assert "No other course is needed now." in text_of(alpha.get(RESULTS))


def test_without_a_result_there_is_nothing_to_fill_in(alpha, people, catalogue):
    assert alpha.get(TAKEN).url == COURSES
