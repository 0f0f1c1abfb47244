"""The plan's pages: who sees them, what can be set, what is refused, and that nobody overwrites unseen."""

import re
from datetime import date

import pytest

from benchmarking.actions.plans import change_target
from benchmarking.selectors.plans import own_plan
from surveyapp.models.people import Membership
from tests.benchmarking.dashboards.conftest import figure, mean
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import ADD, COURSES, PLAN

GIVEN = {"target_level": "3", "responsible": "Ana", "due": "31/3/2027", "module": ""}


@pytest.fixture
def plan_of(people):
    return lambda who="alpha": own_plan(getattr(people, who).organisation.pk)


def address(item, *rest):
    return "/".join([f"{PLAN}targets/{item.pk}", *rest, ""])


def test_a_plan_asks_a_stranger_to_sign_in(client, db):
    assert client.get(PLAN).url == f"/accounts/login/?next={PLAN}"
    assert client.post(f"{COURSES}save/").status_code == 302


def test_whoever_coordinates_several_sites_chooses_first(alpha, people, planned):
    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    assert alpha.get(PLAN).url == "/benchmarks/"
    alpha.post("/benchmarks/choose/", {"organisation": people.beta.organisation.pk})
    assert "Nothing is planned yet" in text_of(alpha.get(PLAN))


@pytest.mark.parametrize("what", ["", "move", "done", "remove", "restore"])
def test_the_target_of_another_organisation_is_not_found(client, people, planned, what):
    client.force_login(people.beta.account)
    reply = client.post(
        address(planned[0], *filter(None, [what])), GIVEN | {"revision": "1", "where": "later", "done": "yes"}
    )
    assert reply.status_code == 404


def test_before_any_result_there_is_nothing_to_aim_at(alpha, people):
    for page in (PLAN, ADD):
        assert "There is no result of your own yet, so there is nothing to aim at." in text_of(alpha.get(page))
    assert alpha.get(f"{ADD}skill/python/").status_code == 404


def test_gaps_and_next_levels_are_offered_the_widest_and_lowest_first(alpha, released):
    text = text_of(alpha.get(ADD))
    assert re.findall(r"(Python|Charts) Data skills \. Level (\d) now, 3 needed", text) == [
        ("Python", "1"),
        ("Charts", "2"),
    ]
    assert re.findall(r"How is (\w+) done\? \w", text)[:2] == ["ANA2", "ANA1"]
    assert "How is ANA2 done? Analysis . Level 1 now Level 2, Partial: ANA2 done at 2" in text
    assert re.findall(r"(\d+) of 100 points", text) == ["25", "50", "75"]


def test_where_no_skill_is_short_the_page_says_so(alpha, people, store):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation, skills={})
    assert "Skills that are short None, by your own answers." in text_of(alpha.get(ADD))


def test_where_all_stands_highest_there_is_nothing_to_aim_at(alpha, people, store):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation, skills={}, items={}, dimensions={"AUT": {"score": 99.7}})
    assert "Everything that was answered stands at its highest level" in text_of(alpha.get(ADD))


def test_a_target_is_added_from_where_things_stand(alpha, released, catalogue, plan_of):
    assert alpha.post(f"{ADD}skill/python/", GIVEN | {"module": "B"}).url == PLAN
    found = plan_of().of("skill", "python")
    assert (found.start_level, found.start_wave, found.target_level) == (1.0, released.pk, 3.0)
    assert (found.responsible, found.due, found.module) == ("Ana", date(2027, 3, 31), "B")
    text = text_of(alpha.get(PLAN))
    assert "From level 1 to level 3 Ana, by 31 March 2027, with the course “Course B”" in text
    assert alpha.get(f"{ADD}skill/python/").url == f"{PLAN}targets/{found.id}/"


def test_a_form_begins_with_what_is_needed_and_offers_courses_for_the_skills_audience(alpha, released, catalogue):
    form = alpha.get(f"{ADD}skill/python/").context["form"]
    assert form.initial == {"target_level": "3"}
    assert [code for code, _ in form.fields["module"].choices] == ["", "A", "B"]
    assert alpha.get(f"{ADD}item/ANA2/").context["form"].initial == {"target_level": "2"}


