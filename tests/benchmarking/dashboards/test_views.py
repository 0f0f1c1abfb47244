import json
import re

import pytest
from django.urls import reverse

from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import GROUPS, finer_figures, mean, sector_figures
from tests.benchmarking.dashboards.questionnaire import IMPORTED
from tests.benchmarking.dashboards.reading import text_of

RESULTS = "/benchmarks/"


def test_results_ask_a_stranger_to_sign_in(client, db):
    response = client.get(RESULTS)
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/benchmarks/")


def test_results_open_on_the_only_organisation_of_an_account(alpha, released):
    text = text_of(alpha.get(RESULTS))
    assert "Overall you stand at Established; lowest is analysis, at Partial" in text
    assert "Answers of 3 people in 2 areas, 2026 survey." in text


def test_results_name_n_coverage_and_own_answers(alpha, released):
    text = text_of(alpha.get(RESULTS))
    assert "Organisations n = 64 Coverage 61 % of 105 registered Your answers 3 people in 2 areas" in text


def test_the_questionnaires_texts_name_their_language_on_a_page_in_another(alpha, released):
    arabic = alpha.get(RESULTS, headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<th scope="row" lang="en"><span><bdi>' in arabic
    assert '<p class="quiet flush" lang="en">' in arabic
    assert ' lang="en"><span>' not in alpha.get(RESULTS).content.decode()


def test_an_account_with_several_organisations_chooses_one_and_stays_with_it(alpha, people, released):
    from surveyapp.models.people import Membership

    Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    assert "Whose results do you want to see?" in text_of(alpha.get(RESULTS))
    chosen = alpha.post("/benchmarks/choose/", {"organisation": people.beta.organisation.id})
    assert (chosen.status_code, chosen.url) == (302, RESULTS)
    assert "Beta site has no result of its own in the 2026 survey." in text_of(alpha.get(RESULTS))


@pytest.mark.parametrize("whose", ["beta", "gamma"])
def test_choosing_the_organisation_of_somebody_else_is_refused(alpha, people, released, whose):
    theirs = getattr(people, whose).organisation
    assert alpha.post("/benchmarks/choose/", {"organisation": theirs.id}).status_code == 403
    assert "Alpha site" in text_of(alpha.get(RESULTS))


def test_choosing_something_that_is_no_organisation_is_refused(alpha, released):
    assert alpha.post("/benchmarks/choose/", {"organisation": "sector"}).status_code == 403


def test_a_choice_ends_with_the_membership(alpha, people, released):
    from surveyapp.models.people import Membership

    second = Membership.objects.create(account=people.alpha.account, organisation=people.beta.organisation)
    alpha.post("/benchmarks/choose/", {"organisation": people.beta.organisation.id})
    second.delete()
    assert "Alpha site" in text_of(alpha.get(RESULTS))


def test_an_organisation_in_the_address_changes_nothing(alpha, people, released):
    text = text_of(alpha.get(RESULTS, {"organisation": people.beta.organisation.id}))
    assert "Alpha site" in text


def test_an_account_that_coordinates_nothing_is_told_so(client, people):
    client.force_login(people.olga.account)
    response = client.get(RESULTS)
    assert (response.status_code, "There are no results for this account" in text_of(response)) == (200, True)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"survey": "1999"}, "There is no survey called “1999” here. Choose one from your results."),
        (
            {"group": "sector/moon"},
            "There is no group called “sector/moon” in this survey. Choose one from your results.",
        ),
    ],
)
def test_an_unknown_survey_or_group_is_not_found_with_a_sentence(alpha, released, asked, sentence):
    response = alpha.get(RESULTS, asked)
    assert (response.status_code, sentence in text_of(response)) == (404, True)
    assert alpha.get(reverse("benchmarking:download-finding", args=["profile"]), asked).status_code == 404


