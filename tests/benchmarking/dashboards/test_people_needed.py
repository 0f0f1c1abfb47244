"""How many people the whole sector needs, on a coordinator's page: with n, or with one reason for all."""

from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.people_needed import Line, _cells
from tests.benchmarking.dashboards.conftest import GROUPS, figure, sector_figures
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.dashboards.tables import lines_of

TOTAL = figure("sector people_needed:data total", 64, 250.0, least=245.0, most=255.0)
LIMITS = {"totals_from": 20}
WHY = (
    "Fewer than 20 companies; or too few that need anybody; or one or two make up most of the total; or beside other numbers it "
    "would tell who is short."
)


def publish(store, people, *figures, **more):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, [*sector_figures(), *figures], parameters=LIMITS, **more)


def test_the_largest_total_is_the_title_and_n_stands_beside_each(alpha, store, people):
    publish(store, people, TOTAL)
    answer = alpha.get("/benchmarks/")
    found = answer.context["findings"]["people_needed"]
    assert found.title == "About 250 people should move up in data skills"
    assert found.rows == (("Data skills", "about 250", "64", "6 to 10 people"),)
    assert "About 250 people should move up in data skills" in text_of(answer)


def test_it_is_the_sector_s_whatever_group_is_compared_with(alpha, store, people):
    publish(store, people, TOTAL, groups=GROUPS)
    found = alpha.get("/benchmarks/", {"group": "sector/biologics"}).context["findings"]["people_needed"]
    assert found.source[:2] == ("All organisations in the sector", "n\u00a0=\u00a064")


def test_a_total_that_cannot_be_shown_gives_one_reason(alpha, store, people):
    publish(store, people)
    answer = alpha.get("/benchmarks/")
    assert answer.context["findings"]["people_needed"].withheld.reason == WHY
    assert WHY in text_of(answer)


def test_numbers_made_before_there_were_totals_have_no_such_part(alpha, released):
    assert "people_needed" not in alpha.get("/benchmarks/").context["findings"]


def test_a_file_gives_the_reason_in_full_for_each_total_that_is_not_shown():
    rows = (_cells(Line("Data skills", None, ""), WHY),)
    columns = (Column("Group of skills"), Column("People", numeric=True), Column("n", numeric=True), Column("You"))
    (line,) = lines_of(finding_as_csv(Finding("people-needed", "", columns=columns, rows=rows)))
    assert line["Why a number is missing"] == f"People: {WHY}"
