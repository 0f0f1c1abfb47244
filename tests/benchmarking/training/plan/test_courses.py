"""The page of courses at its edges: every sentence it can form, with the numbers behind it."""

import random
from decimal import Decimal

import pytest

from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.plans import own_plan
from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import Module, fit
from benchmarking.training.plan_form import read_number
from benchmarking.training.plan_page import choice_page
from benchmarking.training.plan_problem import Asked, Match, Offered
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import COURSES, OWN, PLAN

EVERYTHING = "?days=&budget=&audience="


@pytest.fixture
def said(alpha):
    return lambda query=EVERYTHING: text_of(alpha.get(COURSES + query))


@pytest.fixture
def own(store, people):
    """Alpha's only result, with changes of its document."""

    def survey(**changes):
        wave = store.survey("2026", people.alpha.organisation)
        store.own(wave, people.alpha.organisation, **changes)
        return wave

    return survey


def skill(current, needed):
    return {"current": current, "needed": needed, "gap": max(0.0, needed - current)}


def test_before_any_result_no_course_is_matched(said, people, catalogue):
    assert "There is no result of your own yet, so no course can be matched." in said()


def test_without_a_catalogue_the_page_says_so(said, own):
    own()
    assert "The organiser has listed no courses yet." in said()


def test_where_no_skill_is_short_nothing_has_to_be_closed(said, own, catalogue):
    own(skills={"python": skill(3.0, 3.0), "charts": skill(4.0, 3.0)})
    text = said()
    assert "By your own answers no skill is short, so there is nothing a course has to close." in text
    assert "No skill is short of what you need" in text
    assert "No skill is short, so no course is needed" in text
    assert "What more would buy" not in text


def test_where_no_course_fits_the_gaps_all_stay_uncovered(said, own, offer):
    own()
    offer("A", {"python": 1})
    offer("M", {"python": 5}, audience="decision_maker")
    text = said()
    assert "No course on offer raises what is short" in text
    assert text.count("No course on offer raises: python; charts.") == 2  # of what stays open, and of the catalogue
    assert "Neither more money nor more days would close more: the courses on offer lead no further." in text
    assert "Put this choice into the plan" not in text


def test_without_limits_the_best_of_all_courses_is_chosen(said, released, catalogue):
    text = said()
    assert "“Course B” and “Course C” close 100 % of the gap" in text
    assert "Money for all people 2,700 to 4,500 EUR Days of courses 5 days Of the gap closed 100 %" in text
    assert (
        "Brings 67 % of what this choice closes, for 6 to 10 people: python. Nothing cheaper leads as far in python."
        in text
    )
    assert "Brings 33 % of what this choice closes, for 6 to 10 people: charts. No other course raises charts." in text
    assert "Python Data skills 1 3 3 Course B Charts Data skills 2 3 3 Course C" in text
    assert "What stays open Nothing: every skill reaches the level you need." in text
    assert "“Course A” and “Course C”: 67 % of the gap for 1,500 to 2,500 EUR and 3 days." in text
    assert "Neither more money nor more days would close more: the courses on offer lead no further." in text
    assert "If every course led one level less far, the choice would be “Course B”." in text
    assert "If every course led one level further, the choice would be “Course A” and “Course C”." in text


def test_the_upper_end_of_people_is_what_the_money_counts(said, released, catalogue):
    assert "“Course A” closes 33 % of the gap" in said("?budget=1000")
    assert "No course fits into these days and this money" in said("?budget=999.99")


def test_where_nothing_is_affordable_the_next_price_is_named(said, released, catalogue):
    text = said("?days=9&budget=15")
    assert "No course fits into these days and this money" in text
    assert "985 EUR more, 1,000 EUR in all: 33 % instead, which is 33 points more, with “Course A”." in text
    assert "1,485 EUR more" not in text  # A and C cost as little a level; C alone closes no more than A
    assert (
        "2,485 EUR more, 2,500 EUR in all: 67 % instead, which is 67 points more, with “Course A” and “Course C”."
        in text
    )
    assert "More days alone would close no more." in text
    assert "Without any limits 100 % could be closed, for 4,500 EUR and 5 days." in text
    assert "Courses on offer would raise these, and were left out: python; charts." in text


def test_added_days_are_told_as_added_money_is(said, released, catalogue):
    text = said("?days=1")
    assert "“Course C” closes 33 % of the gap" in text
    assert "2 days more, 3 days in all: 67 % instead, which is 33 points more, with “Course A” and “Course C”." in text
    assert "More money alone would close no more." in text


