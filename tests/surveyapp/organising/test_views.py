import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from benchmarking.models.release import Release
from surveyapp.actions.results import import_results
from surveyapp.instruments.results import OrganisationResult, ResultsTable
from surveyapp.models.wave import Participation, Wave
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part


@pytest.fixture
def wave(programme, people, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    return make_wave(publish_instrument(DEFINITION), people.alpha.organisation, people.beta.organisation)


PAGES = ["wave-detail", "wave-close", "wave-edit", "wave-dates", "wave-extend", "wave-delete", "wave-preview"]
TYPED = {"typed": "2026"}


def address(name, wave):
    return reverse(f"surveyapp:{name}", args=[wave.programme.slug, wave.slug])


@pytest.mark.parametrize("page", PAGES)
def test_olga_sees_the_survey_she_runs(client, people, wave, page):
    if page in ("wave-edit", "wave-delete"):
        Wave.objects.update(state="draft", opens_at=None)
    client.force_login(people.olga.account)
    answer = client.get(address(page, wave))
    assert answer.status_code == 200
    assert "2026 survey" in answer.text


@pytest.mark.parametrize("limits", [(6, "9"), (9, "6")])
def test_groups_are_held_to_the_higher_limit(client, people, wave, settings, limits):
    wave.programme.least_owners, settings.LEAST_OWNERS = limits
    wave.programme.save()
    client.force_login(people.olga.account)
    text = client.get(address("wave-detail", wave)).text
    assert "A group is shown once 9 companies in it have finished" in text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, wave, page, name):
    client.force_login(getattr(people, name).account)
    assert client.get(address(page, wave)).status_code == 403


def test_a_stranger_cannot_tell_a_programme_that_exists_from_one_that_does_not(client, people, wave):
    client.force_login(people.gamma.account)
    for programme, survey in (("sector", "2026"), ("sector", "1999"), ("nowhere", "2026")):
        assert client.get(f"/organise/{programme}/{survey}/").status_code == 403


def test_olga_who_mistypes_a_survey_is_told_so(client, people, wave):
    client.force_login(people.olga.account)
    assert client.get("/organise/sector/1999/").status_code == 404


@pytest.mark.parametrize("page", ["programme-list", *PAGES])
def test_whoever_is_not_signed_in_is_asked_to(client, wave, page):
    url = reverse("surveyapp:programme-list") if page == "programme-list" else address(page, wave)
    answer = client.get(url)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={url}")


def test_the_list_shows_olga_her_programme_only(client, people, wave):
    client.force_login(people.olga.account)
    text = client.get(reverse("surveyapp:programme-list")).text
    assert "Sector survey" in text
    assert "2026 survey" in text
    assert "Another sector" not in text


def test_the_list_is_not_for_coordinators(client, people, wave):
    client.force_login(people.alpha.account)
    assert client.get(reverse("surveyapp:programme-list")).status_code == 403


def test_closing_asks_first_and_then_closes(client, people, wave):
    client.force_login(people.olga.account)
    assert "A closed survey does not open again" in client.get(address("wave-close", wave)).text
    assert Wave.objects.get().is_open
    answer = client.post(address("wave-close", wave), TYPED, follow=True)
    assert "Its results are being built" in answer.text
    assert Wave.objects.get().state == "closed"
    assert Release.objects.get().state == "waiting"
    assert reverse("benchmarking:release-list", args=["sector", "2026"]) in answer.text


def test_closing_again_says_that_it_is_not_open(client, people, wave):
    client.force_login(people.olga.account)
    client.post(address("wave-close", wave), TYPED)
    assert "This survey is not open" in client.get(address("wave-close", wave)).text
    client.post(address("wave-close", wave), TYPED)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_cannot_close(client, people, wave, name):
    client.force_login(getattr(people, name).account)
    assert client.post(address("wave-close", wave), TYPED).status_code == 403
    assert Wave.objects.get().is_open


def test_closing_needs_the_token_of_the_form(people, wave):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.olga.account)
    assert strict.post(address("wave-close", wave)).status_code == 403
    assert Wave.objects.get().is_open


def test_a_draft_is_opened_from_its_page(client, people, wave):
    Wave.objects.update(state="draft", opens_at=None)
    client.force_login(people.olga.account)
    assert "Open the survey" in client.get(address("wave-detail", wave)).text
    client.post(address("wave-open", wave))
    assert Wave.objects.get().is_open


def test_a_draft_that_is_to_be_closed_says_why_not(client, people, wave):
    Wave.objects.update(state="draft", opens_at=None)
    client.force_login(people.olga.account)
    assert "Open it first" in client.post(address("wave-close", wave), TYPED, follow=True).text


