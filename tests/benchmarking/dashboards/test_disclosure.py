"""Nothing of anybody else but published figures reaches a coordinator's pages or files, and nothing raw is even read."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarking.dashboards import urls
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import PLASMA, figure, sector_figures
from tests.benchmarking.dashboards.reading import text_of

NEVER_READ = (
    "surveyapp_draftanswer",
    "surveyapp_responseanswers",
    "surveyapp_organisationanswers",
    "benchmarking_releaseinputs",
)
FINDINGS = ["profile", "skills", "skill-groups", "questions", "twins", "practices", "barriers"]
GROUPS = ["", "sector", "sector/biologics", "sector/other", "sector/blood"]
SECRET_SCORE, SECRET_LEVEL, SECRET_COUNT = 61.2345, 4.3217, 5
BANNED = ["wave", "facet", "cohort", "anchor", "redeem", "participation", "item", "missing reason", "borich", "sem"]
BANNED += ["rest of", "release", "figure", "estimate", "residual", "owner", "programme", "instrument", "response"]


@pytest.fixture
def addresses():
    """Every address of the dashboards, with every group."""
    pages = ["/", *(f"/benchmarks/?group={group}" for group in GROUPS)]
    files = [
        f"{reverse('benchmarking:download-finding', args=[name])}?group={group}"
        for name in FINDINGS
        for group in GROUPS
    ]
    sites = [reverse("benchmarking:download-sites", args=[name]) for name in ("sites-1", "each-site-1")]
    return [*pages, *files, "/benchmarks/sites/", *sites]


@pytest.fixture
def secrets(store, people, released, as_worker):
    """What could leak: Beta's own result, the inputs of the release, an unpublished correction, a small group's count."""
    dimensions = {
        code: {"score": SECRET_SCORE, "low": SECRET_SCORE, "high": SECRET_SCORE} for code in ("AUT", "DAT", "ANA")
    }
    store.own(released, people.beta.organisation, dimensions=dimensions, items={"ANA1": {"level": SECRET_LEVEL}})
    store.release(
        released,
        [figure("sector dimension:AUT mean", 64, SECRET_SCORE, (60.0, 62.0))],
        withheld=[PLASMA | {"n_owners": SECRET_COUNT}],
        published=False,
        number=2,
        inputs={"Beta site": SECRET_SCORE},
    )


def test_every_address_is_among_those_checked(addresses):
    named = {pattern.name for pattern in urls.urlpatterns}
    results = {"home", "view-results", "choose-organisation", "download-finding"}
    assert named == results | {"view-sites", "download-sites"}
    assert len(addresses) == 1 + 5 + 7 * 5 + 3


def test_no_page_reads_answers_or_the_inputs_of_a_release(alpha, people, released, addresses):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for address in addresses:
            assert alpha.get(address).status_code in (200, 302, 404)
        alpha.post("/benchmarks/choose/", {"organisation": people.alpha.organisation.id})
    statements = " ".join(query["sql"] for query in seen.captured_queries)
    assert "benchmarking_figure" in statements
    assert [table for table in NEVER_READ if table in statements] == []


def test_nothing_of_another_organisation_is_on_a_page_in_a_chart_or_in_a_file(alpha, people, secrets, addresses):
    shown = " ".join(alpha.get(address, follow=True).content.decode() for address in addresses)
    assert "75" in shown
    for secret in (SECRET_SCORE, SECRET_LEVEL):
        assert str(secret)[:4] not in shown
    assert people.beta.organisation.name not in shown
    assert "n = 5" not in shown.replace("\u00a0", " ")


def test_what_alpha_may_not_see_is_there_to_be_seen(people, secrets, released):
    from benchmarking.selectors.own_results import own_results

    assert own_results(people.beta.organisation.id)[released.id].dimensions["AUT"].score == SECRET_SCORE


def test_a_chart_holds_published_and_own_numbers_only(alpha, released):
    page = alpha.get("/benchmarks/").content.decode()
    profile = json.loads(re.search(r'<script id="profile-figure" type="application/json">(.*?)</script>', page)[1])
    own = {75.0, 50.0, 25.0}
    published = {
        each[name] for each in sector_figures() for name in ("value", "low", "high") if each["metric"].startswith("dim")
    }
    drawn = {x for trace in profile["data"] if trace["type"] == "scatter" for x in trace["x"]}
    assert drawn <= own | published


def test_the_order_of_rows_follows_from_published_and_own_numbers(alpha, released):
    rows = alpha.get("/benchmarks/").context["findings"]["barriers"].rows
    assert [row[0] for row in rows] == ["No time", "Budget"]


@pytest.fixture
def taught(programme, released, as_worker):
    """A catalogue in which no course raises charts."""
    from benchmarking.models.training import TrainingModule

    with as_worker():
        TrainingModule.objects.create(
            programme=programme, code="A", name={"en": "Cooking"}, audience="practitioner", raises={"python": 3}
        )


@pytest.mark.parametrize("group", GROUPS)
def test_plain_words_only(alpha, store, people, taught, group):
    before = store.survey("2025", people.alpha.organisation)
    store.own(before, people.alpha.organisation)
    store.release(before, sector_figures())
    if group == "sector/blood":
        Participation.objects.update(facets={"sub_sector": "plasma"})  # a withheld group is shown to those in it alone
    text = text_of(alpha.get("/benchmarks/", {"group": group}))
    assert "No course on offer raises: Charts." in text
    assert [word for word in BANNED if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("address", ["/", "/benchmarks/?survey=1999", "/benchmarks/?group=moon"])
def test_plain_words_on_the_other_pages(client, alpha, released, address):
    if address == "/":
        client.logout()
    text = text_of(client.get(address))
    assert [word for word in BANNED if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)] == []
