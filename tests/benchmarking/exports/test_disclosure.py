"""What no page shows no file holds, in any part of it: rivals' results, what is not published, groups that are withheld."""

import re

import pytest

from tests.benchmarking.dashboards.conftest import PLASMA, mean
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.exports.reading import everything

RIVAL, UNPUBLISHED = "8317", "8719"  # of numbers that nothing else makes


def score(digits):
    return float(f"{digits[:2]}.{digits[2:]}")


@pytest.fixture
def with_secrets(store, published, people):
    """A rival's own result, a second release that nobody has published, and a figure of a group that is not compared with."""
    dimension = {"score": score(RIVAL), "low": score(RIVAL), "high": score(RIVAL), "incomplete": False}
    store.own(published, people.beta.organisation, dimensions=dict.fromkeys(("AUT", "DAT", "ANA"), dimension))
    draft = [mean("sector dimension:AUT", 64, score(UNPUBLISHED), 4.0)]
    store.release(published, draft, number=2, published=False, parameters=PARAMETERS)


@pytest.mark.parametrize("form", ["pdf", "pptx", "xlsx", "csv"])
@pytest.mark.parametrize("group", ["", "sector/biologics", "sector/other"])
def test_no_part_of_a_file_holds_a_number_of_somebody_elses(make, with_secrets, form, group):
    text = everything(make(form, group).content)
    for digits in (RIVAL, UNPUBLISHED):
        assert not re.search(rf"(?<!\d){digits[:2]}[.,]?{digits[2]}", text)
        assert not re.search(rf"(?<![\d.#]){round(score(digits))}(?![\d.])", _without_colours(text)), form


@pytest.mark.parametrize("form", ["pdf", "pptx", "xlsx", "csv"])
def test_a_group_that_is_withheld_is_never_counted(make, published, form):
    text = everything(make(form).content)
    assert PLASMA["label"]["en"] not in text


def _without_colours(text):
    """Of XML the words between its tags: sizes, places and colours are numbers too."""
    return " ".join(re.findall(r">([^<>]*)<", text)) if "<?xml" in text else text