def test_with_one_course_alone_there_is_no_other_set(said, released, offer):
    offer("A", {"python": 2})
    text = said()
    assert "No other set of courses closes anything within these limits." in text
    assert "Brings 100 % of what this choice closes, for 6 to 10 people: python. No other course raises python." in text
    assert "Raised, and still short of what you need: python." in text
    assert (
        "If every course led one level less far, none would be worth choosing. One level further would change nothing."
        in text
    )


def test_of_equals_the_first_is_chosen_and_the_other_closes_as_much(said, released, offer):
    offer("A", {"python": 3})
    offer("B", {"python": 3})
    text = said()
    assert "“Course A” closes 67 % of the gap" in text
    assert "“Course B”, which would close as much: 67 % for 600 to 1,000 EUR and 2 days." in text
    assert (
        "Others raise these skills for no more money; no set with them instead closes more within these limits." in text
    )


def test_a_choice_that_one_level_does_not_change_is_steady(said, released, offer):
    offer("A", {"python": 5, "charts": 5})
    assert "The choice would be the same if every course led one level less far, or one further." in said()


def test_cheaper_courses_that_raise_nothing_leave_a_course_alone(said, released, offer):
    offer("A", {"python": 3}, price=10)
    offer("B", {"python": 3}, price=20)
    assert "Nothing cheaper raises python." in said()


def test_what_a_course_builds_on_comes_with_it_and_says_why(said, released, offer):
    offer("A", {})
    offer("B", {"python": 3}, prerequisites=["A", "Z"])
    text = said()
    assert "“Course A” and “Course B” close 67 % of the gap" in text
    assert "Closes nothing by itself; needed before “Course B”. 600 to 1,000 EUR, 2 days" in text
    assert "Taken for known, as it is not on offer here: “Z”." in text


def test_courses_that_wait_for_each_other_cannot_be_chosen(said, alpha, released, offer):
    offer("A", {"python": 3}, prerequisites=["B"])
    offer("B", {"python": 3}, prerequisites=["A"])
    assert "Some courses of the catalogue wait for each other, so none can be chosen." in said()
    assert alpha.post(f"{COURSES}save/", {"days": "", "budget": "", "audience": ""}).url == COURSES + EVERYTHING


def test_unknown_prices_and_lengths_count_as_nothing_and_are_marked(said, released, offer):
    offer("A", {"python": 3}, price=None, days=None)
    offer("B", {"charts": 3}, price=5, currency="GBP", hours=3.5)
    text = said("?budget=0&days=0.5")
    assert "“Course A” and “Course B” close 100 % of the gap" in text
    assert "Price not known, counted as 0: “Course A” and “Course B”. Ask the provider." in text
    assert "Length not known, counted as 0: “Course A”." in text
    assert "Days of courses 0.5 days" in text


def test_hours_count_where_they_are_given_and_seven_are_a_day(said, released, offer):
    offer("A", {"python": 3}, days=3, hours=7)
    assert "Days of courses 1 day" in said("?days=1")


def test_an_open_number_of_people_is_a_least_cost(said, own, offer):
    own(groups={"data": {"screen": "partly", "people": [51, None], "short": True}})
    offer("A", {"python": 3})
    text = said()
    assert "Money for all people at least 5,100 EUR" in text
    assert "for 51 people or more: python." in text


def test_where_nobody_said_how_many_one_is_counted(said, own, offer):
    own(groups={"data": {"screen": "partly", "people": None, "short": True}})
    offer("A", {"python": 3})
    text = said()
    assert (
        "Brings 100 % of what this choice closes: python. Nobody said for how many people, so one is counted." in text
    )
    assert "Money for all people 100 EUR" in text
    assert "not stated; one counted" in text


def test_an_audience_can_be_asked_for_alone(said, released, catalogue, alpha):
    assert "“Course B” and “Course C” close 100 %" in said("?audience=practitioner")
    assert alpha.get(f"{COURSES}?audience=decision_maker").status_code == 422


def large_match():
    """Forty courses for twenty skills: more than a search can do in no time."""
    draw = random.Random(1)  # noqa: S311 - a repeatable test
    skills = [f"s{n}" for n in range(20)]
    gaps = [SkillGap(code, "g", "practitioner", "rated", 0.0, 5.0, 5.0, 0.0) for code in skills]
    listed = [
        Course(
            Module(f"C{n}", "practitioner", {code: draw.randint(0, 5) for code in skills}),
            {"en": f"Course {n}"},
            days=draw.randint(1, 5),
            price=Decimal(draw.randint(50, 99)),
        )
        for n in range(40)
    ]
    offered = [
        Offered(each, fit(each.module, gaps), (1, 1), float(each.price or 0), 7.0 * (each.days or 0)) for each in listed
    ]
    return Match(tuple(gaps), (), tuple(offered), {code: code for code in skills}, {"g": "Group"})


