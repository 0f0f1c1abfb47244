import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BANNED = {"utils", "util", "helpers", "helper", "common", "core", "misc", "lib", "libs"}
LONGEST_FILE = 300
MAY_BE_LONGER = {
    "surveyapp/migrations/0001_initial.py": "written by makemigrations",
    "surveyapp/migrations/0014_register_over_the_years.py": "written by makemigrations",
    "tests/benchmarking/stats/test_peer_groups.py": "one slow twin checks the tree from every side",
    "tests/benchmarking/test_pipeline.py": "one sector, added up by hand, followed through every stage",
    "tests/surveyapp/instruments/test_checks.py": "a case for each problem the reader of an instrument reports",
}


@pytest.fixture(scope="module")
def files():
    """What is or may be committed: tracked files and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for path in listed.splitlines() if (CHECKOUT / path).is_file()]


def length(path):
    return len((CHECKOUT / path).read_text().splitlines())


def test_every_module_is_named_after_what_it_is_about(files):
    named = [path for path in files if BANNED & set(re.split(r"[/.]", path))]
    assert named == []


def test_a_file_above_300_lines_has_a_reason(files):
    written = [path for path in files if path.endswith((".py", ".css", ".js", ".html", ".md"))]
    long = {path for path in written if length(path) > LONGEST_FILE}
    assert long - MAY_BE_LONGER.keys() == set()


def test_no_reason_outlives_its_file(files):
    assert [path for path in MAY_BE_LONGER if path not in files or length(path) <= LONGEST_FILE] == []


def test_a_decision_is_recorded_in_under_30_lines(files):
    records = [path for path in files if re.match(r"docs/adr/\d{4}-", path)]
    assert records
    assert [path for path in records if length(path) >= 30] == []


def test_every_decision_is_in_the_index_and_has_its_four_parts(files):
    index = (CHECKOUT / "docs/adr/README.md").read_text()
    for path in (path for path in files if re.match(r"docs/adr/\d{4}-", path)):
        text = (CHECKOUT / path).read_text()
        assert Path(path).name in index
        assert re.findall(r"^\*\*(\w+)\.?\*\*", text, re.MULTILINE) == ["Status", "Context", "Decision", "Consequences"]


def test_every_stage_of_the_statistics_has_a_page_of_methods():
    stages = [
        "aggregate",
        "packed_answers",
        "score",
        "peer_groups",
        "gate",
        "attack_program",
        "knowledge_groups",
        "group_outlook",
        "side_margins",
        "weighted_totals",
        "learners",
        "releases_over_time",
        "estimate",
        "sampling_design",
        "weighting",
        "headline",
        "intervals",
        "quantiles",
        "reliability",
        "consistency",
        "disclosure_control",
        "position",
        "skills_gap",
        "training_choice",
        "waves",
        "ranks",
        "learning",
        "priorities",
        "demand",
        "training_plan",
        "training_supply",
        "rounding",
        "published_counts",
        "derived",
    ]
    pages = {path.stem for path in (CHECKOUT / "docs" / "methods").glob("*.md")} - {
        "README",
        "coverage",
        "attack_study",
    }
    assert pages == set(stages)
    assert [s for s in stages if not (CHECKOUT / "benchmarking" / "stats" / f"{s}.py").exists()] == []
