"""Workers see to it that the first view of the results costs what any later one does."""

import logging

import pytest
from django.utils import timezone

from benchmarking.actions import kept_pages as keeping
from benchmarking.actions.own_results import request_own_results, store_own_result
from benchmarking.actions.releases import publish_release
from benchmarking.dashboards import prepared_results
from benchmarking.models.kept_page import KeptPage
from benchmarking.tasks import prepare_pages, rebuild_own_results
from surveyapp.models.people import Account, Membership
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import OWN, sector_figures
from tests.benchmarking.dashboards.reading import text_of

RESULTS = "/benchmarks/"
OF_A_PAGE = 4  # statements: session, account, its organisations, the page


@pytest.fixture
def prepare(as_worker):
    def act():
        with as_worker():
            prepare_pages()
            return sorted(KeptPage.objects.values_list("organisation__name", "language", "state"))

    return act


@pytest.fixture
def pages(as_worker):
    def read():
        with as_worker():
            return sorted(KeptPage.objects.values_list("organisation__name", "language", "is_prepared"))

    return read


def test_the_very_first_view_after_a_publication_is_there_already(alpha, released, prepare, django_assert_num_queries):
    prepare()
    with django_assert_num_queries(OF_A_PAGE):
        assert "Overall you stand at Established" in text_of(alpha.get(RESULTS))


def test_publishing_calls_a_worker(store, people, no_broker, django_capture_on_commit_callbacks):
    wave = store.survey("2026", people.alpha.organisation)
    made = store.release(wave, sector_figures(), published=False)
    with django_capture_on_commit_callbacks(execute=True):
        publish_release(release=made, by=people.olga.account)
    assert ("benchmarking.prepare_pages", str(made.pk)) in no_broker


def test_pages_are_prepared_in_the_programmes_languages_and_the_coordinators(
    people, programme, released, prepare, pages
):
    programme.languages = ["en", "fr", "nl"]  # no page of ours is in Dutch
    programme.save()
    Account.objects.filter(pk=people.beta.account.pk).update(language="ar")
    prepare()
    assert pages() == [
        *(("Alpha site", language, True) for language in ("en", "fr")),
        *(("Beta site", language, True) for language in ("ar", "en", "fr")),
    ]


def test_nothing_is_prepared_where_there_is_nothing_to_see_or_nobody_to_see_it(people, store, prepare, pages):
    store.survey("2026", people.alpha.organisation, closed=False)
    Membership.objects.filter(account=people.beta.account).delete()
    prepare()
    assert pages() == []


def test_asking_again_makes_nothing_again(released, prepare, pages, as_worker):
    prepare()
    with as_worker():
        made = list(KeptPage.objects.order_by("pk").values_list("kept_at", flat=True))
        prepare_pages()
        assert list(KeptPage.objects.order_by("pk").values_list("kept_at", flat=True)) == made


def test_a_later_release_and_other_software_are_reasons_to_prepare_anew(store, released, prepare, as_worker):
    states = [prepare()]
    store.release(released, sector_figures(n=40), number=2)
    states.append(prepare())
    with as_worker():
        KeptPage.objects.update(software="older", state="of older software")
    states.append(prepare())
    assert [set(each) & set(states[0]) for each in states[1:]] == [set(), set()]
    assert states[1] == states[2]


def test_an_own_result_that_is_another_leaves_nothing_that_was_made_from_the_one_before(
    alpha, released, prepare, as_worker, django_assert_num_queries
):
    prepare()
    alpha.get(f"{RESULTS}?group=sector/biologics")
    part = Participation.objects.get(wave=released, organisation__name="Alpha site")
    with as_worker():
        request = request_own_results(participations=[part.pk], occasion="again")[0]
        store_own_result(request=request, participation=part, document=OWN | {"lowest": "DAT"})
        kept = KeptPage.objects.filter(organisation__name="Alpha site")
        assert [(page.state, page.frame, bytes(page.packed)) for page in kept] == [("", {}, b"")]
    prepare()
    with django_assert_num_queries(OF_A_PAGE):
        assert "lowest is data" in text_of(alpha.get(RESULTS)).lower()


def test_results_that_were_built_call_a_worker_once(
    people, released, no_broker, as_worker, django_capture_on_commit_callbacks
):
    parts = Participation.objects.filter(wave=released).values_list("pk", flat=True)
    with as_worker(), django_capture_on_commit_callbacks(execute=True):
        request_own_results(participations=parts, occasion="closed")
        rebuild_own_results("closed")
    assert no_broker.count(("benchmarking.prepare_pages", "closed")) == 1


def test_a_page_that_cannot_be_made_stops_no_other_and_is_not_tried_for_ever(released, prepare, as_worker, caplog):
    with as_worker():
        keeping.want(software=prepared_results.software())
        KeptPage.objects.filter(organisation__name="Alpha site").update(survey="1999")  # there is none of that name
    with caplog.at_level(logging.CRITICAL):
        found = prepare()
    by_name = {name: state for name, _language, state in found}
    assert (by_name["Alpha site"], len(by_name["Beta site"])) == (keeping.NOT_NOW, 32)


def test_a_page_that_waits_is_prepared_when_its_result_is_there(store, people, prepare, as_worker):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures())
    part = Participation.objects.get(wave=wave, organisation=people.alpha.organisation)
    with as_worker():
        request = request_own_results(participations=[part.pk], occasion="first")[0]
    assert ("Alpha site", "en", keeping.NOT_NOW) in prepare()
    with as_worker():
        store_own_result(request=request, participation=part, document=OWN)
    assert {len(state) for _name, _language, state in prepare()} == {32}


def test_pages_kept_by_visits_are_bounded(people, released, as_worker):
    with as_worker():
        for n in range(keeping.VISITED_AT_MOST + 3):
            KeptPage.objects.create(
                organisation=people.alpha.organisation, survey=f"{n:02}", language="en", kept_at=timezone.now()
            )
        assert keeping.remove_superseded() == 3
        assert min(KeptPage.objects.values_list("survey", flat=True)) == "03"
