"""A published survey with the one before it, whose report is public; and everything that its addresses give."""

from __future__ import annotations

import pytest

from tests.benchmarking.dashboards.conftest import (
    GROUPS,
    finer_figures,
    mean,
    sector_figures,
    store,
)
from tests.benchmarking.exports.conftest import PARAMETERS

__all__ = ["store"]
HERE = "/reports/sector/2026/1/"
PARTS = ("", "figures.csv", "figures.json", "cite.bib", "cite.ris", "cite.json", "embed/twins/", "figures/sector/")
PEOPLE = {
    "cohort": "sector", "metric": "people_needed:data", "statistic": "total", "n_owners": 64, "n_units": 64, "value": 120.0,
}  # fmt: skip
OF_NOW = PARAMETERS | {
    "register_is_complete": True,
    "totals_from": 20,
    "total_largest": 0.25,
    "total_rest": 0.1,
    "order": ["sub_sector_family"],
}


def silent(at, n, least, most):
    """Who did not say: a band of counts beside a share."""
    cohort, metric = at.split()
    return {
        "cohort": cohort, "metric": metric, "statistic": "not_stated", "n_owners": n, "n_units": n,
        "value": 2.0, "least": least, "most": most,
    }  # fmt: skip


def all_figures():
    return [*sector_figures(), *finer_figures(), silent("sector statistic:twins_started", 64, 3.0, 5.0), PEOPLE]


@pytest.fixture
def wave(store, people):
    """The survey of 2026 after that of 2025; nobody may read its report yet."""
    before = store.survey("2025", people.alpha.organisation, frame="complete_list")
    figures = [mean(f"sector dimension:{code}", 60, value, 3.0) for code, value in {"AUT": 40.0, "DAT": 51.0}.items()]
    store.release(before, figures, groups=[GROUPS[0] | {"n_owners": 60}], parameters=PARAMETERS)
    found = store.survey("2026", people.alpha.organisation, people.beta.organisation, frame="complete_list")
    store.release(found, all_figures(), parameters=OF_NOW)
    return found


@pytest.fixture
def public(wave, people):
    from benchmarking.actions.sector_reports import make_public

    return make_public(wave=wave, by=people.olga.account)
