import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarking.stats.peer_groups import SUB_GROUPS_FROM
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation, Wave
from surveyapp.organising.watch.words import GROUPS_FROM
from tests.benchmarking.small_sector import answers, organisation, respond, take_part
from tests.surveyapp.organising.watch.conftest import address

FIELDS = ("registered", "invited", "started", "finished", "companies", "owners")


def rows(page):
    return [(each.name, *(getattr(each.counts, name) for name in FIELDS), each.rate) for each in page.context["groups"]]


def states(page):
    return {each.name: each.state for each in page.context["groups"]}


def test_response_stands_against_the_register_by_group_and_by_fact(look, wave, as_worker, invite):
    with as_worker():
        for n in range(3):
            respond(take_part(wave, organisation(wave.programme, f"Red {n}", "red")), answers(3), submitted=n < 2)
        invite(take_part(wave, organisation(wave.programme, "Red 3", "red", owner="Red 0 Group")))
        organisation(wave.programme, "Blue", "blue")
    page = look()
    assert rows(page) == [
        ("Blue", 1, 0, 0, 0, 0, 1, "0\u00a0%"),
        ("Red", 4, 4, 3, 2, 2, 3, "67\u00a0%"),
        ("Whole sector", 5, 4, 3, 2, 2, 4, "50\u00a0%"),
    ]
    facts = [
        (fact.name, [(row.name, row.counts.finished, row.counts.registered) for row in fact.rows])
        for fact in page.context["facts"]
    ]
    assert facts == [("Type", [("Plant", 2, 5)])]


def test_values_of_a_fact_stand_as_the_questionnaire_orders_them(look, fill, wave, as_worker):
    wave.programme.peer_tree = ["type"]
    wave.programme.save()
    fill(green=(1, 3), blue=(1, 4), red=(1, 2))
    with as_worker():
        organisation(wave.programme, "Of no known kind", "")
        organisation(wave.programme, "Of another list", "amber")
    fact = next(each for each in look().context["facts"] if each.name == "Kind")
    assert [row.name for row in fact.rows] == ["Red", "Blue", "Green", "amber", "Not known"]


def test_of_too_many_values_the_largest_are_listed_wherever_the_questionnaire_has_them(look, wave, as_worker):
    wave.programme.peer_tree = ["type"]
    wave.programme.save()
    with as_worker():
        for n in range(82):
            organisation(wave.programme, f"Plant {n}", f"word {n // 2:02}")
        for name, kind in (("A", "red"), ("B", "green"), ("C", "green"), ("D", "green")):
            organisation(wave.programme, name, kind)
    fact = next(each for each in look().context["facts"] if each.name == "Kind")
    assert [row.name for row in fact.rows] == ["Green", *(f"word {n:02}" for n in range(39))]
    assert fact.left_out == 3


def test_whose_page_was_opened_is_counted_apart(look, wave, as_worker, invite):
    with as_worker():
        for n, opened in enumerate((None, wave.opens_at)):
            invite(take_part(wave, organisation(wave.programme, f"Red {n}", "red")), opened_at=opened)
    counts = look().context["counts"]
    assert (counts.invited, counts.opened, counts.started) == (2, 1, 0)


def test_only_a_complete_list_has_a_response_rate(look, fill, wave, words):
    fill(red=(3, 12))
    assert "Response rate 25\u00a0%" in look().text.replace("</dt><dd>", " ")
    for frame, head, rate, said in (
        (
            "partial_list",
            "Of those listed",
            "25\u00a0%",
            "there is no response rate. The share is of the companies that are listed",
        ),
        ("open_call", "Of those invited", "100\u00a0%", "This survey is an open call: nobody knows whom it reached"),
    ):
        Wave.objects.filter(pk=wave.pk).update(frame=frame)
        page = look()
        assert (page.context["rate_head"], page.context["rate"]) == (head, rate)
        assert said in words(page)


def test_a_group_says_how_many_companies_it_lacks_at_least(look, fill):
    fill(red=(14, 20), blue=(8, 20), green=(4, 9))
    assert states(look()) == {
        "Blue": "Large enough; at least 2 more companies needed in what is left beside it",
        "Green": "At least 2 more companies needed",
        "Red": "Would be shown",
        "Whole sector": "Would be shown",
    }


def test_a_group_of_too_few_in_the_register_is_not_asked_for_more(look, fill):
    fill(red=(20, 20), green=(1, 5))
    assert states(look())["Green"] == "Cannot be shown: fewer than 6 companies in the register"


def test_where_only_confirmed_organisations_count_others_are_still_missing(look, fill, wave):
    fill(red=(7, 9))
    Wave.objects.filter(pk=wave.pk).update(counts_unconfirmed=False)
    Participation.objects.filter(organisation__name="Red 00").update(confirmed_at=wave.opens_at)
    page = look()
    assert states(page)["Whole sector"] == "At least 5 more companies needed"
    assert [row["state"] for row in page.context["rows"]] == ["Finished, not confirmed"] * 6 + ["Not invited"] * 2


