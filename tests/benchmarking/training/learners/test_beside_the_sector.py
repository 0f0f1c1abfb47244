"""A run's result beside published figures of the sector, and the sentences at their edges."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from benchmarking.models.learners import ModuleRun, RunResult
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.sector_release import sector_release
from benchmarking.training import learners_words as words
from benchmarking.training.learners_findings import of_everybody
from benchmarking.training.learners_page import of_result
from tests.benchmarking.dashboards.conftest import alpha, mean, store

__all__ = ["alpha", "store"]

SKILLS = [{"code": "python", "name": {"en": "Python"}}, {"code": "charts", "name": {"en": "Charts"}}]
BEFORE = {"n_owners": 12, "n_people": 30, "value": 30.0, "low": 20.0, "high": 40.0, "least": 27.0, "most": 33.0}
CHANGE = {"n_owners": 12, "n_people": 30, "value": 20.0, "low": 9.0, "high": 31.0, "least": 17.0, "most": 25.0}


def shown(**more):
    its = {"before": BEFORE, "change": CHANGE, "after": None, "shift": None, "looking_back": None}
    overall = {"change": CHANGE, "size": None}
    return {"skills": {"python": its}, "overall": overall, "spread": {"baseline": None}} | more


@pytest.fixture
def published(store, people, programme):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, [mean("sector skill:python:current", 31, 50.0, 4.0)], parameters={})
    return sector_release(programme.pk)


def plain(text):
    return text.replace("\u00a0", " ")


def test_chance_is_printed_beside_the_gain_and_nothing_is_subtracted(published):
    """From 30 towards 50 at reliabilities of 0.8 and 0.6: 4 and 8 points."""
    said = words.regression(shown(), published)
    assert said.startswith("Beside the gain of +20 points:")
    assert "by +4 to +8 points towards the sector’s mean of 50" in said
    assert "Nothing is subtracted" in said


@pytest.mark.parametrize("level", [None, 30.0])
def test_without_a_published_level_chance_is_named_without_a_number(published, level):
    its = shown()["skills"]["python"] | {"before": BEFORE | {"value": level}}
    said = words.regression(shown(skills={"python": its}), published if level is None else None)
    assert "How much cannot be said here" in said


def test_ranges_keep_their_order_on_a_page_from_the_right():
    with override("ar"):
        assert "\u206620–40\u2069" in words.level(BEFORE)
        assert "\u2066+9\u2069" in words.change(shown()["skills"]["python"]["change"])


def test_a_skill_stands_beside_the_sectors_published_level(published):
    found = of_everybody(RunResult(run=ModuleRun(skills=SKILLS, label="Spring"), number=1, document=shown()), published)
    assert [column.head for column in found.columns][-1] == "The sector"
    python, charts = ([plain(cell) for cell in row] for row in found.rows)
    assert python == ["Python", "12", "30, 20–40", "", "+20, +9 to +31", "cannot be shown", "50, 46–54"]
    assert charts == ["Charts", "too few companies", "", "", "", "", "not published"]
    assert "n = 64" in plain(found.subtitle)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.6, 30, "The course is associated with higher self-ratings: by 1 to 30 points of 100"),
        (0.4, 30, "Whether self-ratings changed is too close to call: 0 to +30 points of 100"),
        (0, 0, "Whether self-ratings changed is too close to call: 0 to 0 points of 100"),
        (-30, -0.4, "Whether self-ratings changed is too close to call: −30 to 0 points of 100"),
        (-30, -1, "The course is associated with lower self-ratings: by 1 to 30 points of 100"),
    ],
)
def test_the_headline_is_clear_only_where_the_printed_interval_is(low, high, said):
    assert words.headline({"value": 5.0, "low": low, "high": high}) == said


def test_no_run_of_six_has_no_headline_number():
    assert words.headline(None) == "Too few companies took part to show how ratings changed"


@pytest.mark.parametrize(("value", "said"), [(10.0, "at most 10"), (10.4, "10"), (90.0, "at least 90"), (None, "")])
def test_own_means_at_the_ends_are_bounds(value, said):
    assert words.own_mean(value) == said


def test_the_size_is_given_with_its_interval_or_the_reason():
    assert "needs 20 companies" in words.size(None, None)
    said = words.size({"g": 0.75, "low": -0.1, "high": 1.6}, {"sd": 20.0, "df": 41})
    assert "the change is 0.8, 95 % interval −0.1 to 1.6 (Hedges’ g)" in plain(said)


@pytest.mark.parametrize(
    ("ends", "said"), [((-20, -5), "lower than they rated it"), ((5, 20), "higher"), ((-5, 5), "not clearly")]
)
def test_looking_back_is_said_by_its_interval(ends, said):
    shift = {"value": 0.0, "low": ends[0], "high": ends[1]}
    assert said in words.looking_back({"python": {"shift": shift}})


def test_the_page_says_of_which_publication_the_sectors_levels_are(published):
    people = {"starters": 30, "completers": 30, "invited": 30}
    spread = {"baseline": None, "is_assumed": False, "change": {"sd": 20.0}}
    run = ModuleRun(module=TrainingModule(name={"en": "Course A"}), skills=SKILLS, label="Spring")
    page = of_result(RunResult(run=run, number=1, document=shown(people=people, spread=spread)), published)
    assert plain(page["sector_source"]) == "All organisations in the sector, n = 64, 2026 survey, publication 1"
    assert "by what was published last: All organisations" in plain(render_to_string("learning/result.html", page))
