"""Files of Alpha's results, made as the worker makes them."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from benchmarking.stats.thresholds import STANDARD

# The sector of the pages' own tests.
from tests.benchmarking.dashboards.conftest import (  # noqa: F401 - fixtures
    OWN,
    alpha,
    finer_figures,
    sector_figures,
    store,
)

PARAMETERS = asdict(STANDARD) | {"owners_sensitive": 11, "order": [], "register_is_complete": False}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Django's storage in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def published(store, people):  # noqa: F811 - a fixture by its name
    """2025 and 2026 surveys; in 2026 Alpha has a result, the sector 64 organisations, biologics 14, the others 7."""
    before = store.survey("2025", people.alpha.organisation)
    store.own(before, people.alpha.organisation)
    wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, [*sector_figures(), *finer_figures()], parameters=PARAMETERS)
    return wave


@pytest.fixture
def make(published, people, as_worker):
    """The bytes of a file of Alpha's, and the page it is of."""
    from benchmarking.dashboards.comparison import compare
    from benchmarking.dashboards.page import page
    from benchmarking.exports.making import make as make_file
    from benchmarking.models.report import Report

    def made(form, group="", language="en", organisation=None, wave=published):
        of = organisation or people.alpha.organisation
        report = Report(organisation=of, wave=wave, group=group, format=form, language=language)
        with as_worker():
            content = make_file(report, lambda _stage, _percent: None).content
        with override(language):
            return SimpleNamespace(content=content, page=page(compare(of, wave.slug, group)))

    return made
