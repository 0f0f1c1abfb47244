"""A page that is kept is the page that would be made; it is nobody else's; and it costs four statements."""

import gzip
import re

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarking.dashboards.comparison import compare
from benchmarking.dashboards.kept_results import inside, results
from benchmarking.models.kept_page import KeptPage
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.state_of_pages import COUNTED, SOURCES, STAND
from surveyapp.models.people import Membership
from surveyapp.models.row_scope import organisation_scope
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import finer_figures, sector_figures

RESULTS = "/benchmarks/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def without_tokens(answer):
    return TOKEN.sub("", answer.content.decode())


@pytest.fixture
def three_surveys(store, people, programme, as_worker):
    """2025 and 2026, both published, and 2027, which is open; a catalogue and a target."""
    from benchmarking.actions.plans import Aimed, add_target

    sites = (people.alpha.organisation, people.beta.organisation)
    for year in ("2025", "2026"):
        wave = store.survey(year, *sites)
        store.own(wave, people.alpha.organisation)
        store.release(wave, [*sector_figures(), *finer_figures()])
    store.own(store.survey("2027", *sites, closed=False), people.alpha.organisation)
    with as_worker():
        TrainingModule.objects.create(programme=programme, code="A", name={"en": "Snakes"}, raises={"python": 3})
    add_target(organisation=people.alpha.organisation, aimed=Aimed("skill", "python", 3), by=people.alpha.account)


@pytest.mark.parametrize("address", ["", "?survey=2025", "?survey=2026&group=sector/biologics", "?survey=2027"])
def test_a_kept_page_is_the_page_that_was_made(alpha, three_surveys, address):
    first, second = (without_tokens(alpha.get(RESULTS + address)) for _ in range(2))
    assert first == second
    assert KeptPage.objects.count() == 0  # without a scope nobody sees one


def test_a_page_that_is_kept_takes_four_statements_and_makes_nothing(alpha, three_surveys, django_assert_num_queries):
    alpha.get(RESULTS)
    with django_assert_num_queries(4) as statements:  # session, account, its organisations, the page
        alpha.get(RESULTS)
    assert "benchmarking_figure" not in " ".join(each["sql"] for each in statements.captured_queries)


def test_every_table_that_a_page_is_made_from_is_in_its_state(people, three_surveys):
    with CaptureQueriesContext(connection) as seen:
        for survey, group in (("", ""), ("2025", ""), ("2026", "sector/biologics"), ("2027", "")):
            inside(compare(people.alpha.organisation, survey, group), group)
    read = {name for query in seen.captured_queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert {"benchmarking_ownresult", "benchmarking_planitem", "benchmarking_trainingmodule", *STAND} <= read
    assert read - SOURCES.keys() - STAND.keys() - COUNTED == set()


def test_the_database_asks_every_table_that_is_named(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'benchmarking_find_page'")
        source = cursor.fetchone()[0]
    assert [table for table, which in SOURCES.items() if f"FROM {table} WHERE {which}" not in source] == []


def test_every_visitor_gets_forms_and_messages_of_their_own(alpha, people, released):
    alpha.get(RESULTS)
    tokens = {TOKEN.search(alpha.get(RESULTS).content.decode())[0] for _ in range(3)}
    assert len(tokens) == 3
    second = Membership.objects.create(account=people.olga.account, organisation=people.alpha.organisation)
    alpha.force_login(people.olga.account)
    assert '<span class="person">Olga' in alpha.get(RESULTS).content.decode()
    second.delete()
    assert "Alpha site" not in alpha.get(RESULTS).content.decode()


def test_a_page_travels_compressed_or_as_it_is(alpha, released):
    plain = without_tokens(alpha.get(RESULTS))
    answer = alpha.get(RESULTS, headers={"Accept-Encoding": "gzip"})
    assert (answer["Content-Encoding"], answer["Content-Length"]) == ("gzip", str(len(answer.content)))
    assert "Accept-Encoding" in answer["Vary"]
    assert TOKEN.sub("", gzip.decompress(answer.content).decode()) == plain
    assert len({len(alpha.get(RESULTS, headers={"Accept-Encoding": "gzip"}).content) for _ in range(8)}) > 1


def test_languages_are_kept_apart(alpha, released):
    said = [alpha.get(RESULTS, headers={"Accept-Language": each}).content.decode() for each in ("en", "de", "en", "de")]
    assert ["Where you stand" in each for each in said] == [True, False, True, False]


def test_nobody_gets_the_page_of_another_organisation(alpha, client, people, store, released):
    store.own(released, people.beta.organisation, overall=11.0, dimensions={})
    assert "Alpha site" in alpha.get(RESULTS).content.decode()
    client.force_login(people.beta.account)
    for _ in range(2):
        page = client.get(RESULTS).content.decode()
        assert ("Beta site" in page, "Alpha site" in page) == (True, False)
    client.force_login(people.gamma.account)
    assert "Alpha site" not in client.get(RESULTS).content.decode()


def test_the_database_shows_a_kept_page_in_its_organisations_scope_alone(alpha, people, released):
    alpha.get(RESULTS)
    seen = {}
    for name in ("alpha", "beta"):
        with organisation_scope(getattr(people, name).organisation.pk):
            seen[name] = KeptPage.objects.count()
    assert seen == {"alpha": 1, "beta": 0}


def test_the_database_keeps_no_page_for_another_organisation(people, db):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():  # noqa: SIM117 - the scope ends first
        with organisation_scope(people.beta.organisation.pk):
            KeptPage.objects.create(organisation=people.alpha.organisation, language="en")


def test_looking_for_a_page_leaves_no_scope_open(people, released):
    results(people.alpha.organisation, "", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('waymark.organisation', true), '')")
        assert cursor.fetchone()[0] == ""


def test_a_page_that_waits_for_a_worker_is_made_each_time(alpha, store, people, as_worker):
    from benchmarking.models.own_result import OwnResultRequest

    wave = store.survey("2026", people.alpha.organisation, closed=False)
    part = Participation.objects.get(wave=wave)
    Participation.objects.filter(wave=wave).update(confirmed_at=timezone.now())
    with as_worker():
        OwnResultRequest.objects.create(key="own_result", participation=part, state="waiting")
    assert [alpha.get(RESULTS)["Refresh"] for _ in range(2)] == ["5", "5"]
    with as_worker():
        assert not KeptPage.objects.exists()


def test_a_page_of_nothing_is_not_kept(client, people, as_worker):
    client.force_login(people.gamma.account)
    assert "There are no results yet" in client.get(RESULTS).content.decode()
    with as_worker():
        assert not KeptPage.objects.exists()
