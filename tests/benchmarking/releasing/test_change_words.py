"""How a release says what it has in common with the one before, and how it puts skills in tiers."""

import re
import uuid

import pytest
from django.utils.translation import override

from benchmarking.models.release import Release
from benchmarking.releasing.change_words import paragraphs
from benchmarking.selectors.overlaps import stored
from benchmarking.stats.overlap import Overlap, apart
from benchmarking.stats.waves import WavePair
from surveyapp.instruments import loader
from tests.benchmarking.small_sector import DEFINITION

EXACTLY = Overlap(WavePair(60, 64, 54, 0.7), "exactly", "matched")
NEARLY_ALL = Overlap(WavePair(60, 64, 55, 0.8), "nearly_all", "matched")


def said(both, definition=DEFINITION):
    since = both and stored(uuid.UUID(int=1), both)
    release = Release(parameters={"owners": 6, "since": since})
    return " ".join(paragraphs(release, loader.read(definition)))


@pytest.mark.parametrize(
    ("both", "sentence"),
    [
        (None, "No survey was published before this one, or these results are interim."),
        (apart(60, 64), "it is not told who took part in both: r is 0, and intervals are wide."),
        (EXACTLY, "Of 60 companies then and 64 now, 54 took part in both. How alike their answers were goes in as 0.7"),
        (NEARLY_ALL, "Of 60 companies then and 64 now, at least 55 took part in both. How alike"),
    ],
)
def test_what_two_surveys_have_in_common_is_said_as_far_as_it_may_be_told(both, sentence):
    assert sentence.replace("as 0.7", "as a correlation of 0.7") in said(both)


def test_how_few_are_hidden_is_said_with_the_limit_of_the_release():
    assert (
        "nobody, or 6 companies or more. Where few left or joined, intervals count as if 5 had not come back"
        in said(None)
    )


def test_tiers_are_explained_where_the_questionnaire_has_skills():
    assert "From 20 companies skills are put in three tiers" in said(None)
    without = {key: value for key, value in DEFINITION.items() if key not in ("skill_groups", "statistics")}
    kept = {c: i for c, i in DEFINITION["items"].items() if c not in ("SCREEN", "NOW", "NEED", "PEOPLE")}
    sections = [s for s in DEFINITION["sections"] if s["kind"] != "skills"]
    assert "tiers" not in said(None, without | {"items": kept, "sections": sections})


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
@pytest.mark.parametrize("both", [None, apart(60, 64), EXACTLY, NEARLY_ALL])
def test_it_reads_in_every_language_with_the_same_numbers(both, language):
    english = said(both)
    with override(language):
        other = said(both)
    assert other != english
    assert set(re.findall(r"\d+", other)) == set(re.findall(r"\d+", english))
