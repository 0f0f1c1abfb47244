import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveyapp.selectors.drafts import answers

SHOWN = {"work/records": ["REC1", "REC2"], "work/more": ["BATCHES", "REMARK"]}


def post(browser, place, data, **query):
    shown = SHOWN.get(place) or [key for key in data if not key.endswith("-revision")]
    address = f"/survey/{place}/" + (f"?back={query['back']}" if query else "")
    return browser.post(address, {"shown": shown} | data)


def test_continue_keeps_the_answers_and_goes_on(visit):
    assert post(visit.browser, "work/records", {"REC1": "2", "REC2": "dont_know"}).url == "/survey/work/twins/"
    assert answers(visit.response) == {"REC1": {"value": "2"}, "REC2": {"missing": "dont_know"}}


def test_nothing_is_required(visit):
    assert post(visit.browser, "work/records", {"REC1": "", "REC2": ""}).url == "/survey/work/twins/"
    assert answers(visit.response) == {}


def test_the_last_page_of_a_section_leads_to_its_check(browser):
    assert post(browser, "work/more", {"BATCHES": "5"}).url == "/survey/work/check/"


def test_a_given_answer_can_be_taken_back(visit):
    post(visit.browser, "work/more", {"REMARK": "Fine"})
    post(visit.browser, "work/more", {"REMARK": "", "REMARK-revision": "1"})
    assert answers(visit.response) == {"REMARK": {"missing": "not_answered"}}


def test_a_question_that_an_answer_brings_up_is_shown_before_going_on(visit, words):
    assert post(visit.browser, "work/twins", {"TWIN": "in_use"}).url == "/survey/work/twins/#TWIN_KIND"
    assert "Which kind is it?" in words(visit.browser.get("/survey/work/twins/"))
    answered = {"TWIN": "in_use", "TWIN-revision": "1", "TWIN_KIND": "live"}
    assert post(visit.browser, "work/twins", answered).url == "/survey/work/more/"


def test_a_question_that_an_answer_hides_is_let_go_without_a_complaint(visit):
    post(visit.browser, "work/twins", {"TWIN": "in_use"})
    hiding = {"TWIN": "none", "TWIN-revision": "1", "TWIN_KIND": "live"}
    assert post(visit.browser, "work/twins", hiding).url == "/survey/work/more/"
    assert answers(visit.response) == {"TWIN": {"value": "none"}}


def test_a_page_that_other_answers_hide_is_passed_over(browser):
    assert browser.get("/survey/skills/detail/").url == "/survey/skills/check/"


def test_only_skills_that_are_short_are_offered_to_close_first(browser, words):
    post(browser, "skills/screen", {"SCREEN": "partly"})
    post(browser, "skills/detail", {"PY_NOW": "1", "PY_NEED": "3", "ST_NOW": "2", "ST_NEED": "2"})
    page = browser.get("/survey/skills/first/").content.decode()
    assert re.findall(r'name="FIRST" value="(\w+)"', page) == ["python"]


def test_a_problem_is_named_above_and_beside_in_the_same_words_and_everything_typed_is_kept(browser, words):
    page = post(browser, "work/more", {"BATCHES": "a dozen", "REMARK": "Typed at length"})
    problem = "“a dozen” is not a number. Write digits only, such as 12 or 3.5."
    assert page.status_code == 422
    assert words(page).startswith("Error: A few more")
    html = page.content.decode()
    assert html.count(problem) == 2
    assert 'href="#id_BATCHES"' in html
    assert 'id="id_BATCHES"' in html
    assert 'value="a dozen"' in html
    assert "Typed at length" in html


def test_a_good_answer_beside_a_bad_one_is_kept(visit):
    post(visit.browser, "work/more", {"BATCHES": "2000", "REMARK": "Fine"})
    assert answers(visit.response) == {"REMARK": {"value": "Fine"}}


def test_a_reason_and_a_number_together_are_refused(visit, words):
    page = visit.browser.post("/survey/work/more/", {"shown": ["BATCHES"], "BATCHES": ["5", "dont_know"]})
    assert "Only one answer is possible here" in words(page)
    assert answers(visit.response) == {}


def test_the_words_for_not_applying_are_the_questions_own(browser, words):
    text = words(browser.get("/survey/work/records/"))
    assert text.count("No records here") == 1
    assert text.index("Level 3 words") < text.index("or I do not know") < text.index("No records here")


def test_nothing_is_chosen_beforehand(browser):
    assert "checked" not in browser.get("/survey/work/records/").content.decode()


def test_an_answer_changed_elsewhere_is_not_overwritten_without_asking(visit, words):
    post(visit.browser, "work/records", {"REC1": "2"})
    page = post(visit.browser, "work/records", {"REC1": "3", "REC1-revision": "0"})
    assert page.status_code == 422
    assert "“How are records made?” was also answered in another window" in words(page)
    assert "with “2. Level 2 words”. Yours is “3. Level 3 words”." in words(page)
    assert 'name="REC1-revision" value="1"' in page.content.decode()
    assert answers(visit.response) == {"REC1": {"value": "2"}}
    assert post(visit.browser, "work/records", {"REC1": "3", "REC1-revision": "1"}).status_code == 302
    assert answers(visit.response) == {"REC1": {"value": "3"}}


def test_a_question_that_was_not_asked_here_is_refused(visit):
    assert visit.browser.post("/survey/work/records/", {"shown": "TWIN", "TWIN": "none"}).status_code == 400
    assert visit.browser.post("/survey/work/records/", {"SIZE": "few"}).status_code == 400
    assert visit.browser.post("/survey/work/records/", {"shown": "NOSUCH"}).status_code == 400
    assert answers(visit.response) == {}