def test_response_is_counted_by_segment(client, people, wave, as_worker):
    with as_worker():
        red = [take_part(wave, organisation(wave.programme, f"Red {n}", "red")) for n in range(3)]
        same_owner = take_part(wave, organisation(wave.programme, "Red 4", "red", owner="Red 0 Group"))
        organisation(wave.programme, "Silent", "blue")
        for participation in (red[0], red[0], same_owner):
            respond(participation, answers(3))
        respond(red[1], answers(3), submitted=False)
        Participation.objects.filter(pk=red[0].pk).update(confirmed_at=wave.opens_at)
    client.force_login(people.olga.account)
    rows = client.get(address("wave-detail", wave)).context["rows"]
    found = [(r.name, *(getattr(r.counts, f) for f in FIELDS), r.state) for r in rows]
    assert found == [
        ("Blue", 1, 0, 0, 0, 0, 0, "Cannot be shown: fewer than 6 companies in the register"),
        ("Red", 4, 3, 3, 2, 1, 1, "Cannot be shown: fewer than 6 companies in the register"),
        ("Whole sector", 7, 3, 3, 2, 1, 1, "At least 5 more companies needed"),
    ]


FIELDS = ("registered", "invited", "started", "finished", "confirmed", "companies")


@pytest.fixture
def imported(programme, people, publish_instrument, as_worker):
    """The results of two organisations from a file, beside Alpha and Beta in the register."""
    programme.peer_tree = ["kind"]
    programme.save()
    found = [OrganisationResult(name, name, "", {"kind": kind}, {}) for name, kind in (("A", "red"), ("B", "blue"))]
    given = {"programme": programme, "instrument_version": publish_instrument(DEFINITION), "wave_slug": "2023"}
    with as_worker():
        table = ResultsTable(found, "a" * 64)
        return import_results(**given, table=table, source="a.csv", by=None, by_kind="operator").wave


def test_imported_results_count_as_finished_and_the_page_says_where_they_come_from(client, people, imported, words):
    client.force_login(people.olga.account)
    page = client.get(address("wave-detail", imported))
    counts = page.context["counts"]
    assert [getattr(counts, name) for name in (*FIELDS, "imported")] == [4, 0, 0, 2, 2, 2, 2]
    text = words(page)
    assert "The results of 2 organisations were imported from a file" in text
    Wave.objects.filter(pk=imported.pk).update(closes_at=datetime(2023, 12, 15, 12, tzinfo=UTC))
    for name, place in (("wave-detail", [imported.slug]), ("survey-list", []), ("programme-desk", [])):
        page = client.get(reverse(f"surveyapp:{name}", args=[imported.programme.slug, *place]))
        assert "Closed on 15 December 2023" in words(page)
    assert re.findall("Invited|Started|Finished|have finished|no more answers", text) == []
    assert "Peer group In the register Imported Of the register" in text
    assert "Blue 1 1 1 of 1 Red 1 1 1 of 1 Whole sector 4 2 2 of 4" in text


def test_the_list_says_which_results_were_imported(client, people, imported, words):
    client.force_login(people.olga.account)
    assert "not published 2 2, imported from a file" in words(
        client.get(reverse("surveyapp:survey-list", args=["sector"]))
    )


def test_a_survey_that_people_answered_is_not_called_imported(client, people, wave, words):
    client.force_login(people.olga.account)
    page = client.get(address("wave-detail", wave))
    assert "mported" not in words(page)
    assert "0 of 2 organisations have finished" in words(page)


def test_pages_of_the_organiser_never_touch_answers(client, people, wave, as_worker):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with as_worker():
        respond(Participation.objects.first(), answers(3))
    client.force_login(people.olga.account)
    with CaptureQueriesContext(connection) as queries:
        for url in (reverse("surveyapp:programme-list"), *(address(page, wave) for page in PAGES)):
            client.get(url)
        client.post(address("wave-close", wave), TYPED)
    for table in ("surveyapp_responseanswers", "surveyapp_draftanswer", "surveyapp_organisationanswers"):
        assert not [q["sql"] for q in queries if table in q["sql"]]


def test_the_page_of_a_survey_asks_no_more_for_many_organisations(client, people, wave, as_worker):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(people.olga.account)
    client.get(address("wave-detail", wave))
    with CaptureQueriesContext(connection) as few:
        client.get(address("wave-detail", wave))
    with as_worker():
        for n in range(10):
            respond(take_part(wave, organisation(wave.programme, f"Red {n}", "red")), answers(3))
    with CaptureQueriesContext(connection) as many:
        client.get(address("wave-detail", wave))
    assert len(many) == len(few)