@pytest.mark.parametrize(
    "written", ["2027-03-31", "31.3.2027", "31/03/2027", "31-3-2027", "31 March 2027", " 31 Mar 2027 "]
)
def test_a_date_is_read_as_people_write_it(alpha, released, plan_of, written):
    alpha.post(f"{ADD}skill/python/", GIVEN | {"due": written})
    assert plan_of().of("skill", "python").due == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("where", "given", "said"),
    [
        (
            "skill/python",
            {"due": "31/2/2027"},
            "“31/2/2027” is not a date we can read. Write day, month and year, like 31/12/20",
        ),
        ("skill/python", {"due": "31/12/1999"}, "Write a year from 2000 to 2100."),
        ("skill/python", {"due": "31/12/9999"}, "Write a year from 2000 to 2100."),
        ("skill/python", {"target_level": "1"}, "Choose a level above the present one."),
        ("skill/python", {"target_level": "6"}, "Choose a level above the present one."),
        ("skill/python", {"target_level": ""}, "Choose the level you aim at."),
        ("skill/python", {"module": "M"}, "Choose a course from the list."),
        ("skill/python", {"responsible": "x" * 201}, "Write at most 200 characters."),
        ("dimension/DAT", {"target_level": "50"}, "A target lies above where you are now, which is 50."),
        ("dimension/DAT", {"target_level": "101"}, "Write a number from 0 to 100."),
        ("dimension/DAT", {"target_level": "nan"}, "Write a number from 0 to 100."),
        ("dimension/DAT", {"target_level": "much"}, "“much” is not a number. Write it in figures, like 70."),
        ("dimension/DAT", {"target_level": ""}, "Write the number of points you aim at."),
    ],
)
@pytest.mark.usefixtures("released", "catalogue")
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(alpha, plan_of, where, given, said):
    reply = alpha.post(f"{ADD}{where}/", GIVEN | {"target_level": "3"} | given)
    text = text_of(reply)
    assert (reply.status_code, text.count(said)) == (422, 2)
    assert "Error:" in text
    assert 'value="Ana"' in reply.content.decode() or "responsible" in given
    assert plan_of().targets == ()


@pytest.mark.parametrize("unknown", ["skill/nothing", "thing/python", "item/HELD"])
def test_what_the_questionnaire_does_not_ask_cannot_be_aimed_at(alpha, released, unknown):
    assert alpha.get(f"{ADD}{unknown}/").status_code == 404


def test_a_dimension_takes_whole_points(alpha, released, plan_of):
    alpha.post(f"{ADD}dimension/DAT/", GIVEN | {"target_level": "62,5"})
    assert plan_of().of("dimension", "DAT").target_level == 63.0


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten(alpha, people, planned, plan_of):
    who = {"organisation": people.alpha.organisation, "by": people.olga.account}
    change_target(target=planned[0].pk, revision=1, changes={"target_level": 4.0, "responsible": "Bo"}, **who)
    reply = alpha.post(address(planned[0]), GIVEN | {"responsible": "Cy", "revision": "1"})
    text, html = text_of(reply), reply.content.decode()
    assert reply.status_code == 409
    assert "Olga has written this meanwhile From level 1 to level 4. Bo, by 31 March 2027" in text
    assert 'value="Cy"' in html
    assert 'name="revision" value="2"' in html
    assert plan_of().targets[0].responsible == "Bo"
    alpha.post(address(planned[0]), GIVEN | {"responsible": "Cy", "revision": "2"})
    assert plan_of().targets[0].responsible == "Cy"


def test_adding_what_somebody_added_meanwhile_shows_theirs(alpha, planned, plan_of):
    reply = alpha.post(f"{ADD}skill/python/", GIVEN | {"responsible": "Cy"})
    assert reply.status_code == 409
    assert address(planned[0]) in reply.content.decode()
    assert plan_of().targets[0].responsible == "Ana"


@pytest.mark.parametrize(("what", "revision"), [("done", "1"), ("remove", "1"), ("done", "²"), ("remove", "9" * 30)])
def test_done_and_out_also_need_what_stands(alpha, people, planned, what, revision):
    who = {"organisation": people.alpha.organisation, "by": people.alpha.account}
    change_target(target=planned[0].pk, revision=1, changes={"responsible": "Bo"}, **who)
    reply = alpha.post(address(planned[0], what), {"revision": revision, "done": "yes"}, follow=True)
    assert "Alpha changed this target meanwhile, so nothing was done." in text_of(reply)
    assert not own_plan(people.alpha.organisation.pk).targets[0].is_done