def test_a_draft_survey_is_unknown(alpha, store, people, released):
    from surveyapp.models.wave import Wave

    draft = store.survey("2027", people.alpha.organisation, closed=False)
    Wave.objects.filter(pk=draft.pk).update(state=Wave.State.DRAFT)
    assert alpha.get(RESULTS, {"survey": "2027"}).status_code == 404


def test_a_survey_of_another_programme_is_unknown(client, people, released):
    client.force_login(people.gamma.account)
    assert "There are no results yet" in text_of(client.get(RESULTS))
    assert client.get(RESULTS, {"survey": "2026"}).status_code == 200
    assert "64" not in text_of(client.get(RESULTS, {"survey": "2026"}))


def test_before_the_survey_has_closed_a_site_sees_itself_alone(alpha, store, people):
    from django.utils import timezone

    day = timezone.now().replace(year=2026, month=12, day=18)
    wave = store.survey("2026", people.alpha.organisation, closed=False, closes_at=day)
    store.own(wave, people.alpha.organisation)
    text = text_of(alpha.get(RESULTS))
    assert "The comparison comes after the survey has closed on 18 December 2026. Fewer than six companies have" in text
    assert "Your own profile" in text
    assert "Compare with" not in text


def test_between_closing_and_publishing_the_comparison_is_being_prepared(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, sector_figures(), published=False)
    text = text_of(alpha.get(RESULTS))
    assert "The comparison is being prepared and appears here when it is published." in text
    assert "n = 64" not in text


def test_an_open_survey_without_a_result_says_when_it_comes(alpha, store, people):
    store.survey("2026", people.alpha.organisation, closed=False)
    text = text_of(alpha.get(RESULTS))
    assert (
        "There is no result of Alpha site yet It appears here once your answers to the 2026 survey are confirmed."
        in text
    )
    assert "See who has answered, and confirm" in text


def test_the_last_survey_is_shown_while_a_newer_one_is_open(alpha, store, people, released):
    store.survey("2027", people.alpha.organisation, closed=False)
    text = text_of(alpha.get(RESULTS))
    assert "Alpha site, 2026 survey" in text
    assert "The 2027 survey is open. Its results will stand here too." in text


def test_a_site_outside_the_population_is_told_why_and_not_compared(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation, in_population=False)
    store.release(wave, sector_figures())
    text = text_of(alpha.get(RESULTS))
    assert "Suppliers are reported apart." in text
    assert "clearly ahead" not in text
    assert "Your own result is not part of this comparison, so the page shows the group alone." in text


def test_a_group_that_is_too_small_says_so_without_a_count(alpha, released):
    Participation.objects.filter(wave=released).update(facets={"sub_sector": "plasma"})
    text = text_of(alpha.get(RESULTS, {"group": "sector/blood"}))
    sentence = "“Blood plasma” cannot be shown. A group opens at six companies, with none or at least six left beside it. Other companies can take part in the next survey. This says nothing about how anyone answered."
    assert f"Not enough organisations to show {sentence} Shown below instead: the whole sector." in text