def test_a_search_that_takes_too_long_says_that_courses_were_chosen_one_after_another():
    page = choice_page(large_match(), Asked(days=9, budget=300), "EUR", seconds=0.0)
    assert page.taken
    assert page.notes[0].startswith("The exact search took too long. These courses were chosen one after another")
    assert (page.runner_up, page.steadiness, page.more) == ("", "", ())
    assert not any("no set with them instead" in each.reason for each in page.taken)


@pytest.mark.parametrize("query", ["?days=x", "?budget=-1", "?days=1e400", "?budget=nan", "?days=5&budget=2 apples"])
def test_limits_that_are_no_numbers_are_refused_and_kept(alpha, released, catalogue, query):
    reply = alpha.get(COURSES + query)
    assert reply.status_code == 422
    assert "in figures, like" in text_of(reply)
    assert "choice" not in reply.context


WRITTEN = {
    20000: ("20000", "20 000", "20,000", "20.000", "20’000", "20,000.00", "20.000,00"),
    1234567: ("1,234,567", "1.234.567"),
    2.5: ("2.5", "2,5"),
    0.125: ("0.125", "0,125"),
    0.5: (".5", ",50"),
    5: ("5.", "5"),
    None: ("abc", "", ".", "1e5", "-", "--5"),
}


@pytest.mark.parametrize(("number", "text"), [(number, text) for number, texts in WRITTEN.items() for text in texts])
def test_amounts_are_read_as_people_write_them(number, text):
    assert read_number(text) == number


def test_a_choice_has_an_address_and_is_kept_in_the_plan(alpha, people, released, catalogue):
    page = alpha.get(f"{COURSES}?days=5&budget=4500&audience=practitioner")
    assert page.context["choice"].modules == "B,C"
    given = {"days": "5", "budget": "4500", "audience": "practitioner", "modules": "B,C"}
    assert alpha.post(f"{COURSES}save/", given).url == PLAN
    plan = own_plan(people.alpha.organisation.pk)
    assert [(t.code, t.start_level, t.target_level, t.module) for t in plan.targets] == [
        ("python", 1.0, 3.0, "B"),
        ("charts", 2.0, 3.0, "C"),
    ]
    text = alpha.get(PLAN)
    assert "“Course B” and “Course C”, for 2,700 to 4,500\xa0EUR." in text.content.decode()
    assert "?days=5&amp;budget=4500&amp;audience=practitioner" in text.content.decode()


def test_a_choice_that_is_another_by_now_is_not_kept(alpha, people, released, catalogue):
    reply = alpha.post(f"{COURSES}save/", {"days": "", "budget": "", "audience": "", "modules": "A"}, follow=True)
    assert "The choice is another one by now, so nothing was kept." in text_of(reply)
    assert own_plan(people.alpha.organisation.pk).targets == ()
    assert alpha.post(f"{COURSES}save/", {"days": "x"}).url == COURSES


def test_results_of_an_older_survey_count_until_there_are_newer_ones(said, people, store, catalogue):
    older = store.survey("2025", people.alpha.organisation)
    store.own(older, people.alpha.organisation)
    store.survey("2026", people.alpha.organisation, closed=False)
    assert "Your gaps in the 2025 survey" in said()


def test_nothing_needs_a_release_or_other_organisations(said, own, catalogue):
    own()
    assert "“Course B” and “Course C” close 100 % of the gap" in said()


def test_the_table_of_courses_is_also_a_file(alpha, released, catalogue):
    lines = alpha.get("/benchmarks/plan/courses.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Course", "Course B", "Course A", "Course C", "Course M"]


def test_levels_between_two_are_planned_as_they_are_printed(alpha, people, own, offer):
    own(skills={"python": skill(1.25, 2.6666667)})
    offer("A", {"python": 3})
    alpha.post(f"{COURSES}save/", {"days": "", "budget": "", "audience": "", "modules": "A"})
    assert [t.target_level for t in own_plan(people.alpha.organisation.pk).targets] == [2.7]
    assert OWN["skills"]["python"]["needed"] == 3.0
