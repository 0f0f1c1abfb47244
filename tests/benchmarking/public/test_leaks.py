"""Nothing but what disclosure control let through, as it is printed, gets out of a public report."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from benchmarking.actions.sector_reports import make_public
from benchmarking.public import typeset
from benchmarking.public.page import report
from benchmarking.selectors import sector_reports as selectors
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import GROUPS, PLASMA, figure, finer_figures, sector_figures
from tests.benchmarking.public.conftest import HERE, OF_NOW, PARTS
from tests.benchmarking.public.reading import figures_of

NEVER_READ = (
    "surveyapp_draftanswer",
    "surveyapp_responseanswers",
    "surveyapp_organisationanswers",
    "surveyapp_participation",
    "surveyapp_invitation",
    "surveyapp_organisation",
    "benchmarking_releaseinputs",
    "benchmarking_ownresult",
)
# Behind what is printed: an unrounded mean and its bounds, the count of a small group, a score, an organisation.
UNROUNDED, LEAST, MOST, SMALL, OWN = 51.23456, 47.1357, 55.2468, 4321, 61.2345


@pytest.fixture
def leaky(store, people):
    """A release in which something stands behind every number, and an own result beside it."""
    wave = store.survey("2026", people.alpha.organisation, frame="complete_list")
    store.own(wave, people.alpha.organisation, overall=OWN, dimensions={"AUT": {"score": OWN}})
    behind = {"least": LEAST, "most": MOST}
    figures = [each for each in [*sector_figures(), *finer_figures()] if each["metric"] != "dimension:DAT"]
    figures += [figure("sector dimension:DAT mean", 64, UNROUNDED, (47.98765, 54.43219), **behind)]
    figures += [figure("sector dont_know:DAT share", 64, 23.456789, (13.97531, 33.86429), least=14.0, most=16.0)]
    hidden = [PLASMA | {"n_owners": SMALL, "n_units": SMALL, "population": SMALL}]
    groups = [each | {"members": ["Alpha site"], "sd": OWN} for each in GROUPS]
    store.release(wave, figures, groups=groups, withheld=hidden, parameters=OF_NOW | {"rater_sd": 13})
    make_public(wave=wave, by=people.olga.account)
    return wave


@pytest.fixture
def everything(client, leaky):
    """All that leaves the installation about the report, as text."""
    parts = [*PARTS, "embed/groups/", "embed/profile/", "figures/sector/biologics/", "figures/sector/other/"]
    sent = {part: client.get(f"{HERE}{part}").content.decode() for part in parts}
    release = selectors.at("sector", "2026", 1)
    with override("en"):
        found = report(selectors.source(release, release.wave.sector_report, selectors.log_of(release.wave_id)))
        sent["report.pdf"] = json.dumps(typeset.as_data(found), ensure_ascii=False)
    return sent


def test_no_number_from_behind_a_printed_one_gets_out(everything):
    digits = [
        re.sub(r"\D", "", f"{number}")
        for number in (UNROUNDED, LEAST, MOST, OWN, 47.98765, 54.43219, 23.456789, 13.97531)
    ]
    for part, text in everything.items():
        joined = text.replace(".", "").replace(",", "")
        assert [each for each in digits if each[:4] in joined and each[:5] in joined] == [], part


def test_a_group_that_is_not_shown_has_a_name_a_reason_and_no_count(everything):
    assert "Blood plasma" in everything[""]
    assert "which of these is not told" in everything[""]
    assert [part for part, text in everything.items() if str(SMALL) in text] == []


def test_no_organisation_person_or_owner_is_named(everything):
    for part, text in everything.items():
        found = re.findall(r"Alpha|Beta site|Beta Group|alpha@|beta@", text)
        assert found == [], part


def test_a_band_gives_no_share_and_a_share_no_count(client, leaky):
    """Of 14 companies the counts alone; of 64 the per cent alone, not the counts it is rounded from."""
    rows = figures_of(client.get(f"{HERE}figures.csv"))
    shares = [row for row in rows.values() if row["statistic"] == "share" and not row["withheld"]]
    assert {bool(row["value"]) for row in shares} == {True, False}
    assert [row["id"] for row in shares if bool(row["value"]) == bool(row["least"] or row["most"])] == []
    means = [row for row in rows.values() if row["unit"] == "points" and row["value"]]
    assert [row["id"] for row in means if row["least"] or row["most"] or "." in row["value"]] == []


def test_nothing_of_answers_organisations_or_own_results_is_even_read(client, leaky):
    assert Participation.objects.filter(wave=leaky).exists()
    with CaptureQueriesContext(connection) as asked:
        for part in (*PARTS, "embed/groups/", "figures/sector/other/"):
            client.get(f"{HERE}{part}")
    statements = " ".join(each["sql"] for each in asked.captured_queries)
    assert "benchmarking_figure" in statements
    assert [table for table in NEVER_READ if f'"{table}"' in statements] == []


def test_without_a_complete_register_there_is_no_response_rate(client, store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, sector_figures(), parameters=OF_NOW | {"register_is_complete": False})
    make_public(wave=wave, by=people.olga.account)
    assert not [row for row in figures_of(client.get(f"{HERE}figures.csv")).values() if row["measure"] == "response"]
    page = client.get(HERE).content.decode()
    assert "there is no response rate" in page
    assert "105" not in page


def test_whether_anybody_of_a_kind_without_a_group_took_part_is_not_told(client, store, people):
    """Withheld for being too few, or unheard of: the same bytes but for addresses and tags."""
    pages = []
    for year, hidden in (("2026", [PLASMA]), ("2027", [])):
        wave = store.survey(year, people.alpha.organisation, title={"en": "The survey"})
        store.release(wave, sector_figures(), withheld=hidden, groups=GROUPS[:2], parameters=OF_NOW)
        make_public(wave=wave, by=people.olga.account)
        rows = figures_of(client.get(f"/reports/sector/{year}/1/figures.csv"))
        pages.append({(row["group"], row["group_name"], row["withheld"]) for row in rows.values()})
    assert pages[0] == pages[1]
    assert ("sub_sector_family/blood", "Blood plasma") in {each[:2] for each in pages[0]}
