"""Groups across the tree on a coordinator's page: one's own beside the peer groups, withheld ones with one reason."""

import pytest

from benchmarking.dashboards import groups, peers
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.conftest import GROUPS, group, mean, sector_figures
from tests.benchmarking.dashboards.reading import text_of

SIDE = {"path": ["sub_sector"], "parent": None, "is_residual": False, "facet": "sub_sector"}
MINE = group(SIDE | {"code": "sub_sector:proteins", "value": "proteins", "label": {"en": "Work: Proteins"}}, 21)
THEIRS = group(SIDE | {"code": "sub_sector:plasma", "value": "plasma", "label": {"en": "Work: Plasma"}}, 9)
WITHHELD = {"path": ["x"], "code": "sub_sector:proteins", "label": {"en": "Work: Proteins"}, "parent": "sector"} | {
    "facet": "sub_sector",
    "value": "proteins",
}
WHY = "Fewer than six companies are in it, or would stand apart beside it, or one is too large a part of it."


@pytest.fixture
def across(store, people):
    """The 2026 survey with a group across the tree that Alpha is in, and one that it is not."""

    def make(groups=(MINE, THEIRS), withheld=()):
        wave = store.survey("2026", people.alpha.organisation)
        store.own(wave, people.alpha.organisation)
        figures = [mean(f"{each['code']} dimension:AUT", each["n_owners"], 40.0) for each in groups]
        store.release(wave, [*sector_figures(), *figures], groups=[*GROUPS, *groups], withheld=withheld)
        return wave

    return make


@pytest.fixture
def compared(people):
    from benchmarking.dashboards.comparison import compare

    return lambda code="": compare(people.alpha.organisation, "", code)


def test_ones_own_stands_among_ones_own_groups_and_others_beside(across, compared):
    across()
    parts = [(part.name, [each.code for each in part.options]) for part in groups.chooser(compared())]
    assert parts == [
        ("Your own groups", ["sector", "sector/biologics", "sub_sector:proteins"]),
        ("Other groups", ["sector/other", "sub_sector:plasma"]),
    ]
    assert [each.code for each in peers.finer_groups(compared())] == ["sector/biologics", "sub_sector:proteins"]


def test_it_can_be_compared_with(alpha, across):
    across()
    text = text_of(alpha.get("/benchmarks/", {"group": "sub_sector:proteins"}))
    assert "“Work: Proteins”" in text
    assert "n = 21" in text.replace("\u00a0", " ")


@pytest.mark.parametrize("reason", ["too_few", "one_too_large", "would_reveal_others"])
def test_ones_own_that_is_withheld_gives_one_reason_for_all(alpha, across, compared, reason):
    across(groups=(), withheld=[WITHHELD | {"reason": reason}])
    assert [each.reason for each in groups.closed(compared())] == [
        f"“Work: Proteins” cannot be shown. {WHY} This says nothing about how anyone answered."
    ]
    assert WHY in text_of(alpha.get("/benchmarks/", {"group": "sub_sector:proteins"}))


def test_that_of_others_is_answered_like_one_that_does_not_exist(alpha, across):
    wave = across(groups=(), withheld=[WITHHELD | {"reason": "too_few"}])
    Participation.objects.filter(wave=wave).update(facets={"sub_sector": "plasma"})
    assert alpha.get("/benchmarks/", {"group": "sub_sector:proteins"}).status_code == 404
    assert WHY not in alpha.get("/benchmarks/").text