def test_owners_that_share_a_coordinator_are_one_company(look, fill, people):
    from surveyapp.models.people import Membership

    fill(red=(7, 9))
    for each in Organisation.objects.filter(name__in=["Red 00", "Red 01", "Red 02"]):
        Membership.objects.create(account=people.alpha.account, organisation=each)
    assert states(look())["Whole sector"] == "At least 1 more company needed"


def test_the_overview_says_the_numbers_that_this_page_says(look, fill, people, wave, client):
    fill(red=(14, 20), blue=(8, 20), green=(4, 9))
    take_part(wave, people.alpha.organisation)  # an office: the questionnaire is not about it
    watched, overview = look(), look(name="wave-detail")
    assert overview.context["counts"] == watched.context["counts"]
    assert [(each.name, each.state) for each in overview.context["rows"]] == [*states(watched).items()]
    assert (overview.context["small"], watched.context["small"], watched.context["counts"].finished) == (2, 2, 26)
    assert "2 peer groups need more answers to be shown" in overview.text
    assert "Organisations that the questionnaire is not about are left out." in overview.text
    whole = client.get(f"/api/v1/waves/{wave.pk}/progress/").json()["segments"][0]
    assert (whole["path"], whole["registered"], whole["invited"], whole["finished"]) == ([], 49, 26, 26)


def test_groups_open_at_the_number_that_disclosure_control_has():
    assert GROUPS_FROM == SUB_GROUPS_FROM


def test_precision_is_that_of_owners_today_and_of_the_whole_register(look, fill, wave, words):
    fill(red=(25, 50))
    found = look().context["precision"]
    assert (found["now"], found["everybody"]) == ("25 companies", "50 companies")
    # t(24) = 2.0639, 2.0639·20/5·√.5 = 5.837; rounding 1.96·2/√12 = 1.132; together 5.946, whole points
    assert found["rows"][0][1:] == ("±\u00a06 points", "±\u00a00.6 points")
    assert "20 points apart (standard deviation): an assumption" in found["spread"]
    Wave.objects.filter(pk=wave.pk).update(frame="partial_list")
    # 2.0639·20/5 = 8.256, with 1.132 it is 8.333
    assert look().context["precision"]["rows"][0][1] == "±\u00a09 points"


def test_figures_that_are_not_published_have_no_precision(look, fill):
    fill(red=(5, 9))
    assert [row[1] for row in look().context["precision"]["rows"]] == ["not published", "not published"]


def test_the_counts_are_fetched_alone_and_what_can_have_the_focus_keeps_it(look, fill):
    fill(red=(2, 9))
    part = look(**{"HX-Request": "true"})
    assert part.templates[0].name == "organising/watch/counts.html"
    assert 'hx-trigger="load delay:60s"' in part.text
    for focusable in ("<a ", "<button", "<input", "<select", "<summary"):
        assert focusable not in part.text
    boxes = re.findall(r"<[^>]+tabindex[^>]+>", part.text)
    assert [re.search(r' id="([^"]+)"', each)[1] for each in boxes] == ["rows-groups", "rows-1"]


def test_a_closed_survey_is_not_fetched_again_and_calls_nobody(look, fill, close, wave, words):
    fill(red=(8, 9))
    close(wave)
    page = look()
    assert "hx-get" not in page.text
    assert states(page) == {"Red": "", "Whole sector": ""}
    assert "Nobody: the survey is closed and takes no more answers." in words(page)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"state": "draft", "opens_at": None}, "This survey has not opened yet"),
        ({}, "Nobody is in the register yet"),
    ],
)
def test_a_survey_without_answers_says_so(look, wave, words, state, said):
    Wave.objects.filter(pk=wave.pk).update(**state)
    assert said in words(look())


def test_results_from_a_file_are_not_watched(look, fill, wave, words):
    fill(red=(0, 3))
    for each in Organisation.objects.filter(name__startswith="Red"):
        Participation.objects.create(wave=wave, organisation=each, facets=each.facets, is_imported=True)
    text = words(look())
    assert "Nobody was asked: these results came from a file" in text
    assert "Whom to telephone" not in text


@pytest.mark.parametrize("name", ["wave-watch", "wave-watch-csv", "wave-watch-workbook"])
@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_nobody_but_the_organiser_watches(client, people, wave, name, who):
    client.force_login(getattr(people, who).account)
    assert client.get(address(wave, name)).status_code == 403


def test_the_page_asks_no_more_and_touches_no_answers_with_many_organisations(look, fill, wave):
    fill(red=(3, 7))
    look()
    with CaptureQueriesContext(connection) as few:
        look()
    fill(blue=(8, 40), green=(4, 30))
    with CaptureQueriesContext(connection) as many:
        look()
    assert len(many) == len(few)
    for table in ("surveyapp_responseanswers", "surveyapp_draftanswer", "surveyapp_organisationanswers"):
        assert not [query["sql"] for query in many if table in query["sql"]]
