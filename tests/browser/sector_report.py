"""What everybody reads of a public report, and what its file says."""

from __future__ import annotations

import csv
import io

FIGURES = """() => Object.fromEntries(
  [...document.querySelectorAll('table.figures tr[id], table.figures small[id]')]
    .map(at => [at.id, at.querySelector(at.matches('tr') ? 'td.num data' : 'data')])
    .filter(([, data]) => data).map(([id, data]) => [id, data.value]))"""


def shown(page):
    """Figure → its value, as the page has it."""
    return page.evaluate(FIGURES)


def downloaded(page):
    """Figure → its row in the file."""
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = download.value.path().read_text("utf-8-sig")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def about(page):
    """What it says of the survey: head → words."""
    return _said(page, "survey")


def corrections(page):
    return _said(page, "log")


def _said(page, section):
    here = page.locator(f"section[aria-labelledby={section}] dl.about")
    return dict(zip(here.locator("dt").all_inner_texts(), here.locator("dd").all_inner_texts(), strict=True))