def test_done_undone_out_and_back(alpha, planned, plan_of):
    alpha.post(address(planned[0], "done"), {"revision": "1", "done": "yes"})
    assert plan_of().targets[0].is_done
    alpha.post(address(planned[0], "done"), {"revision": "2", "done": "no"})
    alpha.post(address(planned[0], "remove"), {"revision": "3"})
    text = text_of(alpha.get(PLAN))
    assert "Out of the plan Python Put it back" in text
    assert "out of the plan. Put it back first" in text_of(alpha.get(address(planned[0]), follow=True))
    alpha.post(address(planned[0], "restore"))
    assert [each.code for each in plan_of().targets] == ["python", "ANA2", "DAT"]


def test_targets_are_ordered_by_what_comes_first_or_by_date(alpha, planned):
    alpha.post(address(planned[2], "move"), {"where": "earlier"})
    order = lambda query: [row.target.code for row in alpha.get(PLAN + query).context["roadmap"].standing]  # noqa: E731
    assert order("") == ["python", "DAT", "ANA2"]
    assert order("?order=date") == ["DAT", "python", "ANA2"]
    assert order("?order=x") == ["python", "DAT", "ANA2"]
    assert "Move up" not in text_of(alpha.get(f"{PLAN}?order=date"))


def test_a_target_that_is_reached_can_still_be_given_to_somebody(alpha, people, store, planned, plan_of):
    wave = store.survey("2027", people.alpha.organisation)
    store.own(wave, people.alpha.organisation, dimensions={"DAT": {"score": 90.0}})
    given = {"target_level": "70", "responsible": "Bo", "due": "", "module": "", "revision": "1"}
    assert alpha.post(address(planned[2]), given).status_code == 302
    assert plan_of().of("dimension", "DAT").responsible == "Bo"


def test_a_target_below_its_start_starts_anew(alpha, people, store, planned, plan_of):
    wave = store.survey("2027", people.alpha.organisation)
    store.own(wave, people.alpha.organisation, dimensions={"DAT": {"score": 20.0}})
    alpha.post(address(planned[2]), {"target_level": "40", "revision": "1"})
    found = plan_of().of("dimension", "DAT")
    assert (found.start_level, found.start_wave, found.target_level) == (20.0, wave.pk, 40.0)


def test_peers_are_context_with_n_interval_survey_and_publication(alpha, people, store, released, planned):
    text = text_of(alpha.get(PLAN))
    assert text.count("Context, not a target:") == 2
    assert "66 % of the sector are at level 2 or higher (n = 64, 55–76 %, 2026 survey, publication 1)." in text
    assert "the sector's median is 53 (n = 64, 49–57, 2026 survey, publication 1)." in text
    store.release(
        released, [mean("sector skill:python:current", 31, 44.0, 7.0), mean("sector dimension:DAT", 31, 52.0)], number=2
    )
    text = text_of(alpha.get(PLAN))
    assert "that rated this skill is 2.2 (n = 31, 1.8–2.6, 2026 survey, publication 2)." in text
    assert "the sector's mean is 52 (n = 31, 46–58, 2026 survey, publication 2)." in text


def test_a_count_band_is_no_context(alpha, people, store, released, planned):
    figures = [
        figure("sector item:ANA2 at_least_2", 14, None, (5.0, 60.0), least=3.0, most=5.0),
        figure("sector dimension:DAT mean", 14, None, most=20.0, bound="at_most"),
    ]
    store.release(released, figures, number=2)
    assert "Context, not" not in text_of(alpha.get(PLAN))


def test_the_file_holds_what_the_page_says(alpha, planned, catalogue):
    reply = alpha.get(f"{PLAN}plan.csv")
    assert reply["Content-Disposition"] == 'attachment; filename="plan-alpha-site.csv"'
    lines = reply.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Target,Kind,From,To,Responsible,Date,Course,Now,Progress")
    assert lines[1].startswith("Python,Skill,1,3,Ana,2027-03-31,Course B,,No later survey yet")
    assert len(lines) == 4
    assert len(alpha.get(f"{PLAN}plan.csv").content.decode().splitlines()) == 4


def test_a_mean_level_beside_a_target_has_its_tenth_as_its_interval_has(alpha, store, released, planned):
    store.release(released, [mean("sector skill:python:current", 22, 20.0, 8.0)], number=2)
    assert "rated this skill is 1.0 (n = 22, 0.6–1.4, 2026 survey, publication 2)." in text_of(alpha.get(PLAN))
