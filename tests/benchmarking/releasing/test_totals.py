"""People needed, from answers to the organiser's report and the methods page."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from benchmarking.models.figure import Figure
from benchmarking.models.release import ReleaseInputs
from tests.benchmarking.small_sector import answers, fill, organisation, respond, take_part

NONE = answers(3)
FEW, MANY = (answers(3, screen="partly", NOW="1", NEED="3", PEOPLE=people) for people in ("few", "many"))
SAID_NOTHING = answers(3) | {"SCREEN": {"missing": "dont_know"}}


def total(release):
    return list(Figure.objects.filter(release=release, statistic="total").values_list("cohort", "value", "n_owners"))


def test_people_are_added_up_over_the_sector_and_n_are_those_asked(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [FEW] * 6 + [MANY] * 6 + [NONE] * 10 + [SAID_NOTHING] * 2})
    assert total(build(wave)) == [("sector", 33.0, 24)]


def test_one_large_company_closes_it(wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [FEW] * 6 + [NONE] * 16})
        for n in range(8):
            site = organisation(wave.programme, f"large {n}", "red", owner="Large Group")
            respond(take_part(wave, site), MANY)
    assert total(build(wave)) == []


def test_the_report_and_the_methods_page_say_how_many_and_why(client, people, wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [FEW] * 6 + [MANY] * 6 + [NONE] * 10})
    release = build(wave)
    client.force_login(people.olga.account)
    answer = client.get(reverse("benchmarking:release-detail", args=[release.pk]))
    assert answer.context["report"]["totals"] == [{"name": "Data", "people": "33", "companies": "22"}]
    assert "about 33" in answer.text
    text = client.get(reverse("benchmarking:release-methods", args=[release.pk])).text
    assert "A total is shown from 20 companies, to two digits, if no company is more than 25 % of it" in text


def test_the_report_says_why_there_is_none(client, people, wave, build, as_worker):
    with as_worker():
        fill(wave, {"red": [NONE] * 22})
    release = build(wave)
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-detail", args=[release.pk])).text
    assert "cannot be shown" in text
    assert "Fewer than 20 companies; or too few that need anybody" in text


@pytest.fixture
def next_year(wave, build, make_wave, as_worker):
    """The same 22 sites again, and so many new ones."""

    def make(n_new):
        again = make_wave(wave.instrument_version, slug="2027")
        with as_worker():
            for i, before in enumerate(
                wave.participations.select_related("organisation").order_by("organisation__name")
            ):
                respond(take_part(again, before.organisation), (FEW, MANY, NONE)[i % 3])
            for n in range(n_new):
                respond(take_part(again, organisation(wave.programme, f"new {n}", "red")), MANY)
        return build(again)

    with as_worker():
        fill(wave, {"red": [(FEW, MANY, NONE)[i % 3] for i in range(22)]})
    assert len(total(build(wave))) == 1
    return make


@pytest.mark.parametrize(("n_new", "n_totals"), [(0, 1), (1, 0), (5, 0), (6, 1)])
def test_next_to_an_earlier_total_fewer_than_six_newcomers_close_it(next_year, as_worker, n_new, n_totals):
    release = next_year(n_new)
    assert len(total(release)) == n_totals
    with as_worker():
        assert ReleaseInputs.objects.get(release=release).document["totals_may_stand"] == bool(n_totals)
        call_command("verify_release", "1", "--wave", "2027")
