import re
from pathlib import Path

import pytest

from benchmarking.selectors.methods import METHOD_VERSION
from tests.reference import reference_sector

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
WRITE = "DJANGO_SETTINGS_MODULE=surveyapp.config.settings .venv/bin/python -m tests.reference.reference_sector"
REMEDY = (
    "Published figures moved for the same answers. If they should: raise METHOD_VERSION in benchmarking/selectors/"
    "methods.py, say under 'Changed numbers' of CHANGELOG.md what moves and by how much, and write the new figures with "
    f"`{WRITE}`, which prints the fingerprint for that entry. If they should not: mend what moved them."
)


@pytest.fixture(scope="module")
def entries():
    """Method version → fingerprint, as the parts of the changelog called "Changed numbers" name them."""
    parts = re.findall(r"^### Changed numbers\n(.*?)(?=^##|\Z)", CHANGELOG.read_text(), re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"^- Method version (\w+) \(`([0-9a-f]{16})`\)", "\n".join(parts), re.MULTILINE))


def test_no_figure_of_the_reference_sector_moved_without_another_method_version():
    was, now = reference_sector.stored(METHOD_VERSION), reference_sector.figures()
    moved = [(old, new) for old, new in zip(was, now, strict=False) if old != new]
    assert moved[:5] == [], REMEDY
    assert len(was) == len(now), REMEDY


def test_the_changelog_names_the_present_method_and_its_figures(entries):
    assert entries.get(METHOD_VERSION) == reference_sector.fingerprint(reference_sector.figures()), REMEDY


def test_figures_of_every_method_are_kept_as_they_were(entries):
    files = Path(reference_sector.HERE).glob("figures_of_method_*.csv")
    kept = {file.stem.rpartition("_")[2] for file in files}
    assert kept == set(entries)
    assert {v: reference_sector.fingerprint(reference_sector.stored(v)) for v in kept} == entries


def test_the_reference_sector_shows_every_kind_of_figure():
    rows = reference_sector.stored(METHOD_VERSION)
    assert {row["cohort"] for row in rows} == {"sector", "sector/red", "sector/blue", "sector/green"}
    assert {"mean", "median", "p10", "share", "not_stated", "at_least_4"} <= {row["statistic"] for row in rows}
    kinds = {
        "dimension",
        "overall",
        "item",
        "skill",
        "group_short",
        "statistic",
        "barrier",
        "barrier_strong",
        "skill_tier",
        "dont_know",
    }
    assert {row["metric"].partition(":")[0] for row in rows} >= kinds


def test_a_figure_moved_by_a_billionth_changes_the_fingerprint():
    rows = reference_sector.stored(METHOD_VERSION)
    fingerprint = reference_sector.fingerprint(rows)
    mean = next(row for row in rows if row["statistic"] == "mean")
    mean["value"] = f"{float(mean['value']) + 1e-9:.9f}"
    assert reference_sector.fingerprint(rows) != fingerprint