def test_a_sector_below_six_has_no_comparison(alpha, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    whole = {"path": [], "label": {"en": "The whole sector"}, "parent": "", "reason": "too_few"}
    store.release(wave, groups=[], withheld=[whole])
    text = text_of(alpha.get(RESULTS))
    assert (
        "“The whole sector” cannot be shown. Groups open at six companies. Other companies can take part in the next survey."
        in text
    )
    assert "Your own profile" in text


def test_below_ten_there_are_means_and_no_shares(alpha, released):
    text = text_of(alpha.get(RESULTS, {"group": "sector/other"}))
    assert "Shares open at ten companies, so that nobody's answer can be read from them." in text
    assert "quarter" not in text
    assert "In the whole sector: 25 % have started with twins" in text
    assert "So this is the whole sector, not your group." in text


def test_from_ten_to_nineteen_shares_are_bands_of_counts(alpha, released):
    text = text_of(alpha.get(RESULTS, {"group": "sector/biologics"}))
    assert "3–5 of 14 have started with twins" in text
    assert "quarter" not in text


def test_from_twenty_on_a_share_reads_with_n_and_interval(alpha, released):
    text = text_of(alpha.get(RESULTS))
    assert "25 % have started with twins" in text
    assert "25 % have started with twins, n = 64, 15–36 %, 2026 survey" in text


def test_imported_scores_show_their_themes_and_every_measure(alpha, store, people):
    wave = store.survey("2023", people.alpha.organisation, definition=IMPORTED)
    document = {"n_respondents": 0, "roles": [], "scores": {"EES": 70.0, "MW": 80.0, "B01": 90.0}}
    nothing = {key: {} for key in ("dimensions", "items", "groups", "skills", "barriers", "statistics")}
    store.own(wave, people.alpha.organisation, **(nothing | document), overall=None, lowest=None)
    means = [("EES", 60.0), ("MW", 79.0), ("B01", 88.0)]
    store.release(
        wave, [mean(f"sector score:{code}", 64, value, 3.0) for code, value in means], withheld=[], groups=GROUPS[:1]
    )
    text = text_of(alpha.get(RESULTS))
    assert "You are clearly ahead of the whole sector in engagement" in text
    assert "All 3 measures" in text
    assert "Work is interesting 90 88" in text
    assert "dimension" not in text


def test_charts_draw_only_what_the_bundle_can_and_name_no_colour(alpha, released):
    page = alpha.get(RESULTS).content.decode()
    figures = [
        json.loads(text)
        for text in re.findall(r'<script id="[\w-]+-figure" type="application/json">(.*?)</script>', page)
    ]
    assert len(figures) == 7
    assert {trace["type"] for figure in figures for trace in figure["data"]} == {"scatter", "bar"}
    assert re.findall(r"#[0-9a-f]{6}", json.dumps(figures)) == []


def test_the_table_of_a_chart_can_be_downloaded(alpha, released):
    response = alpha.get(reverse("benchmarking:download-finding", args=["twins"]), {"group": "sector"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="twins-2026-sector.csv"'
    assert response.content.decode() == (
        '\ufeffDigital twins,"Share, per cent","95 % interval, from","95 % interval, to",n,You,Why a number is missing,'
        "Compared with,Number of organisations,Survey,Publication\r\n"
        "Have started with twins,25,15,36,64,Yes,,The whole sector,n\u00a0=\u00a064,2026 survey,publication 1\r\n"
    )


def test_the_page_and_the_file_of_a_finding_hold_the_same_table(alpha, released):
    page = alpha.get(RESULTS)
    for finding in page.context["findings"].values():
        lines = alpha.get(finding.csv_url).content.decode().removeprefix("\ufeff").splitlines()
        assert len(lines) == len(finding.rows) + 1


def test_plotly_finds_the_sheet_that_stands_in_for_its_own(alpha, released):
    sheets = re.findall(r"<link[^>]*findings[^>]*>", alpha.get(RESULTS).content.decode())
    assert [('id="plotly.js-style-global"' in sheet, 'class="no-inline-styles"' in sheet) for sheet in sheets] == [
        (True, True)
    ]


def test_an_unknown_table_is_not_found_with_a_sentence(alpha, released):
    response = alpha.get("/benchmarks/figures/secrets.csv")
    assert response.status_code == 404
    assert "There is no table called “secrets” for this survey and group." in text_of(response)


def test_results_are_not_kept_by_the_browser_or_a_proxy(alpha, released):
    assert "no-store" in alpha.get(RESULTS)["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_results_are_only_read(alpha, released, method):
    assert getattr(alpha, method)(RESULTS).status_code == 405


def test_a_page_costs_the_same_queries_with_one_group_and_with_three(alpha, store, people, django_assert_num_queries):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, sector_figures(), groups=GROUPS[:1])
    with django_assert_num_queries(13):
        alpha.get(RESULTS)
    store.release(wave, [*sector_figures(), *finer_figures()], groups=GROUPS, number=2)
    with django_assert_num_queries(13):
        assert "Biologics (n = 14)" in text_of(alpha.get(RESULTS))
