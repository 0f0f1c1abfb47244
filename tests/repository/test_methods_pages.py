import doctest
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STATS = CHECKOUT / "benchmarking" / "stats"
PAGES = sorted((CHECKOUT / "docs" / "methods").glob("*.md"))
STAGES = [page for page in PAGES if page.stem not in ("README", "coverage")]

HELD_ELSEWHERE = {
    "weighted_totals": "benchmarking/stats/test_weighted_totals.py",
    "weighting": "benchmarking/stats/test_weighting.py",
}
"""Pages whose examples are words, and the test with the same numbers."""


def named(page):
    """Modules in its line of code."""
    code = re.search(r"[Cc]ode: (.*)", page.read_text())
    return re.findall(r"`(?:benchmarking/stats/)?(\w+)\.py`", code[1]) if code else []


def test_every_module_is_named_on_a_page_and_no_other():
    modules = {path.stem for path in STATS.glob("*.py")} - {"__init__"}
    found = {module for page in PAGES for module in named(page)}
    assert (modules - found, found - modules) == (set(), set())


@pytest.mark.parametrize("page", STAGES, ids=lambda page: page.stem)
def test_a_page_has_an_example_limits_and_sources(page):
    text = page.read_text()
    assert re.search(r"^(## |\*\*)Worked example", text, re.MULTILINE)
    assert re.search(r"^## Limits", text, re.MULTILINE)
    assert re.search(r"^## (Sources|References)", text, re.MULTILINE)


@pytest.mark.parametrize("page", STAGES, ids=lambda page: page.stem)
def test_the_example_of_a_page_is_what_the_code_says(page):
    found = doctest.testfile(str(page), module_relative=False)
    assert found.failed == 0
    assert (found.attempted > 0) != (page.stem in HELD_ELSEWHERE)


def test_examples_in_words_have_a_test():
    assert [name for name, test in HELD_ELSEWHERE.items() if not (CHECKOUT / "tests" / test).exists()] == []