@pytest.mark.parametrize("place", ["site/size", "work/nosuch", "nosuch/records", "you/records"])
def test_a_page_that_was_not_asked_does_not_exist(browser, place):
    assert browser.get(f"/survey/{place}/").status_code == 404
    assert browser.post(f"/survey/{place}/", {}).status_code == 404


def test_a_revision_that_is_no_number_is_refused_and_overwrites_nothing(visit):
    post(visit.browser, "work/more", {"REMARK": "First"})
    for odd in ("abc", "-1", "９", "9" * 40, ""):
        assert post(visit.browser, "work/more", {"REMARK": "Fine", "REMARK-revision": odd}).status_code == 400
    assert answers(visit.response) == {"REMARK": {"value": "First"}}


def test_continue_replaces_an_autosave_of_the_same_page_that_was_never_heard_of(visit, autosave):
    unheard = str(uuid4())
    autosave(visit.browser, "REC1", "2", id=unheard)
    changed = {"REC1": "3", "REC1-revision": "0"}
    assert post(visit.browser, "work/records", changed | {"REC1-over": str(uuid4())}).status_code == 422
    assert post(visit.browser, "work/records", changed | {"REC1-over": "no id"}).status_code == 400
    assert post(visit.browser, "work/records", changed | {"REC1-over": f"{uuid4()},{unheard}"}).status_code == 302
    assert answers(visit.response)["REC1"] == {"value": "3"}


def test_a_revision_that_does_not_exist_yet_is_a_conflict(visit):
    post(visit.browser, "work/more", {"REMARK": "First"})
    assert post(visit.browser, "work/more", {"REMARK": "Fine", "REMARK-revision": "7"}).status_code == 422
    assert answers(visit.response) == {"REMARK": {"value": "First"}}


def test_save_and_come_back_later_saves(visit):
    left = visit.browser.post("/survey/work/records/", {"shown": "REC1", "REC1": "2", "leave": "yes"})
    assert left.url == "/survey/later/"
    assert answers(visit.response) == {"REC1": {"value": "2"}}


def test_a_change_leads_back_to_where_it_was_asked_for(browser):
    assert post(browser, "work/records", {"REC1": "2"}, back="section").url == "/survey/work/check/"
    kept = {"REC1": "2", "REC1-revision": "1", "REC2": "2"}
    assert post(browser, "work/records", kept, back="all").url == "/survey/check/"
    assert post(browser, "work/records", kept | {"REC2-revision": "1"}, back="//evil").url == "/survey/work/twins/"


def test_facts_are_offered_to_the_coordinator_for_confirmation(arrive, survey, words):
    survey.wave.participations.update(facets={"size": "many"})
    coordinator = arrive(is_coordinator=True)
    page = coordinator.browser.get("/survey/site/size/")
    assert "Please check it, and change what is not right." in words(page)
    assert re.search(r'value="many"[^>]*checked', page.content.decode())
    assert answers(coordinator.response) == {}
    post(coordinator.browser, "site/size", {"SIZE": "many"})
    assert "Please check it" not in words(coordinator.browser.get("/survey/site/size/"))


def test_the_short_path_asks_its_own_questions_only(arrive, words):
    short = arrive(path="short")
    hub = words(short.browser.get("/survey/"))
    assert ("About you" in hub, "Daily work" in hub, "Skills" in hub) == (True, True, False)
    assert "How are records found?" not in words(short.browser.get("/survey/work/records/"))
    assert short.browser.get("/survey/work/twins/").status_code == 404


def test_on_the_short_path_no_section_ends_before_the_last_one(arrive, words):
    browser = arrive(path="short").browser
    assert "Page 1 of 2: About you" in words(browser.get("/survey/you/area/"))
    assert post(browser, "you/area", {"AREA": "production"}).url == "/survey/work/records/"
    second = browser.get("/survey/work/records/")
    assert "Page 2 of 2: Daily work" in words(second)
    assert '<a class="back" href="/survey/you/area/">' in second.content.decode()
    assert browser.post("/survey/work/records/", {"shown": "REC1", "REC1": "2"}).url == "/survey/check/"


def test_on_the_short_path_one_goes_on_where_one_left_off(arrive):
    browser = arrive(path="short").browser
    post(browser, "you/area", {"AREA": "production"})
    assert '<a class="btn btn-primary" href="/survey/work/records/">' in browser.get("/survey/").content.decode()
    assert '<a class="back" href="/survey/">' in browser.get("/survey/you/area/").content.decode()


def test_on_the_short_path_a_change_leads_back_to_where_it_was_asked_for(arrive):
    browser = arrive(path="short").browser
    assert post(browser, "you/area", {"AREA": "production"}, back="all").url == "/survey/check/"
    changed = {"AREA": "elsewhere", "AREA-revision": "1"}
    assert post(browser, "you/area", changed, back="section").url == "/survey/you/check/"


def test_chosen_sections_and_groups_of_skills_are_asked_beside_the_persons_area(arrive, words):
    chosen = arrive(path="sections", sections=["code"])
    hub = words(chosen.browser.get("/survey/"))
    assert ("About you" in hub, "Daily work" in hub, "Skills" in hub) == (True, False, True)


def test_a_very_large_form_is_refused(browser):
    page = browser.post("/survey/work/more/", {"shown": "REMARK", "REMARK": "x" * 1_100_000})
    assert page.status_code in {400, 413}


def test_a_page_costs_the_same_however_much_was_answered(visit, autosave, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as empty:
        visit.browser.get("/survey/work/records/")
    n_queries = len(empty)
    for item, value in (("AREA", "production"), ("REC1", "2"), ("TWIN", "in_use"), ("TWIN_KIND", "live")):
        autosave(visit.browser, item, value)
    with django_assert_max_num_queries(n_queries):
        visit.browser.get("/survey/work/records/")
    assert 0 < n_queries <= 15
