"""Every number of a page of results by the keyboard alone: what a chart shows stands in a table that a Tab and an Enter reach."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tests.benchmarking.dashboards.conftest import compared, compared_with_2025, released, store
from tests.browser.accessibility.keyboard import Keyboard
from tests.browser.accessibility.pairs import Look

__all__ = ["compared", "compared_with_2025", "released", "store"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
RESULTS = "/benchmarks/"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Folds of the page that are closed.
FOLDS = "[...document.querySelectorAll('main details')].filter((fold) => !fold.open).length"
# Of each chart: what stands beside its rows, the rows of its table that show, and whether the focus was on that.
CHARTS = r"""[...document.querySelectorAll("main figure.finding:has(.plot)")].map((finding) => {
  const payload = JSON.parse(finding.querySelector("script[type='application/json']").textContent);
  const drawn = payload.layout.meta.rows.map((row) => ({ label: row.label, texts: row.values ?? [] }));
  const rows = [...finding.querySelectorAll("table.data tbody tr")].filter((row) => row.checkVisibility());
  const region = finding.querySelector("[role=region][tabindex='0']");
  return { id: finding.id, drawn, rows: rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" ")), isReached: Boolean(region?.dataset.reached) };
})"""
MARK = "document.activeElement.dataset.reached = 'yes'"


@pytest.fixture
def page(visit, client, people, live_server, compared_with_2025):
    """Alpha's page beside the sector and the survey before."""
    compared_with_2025()
    shown = visit(Look("light", "ltr", 1280))
    client.force_login(people.alpha.account)
    key = client.cookies["sessionid"].value
    shown.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    shown.goto(RESULTS)
    shown.wait_for_selector("html[data-drawn=yes]")
    return shown


def open_folds(page):
    """Tab from fold to fold to the end of the page, and press Enter on each that is closed."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.activeElement.matches('main summary') && !document.activeElement.parentElement.open"
        ):
            page.keyboard.press("Enter")
        if page.evaluate("document.activeElement === document.body"):
            return


def test_the_first_stop_skips_to_the_content(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_number_of_a_chart_stands_in_a_table_that_the_keyboard_reaches(page):
    open_folds(page)
    assert page.evaluate(FOLDS) == 0
    keyboard = Keyboard(page)
    keyboard.tab = _marking(keyboard)
    keyboard.look()
    assert keyboard.faults == []
    charts = page.evaluate(CHARTS)
    assert len(charts) > 5
    assert [chart["id"] for chart in charts if not chart["isReached"]] == []
    missing = {chart["id"]: found for chart in charts if (found := _missing(chart))}
    assert missing == {}, missing


def _marking(keyboard):
    """As the keyboard's own, and notes on each element that the focus was on it."""
    tab = keyboard.tab

    def press(keys="Tab"):
        stop = tab(keys)
        if stop["is_inside"]:
            keyboard.page.evaluate(MARK)
        return stop

    return press


def _missing(chart):
    """Numbers beside a row of the chart that the table's rows of that name neither print nor are apart by."""
    missing = []
    for drawn in chart["drawn"]:
        named = drawn["label"].split("(")[0].strip()
        printed = {float(number) for row in chart["rows"] if named in row for number in NUMBER.findall(row)}
        said = printed | {abs(one - other) for one, other in combinations(printed, 2)}
        wanted = {float(number) for text in drawn["texts"] for number in NUMBER.findall(text)}
        missing += [(named, each) for each in wanted - said]
    return missing
