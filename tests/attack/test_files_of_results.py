"""I7 for files that are taken along: a coordinator asks for each format beside each group, and every number is looked at."""

import re
from dataclasses import replace

import pytest
from django.utils import timezone

from benchmarking.exports import document
from benchmarking.models.release import Release
from benchmarking.models.report import Report
from benchmarking.tasks import sweep
from tests.attack.crawler import _read
from tests.attack.peer_numbers import MONTHS_AHEAD, OWN_ERROR, made_of_counts, unknown_in_text
from tests.attack.test_crawler import (  # noqa: F401 - fixtures
    answering,
    own,
    released,
    said_of_itself,
    sector,
    words_of_others,
)

REPORTS = "/benchmarks/reports/"
SLIDES_AT_MOST = 30
# Times, and names of things.
WRITTEN = re.compile(r"\d\d:\d\d:\d\d\S*|\d{4}-\d\d-\d\dT?|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")


@pytest.fixture
def take(sector, as_worker, settings, tmp_path):  # noqa: F811 - a fixture by its name
    """Files of the coordinator of "red 3", by format and group."""
    settings.MEDIA_ROOT = tmp_path
    browser = sector.browsers["red 3"]

    def taken(*kinds):
        choices = {kind: {"survey": sector.wave.slug, "format": kind[0], "group": kind[1]} for kind in kinds}
        asked = {kind: browser.post(f"{REPORTS}ask/", choice).headers["Location"] for kind, choice in choices.items()}
        with as_worker():
            sweep()
        return {kind: _read(f"{page}file/", browser.get(f"{page}file/")) for kind, page in asked.items()}

    return taken


def numbers_of_nobody(sector, files):  # noqa: F811
    release, figures, now = Release.objects.get(), released(), timezone.localtime()
    said = [
        *said_of_itself(release),
        *made_of_counts(release.groups, figures),
        *(MONTHS_AHEAD, OWN_ERROR, now.year, now.day, 2026, 3),
        *range(SLIDES_AT_MOST),
        *ends_of_bands(figures),
    ]
    plain = {kind: replace(page, text=WRITTEN.sub(" ", page.text)) for kind, page in files.items()}
    mine = own(sector.sites["red 3"])
    found = {kind: unknown_in_text(page, figures, mine, said) for kind, page in plain.items()}
    return {kind: numbers for kind, numbers in found.items() if numbers}


def test_files_hold_nothing_but_released_figures_and_one_s_own(sector, take, monkeypatch):  # noqa: F811
    files = take(
        *((form, group) for form in Report.Format.values for group in ("sector", "sector/red", "sector/other"))
    )
    assert numbers_of_nobody(sector, files) == {}
    texts = {kind: replace(page, body=page.text.encode()) for kind, page in files.items()}
    assert words_of_others(sector, "red 3", texts) == []
    page = document.page
    monkeypatch.setattr(document, "page", lambda comparison: replace(page(comparison), lede="The others: 37.0625."))
    planted = take(("pdf", "sector"), ("pptx", "sector"), ("xlsx", "sector"))
    assert {kind: set(numbers) for kind, numbers in numbers_of_nobody(sector, planted).items()} == {
        kind: {"37.0625"} for kind in planted
    }


def ends_of_bands(figures):
    """A band of counts is drawn in per cent: 9 of 14 is 64.3."""
    bands = [figure for figure in figures if figure["least"] is not None and figure["value"] is None]
    return [round(100 * figure[end] / figure["n_units"], 1) for figure in bands for end in ("least", "most")]
